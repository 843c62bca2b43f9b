"""What happens by itself when nobody answers: reform, and the commissioner is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.measures.words.messages import say
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import Kind, day_of, present
from evenhand.monitoring.services.writing import add, by_the_site
from evenhand.monitoring.terms import Outcome


@dataclass(frozen=True)
class Done:
    """What one round did.

    Attributes
    ----------
    silent : reviews that became reform by themselves.
    untested : predictions whose data did not come in time.
    """

    silent: tuple[models.Review, ...] = ()
    untested: int = 0


def due(now: datetime) -> Done:
    """Record what is due; what is done already is not done again, however many do it at once."""
    silent, untested = [], 0
    today = day_of(now)
    for review in models.Review.objects.select_related("alert__force").order_by("pk"):
        state = present(selectors.steps_of(review), on=today)
        for one in state.to_test:
            waits = timedelta(days=state.limits.data)
            if one.prediction and today > one.prediction.ends_on + waits:
                untested += _untested(review, one.number, now)
        if state.waits and today > state.becomes_reform_after and _fell_silent(review, now):
            silent.append(review)
    return Done(tuple(silent), untested)


def _fell_silent(review: models.Review, now: datetime) -> bool:
    step = add(
        review,
        Kind.SILENT,
        **by_the_site(now),
        words=say(
            "Nobody answered in time, so this is reform now. The police and crime commissioner of "
            "{force} is told.",
            force=review.alert.force.name,
        ),
        data={"told": overseers()},
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


def overseers() -> list[str]:
    """Names of the bodies that hold forces to account, as the public reads them."""
    bodies = Organisation.objects.filter(kind=OrganisationKind.OVERSIGHT_BODY)
    return [str(one) for one in bodies.order_by("name").values_list("name", flat=True)]
