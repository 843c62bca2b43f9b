"""Devices of a force: which are silent with records unsent, and which numbers never came."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from evenhand.encounters.models import Device, Explained, Sent

SILENT_AFTER = timedelta(hours=24)
MOST_ASKED = 500
"""Numbers that a device is asked for at once."""


def missing(device: Device, most: int = MOST_ASKED) -> list[int]:
    """Numbers up to the highest known of which no record ever came and nobody said why.

    The answer is the lowest of them, at most ``most``. A device that still holds such a record
    sends it again, as after the database was restored to an earlier day.
    """
    found: list[int] = []
    for first, last in gaps(device):
        found += range(first, min(last, first + most - len(found) - 1) + 1)
        if len(found) >= most:
            break
    return found


def gaps(device: Device) -> Iterator[tuple[int, int]]:
    """The same as ranges, each from its first number to its last."""
    came = Sent.objects.filter(device=device).order_by("sequence")
    count = came.values("sequence").distinct().count()
    if count == device.highest:
        return
    explained = Explained.objects.filter(device=device).values_list("first", "last")
    taken = sorted(
        [(one, one) for one in came.values_list("sequence", flat=True).iterator()]
        + [(first, last) for first, last in explained if first and last]
    )
    expected = 1
    for first, last in taken:
        if first > expected:
            yield expected, first - 1
        expected = max(expected, last + 1)
    if expected <= device.highest:
        yield expected, device.highest


def silent(force: str, *, now: datetime) -> QuerySet[Device]:
    """Devices that held records when they were last seen, longer ago than a day."""
    return Device.objects.filter(
        force=force, unsent__gt=0, last_seen__lt=now - SILENT_AFTER
    ).select_related("last_seen_with")
