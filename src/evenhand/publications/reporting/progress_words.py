"""Progress towards a goal, in sentences. Each is one whole message."""

from dataclasses import dataclass

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.plan.goals import Unit, unit
from evenhand.plan.terms import Direction, Goal
from evenhand.publications.reporting.progress import (
    Moved,
    Movement,
    Progress,
    Seen,
    Standing,
    level_of,
)
from evenhand.publications.reporting.quantities import Reading


@dataclass(frozen=True)
class Told:
    """Progress as a reader reads it.

    Attributes
    ----------
    standing : the few words that stand beside the goal.
    sentences : what the figure says of the goal, and whether it moved; the first says the most.
    basis : months and population of the figure; nothing where there is none.
    reference : the figure's, if there is one.
    """

    standing: str
    tone: str
    sentences: tuple[str, ...]
    basis: str
    reference: str


def told(goal: Goal, found: Progress) -> Told:
    """Put progress into words."""
    seen = found.figure
    return Told(
        standing=name(found),
        tone=TONES[found.standing],
        sentences=tuple(
            one for one in (_sentence(goal, found), _time(found), _movement(goal, found)) if one
        ),
        basis=_basis(seen) if seen else "",
        reference=seen.reference if seen else "",
    )


TONES = {
    Standing.NO_FIGURE: "unknown",
    Standing.BEFORE_WORK: "unknown",
    Standing.NOT_GIVEN: "unknown",
    Standing.CANNOT_TELL: "unknown",
    Standing.REACHED: "known",
    Standing.NOT_REACHED: "late",
}


def name(found: Progress) -> str:
    """How a goal stands, in a few words. Before its day it is not said to be missed."""
    names = {
        Standing.NO_FIGURE: say("No figure yet"),
        Standing.BEFORE_WORK: say("No figure since work began"),
        Standing.NOT_GIVEN: say("Not shown"),
        Standing.CANNOT_TELL: say("We cannot tell"),
        Standing.REACHED: say("Reached") if found.due else say("At that level now"),
        Standing.NOT_REACHED: say("Not reached") if found.due else say("Not there yet"),
    }
    return names[found.standing]


def _basis(seen: Seen) -> str:
    return say(
        "{period}. {population}",
        period=notes.period(seen.first, seen.last),
        population=seen.population,
    )


def _sentence(goal: Goal, found: Progress) -> str:
    if found.figure is None or found.reading is None:
        return _without(found)
    texts = _texts(goal, found.figure.kind, found.reading)
    at_most = goal.direction is Direction.AT_MOST
    match found.standing:
        case Standing.REACHED:
            return say(AT_MOST_REACHED if at_most else AT_LEAST_REACHED, **texts)
        case Standing.NOT_REACHED if found.open:
            return say(AT_MOST_MISSED_OPEN if at_most else AT_LEAST_MISSED_OPEN, **texts)
        case Standing.NOT_REACHED:
            return say(AT_MOST_MISSED if at_most else AT_LEAST_MISSED, **texts)
    return _cannot_tell(goal, found, texts)


AT_MOST_REACHED = "It is {value} (likely range {low} to {high}), and the goal is at most {level}."
AT_LEAST_REACHED = "It is {value} (likely range {low} to {high}), and the goal is at least {level}."
AT_MOST_MISSED = "It is {value} (likely range {low} to {high}), above the goal of at most {level}."
AT_LEAST_MISSED = (
    "It is {value} (likely range {low} to {high}), below the goal of at least {level}."
)
AT_MOST_MISSED_OPEN = (
    "Of what was recorded it is {value} (likely range {low} to {high}), above the goal of at most "
    "{level}. Too much was not recorded to rule out that it is lower."
)
AT_LEAST_MISSED_OPEN = (
    "Of what was recorded it is {value} (likely range {low} to {high}), below the goal of at least "
    "{level}. Too much was not recorded to rule out that it is higher."
)


def _without(found: Progress) -> str:
    if found.figure is None:
        return say(
            "No figure on this site measures it yet, so nobody can tell from here whether it moved."
        )
    if found.standing is Standing.BEFORE_WORK:
        return say(
            "The latest figure ends in {month}, before the work began. It says nothing of what "
            "the work did.",
            month=notes.month(found.figure.last),
        )
    return say(
        "The latest figure does not give this number: there is too little to go on, or it is not "
        "shown to protect people."
    )


