"""Writes by people: an alert is owned, explained, judged, concluded, reformed and commented on.

Each takes ``expected``: the number of the last step that the writer has seen. If somebody else was
faster, nothing is written, and the writer is shown what happened meanwhile. ``by`` and
``organisation`` are what the public reads; ``person`` is who it was, whom it never reads.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from evenhand.accounts.models import Person
from evenhand.ledger.texts import plain
from evenhand.measures.words.messages import say
from evenhand.monitoring import models, remeasuring, selectors, testing
from evenhand.monitoring.errors import NotAllowed
from evenhand.monitoring.history import Kind, Step
from evenhand.monitoring.services.writing import add
from evenhand.monitoring.terms import Conclusion, Evidence, Explanation, Prediction, Reform

MOST = 50_000
"""Characters of what an analysis gave: the public ledger keeps it for good."""


def name_owner(
    *,
    review: models.Review,
    expected: int,
    role: str,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Say which role owns the review from now on: never a person's name."""
    return _add(
        review,
        Kind.OWNER,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"role": _text(role, longest=120)},
    )


def extend(
    *,
    review: models.Review,
    expected: int,
    until: date,
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Stop the clock from today until a day, for a reason that is public.

    It is refused past the last day, while it stands still, too often, for too long, or backwards.
    """
    return _add(
        review,
        Kind.EXTENDED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=reason,
        data={"until": until.isoformat()},
    )


def analyse(
    *,
    review: models.Review,
    expected: int,
    name: str,
    result: Mapping[str, Any],
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Keep what a decomposition run inside the review gave; an explanation can rest on it.

    Parameters
    ----------
    name : which analysis, such as ``mix``.
    result : what it gave, as plain values **that may be public**: nothing below ten.
    words : what it says, in a sentence.
    """
    if len(json.dumps(dict(result), default=str)) > MOST:
        raise NotAllowed(say("This is too long to be kept. Ask for fewer parts."))
    return _add(
        review,
        Kind.ANALYSED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"name": _text(name, longest=60), "result": dict(result)},
    )


def explain(
    *,
    review: models.Review,
    expected: int,
    type: Explanation | str,
    words: str,
    evidence: Sequence[Evidence | Mapping[str, Any]],
    prediction: Prediction | Mapping[str, Any] | None,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Explain the move: one of a typology, with evidence and a prediction that can fail.

    Only :attr:`~evenhand.monitoring.terms.Explanation.UNEXPLAINED` may have neither.

    Raises
    ------
    NotAllowed
        Also where the prediction could not be tested here.
    """
    try:
        data: dict[str, Any] = {
            "type": Explanation(type).value,
            "evidence": [Evidence.model_validate(one).model_dump() for one in evidence],
        }
        said = None if prediction is None else Prediction.model_validate(prediction)
    except ValueError as error:
        raise NotAllowed(_first(error)) from error
    if said is not None:
        if said.force != review.alert.force_id:
            raise NotAllowed(say("A prediction is about the force whose alert it is."))
        if wrong := testing.cannot_test(said):
            raise NotAllowed(wrong)
        data["prediction"] = said.model_dump(mode="json")
    return _add(
        review,
        Kind.EXPLAINED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data=data,
    )


def judge(
    *,
    review: models.Review,
    expected: int,
    explanation: int,
    accepted: bool,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Judge an explanation as an independent reviewer; refusing the last one reopens the review.

    Parameters
    ----------
    explanation : the number of its step.
    """
    return _add(
        review,
        Kind.JUDGED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"explanation": explanation, "accepted": bool(accepted)},
    )


def conclude(
    *,
    review: models.Review,
    expected: int,
    conclusion: Conclusion | str,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Propose what the review comes to; it stands once a chief officer has signed it off."""
    try:
        wanted = Conclusion(conclusion)
    except ValueError as error:
        raise NotAllowed(say("Choose one of the four conclusions.")) from error
    return _add(
        review,
        Kind.CONCLUDED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"conclusion": wanted.value},
    )


def sign_off(
    *,
    review: models.Review,
    expected: int,
    concludes: int,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Sign a proposed conclusion off; from now on it stands.

    Parameters
    ----------
    concludes : the number of the step that proposed it.
    """
    return _add(
        review,
        Kind.SIGNED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"concludes": concludes},
    )


def reopen(
    *,
    review: models.Review,
    expected: int,
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Take a conclusion back, with a new clock."""
    return _add(
        review,
        Kind.REOPENED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=reason,
    )


def reform(
    *,
    review: models.Review,
    expected: int,
    reform: Reform | Mapping[str, Any],
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Link the plan's action that this leads to, and write down what should move, by when.

    Raises
    ------
    NotAllowed
        Also where the plan has no such action, or what is promised could not fail or be measured.
    """
    try:
        said = Reform.model_validate(reform)
    except ValidationError as error:
        raise NotAllowed(_first(error)) from error
    if said.force != review.alert.force_id or not selectors.is_action(said.action, said.force):
        raise NotAllowed(say("The force’s plan has no action “{name}”.", name=said.action))
    registered = remeasuring.registration(said, now=now)
    return _add(
        review,
        Kind.REFORMED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={
            "reform": said.model_dump(mode="json"),
            "registered_on": registered.registered_on.isoformat(),
            "digest": registered.digest,
        },
    )


def comment(
    *,
    review: models.Review,
    expected: int,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Say something about a review that the force must answer: communities, panels, overseers."""
    return _add(
        review,
        Kind.COMMENTED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
    )


def answer_comment(
    *,
    review: models.Review,
    expected: int,
    comment: int,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Answer a comment, as the force.

    Parameters
    ----------
    comment : the number of its step.
    """
    return _add(
        review,
        Kind.REPLIED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=words,
        data={"comment": comment},
    )


def _add(review: models.Review, kind: Kind, *, expected: int, **more: Any) -> Step:
    step = add(review, kind, expected=expected, **more)
    if step is None:
        raise AssertionError("a step by somebody is written or refused")
    return step


def _text(text: str, *, longest: int) -> str:
    stripped = text.strip()
    try:
        plain(stripped)
    except ValueError as error:
        raise NotAllowed(str(error)) from error
    if not stripped or len(stripped) > longest:
        raise NotAllowed(say("Write between 1 and {most} characters.", most=str(longest)))
    return stripped


def _first(error: ValueError) -> str:
    """The first thing that is wrong, in its own words."""
    if isinstance(error, ValidationError):
        found = error.errors()[0]
        place = ".".join(str(part) for part in found["loc"])
        words = str(found["msg"]).removeprefix("Value error, ")
        return f"{place}: {words}" if place else words
    return str(error)
