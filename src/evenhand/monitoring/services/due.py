"""What happens by itself when nobody answers: reform, and the force’s overseers are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.accounts.selectors import overseers_of
from evenhand.measures.words.messages import say
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import Kind, day_of, present
from evenhand.monitoring.services.writing import add, by_the_site
from evenhand.monitoring.terms import Outcome
from evenhand.monitoring.words import said_to


@dataclass(frozen=True)
class Done:
    """What one round did.

    Attributes
    ----------
    silent : reviews that became reform by themselves.
    untested : predictions whose data did not come in time.
    unmeasured : reforms whose data did not.
    """

    silent: tuple[models.Review, ...] = ()
    untested: int = 0
    unmeasured: int = 0


def due(now: datetime) -> Done:
    """Record what is due; what is done already is not done again, however many do it at once."""
    silent, untested, unmeasured = [], 0, 0
    today = day_of(now)
    for review in models.Review.objects.select_related("alert__force").order_by("pk"):
        state = present(selectors.steps_of(review), on=today)
        waits = timedelta(days=state.limits.data)
        for one in state.to_test:
            if one.prediction and today > one.prediction.ends_on + waits:
                untested += _untested(review, one.number, now)
        for made in state.to_remeasure:
            if today > made.reform.remeasure_on + waits:
                unmeasured += _unmeasured(review, made.step.number, now)
        if state.waits and today > state.becomes_reform_after and _fell_silent(review, now):
            silent.append(review)
    return Done(tuple(silent), untested, unmeasured)


def _fell_silent(review: models.Review, now: datetime) -> bool:
    told = overseers(review.alert.force_id)
    step = add(
        review,
        Kind.SILENT,
        **by_the_site(now),
        words=" ".join((say("Nobody answered in time, so this is reform now."), said_to(told))),
        data={"told": told},
        once=lambda state: state.waits and state.on > state.becomes_reform_after,
    )
    return step is not None


def _untested(review: models.Review, number: int, now: datetime) -> bool:
    step = add(
        review,
        Kind.TESTED,
        **by_the_site(now),
        words=say("The records that it was to be tested on did not come in time."),
        data={"explanation": number, "outcome": Outcome.UNTESTED.value},
        once=lambda state: any(one.number == number for one in state.to_test),
    )
    return step is not None


def _unmeasured(review: models.Review, number: int, now: datetime) -> bool:
    step = add(
        review,
        Kind.REMEASURED,
        **by_the_site(now),
        words=say("The records that it was to be measured on did not come in time."),
        data={"reform": number, "outcome": Outcome.UNTESTED.value},
        once=lambda state: any(one.step.number == number for one in state.to_remeasure),
    )
    return step is not None


def overseers(force_id: str) -> list[str]:
    """Names of the bodies that hold a force to account, as the public reads them."""
    return [str(one.name) for one in overseers_of(force_id)]
