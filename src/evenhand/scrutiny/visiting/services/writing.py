"""How a step is written: by whom, checked against what it follows, and said in the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.services.writing import Who, written
from evenhand.measures.words.messages import say
from evenhand.scrutiny.models import meetings as models
from evenhand.scrutiny.recommending.errors import EditedMeanwhile
from evenhand.scrutiny.recording import keep
from evenhand.scrutiny.visiting import selectors
from evenhand.scrutiny.visiting.history import present
from evenhand.scrutiny.visiting.permissions import signature
from evenhand.scrutiny.visiting.rules import allow
from evenhand.scrutiny.visiting.steps import Kind, Step


@contextmanager
def written_by(
    acting: Acting, *, appointment: models.Appointment, kind: Kind, now: datetime
) -> Iterator[Who]:
    """Open the transaction of one step, and give who takes it: ``agree(..., **who)``.

    Inside, the memberships are read again and held. The private log keeps who it was; the public
    reads the role.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    """
    with written(
        acting,
        signs=lambda one: signature(one, appointment, kind),
        subject=selectors.subject(appointment),
        step=str(kind),
        now=now,
    ) as who:
        yield who


def add(
    appointment: models.Appointment,
    kind: Kind,
    *,
    expected: int,
    by: str,
    organisation: str,
    now: datetime,
    words: str,
    data: dict[str, Any] | None = None,
) -> Step:
    """Add one step if it may follow; the row's lock makes writers of one appointment queue.

    Parameters
    ----------
    expected : the number of the last step that the writer has seen.

    Raises
    ------
    EditedMeanwhile, NotAllowed
        Nothing is written then.
    """
    with transaction.atomic():
        locked = models.Appointment.objects.select_for_update().get(pk=appointment.pk)
        so_far = selectors.steps_of(locked)
        state = present(so_far, at=now)
        if state.number != expected:
            raise EditedMeanwhile(
                say("Somebody else took a step meanwhile. Look at theirs first."),
                [one for one in so_far if one.number > expected],
            )
        step = Step(state.number + 1, kind, now, by, organisation, words.strip(), data or {})
        allow(state, step, panel=locked.organisation, force=locked.visited)
        record(locked, step)
    return step


def record(appointment: models.Appointment, step: Step) -> None:
    """Write one step, and its entry in the ledger, in the transaction that checked it."""
    keep(
        models.AppointmentStep,
        step,
        prefix="appointment",
        subject=selectors.subject(appointment),
        appointment=appointment,
    )
