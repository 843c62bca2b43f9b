"""A goal beside the measure that it is set for: what can be wrong with it, and how it is said."""

from collections.abc import Mapping
from enum import StrEnum

from evenhand.measures.words.messages import say
from evenhand.measures.words.people import people
from evenhand.plan.terms import Direction, Goal, Quantity, Target


class Unit(StrEnum):
    """What the number of a goal is a number of."""

    TIMES = "times"
    PER_1000 = "per-1000"
    OF_100 = "of-100"


def unit(goal: Goal, kind: str) -> Unit:
    """What a goal's level is a number of.

    Parameters
    ----------
    kind : the measure's: ``rate``, ``share`` or ``agreement``.
    """
    if goal.quantity is Quantity.RATIO:
        return Unit.TIMES
    own = goal.quantity in {Quantity.RATE, Quantity.OVERALL}
    return Unit.PER_1000 if own and kind == "rate" else Unit.OF_100


def refusal(target: Target) -> str:
    """Why a target cannot be held against figures of its measure; nothing where it can."""
    from evenhand.measures.library import measures

    if not target.measure:
        return ""
    measure = measures().get(target.measure)
    if measure is None:
        return say("There is no measure “{key}”.", key=target.measure)
    goal = target.goal
    if goal is None:
        return ""
    if goal.quantity is Quantity.RATIO and goal.group == measure.reference:
        return say("Other groups are compared with this one. Name another.")
    if unit(goal, measure.kind) is Unit.OF_100 and float(goal.level) > 100:
        return say("No more than 100 of every 100 can be.")
    return ""


def in_words(target: Target) -> str:
    """How far a measure should move, as a sentence; nothing where that was not said exactly."""
    from evenhand.measures.library import measures

    goal = target.goal
    if goal is None:
        return ""
    measure = measures()[target.measure]
    seen = measure.group_by == "officer-defined"
    groups = {"people": people(goal.group, seen_by_officers=seen)} if goal.group else {}
    if goal.quantity is Quantity.RATIO:
        groups["reference"] = people(measure.reference, seen_by_officers=seen)
    message = MESSAGES[goal.quantity, unit(goal, measure.kind)][goal.direction is Direction.AT_MOST]
    return say(message, title=say(measure.title), level=goal.level, **groups)


MESSAGES: Mapping[tuple[Quantity, Unit], tuple[str, str]] = {
    (Quantity.RATIO, Unit.TIMES): (
        "“{title}”: the figure for {people} at least {level} times that for {reference}.",
        "“{title}”: the figure for {people} at most {level} times that for {reference}.",
    ),
    (Quantity.RATE, Unit.PER_1000): (
        "“{title}”: at least {level} for every 1,000 residents a year, for {people}.",
        "“{title}”: at most {level} for every 1,000 residents a year, for {people}.",
    ),
    (Quantity.RATE, Unit.OF_100): (
        "“{title}”: at least {level} of every 100, for {people}.",
        "“{title}”: at most {level} of every 100, for {people}.",
    ),
    (Quantity.OVERALL, Unit.PER_1000): (
        "“{title}”: at least {level} for every 1,000 residents a year, for everyone together.",
        "“{title}”: at most {level} for every 1,000 residents a year, for everyone together.",
    ),
    (Quantity.OVERALL, Unit.OF_100): (
        "“{title}”: at least {level} of every 100, for everyone together.",
        "“{title}”: at most {level} of every 100, for everyone together.",
    ),
    (Quantity.UNKNOWN_SHARE, Unit.OF_100): (
        "“{title}”: ethnicity not recorded in at least {level} of every 100.",
        "“{title}”: ethnicity not recorded in at most {level} of every 100.",
    ),
}
"""By what is measured, and in what: “at least”, then “at most”."""
