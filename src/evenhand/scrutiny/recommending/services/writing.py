"""How a step is written: by whom, checked against what it follows, and said in the ledger."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Person
from evenhand.accounts.services.writing import written
from evenhand.measures.words.messages import say
from evenhand.monitoring.services.writing import Hand
from evenhand.monitoring.steps import day_of
from evenhand.monitoring.written import storable
from evenhand.scrutiny.models import recommendations as models
from evenhand.scrutiny.recommending import selectors
from evenhand.scrutiny.recommending.errors import EditedMeanwhile
from evenhand.scrutiny.recommending.history import Present, present
from evenhand.scrutiny.recommending.permissions import signature
from evenhand.scrutiny.recommending.rules import Hands, allow
from evenhand.scrutiny.recommending.steps import Kind, Step
from evenhand.scrutiny.recording import keep


@contextmanager
def written_by(
    acting: Acting, *, recommendation: models.Recommendation, kind: Kind, now: datetime
) -> Iterator[Hand]:
    """Open the transaction of one step, and give who takes it: ``respond(..., **hand)``.

    Inside, the memberships are read again and held. The private log keeps who it was; the public
    reads the role.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    """
    with written(
        acting,
        signs=lambda one: signature(one, recommendation, kind),
        subject=selectors.subject(recommendation),
        step=str(kind),
        now=now,
    ) as who:
        yield Hand(**who, person=acting.person)


def add(
    recommendation: models.Recommendation,
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
    """Add one step if it may follow; the row's lock makes writers of one recommendation queue.

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
        locked = (
            models.Recommendation.objects.select_for_update(of=("self",))
            .select_related("body")
            .get(pk=recommendation.pk)
        )
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
        allow(
            state,
            step,
            force=locked.answered_by,
            maker=locked.organisation if locked.body_id else "",
            hands=Hands(person.pk if person else None, _takers(locked)),
        )
        record(locked, step, person=person)
    return step


def _takers(recommendation: models.Recommendation) -> dict[int, int | None]:
    """Who took each step, by its number, as far as it was a person."""
    takers = models.RecommendationTaker.objects.filter(step__recommendation=recommendation)
    return dict(takers.values_list("step__number", "person"))


def record(
    recommendation: models.Recommendation, step: Step, *, person: Person | None
) -> models.RecommendationStep:
    """Write one step, and its entry in the ledger, in the transaction that checked it."""
    row: models.RecommendationStep = keep(
        models.RecommendationStep,
        step,
        prefix="recommendation",
        subject=selectors.subject(recommendation),
        recommendation=recommendation,
    )
    if person:
        models.RecommendationTaker.objects.create(step=row, person=person)
    return row
