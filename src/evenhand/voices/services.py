"""Writes: a message arrives, and goes again."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from evenhand.audit.models import Act
from evenhand.audit.services import record
from evenhand.voices import selectors
from evenhand.voices.errors import TooMany
from evenhand.voices.models import Feedback
from evenhand.voices.networks import Recent

WITHIN = timedelta(minutes=10)
FROM_ONE = 10
"""Messages that one network sends in that while. A household or a class sends fewer."""
MOST = 60
"""Messages of the whole site in that while. Above it, only who has sent none in it is heard."""
FLOOD = 600
"""Above this nobody is heard until it is over, so that a flood cannot fill the disk."""
KEPT_FOR = timedelta(days=730)
"""What is older is erased when the next message comes."""
RECENT = Recent(WITHIN)
ABOUT, READER, OPERATOR = "feedback", "unknown", "command line"
"""What the private log calls all messages, who writes them, and who runs the site."""


@transaction.atomic
def receive(
    *,
    form: UUID,
    path: str,
    figure: str,
    doing: str,
    wrong: str,
    satisfaction: str,
    now: datetime,
    network: str | None = None,
) -> Feedback:
    """Keep a message as it was typed; the same form sent twice is kept once.

    Parameters
    ----------
    form : the one form the message was typed in.
    path, figure : what it is about; either may be empty.
    now : when it came.
    network : where it came from, if that is known; it is counted in memory and never kept.

    Raises
    ------
    TooMany
        If this network has sent :data:`FROM_ONE` messages in the last ten minutes; if the site has
        taken :data:`MOST` and this network some of them; or if it has taken :data:`FLOOD`.
    """
    sent_before = Feedback.objects.filter(form=form).first()
    if sent_before is not None:
        return sent_before
    _refuse_flood(network, now)
    kept, new = Feedback.objects.get_or_create(
        form=form,
        defaults={
            "received_at": now,
            "path": path,
            "figure": figure,
            "doing": doing,
            "wrong": wrong,
            "satisfaction": satisfaction,
        },
    )
    if new:
        _note(Act.COLLECTION, f"feedback/{kept.pk}", now, by=READER)
    delete_older(now - KEPT_FOR, now=now, why="kept for two years")
    if network is not None:
        RECENT.add(network, now)
    return kept


def _refuse_flood(network: str | None, now: datetime) -> None:
    of_this = 0 if network is None else RECENT.count(network, now)
    if of_this >= FROM_ONE:
        raise TooMany("too many messages from one network in a short time", from_here=True)
    taken = Feedback.objects.filter(received_at__gt=now - WITHIN).count()
    if taken >= FLOOD or (taken >= MOST and (network is None or of_this)):
        raise TooMany("too many messages in a short time")


@transaction.atomic
def read(*, now: datetime, since: datetime | None = None) -> list[Feedback]:
    """Give what readers wrote to who runs the site, and keep that it was read.

    Nothing in a message says who wrote it; but people write of people.
    """
    found = selectors.feedback(since=since)
    _note(Act.CONSULTATION, ABOUT, now, details={"messages": len(found)})
    return found


@transaction.atomic
def delete(numbers: Iterable[int], *, now: datetime, why: str = "") -> list[int]:
    """Erase messages by their numbers; give those that were there."""
    found = Feedback.objects.filter(pk__in=set(numbers))
    gone = sorted(found.values_list("pk", flat=True))
    found.delete()
    for number in gone:
        _note(Act.ERASURE, f"feedback/{number}", now, why=why)
    return gone


@transaction.atomic
def delete_older(moment: datetime, *, now: datetime, why: str = "") -> int:
    """Erase what came before a moment, and say how many."""
    gone, _ = Feedback.objects.filter(received_at__lt=moment).delete()
    if gone:
        _note(Act.ERASURE, ABOUT, now, why=why, details={"messages": gone})
    return gone


def _note(
    act: Act,
    subject: str,
    now: datetime,
    *,
    by: str = OPERATOR,
    why: str = "",
    details: Mapping[str, int] | None = None,
) -> None:
    record(act=act, by=by, organisation="", subject=subject, now=now, why=why, details=details)
