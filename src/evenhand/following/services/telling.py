"""Everything that telling people takes, in one round: from the command, or while the site runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from evenhand.following.services.asking import forget_unconfirmed, take_in
from evenhand.following.services.posting import Posted, post
from evenhand.following.services.preparing import Prepared, forget_sent, prepare
from evenhand.plan.history import LONDON

EVERY = 5.0
"""Seconds between rounds while the site runs: who has asked looks for the mail at once."""
AT_ONCE = 200
"""Mails of one such round, so that nobody who has asked waits for a thousand others."""
MORNING = 7
"""The hour before which the site does not begin with the mails of a day: nobody is woken."""


@dataclass(frozen=True)
class Done:
    """What one round did.

    Attributes
    ----------
    asked : requests that were taken in.
    forgotten : addresses erased because nobody confirmed them.
    """

    asked: int
    forgotten: int
    prepared: Prepared
    posted: Posted


def tell(
    *,
    connection: BaseEmailBackend,
    clock: Callable[[], datetime],
    morning: bool = True,
    most: int | None = None,
) -> Done:
    """Go through everything once; what is done already is not done again.

    Parameters
    ----------
    morning : whether the mails of the day may begin.
    most : how many mails are sent; all that are due where none is given.
    """
    now = clock()
    asked, forgotten = take_in(now=now), forget_unconfirmed(now=now)
    prepared = prepare(now=now) if morning else Prepared()
    posted = post(connection=connection, clock=clock, most=most)
    if morning:
        forget_sent(now=now)
    return Done(asked, forgotten, prepared, posted)


def by_itself() -> None:
    """One round of a site that runs: links at once, the mails of a day from the morning on.

    Where no mail server is set, links go to the terminal of a local site, and nothing else is sent.
    """
    if not settings.SITE_CAN_WRITE:
        return
    morning = settings.MAIL_IS_SET and timezone.now().astimezone(LONDON).hour >= MORNING
    tell(connection=get_connection(), clock=timezone.now, morning=morning, most=AT_ONCE)
