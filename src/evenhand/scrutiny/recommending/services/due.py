"""What happens by itself when nobody answers or does in time: its overseers are told."""

from datetime import datetime

from evenhand.measures.words.messages import say
from evenhand.monitoring.services.due import overseers
from evenhand.monitoring.services.writing import by_the_site
from evenhand.monitoring.steps import day_of
from evenhand.monitoring.words import said_to
from evenhand.scrutiny.models import recommendations as models
from evenhand.scrutiny.recommending import selectors
from evenhand.scrutiny.recommending.history import ANSWER
from evenhand.scrutiny.recommending.services.writing import add
from evenhand.scrutiny.recommending.steps import Kind


def due(now: datetime) -> list[models.Recommendation]:
    """Escalate what is overdue; what was escalated is not again, however many do it at once."""
    return [
        one.recommendation
        for one in selectors.stories(on=day_of(now))
        if one.now.to_escalate and _escalated(one.recommendation, one.now.to_escalate, now)
    ]


def _escalated(recommendation: models.Recommendation, about: str, now: datetime) -> bool:
    force = str(recommendation.answered_by)
    told = overseers(recommendation.force_id)
    late = (
        say("{force} did not answer in time.", force=force)
        if about == ANSWER
        else say("{force} has not done it by the day it should be.", force=force)
    )
    step = add(
        recommendation,
        Kind.ESCALATED,
        **by_the_site(now),
        words=" ".join((late, said_to(told))),
        data={"about": about, "told": told},
        once=lambda state: state.to_escalate == about,
    )
    return step is not None
