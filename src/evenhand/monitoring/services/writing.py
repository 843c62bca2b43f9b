"""How a step is written: by whom, checked against what it follows, and said in the ledger."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Person
from evenhand.accounts.services.writing import written
from evenhand.ledger.services import append
from evenhand.measures.words.messages import say
from evenhand.monitoring import models, selectors
from evenhand.monitoring.errors import EditedMeanwhile
from evenhand.monitoring.history import SYSTEM, Kind, Present, Step, day_of, present
from evenhand.monitoring.permissions import signature
from evenhand.monitoring.rules import allow
from evenhand.monitoring.written import body, storable


class Hand(TypedDict):
    """Who takes a step: as the public reads it, when, and the person, whom it never reads."""

    by: str
    organisation: str
    now: datetime
    person: Person | None


@contextmanager
def written_by(
    acting: Acting, *, review: models.Review, kind: Kind, now: datetime
) -> Iterator[Hand]:
    """Open the transaction of one step, and give who takes it: ``explain(..., **hand)``.

    Inside, the memberships are read again and held. The private log keeps who it was; the public
    reads the role.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    """
    about = selectors.subject(review.alert)
    with written(
        acting,
        signs=lambda one: signature(one, review, kind),
        subject=about,
        step=str(kind),
        now=now,
    ) as who:
        yield Hand(**who, person=acting.person)


def by_the_site(now: datetime) -> Hand:
    """The site itself, where it takes a step."""
    return Hand(by=SYSTEM, organisation=SYSTEM, now=now, person=None)


def add(
    review: models.Review,
    kind: Kind,
    *,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None,
    words: str,
    data: dict[str, Any] | None = None,
    expected: int | None = None,
    once: Callable[[Present], bool] = lambda _now: True,
) -> Step | None:
    """Add one step if it may follow; the row's lock makes writers of one review queue.

    Parameters
    ----------
    expected : the number of the last step that the writer has seen; None for the site itself,
        which looks at the state it finds.
    once : asked with the state under the lock; where it says no, nothing is written.

    Raises
    ------
    EditedMeanwhile, NotAllowed
        Nothing is written then.
    """
    with transaction.atomic():
        locked = models.Review.objects.select_for_update().get(pk=review.pk)
        so_far = selectors.steps_of(locked)
        state = present(so_far, on=day_of(now))
        if expected is not None and state.number != expected:
            raise EditedMeanwhile(
                say("Somebody else took a step meanwhile. Look at theirs first."),
                [one for one in so_far if one.number > expected],
            )
        if not once(state):
            return None
        step = Step(
            state.number + 1, kind, now, by, organisation, words.strip(), storable(data or {})
        )
        hands = selectors.hands(locked, person)
        allow(state, step, force=locked.organisation, hands=hands)
        record(locked, step, person=person)
    return step


def record(review: models.Review, step: Step, *, person: Person | None) -> models.Step:
    """Write one step, and its entry in the ledger, in the transaction that checked it."""
    row = models.Step.objects.create(
        review=review,
        number=step.number,
        kind=step.kind,
        recorded_at=step.at,
        by=step.by,
        organisation=step.organisation,
        words=step.words,
        data=dict(step.data),
    )
    if person:
        models.Taker.objects.create(step=row, person=person)
    append(
        kind=f"review-{step.kind}",
        subject=selectors.subject(review.alert),
        body=body(step),
        by=step.by,
        organisation=step.organisation,
        now=step.at,
    )
    return row
