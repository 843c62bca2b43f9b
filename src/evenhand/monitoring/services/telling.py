"""Telling those who hold forces to account that a review became reform by itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import Role
from evenhand.accounts.selectors import who_oversee
from evenhand.measures.words.messages import say
from evenhand.monitoring import models
from evenhand.monitoring.history import Kind

OVERSEERS = (Role.OVERSIGHT_MEMBER,)
LOOKS_BACK = timedelta(days=28)
"""After so long nobody is told any more who has not been: it is no news then."""


def tell(*, connection: BaseEmailBackend, now: datetime) -> int:
    """Send a mail to everybody who is to be told and was not; how many they were.

    Who is told is noted in the transaction that sends it, so that nobody is told twice, also where
    two processes do it at once; where the mail server fails, they are told in the next round.
    """
    steps = models.Step.objects.filter(
        kind=Kind.SILENT, recorded_at__gt=now - LOOKS_BACK, recorded_at__lte=now
    ).select_related("review__alert__force")
    sent = 0
    for step in steps.order_by("pk"):
        for person in who_oversee(step.review.alert.force_id, now=now):
            sent += _tell(step, person, connection, now)
    return sent


def overseers(now: datetime) -> Iterable[Person]:
    """Everybody who acts for a body that holds any force to account."""
    held = Membership.objects.current(now).filter(role__in=OVERSEERS)
    return [one.person for one in held.select_related("person").order_by("person").distinct()]


def _tell(step: models.Step, person: Person, connection: BaseEmailBackend, now: datetime) -> bool:
    if models.Notice.objects.filter(step=step, person=person).exists():
        return False
    try:
        with transaction.atomic():
            models.Notice.objects.create(step=step, person=person, sent_at=now)
            mail(step, to=person.email, connection=connection).send()
    except IntegrityError:  # somebody else has told them at this very moment
        return False
    return True


def mail(step: models.Step, *, to: str, connection: BaseEmailBackend) -> EmailMessage:
    """What is said of a review that became reform by itself."""
    alert = step.review.alert
    address = f"{settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS}" + (
        f"/forces/{alert.force_id}/alerts/{alert.number}/"
    )
    subject = say("{force} did not answer an alert", force=str(alert.force.name))
    body = say(
        "{force} was asked to explain this, or to reform:\n\n{what}\n\nNobody answered in time, so "
        "it is reform now. The whole story is at {address}\n\nYou get this mail because you act "
        "for a body that holds forces to account.",
        force=str(alert.force.name),
        what=str(alert.told["sentence"]),
        address=address,
    )
    return EmailMessage(
        subject,
        body,
        to=[to],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )
