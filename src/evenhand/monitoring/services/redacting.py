"""Taking unlawful words out: of a review and of the public ledger, at once or not at all.

What stays is that something stood there, who took it out, when and why, and every day and step.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.accounts.models import Person
from evenhand.ledger import selectors as ledger
from evenhand.ledger import services as log
from evenhand.measures.words.messages import say
from evenhand.monitoring import models, selectors
from evenhand.monitoring.errors import EditedMeanwhile, NotAllowed
from evenhand.monitoring.history import Kind, Step
from evenhand.monitoring.redactions import parts, places, without
from evenhand.monitoring.services.writing import add
from evenhand.monitoring.written import said_again

RESTATED = "review-restated"
"""The kind of an entry that says again what an erased one said, without some words."""


@transaction.atomic
def redact(
    *,
    review: models.Review,
    expected: int,
    chosen: Collection[tuple[int, str]],
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> Step:
    """Take texts out of the steps of a review, wherever in it they stand.

    The words are replaced in the review; the ledger's entries that hold them are erased, so that
    nothing is left to guess them from; new entries say what was taken out, by whom and why, and
    what each step says without them. Backups made before still hold them until they run out.

    Parameters
    ----------
    chosen : the number of a step with the name of a part of it, as
        :func:`evenhand.monitoring.redactions.parts` names them; the same text elsewhere goes too.
    reason : why the law does not allow them; public.

    Raises
    ------
    EditedMeanwhile
        If somebody took a step since; the same words may stand there too.
    NotAllowed
        If there is no such text, no reason, or it is not for this organisation to do.
    """
    locked = models.Review.objects.select_for_update().get(pk=review.pk)
    so_far = selectors.steps_of(locked)
    if so_far[-1].number != expected:
        raise EditedMeanwhile(
            say("Somebody else took a step meanwhile. Look at theirs first."),
            [one for one in so_far if one.number > expected],
        )
    there = {(one.number, name) for one in so_far for name in parts(one)}
    if not chosen or not set(chosen) <= there:
        raise NotAllowed(say("Choose words that stand there and have not been taken out."))
    taken = places(so_far, chosen)
    subject = selectors.subject(locked.alert)
    leaves = _leaves(subject)
    made = add(
        locked,
        Kind.REDACTED,
        by=by,
        organisation=organisation,
        now=now,
        person=person,
        words=reason,
        data={"redacts": [f"{number} {name}" for number, name in taken]},
        expected=expected,
    )
    if made is None:
        raise NotAllowed(say("Choose words that stand there and have not been taken out."))
    numbers = sorted({number for number, _ in taken})
    log.erase(
        leaves=[leaves[one] for one in numbers],
        why=made.words,
        by=by,
        organisation=organisation,
        now=now,
    )
    for one in so_far:
        if one.number in numbers:
            names = [name for number, name in taken if number == one.number]
            now_says = without(one, names)
            _replace(locked, now_says, names, _mark(made, names))
            again = {**said_again(now_says), "leaf": leaves[one.number]}
            log.append(
                kind=RESTATED,
                subject=subject,
                body=again,
                by=by,
                organisation=organisation,
                now=now,
            )
    return made


def _leaves(subject: str) -> dict[int, str]:
    """The entry that says what each step says now, by the step's number."""
    return {
        one.content["body"]["number"]: one.leaf
        for one in ledger.history(subject)
        if one.content is not None and "number" in one.content["body"]
    }


def _mark(made: Step, names: Collection[str]) -> dict[str, Any]:
    return {
        "step": made.number,
        "parts": sorted(names),
        "at": made.at.isoformat(),
        "by": made.by,
        "organisation": made.organisation,
        "why": made.words,
    }


def _replace(
    review: models.Review, now_says: Step, names: Collection[str], mark: dict[str, Any]
) -> None:
    """Write the words that stand there now over those that stood there."""
    row = models.Step.objects.get(review=review, number=now_says.number)
    says: dict[str, Any] = {
        name: getattr(now_says, name) for name in ("words", "by") if name in names
    }
    if set(names) - {"words", "by"}:
        says["data"] = dict(now_says.data)
    models.Step.objects.redact(row, mark, says)
