"""Before a release counts, it is attacked as a patient reader would: what is found refuses it."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from evenhand.publications.attacking.attack import Leak, attack_force
from evenhand.publications.errors import NothingProtected
from evenhand.publications.models import Figure
from evenhand.publications.protecting.control import title_of
from evenhand.publications.protecting.earlier import worked_out
from evenhand.records import codes
from evenhand.records.lake import Lake


def refuse_leaks(forces: Iterable[str], lake: Lake) -> None:
    """Return if all that is saved of these forces about a power gives no small number away.

    Disclosure control has chosen what to hide before; this reads what is really there, its words
    and pictures too, and knows nothing of that choice.

    Parameters
    ----------
    forces : of which some rows are not public.
    lake : where the records of the power are.

    Raises
    ------
    NothingProtected
        If a small number can be worked out; whoever released must take everything back.
    """
    for force in forces:
        figures = Figure.objects.filter(
            Q(force=force) | Q(force=None), power=lake.power
        ).select_related("force")
        leaks = attack_force(list(figures), lake, force=force, explain=False)
        if leaks:
            raise NothingProtected(_sentence(leaks, force))


def _sentence(leaks: Sequence[Leak], force: str) -> str:
    """Name the number that is easiest to see: where it stands tells what to put right."""
    plain = next((one for one in leaks if one.because), leaks[0])
    name, _ = plain.what
    return worked_out(title_of(name), codes.force(force).name, plain.months, plain.because)
