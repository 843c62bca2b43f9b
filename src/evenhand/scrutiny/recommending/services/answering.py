"""Writes by people: a recommendation is answered, carried by the plan, shown to be done, judged.

Each takes ``expected``: the number of the last step that the writer has seen. If somebody else was
faster, nothing is written, and the writer is shown what happened meanwhile. ``by`` and
``organisation`` are what the public reads; ``person`` is who it was, whom it never reads.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from evenhand.accounts.models import Person
from evenhand.measures.words.messages import say
from evenhand.monitoring.selectors import is_action
from evenhand.scrutiny.models import recommendations as models
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.recommending.services.writing import add
from evenhand.scrutiny.recommending.steps import Kind, Step
from evenhand.scrutiny.recommending.terms import Proof, Response, View


def extend(
    *,
    recommendation: models.Recommendation,
    expected: int,
    until: date,
    ground: str,
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Stop the clock from today until a day, on a lawful ground and for a reason that is public.

    It is refused past the last day, while it stands still, too often, for too long, or backwards.

    Parameters
    ----------
    ground : one of :func:`evenhand.scrutiny.recommending.clocks.clocks`, by its name.
    """
    return _add(
        recommendation,
        Kind.EXTENDED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=reason,
        data={"until": until.isoformat(), "ground": ground},
    )


def respond(
    *,
    recommendation: models.Recommendation,
    expected: int,
    response: Response | str,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Answer as the force: accepted, accepted in part, or refused with a reason."""
    try:
        wanted = Response(response)
    except ValueError as error:
        raise NotAllowed(say("Choose one of the three answers.")) from error
    return _add(
        recommendation,
        Kind.RESPONDED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"response": wanted.value},
    )


def carry(
    *,
    recommendation: models.Recommendation,
    expected: int,
    action: str,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Link the plan's action that carries it.

    Parameters
    ----------
    action : as the public ledger calls it: ``plan/demoshire/1/key``.

    Raises
    ------
    NotAllowed
        Also where the force's plan has no such action.
    """
    if not is_action(action, recommendation.force_id):
        raise NotAllowed(say("The force’s plan has no action “{name}”.", name=action))
    return _add(
        recommendation,
        Kind.CARRIED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"action": action},
    )


def show(
    *,
    recommendation: models.Recommendation,
    expected: int,
    proof: Proof | Mapping[str, Any],
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Add evidence of completion."""
    try:
        shown = Proof.model_validate(proof)
    except ValidationError as error:
        raise NotAllowed(first(error)) from error
    return _add(
        recommendation,
        Kind.SHOWN,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"proof": shown.model_dump(mode="json")},
    )


def complete(
    *,
    recommendation: models.Recommendation,
    expected: int,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Say as the force that it is done; it stays open until those who asked say so too."""
    return _add(
        recommendation,
        Kind.COMPLETED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
    )


def view(
    *,
    recommendation: models.Recommendation,
    expected: int,
    view: View | str,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Say, as those who recommended it, what they think of what came of it."""
    try:
        wanted = View(view)
    except ValueError as error:
        raise NotAllowed(say("Choose one of the three views.")) from error
    return _add(
        recommendation,
        Kind.VIEWED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"view": wanted.value},
    )


def withdraw(
    *,
    recommendation: models.Recommendation,
    expected: int,
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Take it back, as those who made it; it stays to be read."""
    return _add(
        recommendation,
        Kind.WITHDRAWN,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=reason,
    )


def first(error: ValidationError) -> str:
    """The first thing that is wrong, in a sentence for a person."""
    one = error.errors()[0]
    if one["type"] == "value_error":
        return str(one["ctx"]["error"])
    place = ".".join(str(part) for part in one["loc"])
    return say("This cannot be used: {place}.", place=place)


def _add(recommendation: models.Recommendation, kind: Kind, *, expected: int, **more: Any) -> Step:
    step = add(recommendation, kind, expected=expected, **more)
    if step is None:
        raise AssertionError("a step by somebody is written or refused")
    return step
