"""Which change may follow which: one function, asked before anything is written."""

from collections.abc import Callable, Mapping

from evenhand.ledger.texts import plain
from evenhand.measures.words.messages import say
from evenhand.plan.errors import NotAllowed
from evenhand.plan.history import (
    AFTER_THE_END,
    LONDON,
    NOT_FROM_THE_FORCE,
    Change,
    Kind,
    Present,
)
from evenhand.plan.quarters import in_words
from evenhand.plan.redactions import feigned
from evenhand.plan.status import SAYABLE

CLOSED_BY_COMPLETION = frozenset(
    {Kind.CHANGED, Kind.REACHED, Kind.COMPLETED, Kind.OVERRIDDEN, Kind.WITHDRAWN}
)
"""What cannot follow a completion until it is taken back."""


def allow(now: Present, change: Change, *, force: str) -> None:
    """Say nothing if a change may follow; refuse it with a sentence if not.

    Parameters
    ----------
    now : the action before the change.
    force : the organisation whose plan it is; it cannot dispute itself, and nobody else answers.

    Raises
    ------
    NotAllowed
        With the reason, for the person who tried.
    """
    if change.number != now.number + 1 or change.at < now.last_at:
        raise NotAllowed(say("A change comes after all that was recorded before it."))
    if now.withdrawn and change.kind not in AFTER_THE_END:
        raise NotAllowed(say("The promise was withdrawn. Make a new one instead."))
    if now.completed and change.kind in CLOSED_BY_COMPLETION:
        raise NotAllowed(say("The action is said to be complete. Reopen it first."))
    _refuse_unseen(change.words)
    if feigned(change, now.now):
        raise NotAllowed(say("Write what you mean: this sign stands for words taken out."))
    if not change.words.strip():
        raise NotAllowed(say("Say why, in words that may be public."))
    if (change.organisation == force) is (change.kind in NOT_FROM_THE_FORCE):
        raise NotAllowed(_not_theirs(change.kind))
    refusal = REFUSALS[change.kind](now, change) if change.kind in REFUSALS else ""
    if refusal:
        raise NotAllowed(refusal)


def _not_theirs(kind: Kind) -> str:
    """Why this organisation cannot take such a step."""
    if kind is Kind.DISPUTED:
        return say("A force cannot dispute its own word.")
    if kind is Kind.COMMENTED:
        return say("A force reports; comments come from those who look at its work.")
    return say("Only the force whose plan it is records this.")


def _refuse_unseen(words: str) -> None:
    try:
        plain(words)
    except ValueError as error:
        raise NotAllowed(str(error)) from error


def _changing(now: Present, change: Change) -> str:
    return say("Nothing would change.") if change.terms in {None, now.now} else ""


def _learning(now: Present, _change: Change) -> str:
    if now.now.pilot:
        return ""
    return say("Only a pilot says what was learnt.")


def _reaching(now: Present, change: Change) -> str:
    key = change.milestone
    if now.now.milestone(key) is None:
        return say("The promise has no milestone “{key}”.", key=key)
    return say("That milestone was reached already.") if key in now.reached else ""


def _completing(now: Present, _change: Change) -> str:
    if not now.fresh_evidence:
        return (
            say("The completion was taken back. Add evidence that is new since then.")
            if now.evidence
            else say("Nothing shows that it was done. Add evidence first.")
        )
    missing = [one.words for one in now.now.milestones if one.key not in now.reached]
    if missing:
        return say("A milestone is still to be reached: “{words}”.", words=missing[0])
    return ""


def _disputing(now: Present, change: Change) -> str:
    if now.completed is None or now.window_ends is None:
        return say("Only a completion can be disputed.")
    if change.at.astimezone(LONDON).date() > now.window_ends:
        return say("The completion could be disputed until {day}.", day=in_words(now.window_ends))
    if any(one.change.organisation == change.organisation for one in now.disputes):
        return say("Your organisation has disputed this completion already.")
    return ""


def _answering(now: Present, change: Change) -> str:
    numbers = {one.change.number for one in now.open_disputes}
    return "" if change.answers in numbers else say("There is no such dispute to answer.")


def _reopening(now: Present, _change: Change) -> str:
    if now.completed is None:
        return say("The action is not said to be complete.")
    return say("Answer the dispute instead.") if now.open_disputes else ""


def _overriding(now: Present, change: Change) -> str:
    says = change.says
    if says not in SAYABLE:
        return say("A force may state not started, on track or late. Anything else is worked out.")
    same = now.override is not None and now.override.says == says
    return say("That status is stated already.") if same else ""


REFUSALS: Mapping[Kind, Callable[[Present, Change], str]] = {
    Kind.PROMISED: lambda _now, _one: say("It was promised already. Change the promise instead."),
    Kind.CHANGED: _changing,
    Kind.LEARNT: _learning,
    Kind.REACHED: _reaching,
    Kind.COMPLETED: _completing,
    Kind.DISPUTED: _disputing,
    Kind.ANSWERED: _answering,
    Kind.REOPENED: _reopening,
    Kind.OVERRIDDEN: _overriding,
    Kind.OVERRIDE_ENDED: lambda now, _one: (
        "" if now.override else say("No other status is stated.")
    ),
}
"""Why each kind of change may not follow now; nothing where it may."""
