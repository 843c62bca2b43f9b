"""What a reader should know of a plan first, and of the milestones of an action."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.measures.words.messages import say
from evenhand.plan import words
from evenhand.plan.quarters import in_words
from evenhand.plan.selectors import Tracked
from evenhand.plan.status import Status


@dataclass(frozen=True)
class Step:
    """A milestone: when it was first promised for, when it is due now, whether it was reached."""

    words: str
    promised: str
    now: str | None
    reached: str


def sentences(found: Sequence[Tracked]) -> tuple[str, ...]:
    """What a reader should know first, in whole sentences."""
    by = Counter(one.standing.status for one in found)
    moved = sum(one.now.moves > 0 for one in found)
    told = (
        _of(len(found), by[Status.COMPLETE] + by[Status.DISPUTED]),
        _counted(by[Status.DISPUTED], DISPUTED),
        _counted(by[Status.LATE], LATE),
        _counted(moved, MOVED),
    )
    return tuple(one for one in told if one)


LATE = ("1 is late.", "{count} are late.")
DISPUTED = ("1 of these is disputed.", "{count} of these are disputed.")
MOVED = ("1 has been moved to another date.", "{count} have been moved to another date.")


def _of(total: int, complete: int) -> str:
    numbers = {"total": str(total), "complete": str(complete)}
    if total == 0:
        return say("Nothing has been promised yet.")
    if total == 1:
        return say("Of 1 promise, {complete} is said to be complete.", complete=str(complete))
    if complete == 1:
        return say("Of {total} promises, 1 is said to be complete.", total=str(total))
    return say("Of {total} promises, {complete} are said to be complete.", **numbers)


def _counted(count: int, messages: tuple[str, str]) -> str:
    if count == 0:
        return ""
    return say(messages[0]) if count == 1 else say(messages[1], count=str(count))


def milestones(one: Tracked) -> tuple[Step, ...]:
    """The milestones of an action, each with its first day, its day now, and whether reached."""
    found = []
    for milestone in one.now.now.milestones:
        first, reached = one.now.first_dues[milestone.key], one.now.reached.get(milestone.key)
        found.append(
            Step(
                words=milestone.words,
                promised=in_words(first),
                now=in_words(milestone.due_on) if milestone.due_on != first else None,
                reached=_reached(first, reached),
            )
        )
    return tuple(found)


def _reached(promised: date, reached: date | None) -> str:
    if reached is None:
        return say("Not reached yet")
    if reached <= promised:
        return say("Reached on {day}", day=in_words(reached))
    late = words.length((reached - promised).days)
    return say("Reached on {day}, {length} late", day=in_words(reached), length=late)
