"""Reads: what people told us."""

from datetime import datetime

from evenhand.voices.models import Feedback


def feedback(*, since: datetime | None = None) -> list[Feedback]:
    """Every message, the latest first.

    Parameters
    ----------
    since : leave out what came before.
    """
    found = Feedback.objects.all()
    return list(found if since is None else found.filter(received_at__gte=since))
