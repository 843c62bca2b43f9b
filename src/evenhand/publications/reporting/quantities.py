"""The one number of a figure that a goal is about, with all that is not known of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from evenhand import stats
from evenhand.plan.terms import Goal, Quantity

Result = Mapping[str, Any]
PER = 1000  # residents a year


@dataclass(frozen=True)
class Reading:
    """A number with its likely range, and what it could be had every ethnicity been recorded.

    Attributes
    ----------
    value, low, high : as figures hold them: a ratio, a rate, or a share between 0 and 1.
    least, most : the number if all whose ethnicity is not known were as unlike as they could be;
        None where how many they are is not shown.
    """

    value: float
    low: float
    high: float
    least: float | None
    most: float | None


def read(goal: Goal, result: Result, *, kind: str) -> Reading | None:
    """Give the number that a goal is about; None where the figure does not give it.

    Parameters
    ----------
    result : of a figure of the goal's measure.
    kind : the measure's: ``rate``, ``share`` or ``agreement``.
    """
    return READERS[goal.quantity](goal, result, kind)


def _ratio(goal: Goal, result: Result, _kind: str) -> Reading | None:
    row = _row(result, goal.group)
    return _reading(row, "ratio", row.get("unknown_low"), row.get("unknown_high"))


def _rate(goal: Goal, result: Result, kind: str) -> Reading | None:
    row = _row(result, goal.group)
    return _reading(row, "rate", *_could_be(row, result, kind))


def _overall(_goal: Goal, result: Result, _kind: str) -> Reading | None:
    """Everyone together: those whose ethnicity is not known are among them."""
    everyone = result["overall"]
    return _reading(everyone, "rate", everyone["rate"], everyone["rate"])


def _unknown(_goal: Goal, result: Result, kind: str) -> Reading | None:
    """Of all records, those without an ethnicity: of all searches, or of all that were counted."""
    of = ("unknown_events", "events") if kind == "rate" else ("unknown_exposure", "exposure")
    missing, every = result[of[0]], result["overall"][of[1]]
    if missing is None or not every:
        return None
    found = stats.proportion(missing, every)
    value, low, high = float(found.value), float(found.low), float(found.high)
    return Reading(value, low, high, value, value)


READERS: Mapping[Quantity, Callable[[Goal, Result, str], Reading | None]] = {
    Quantity.RATIO: _ratio,
    Quantity.RATE: _rate,
    Quantity.OVERALL: _overall,
    Quantity.UNKNOWN_SHARE: _unknown,
}


def _row(result: Result, group: str) -> Mapping[str, Any]:
    return next((row for row in result["rows"] if row["group"] == group), {})


def _reading(
    row: Mapping[str, Any], name: str, least: float | None, most: float | None
) -> Reading | None:
    value, low, high = (row.get(name + end) for end in ("", "_low", "_high"))
    if value is None:
        return None
    return Reading(value, 0.0 if low is None else low, inf if high is None else high, least, most)


def _could_be(
    row: Mapping[str, Any], result: Result, kind: str
) -> tuple[float | None, float | None]:
    """A group's rate if none of the unknown were of it, and if all that raise it were.

    Of a share, records come with the events: at its least every unknown record without the event
    is the group's, at its most every unknown one with it.
    """
    events, exposure, more = row.get("events"), row.get("exposure"), result["unknown_events"]
    if events is None or not exposure or more is None:
        return None, None
    if kind == "rate":
        return events / exposure * PER, (events + more) / exposure * PER
    without = result["unknown_exposure"]
    if without is None:
        return None, None
    return events / (exposure + without - more), (events + more) / (exposure + more)
