"""What happens by itself when a frozen frame is not drawn: those who hold the force to account.

A frame that is left for ever would be one that somebody could choose not to draw, unseen.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from evenhand.accounts.models import Person
from evenhand.accounts.selectors import who_oversee
from evenhand.measures.words.messages import say
from evenhand.monitoring.services.due import overseers
from evenhand.monitoring.services.telling import LOOKS_BACK
from evenhand.monitoring.steps import day_of
from evenhand.monitoring.words import said_to
from evenhand.plan.quarters import in_words
from evenhand.scrutiny import models, standing
from evenhand.scrutiny.frozen import DAYS, Frozen, frozen
from evenhand.scrutiny.services.writing import SITE, add, by_the_site
from evenhand.scrutiny.terms import Kind, Status

SETTLED = (Kind.DRAWN.value, Kind.ABANDONED.value, Kind.OVERDUE.value)
"""After these a frame is no more overdue, or that it is was said."""


def due(now: datetime) -> list[models.Draw]:
    """Say in public of each frame that is overdue that it is, once, however many do it at once."""
    before = now - timedelta(days=DAYS)
    waiting = models.Draw.objects.filter(steps__kind=Kind.FROZEN.value, steps__at__lt=before)
    left = waiting.exclude(steps__kind__in=SETTLED).order_by("pk")
    return [draw for draw in left if _said(draw, now)]


def _said(draw: models.Draw, now: datetime) -> bool:
    with by_the_site(draw) as locked:
        found = _overdue(locked, now)
        if found is None:
            return False
        told = overseers(locked.force_id)
        late = say(
            "The frame was frozen on {since}. By {last} it was neither drawn nor abandoned.",
            since=in_words(found.since),
            last=in_words(found.last),
        )
        add(
            locked,
            Kind.OVERDUE,
            who=SITE,
            now=now,
            words=" ".join((late, said_to(told))),
            data={"last": found.last.isoformat(), "told": told},
        )
    return True


def _overdue(draw: models.Draw, now: datetime) -> Frozen | None:
    """How a frame stands that is overdue and of which nobody has said so; None otherwise."""
    if standing.status(draw) is not Status.FROZEN:
        return None
    if draw.steps.filter(kind=Kind.OVERDUE.value).exists():
        return None
    found = frozen(draw.steps.get(kind=Kind.FROZEN.value).at, on=day_of(now))
    return found if found.overdue else None


def tell(*, connection: BaseEmailBackend, now: datetime) -> int:
    """Send a mail to everybody who is to be told and was not; how many they were.

    Who is told is noted in the transaction that sends it, so that nobody is told twice, also where
    two processes do it at once; where the mail server fails, they are told in the next round.
    """
    steps = models.DrawStep.objects.filter(
        kind=Kind.OVERDUE.value, at__gt=now - LOOKS_BACK, at__lte=now
    ).select_related("draw__force", "draw__panel")
    sent = 0
    for step in steps.order_by("pk"):
        for person in who_oversee(step.draw.force_id, now=now):
            sent += _tell(step, person, connection, now)
    return sent


def _tell(
    step: models.DrawStep, person: Person, connection: BaseEmailBackend, now: datetime
) -> bool:
    if models.DrawNotice.objects.filter(step=step, person=person).exists():
        return False
    try:
        with transaction.atomic():
            models.DrawNotice.objects.create(step=step, person=person, sent_at=now)
            mail(step, to=person.email, connection=connection).send()
    except IntegrityError:  # somebody else has told them at this very moment
        return False
    return True


def mail(step: models.DrawStep, *, to: str, connection: BaseEmailBackend) -> EmailMessage:
    """What is said of a frame that is overdue."""
    one = step.draw
    site = settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS
    said = {"panel": str(one.panel.name), "force": str(one.force.name)}
    subject = say("Draw {number} of {panel} is overdue", number=str(one.number), **said)
    body = say(
        "{panel} fixed what it draws cases of {force} from, and has not drawn.\n\n{late}\n\n"
        "Whoever dislikes what a draw may show could leave it undone. So each frozen frame is "
        "drawn, or abandoned in public with a reason.\n\nThe whole draw is at {address}\n\nYou get "
        "this mail because you act for a body that holds forces to account.",
        **said,
        late=step.words,
        address=f"{site}/panels/{one.panel_id}/draws/{one.number}/",
    )
    return EmailMessage(
        subject,
        body,
        to=[to],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )
