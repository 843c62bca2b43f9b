"""Counting how often a sender came in a while, where every process of the site sees it."""

from django.db import connection, transaction
from django.db.models import Case, F, Value, When

from evenhand.accounts.models import Came

FORGOTTEN_AFTER = 60  # minutes


def shared() -> bool:
    """Whether several processes may serve this site: on SQLite one does."""
    return bool(connection.vendor == "postgresql")


@transaction.atomic
def count(sender: str, *, minute: int) -> int:
    """Count that a sender came, and return how often in this minute, this time among them.

    The row is held from the counting to the reading, so that two processes never count one time
    for two. Call it outside of another transaction: it is held until that ends.

    Parameters
    ----------
    minute : whole minutes since 1970; where a limit is of a longer while, that in which it began.
    """
    sender = sender[:80]
    if not _counted(sender, minute):
        Came.objects.bulk_create(
            [Came(sender=sender, minute=minute, times=0)], ignore_conflicts=True
        )
        _counted(sender, minute)
    return int(Came.objects.values_list("times", flat=True).get(pk=sender))


def times(sender: str, *, minute: int) -> int:
    """How often a sender came in this minute, without counting it again."""
    found = Came.objects.filter(pk=sender[:80], minute=minute)
    return int(found.values_list("times", flat=True).first() or 0)


def _counted(sender: str, minute: int) -> int:
    again = When(minute=minute, then=F("times") + 1)
    own = Came.objects.filter(pk=sender)
    return own.update(times=Case(again, default=Value(1)), minute=minute)


def forget(*, minute: int) -> int:
    """Forget who has not come for an hour; return how many."""
    return int(Came.objects.filter(minute__lt=minute - FORGOTTEN_AFTER).delete()[0])