def _cannot_tell(goal: Goal, found: Progress, texts: dict[str, str]) -> str:
    if found.open and "least" in texts:
        return say(
            "It is {value} (likely range {low} to {high}), on the goal’s side of "
            "{level}; but had every ethnicity been recorded, it could lie anywhere between "
            "{least} and {most}.",
            **texts,
        )
    if found.open:
        return say(
            "It is {value} (likely range {low} to {high}), but in how many records "
            "ethnicity is missing is not shown, to protect people.",
            **texts,
        )
    if found.shown_at is None or found.figure is None:
        return say(
            "It is {value} (likely range {low} to {high}), with the goal, {level}, "
            "in that range. With so few records no number would have shown it.",
            **texts,
        )
    shown = _number(goal, found.figure.kind, found.shown_at)
    if goal.direction is Direction.AT_MOST:
        return say(
            "It is {value} (likely range {low} to {high}), with the goal, at most "
            "{level}, in that range. It would have had to be {shown} or lower to show, four times "
            "in five, that the goal is reached.",
            **texts,
            shown=shown,
        )
    return say(
        "It is {value} (likely range {low} to {high}), with the goal, at least "
        "{level}, in that range. It would have had to be {shown} or higher to show, four times in "
        "five, that the goal is reached.",
        **texts,
        shown=shown,
    )


def _time(found: Progress) -> str:
    """The day has come, and the figure is of months before it."""
    if not found.ends_before or found.figure is None:
        return ""
    return say(
        "The day has passed, and the latest figure ends before it, in {month}.",
        month=notes.month(found.figure.last),
    )


def _movement(goal: Goal, found: Progress) -> str:
    moved = found.moved
    if moved is None or found.figure is None:
        return ""
    low, high = numbers.times_range(moved.low, moved.high)
    texts = {
        "period": notes.period(moved.since.first, moved.since.last),
        "was": _in(unit(goal, moved.since.kind), _number(goal, moved.since.kind, moved.was)),
        "low": low,
        "high": high,
    }
    if moved.movement is Movement.CANNOT_TELL:
        return _not_seen(goal, moved, texts)
    if moved.movement is Movement.TOWARDS:
        return say(
            "It moved towards the goal: it was {was} in {period}, and is likely to be between "
            "{low} and {high} times that now.",
            **texts,
        )
    return say(
        "It moved away from the goal: it was {was} in {period}, and is likely to be between {low} "
        "and {high} times that now.",
        **texts,
    )


def _not_seen(goal: Goal, moved: Moved, texts: dict[str, str]) -> str:
    if moved.seen_at is None:
        return say(
            "We cannot tell whether it moved: it was {was} in {period}, and is likely to be "
            "between {low} and {high} times that now.",
            **texts,
        )
    seen = _number(goal, moved.since.kind, moved.seen_at)
    if goal.direction is Direction.AT_MOST:
        return say(
            "We cannot tell whether it moved: it was {was} in {period}, and is likely to be "
            "between {low} and {high} times that now. It would have had to fall below {seen} to "
            "be seen.",
            **texts,
            seen=seen,
        )
    return say(
        "We cannot tell whether it moved: it was {was} in {period}, and is likely to be between "
        "{low} and {high} times that now. It would have had to rise above {seen} to be seen.",
        **texts,
        seen=seen,
    )


def _texts(goal: Goal, kind: str, found: Reading) -> dict[str, str]:
    """The numbers as they are written: each on its own side of the goal's level."""
    what = unit(goal, kind)
    named = {"low": found.low, "high": found.high}
    if found.least is not None and found.most is not None:
        named |= {"least": found.least, "most": found.most}
    return {
        **{name: _number(goal, kind, value) for name, value in named.items()},
        "value": _in(what, _number(goal, kind, found.value)),
        "level": _in(what, goal.level),
    }


def _number(goal: Goal, kind: str, value: float) -> str:
    what, level = unit(goal, kind), level_of(goal, kind)
    scale = 100 if what is Unit.OF_100 else 1
    landmarks = {Unit.TIMES: (0.0, 1.0), Unit.PER_1000: (0.0,), Unit.OF_100: (0.0, 100.0)}[what]
    if value == float("inf"):
        return say("any number")
    return numbers.decimal(value * scale, landmarks=(*landmarks, level * scale))


def _in(what: Unit, number: str) -> str:
    """A number with what it is a number of."""
    match what:
        case Unit.TIMES:
            return say("{number} times", number=number)
        case Unit.OF_100:
            return say("{number} of every 100", number=number)
    return say("{number} for every 1,000 residents a year", number=number)
