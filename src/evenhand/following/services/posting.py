"""Sending letters: once, and once more at most where a process is killed in the middle.

A letter is claimed before it is sent and noted as sent after. Who is killed between the two leaves
a claim; when it runs out the letter is sent again, because to be told twice is better than never.
It carries the same Message-ID, by which mail programs know a copy. Killed again, it is given up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import getLogger
from smtplib import SMTPDataError, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet

from evenhand.following.links import absolute
from evenhand.following.models import Letter
from evenhand.following.services.asking import erase
from evenhand.following.services.composing import Composer

CLAIM = timedelta(minutes=10)
"""How long who sends a letter has it: many times what a mail server is waited for."""
LOST = 2
"""After so many claims that nobody came back from, a letter is given up."""
AWAY = timedelta(minutes=5)
"""How long nothing is sent after the mail server did not answer."""
REFUSED = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 48))
"""How long an address waits that the mail server refuses; refused once more, it is given up."""
logger = getLogger(__name__)


@dataclass
class Posted:
    """What became of the letters that were due.

    Attributes
    ----------
    refused : not taken by the mail server for this address, and tried again later.
    given_up : never tried again: refused too often, lost too often, or with nothing left to say.
    away : whether the mail server did not answer.
    """

    sent: int = 0
    refused: int = 0
    given_up: int = 0
    away: bool = False


def post(
    *, connection: BaseEmailBackend, clock: Callable[[], datetime], most: int | None = None
) -> Posted:
    """Send the letters that are due over one connection.

    Parameters
    ----------
    connection : not open yet.
    clock : says what time it is; never a made-up time, because others keep to the same claims.
    most : how many are sent at once; all where none is given.
    """
    done = Posted()
    due = _on_their_way().filter(next_try_at__lte=clock()).values_list("pk", flat=True)
    numbers = list(due[:most])
    if not numbers:
        return done
    composer = Composer(now=clock())
    try:
        connection.open()
        for number in numbers:
            letter = _claim(number, clock())
            if letter:
                _deliver(letter, composer, connection, clock, done)
    except OSError as error:  # all that smtplib raises is one of these
        logger.warning("The mail server does not answer: %s", type(error).__name__)
        _on_their_way().filter(next_try_at__lt=clock() + AWAY).update(next_try_at=clock() + AWAY)
        done.away = True
    finally:
        _close(connection)
    return done


def _on_their_way() -> QuerySet[Letter]:
    return Letter.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)


def _claim(number: int, now: datetime) -> Letter | None:
    """Take a letter; None where another has it, or has sent it.

    The row is changed only if it is as it was read: of two who try, one finds nothing to change.
    """
    found = _on_their_way().filter(pk=number, next_try_at__lte=now).first()
    if found is None or (found.claimed_until and found.claimed_until > now):
        return None
    mine = _on_their_way().filter(pk=number, claimed_until=found.claimed_until)
    lost = found.lost + (found.claimed_until is not None)
    if not mine.update(claimed_until=now + CLAIM, lost=lost):
        return None
    # Read again: it may have been made to tell more before it was ours.
    return Letter.objects.select_related("follower", "person").filter(pk=number).first()


def _deliver(
    letter: Letter,
    composer: Composer,
    connection: BaseEmailBackend,
    clock: Callable[[], datetime],
    done: Posted,
) -> None:
    """Send a letter that is ours, and note what became of it."""
    mine = Letter.objects.filter(pk=letter.pk, claimed_until=letter.claimed_until)
    if letter.lost >= LOST:
        logger.error("Letter %s was lost twice and is given up.", letter.pk)
        done.given_up += mine.update(given_up_at=clock())
        return
    try:
        message = _message(letter, composer)
    except Exception:
        # A fault of ours in one letter must not keep the others from being sent.
        logger.exception("Letter %s could not be written.", letter.pk)
        mine.update(claimed_until=None, next_try_at=clock() + REFUSED[0])
        done.refused += 1
        return
    if message is None:
        done.given_up += mine.update(given_up_at=clock())
        return
    try:
        connection.send_messages([message])
    except (SMTPRecipientsRefused, SMTPDataError):
        _refused(letter, clock(), done)
    except OSError:
        mine.update(claimed_until=None)
        raise
    else:
        done.sent += mine.update(sent_at=clock(), claimed_until=None)


def _refused(letter: Letter, now: datetime, done: Posted) -> None:
    """Wait, longer each time; an address that no mail reaches is not kept for ever."""
    mine = Letter.objects.filter(pk=letter.pk)
    if letter.refusals < len(REFUSED):
        wait = REFUSED[letter.refusals]
        mine.update(claimed_until=None, refusals=letter.refusals + 1, next_try_at=now + wait)
        done.refused += 1
        return
    done.given_up += mine.update(given_up_at=now, claimed_until=None)
    if letter.follower:
        erase(letter.follower, now=now, why="no mail reaches the address")


def _message(letter: Letter, composer: Composer) -> EmailMessage | None:
    """What a letter says, to whom; None where there is nothing left to say."""
    mail = composer.mail(letter)
    to = letter.follower or letter.person
    if mail is None or to is None:
        return None
    host = urlsplit(absolute("/")).hostname
    headers = {
        "Message-ID": f"<letter.{letter.pk}.{int(letter.made_at.timestamp())}@{host}>",
        "Auto-Submitted": "auto-generated",  # no answering machine answers (RFC 3834)
        **mail.headers,
    }
    return EmailMessage(mail.subject, mail.body, to=[to.email], headers=headers)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        logger.debug("The mail server went away before we said goodbye.")
