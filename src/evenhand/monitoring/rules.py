"""Which step of a review may follow which: one function, asked before anything is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from evenhand.ledger.texts import plain
from evenhand.measures.words.messages import say
from evenhand.monitoring.carrying import carrying
from evenhand.monitoring.errors import NotAllowed
from evenhand.monitoring.history import (
    BY_THE_SITE,
    FROM_OUTSIDE,
    SYSTEM,
    Awaits,
    Kind,
    Present,
    Status,
    Step,
)
from evenhand.monitoring.redactions import feigned
from evenhand.monitoring.terms import Conclusion, Evidence, Explanation, Prediction
from evenhand.plan.quarters import Quarter, in_words

LONGEST = 5000
"""Characters of what a step says."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who took which step, as far as it is known: never shown, asked only for independence.

    ``now`` is who takes the step at hand; ``before`` who took those before, by their numbers.
    """

    now: int | None = None
    before: Mapping[int, int | None] = field(default_factory=dict)

    def same(self, number: int) -> bool:
        """Whether the same person took an earlier step."""
        return self.now is not None and self.before.get(number) == self.now


def allow(now: Present, step: Step, *, force: str, hands: Hands = Hands()) -> None:
    """Say nothing if a step may follow; refuse it with a sentence if not.

    Parameters
    ----------
    now : the review before the step, on the step's day.
    force : the organisation that answers; it cannot judge itself, and nobody else answers.

    Raises
    ------
    NotAllowed
        With the reason, for the person who tried.
    """
    if step.number != now.number + 1 or step.at < now.last_at:
        raise NotAllowed(say("A step comes after all that was recorded before it."))
    _refuse_words(step.words)
    if feigned(step):
        raise NotAllowed(say("Write what you mean: this sign stands for words taken out."))
    if not _theirs(step, force):
        raise NotAllowed(_not_theirs(step.kind))
    refusal = REFUSALS[step.kind](now, step, hands)
    if refusal:
        raise NotAllowed(refusal)


def _refuse_words(words: str) -> None:
    try:
        plain(words)
    except ValueError as error:
        raise NotAllowed(str(error)) from error
    if not words.strip():
        raise NotAllowed(say("Say why, in words that may be public."))
    if len(words) > LONGEST:
        raise NotAllowed(say("Say it in at most {most} characters.", most=f"{LONGEST:,}"))


def _theirs(step: Step, force: str) -> bool:
    if step.kind in BY_THE_SITE:
        return step.organisation == SYSTEM
    if step.kind in FROM_OUTSIDE:
        return step.organisation not in {force, SYSTEM}
    return step.organisation == force


def _not_theirs(kind: Kind) -> str:
    """Why this organisation cannot take such a step."""
    if kind is Kind.JUDGED:
        return say("A force cannot judge its own explanation.")
    if kind is Kind.COMMENTED:
        return say("A force explains; comments come from those who look at its work.")
    if kind in BY_THE_SITE:
        return say("The site records this by itself.")
    return say("Only the force whose alert it is does this.")


def _finished(now: Present) -> str:
    if now.silent or now.status is Status.REFORM:
        return say("It became reform. Link the action that it leads to instead.")
    if now.conclusion is not None:
        return say("The review is concluded. Reopen it first.")
    return ""


def _owning(now: Present, step: Step, _hands: Hands) -> str:
    role = step.data["role"]
    if not role.strip():
        return say("Name a role, never a person.")
    return say("That role owns it already.") if role == now.owner_role else ""


def _extending(now: Present, step: Step, _hands: Hands) -> str:
    until, limits = date.fromisoformat(step.data["until"]), now.limits
    if not now.waits:
        return say("No answer is awaited, so there is nothing to extend.")
    if step.on > now.deadline:
        return say("The last day was {day}: it is too late to extend.", day=in_words(now.deadline))
    if now.stopped or len(now.stops) >= limits.extensions:
        return say("The clock was stopped as often as it may be, or stands still now.")
    if not 0 < (until - step.on).days <= limits.extension:
        return say(
            "An extension ends on a later day than today, at most {days} days from now.",
            days=str(limits.extension),
        )
    return ""


def _explaining(now: Present, step: Step, _hands: Hands) -> str:
    if refusal := _finished(now):
        return refusal
    said = step.data
    unexplained = said["type"] == Explanation.UNEXPLAINED
    evidence = [Evidence.model_validate(one) for one in said.get("evidence", ())]
    if not evidence and not unexplained:
        return say("An explanation needs evidence: a figure, an analysis or a link.")
    known = {str(one.number) for one in now.analyses}
    if any(one.kind == "analysis" and one.address not in known for one in evidence):
        return say("There is no such analysis in this review. Run it first.")
    if not said.get("prediction"):
        return (
            ""
            if unexplained
            else say("An explanation needs a prediction that can fail: what will be seen, by when.")
        )
    return _predicting(now, step, Prediction.model_validate(said["prediction"]))


def _predicting(now: Present, step: Step, prediction: Prediction) -> str:
    quarter, here = Quarter.parse(prediction.quarter), Quarter.of(step.on)
    if quarter.first_day <= step.on:
        return say("A prediction is about a quarter that has not begun.")
    ahead = 4 * (quarter.year - here.year) + quarter.number - here.number
    if ahead > now.limits.ahead:
        return say("A prediction is at most {many} quarters ahead.", many=str(now.limits.ahead))
    return ""


def _judging(now: Present, step: Step, hands: Hands) -> str:
    one = now.explanation(step.data["explanation"])
    if one is None:
        return say("There is no such explanation in this review.")
    if one.judgement is not None:
        return say("That explanation was judged already.")
    if not one.alive:
        return say("That explanation was tested already, and the test did not bear it out.")
    if hands.same(one.number):
        return say("Nobody judges an explanation that they wrote themselves.")
    return ""


def _testing(now: Present, step: Step, _hands: Hands) -> str:
    one = now.explanation(step.data["explanation"])
    if one is None or one.prediction is None or one.outcome is not None:
        return say("There is no prediction to test.")
    if step.on <= one.prediction.ends_on:
        return say("The quarter of the prediction has not ended.")
    return ""


def _concluding(now: Present, step: Step, _hands: Hands) -> str:
    if refusal := _finished(now):
        return refusal
    conclusion = Conclusion(step.data["conclusion"])
    carried = carrying(conclusion, now.explanations)
    if conclusion is Conclusion.EXPLAINED and not carried:
        return say(
            "It is explained only once an explanation was judged and what it predicted came true."
        )
    if conclusion is Conclusion.PARTLY and not carried:
        return say(
            "It is partly explained only by an explanation that was judged, and whose test is "
            "still to come or bore it out."
        )
    if conclusion is Conclusion.CANNOT_TELL and not (now.analyses or now.explanations):
        return say("Nobody can say that it cannot be told before they have looked.")
    return ""


def _signing(now: Present, step: Step, hands: Hands) -> str:
    if now.proposed is None or now.proposed.number != step.data["concludes"]:
        return say("There is no such conclusion to sign off.")
    if hands.same(now.proposed.number):
        return say("Nobody signs off what they concluded themselves.")
    return ""


def _reopening(now: Present, _step: Step, _hands: Hands) -> str:
    if now.status in {Status.REFORM, Status.NOT_EXPLAINED} or now.conclusion is None:
        return say("Only a conclusion that led to no reform is reopened.")
    return ""


def _silent(now: Present, step: Step, _hands: Hands) -> str:
    if not now.waits or step.on <= now.becomes_reform_after:
        return say("It is not late enough.")
    return ""


def _reforming(now: Present, _step: Step, _hands: Hands) -> str:
    if now.awaits is Awaits.ACTION or (now.conclusion is Conclusion.PARTLY and not now.reforms):
        return ""
    return say("No reform is awaited.")


def _remeasuring(now: Present, step: Step, _hands: Hands) -> str:
    waiting = [one.step.number for one in now.reforms if one.remeasured is None]
    return "" if step.data["reform"] in waiting else say("There is no reform to measure again.")


def _replying(now: Present, step: Step, _hands: Hands) -> str:
    waiting = [one.step.number for one in now.unanswered]
    return "" if step.data["comment"] in waiting else say("There is no such comment to answer.")


def _nothing(_now: Present, _step: Step, _hands: Hands) -> str:
    return ""


REFUSALS: Mapping[Kind, Callable[[Present, Step, Hands], str]] = {
    Kind.OPENED: lambda *_: say("It was opened already."),
    Kind.OWNER: _owning,
    Kind.EXTENDED: _extending,
    Kind.ANALYSED: _nothing,
    Kind.EXPLAINED: _explaining,
    Kind.JUDGED: _judging,
    Kind.TESTED: _testing,
    Kind.CONCLUDED: _concluding,
    Kind.SIGNED: _signing,
    Kind.REOPENED: _reopening,
    Kind.SILENT: _silent,
    Kind.REFORMED: _reforming,
    Kind.REMEASURED: _remeasuring,
    Kind.COMMENTED: _nothing,
    Kind.REPLIED: _replying,
    Kind.REDACTED: _nothing,
}
"""Why each kind of step may not follow now; nothing where it may."""
