"""Which step of a recommendation may follow which: one function, asked before anything is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from evenhand.ledger.kept import REDACTED
from evenhand.ledger.texts import plain
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import SYSTEM
from evenhand.plan.quarters import in_words
from evenhand.scrutiny.recommending.clocks import clocks
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.recommending.history import Present
from evenhand.scrutiny.recommending.steps import (
    BY_THE_FORCE,
    BY_THE_SITE,
    Awaits,
    Kind,
    Step,
)
from evenhand.scrutiny.recommending.terms import Response

LONGEST = 5000
"""Characters of what a step says."""
SHORTEST_REASON = 40
"""Characters of why a recommendation is refused, or followed in part: more than “not agreed”."""
NEEDS_REASON = frozenset({Response.REFUSED, Response.IN_PART})


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


def allow(now: Present, step: Step, *, force: str, maker: str = "", hands: Hands = Hands()) -> None:
    """Say nothing if a step may follow; refuse it with a sentence if not.

    Parameters
    ----------
    now : the recommendation before the step, on the step's day.
    force : the organisation that answers; it cannot judge itself, and nobody else answers.
    maker : the organisation that alone judges what came of it; empty where any but the force may,
        as those who made it do not act here.

    Raises
    ------
    NotAllowed
        With the reason, for the person who tried.
    """
    if step.number != now.number + 1 or step.at < now.last_at:
        raise NotAllowed(say("A step comes after all that was recorded before it."))
    refuse_words(step.words)
    if refusal := _not_theirs(step, force, maker):
        raise NotAllowed(refusal)
    if now.withdrawn:
        raise NotAllowed(say("It was withdrawn."))
    if refusal := REFUSALS[step.kind](now, step, hands):
        raise NotAllowed(refusal)


def refuse_words(words: str, *, longest: int = LONGEST) -> None:
    """Refuse words that are none, are too many, or hold what nobody can see."""
    try:
        plain(words)
    except ValueError as error:
        raise NotAllowed(str(error)) from error
    if not words.strip():
        raise NotAllowed(say("Say why, in words that may be public."))
    if words.strip() == REDACTED:
        raise NotAllowed(say("Nobody types the sign for words that were taken out."))
    if len(words) > longest:
        raise NotAllowed(say("Say it in at most {most} characters.", most=f"{longest:,}"))


def _not_theirs(step: Step, force: str, maker: str) -> str:
    """Why this organisation cannot take such a step; nothing where it can."""
    own = step.organisation
    if step.kind in BY_THE_SITE:
        return "" if own == SYSTEM else say("The site records this by itself.")
    if step.kind in BY_THE_FORCE:
        return "" if own == force else say("Only the force that it is made to does this.")
    if own in {force, SYSTEM}:
        return say("A force cannot judge how it follows a recommendation.")
    if maker and own != maker:
        return say("Only those who recommended it do this.")
    return ""


def _extending(now: Present, step: Step, _hands: Hands) -> str:
    until, limits = date.fromisoformat(step.data["until"]), now.limits
    if clocks().ground(step.data["ground"]) is None:
        return say("Choose one of the grounds for which the clock may stand still.")
    if now.awaits is not Awaits.ANSWER:
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


def _responding(now: Present, step: Step, _hands: Hands) -> str:
    response = Response(step.data["response"])
    if now.followed:
        return say("It was followed, and those who asked say so. The answer stays.")
    if response is now.response:
        return say("That is the answer already.")
    if response in NEEDS_REASON and len(step.words.strip()) < SHORTEST_REASON:
        return say(
            "Say why not, or why not all of it, in at least {least} characters.",
            least=str(SHORTEST_REASON),
        )
    return ""


def _accepted(now: Present) -> str:
    """Why nothing is done yet; nothing where it is accepted and not finished."""
    if now.response in {None, Response.REFUSED}:
        return say("It was not accepted. Answer it first.")
    if now.followed:
        return say("It was followed, and those who asked say so.")
    if now.completed is not None:
        return say("It was said to be done. Those who asked say next what they think.")
    return ""


def _carrying(now: Present, step: Step, _hands: Hands) -> str:
    if refusal := _accepted(now):
        return refusal
    return say("That action carries it already.") if step.data["action"] in now.actions else ""


def _showing(now: Present, _step: Step, _hands: Hands) -> str:
    return _accepted(now)


def _completing(now: Present, _step: Step, _hands: Hands) -> str:
    if refusal := _accepted(now):
        return refusal
    if not now.carried:
        return say("Link the plan’s action that carries it first.")
    since = max((one.number for one in now.views), default=0)
    if not any(one.step.number > since for one in now.evidence):
        return say("Show evidence first; after a “no” of those who asked, new evidence.")
    return ""


def _viewing(now: Present, _step: Step, hands: Hands) -> str:
    if now.awaits is not Awaits.VIEW:
        return say("There is nothing yet to say what you think of.")
    judged = now.completed or now.responded
    if judged is not None and hands.same(judged.number):
        return say("Nobody judges what they themselves answered for the force.")
    return ""


def _escalating(now: Present, step: Step, _hands: Hands) -> str:
    return "" if now.to_escalate == step.data["about"] else say("It is not overdue.")


def _withdrawing(now: Present, _step: Step, _hands: Hands) -> str:
    return say("It was followed. It stays.") if now.followed else ""


REFUSALS: Mapping[Kind, Callable[[Present, Step, Hands], str]] = {
    Kind.MADE: lambda *_: say("It was made already, and what it says never changes."),
    Kind.EXTENDED: _extending,
    Kind.RESPONDED: _responding,
    Kind.CARRIED: _carrying,
    Kind.SHOWN: _showing,
    Kind.COMPLETED: _completing,
    Kind.VIEWED: _viewing,
    Kind.ESCALATED: _escalating,
    Kind.WITHDRAWN: _withdrawing,
    Kind.REDACTED: lambda *_: say("Words are taken out in a form of their own."),
}
"""Why each kind of step may not follow now; nothing where it may."""
