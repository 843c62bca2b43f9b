"""Writes: a message arrives."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from evenhand.voices.errors import TooMany
from evenhand.voices.models import Feedback

MOST, WITHIN = 60, timedelta(minutes=10)
"""Messages that the whole site takes in a while. People send fewer; a machine is told to wait."""


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
) -> Feedback:
    """Keep a message as it was typed; the same form sent twice is kept once.

    Parameters
    ----------
    form : the one form the message was typed in.
    path, figure : what it is about; either may be empty.
    now : when it came.

    Raises
    ------
    TooMany
        If the site has taken :data:`MOST` messages in the last ten minutes. Nothing is known of
        who sent them, so everybody waits.
    """
    sent_before = Feedback.objects.filter(form=form).first()
    if sent_before is not None:
        return sent_before
    if Feedback.objects.filter(received_at__gt=now - WITHIN).count() >= MOST:
        raise TooMany("too many messages in a short time")
    kept, _new = Feedback.objects.get_or_create(
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
    return kept
