"""Writes that follow a promise: what was changed, done, shown, disputed and answered.

Each takes ``expected``: the number of the last change that the writer has seen. If somebody else
was faster, nothing is written, and the writer is shown what happened meanwhile.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors
from evenhand.plan.errors import EditedMeanwhile, NotAllowed
from evenhand.plan.history import Change, Kind, Proof, present
from evenhand.plan.rules import allow
from evenhand.plan.services.filing import is_ready
from evenhand.plan.services.recording import check_references, record
from evenhand.plan.status import Status
from evenhand.plan.terms import Terms


def _faster() -> str:
    return say("Somebody else changed this action meanwhile. Look at their change first.")


def change(
    *,
    action: models.Action,
    expected: int,
    terms: Terms,
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Change:
    """Change what is promised: date, wording, owner, milestones. The reason is public.

    Raises
    ------
    EditedMeanwhile, NotAllowed, UnknownReference
        Nothing is written then.
    """
    check_references(action.plan, terms)
    return _add(
        action,
        expected,
        Kind.CHANGED,
        by=by,
        organisation=organisation,
        now=now,
        words=reason,
        terms=terms,
    )


def report(
    *, action: models.Action, expected: int, words: str, by: str, organisation: str, now: datetime
) -> Change:
    """Say in plain words how it is going."""
    return _add(
        action, expected, Kind.REPORTED, by=by, organisation=organisation, now=now, words=words
    )


def learn(
    *, action: models.Action, expected: int, words: str, by: str, organisation: str, now: datetime
) -> Change:
    """Say what a pilot taught, for whoever takes it up; also once it is complete."""
    return _add(
        action, expected, Kind.LEARNT, by=by, organisation=organisation, now=now, words=words
    )


def reach(
    *,
    action: models.Action,
    expected: int,
    milestone: str,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Change:
    """Say that a milestone was reached today, and how."""
    return _add(
        action,
        expected,
        Kind.REACHED,
        by=by,
        organisation=organisation,
        now=now,
        words=words,
        milestone=milestone,
    )


def add_evidence(
    *,
    action: models.Action,
    expected: int,
    kind: str,
    title: str,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
    address: str = "",
) -> Change:
    """Add what shows that something was done: a link, a published figure, a file or a note.

    Parameters
    ----------
    address : of a link, an ``https`` address; of a figure, its reference; of a file, the digest
        that :func:`~evenhand.plan.services.keep_file` gave it; of a note, nothing.
    words : what it shows.

    Raises
    ------
    NotAllowed
        Also for a file that was not cleaned for this action, or is no longer there.
    """
    if kind == models.EvidenceKind.FILE and not is_ready(action, address):
        raise NotAllowed(say("This file is no longer here. Send it once more."))
    proof = Proof(kind, title.strip(), address.strip())
    try:
        return _add(
            action,
            expected,
            Kind.EVIDENCE,
            by=by,
            organisation=organisation,
            now=now,
            words=words,
            proof=proof,
        )
    except IntegrityError as error:
        raise NotAllowed(
            say(
                "Evidence is a link that begins with https://, the reference of a figure, a file "
                "that was sent, or a note without an address; and it has a title."
            )
        ) from error


def complete(
    *, action: models.Action, expected: int, words: str, by: str, organisation: str, now: datetime
) -> Change:
    """Say that the promise is kept. It needs evidence and opens 28 days for a dispute."""
    return _add(
        action, expected, Kind.COMPLETED, by=by, organisation=organisation, now=now, words=words
    )


def dispute(
    *, action: models.Action, expected: int, words: str, by: str, organisation: str, now: datetime
) -> Change:
    """Dispute a completion, as the reference group; it stands beside the force's word."""
    return _add(
        action, expected, Kind.DISPUTED, by=by, organisation=organisation, now=now, words=words
    )


def answer(
    *,
    action: models.Action,
    expected: int,
    dispute: int,
    stands: bool,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Change:
    """Answer a dispute: the force keeps to its word, or takes the completion back.

    Parameters
    ----------
    dispute : the number of the change that disputed.
    stands : whether the force still says that it is complete.
    """
    return _add(
        action,
        expected,
        Kind.ANSWERED,
        by=by,
        organisation=organisation,
        now=now,
        words=words,
        answers=dispute,
        stands=stands,
    )


def reopen(
    *, action: models.Action, expected: int, reason: str, by: str, organisation: str, now: datetime
) -> Change:
    """Take a completion back that nobody has disputed."""
    return _add(
        action, expected, Kind.REOPENED, by=by, organisation=organisation, now=now, words=reason
    )


def override(
    *,
    action: models.Action,
    expected: int,
    says: Status,
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Change:
    """State another status than the one worked out; both are shown, with the reason."""
    return _add(
        action,
        expected,
        Kind.OVERRIDDEN,
        by=by,
        organisation=organisation,
        now=now,
        words=reason,
        says=str(says),
    )


def end_override(
    *, action: models.Action, expected: int, reason: str, by: str, organisation: str, now: datetime
) -> Change:
    """Let the worked-out status stand alone again."""
    return _add(
        action,
        expected,
        Kind.OVERRIDE_ENDED,
        by=by,
        organisation=organisation,
        now=now,
        words=reason,
    )


def withdraw(
    *, action: models.Action, expected: int, reason: str, by: str, organisation: str, now: datetime
) -> Change:
    """Give a promise up, in public. It stays on the page, counted as withdrawn."""
    return _add(
        action, expected, Kind.WITHDRAWN, by=by, organisation=organisation, now=now, words=reason
    )


def comment(
    *, action: models.Action, expected: int, words: str, by: str, organisation: str, now: datetime
) -> Change:
    """Say something about an action, as a body that looks at the force's work; it is public."""
    return _add(
        action, expected, Kind.COMMENTED, by=by, organisation=organisation, now=now, words=words
    )


def _add(
    action: models.Action,
    expected: int,
    kind: Kind,
    *,
    by: str,
    organisation: str,
    now: datetime,
    words: str,
    **more: Any,
) -> Change:
    """Add one change if it may follow; the row's lock makes writers of one action queue."""
    with transaction.atomic():
        locked = models.Action.objects.select_for_update().get(pk=action.pk)
        so_far = selectors.changes_of(locked)
        state = present(so_far)
        if state.number != expected:
            raise EditedMeanwhile(_faster(), [one for one in so_far if one.number > expected])
        added = Change(expected + 1, kind, now, by, organisation, words.strip(), **more)
        allow(state, added, force=action.plan.organisation)
        record(locked, added)
    return added
