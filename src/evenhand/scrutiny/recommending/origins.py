"""What a recommendation can come from, and whether there is such a thing in its force."""

from collections.abc import Callable, Mapping
from functools import partial

from evenhand.monitoring.models import Alert
from evenhand.scrutiny.models import Appointment, Draw, Finding
from evenhand.scrutiny.visiting.steps import What

LONGEST = 9
"""Digits of a number that every database holds."""
OF_A_FINDING, OF_ANOTHER = 5, 3
"""Parts of the address of a finding, ``draw/panel/1/findings/2``, and of any other."""


def is_origin(named: str, force_id: str) -> bool:
    """Whether a force has this draw, finding, visit, meeting or alert.

    Parameters
    ----------
    named : as the public ledger calls it; a finding by its draw: ``draw/panel/1/findings/2``.
    """
    parts = named.split("/")
    if len(parts) not in {OF_ANOTHER, OF_A_FINDING} or not _is_number(parts[2]):
        return False
    kind, whose, number, *finding = parts
    if finding:
        return _is_finding(named, force_id)
    there = LOOKS_LIKE.get(kind)
    return there is not None and there(whose, int(number), force_id)


def _is_finding(named: str, force_id: str) -> bool:
    kind, whose, number, findings, place = named.split("/")
    if kind != "draw" or findings != "findings" or not _is_number(place):
        return False
    drawn = Finding.objects.filter(
        draw__panel=whose, draw__number=int(number), draw__force=force_id
    )
    return bool(drawn.filter(number=int(place)).exists())


def _is_draw(panel: str, number: int, force_id: str) -> bool:
    return bool(Draw.objects.filter(panel=panel, number=number, force=force_id).exists())


def _is_alert(whose: str, number: int, force_id: str) -> bool:
    found = Alert.objects.filter(force=force_id, number=number)
    return whose == force_id and bool(found.exists())


def _is_held(panel: str, number: int, force_id: str, *, visits: bool) -> bool:
    held = Appointment.objects.filter(panel=panel, number=number, force=force_id)
    return any(What(one.what).visits == visits for one in held)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST


LOOKS_LIKE: Mapping[str, Callable[[str, int, str], bool]] = {
    "draw": _is_draw,
    "alert": _is_alert,
    "visit": partial(_is_held, visits=True),
    "meeting": partial(_is_held, visits=False),
}
"""Whether there is a thing of a kind, by the first part of its address."""
