"""Telling those who hold forces to account that a recommendation is overdue."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from evenhand.accounts.models import Person
from evenhand.accounts.selectors import who_oversee
from evenhand.measures.words.messages import say
from evenhand.monitoring.services.telling import LOOKS_BACK
from evenhand.scrutiny.models import recommendations as models
from evenhand.scrutiny.recommending.history import ANSWER
from evenhand.scrutiny.recommending.steps import Kind


def tell(*, connection: BaseEmailBackend, now: datetime) -> int:
    """Send a mail to everybody who is to be told and was not; how many they were.

    Who is told is noted in the transaction that sends it, so that nobody is told twice, also where
    two processes do it at once; where the mail server fails, they are told in the next round.
    """
    steps = models.RecommendationStep.objects.filter(
        kind=Kind.ESCALATED, recorded_at__gt=now - LOOKS_BACK, recorded_at__lte=now
    ).select_related("recommendation__force")
    sent = 0
    for step in steps.order_by("pk"):
        for person in who_oversee(step.recommendation.force_id, now=now):
            sent += _tell(step, person, connection, now)
    return sent


def _tell(
    step: models.RecommendationStep, person: Person, connection: BaseEmailBackend, now: datetime
) -> bool:
    if models.RecommendationNotice.objects.filter(step=step, person=person).exists():
        return False
    try:
        with transaction.atomic():
            models.RecommendationNotice.objects.create(step=step, person=person, sent_at=now)
            mail(step, to=person.email, connection=connection).send()
    except IntegrityError:  # somebody else has told them at this very moment
        return False
    return True


def mail(step: models.RecommendationStep, *, to: str, connection: BaseEmailBackend) -> EmailMessage:
    """What is said of a recommendation that is overdue."""
    one = step.recommendation
    address = f"{settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS}" + (
        f"/forces/{one.force_id}/recommendations/{one.number}/"
    )
    said = {"force": one.answered_by, "maker": one.organisation}
    subject = (
        say("{force} did not answer a recommendation", force=one.answered_by)
        if step.data["about"] == ANSWER
        else say("{force} did not do what it accepted", force=one.answered_by)
    )
    body = say(
        "{maker} recommended this to {force}:\n\n{what}\n\n{late}\n\nThe whole story is at "
        "{address}\n\nYou get this mail because you act for a body that holds forces to account.",
        **said,
        what=str(one.steps.get(number=1).words),
        late=step.words,
        address=address,
    )
    return EmailMessage(
        subject,
        body,
        to=[to],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )
