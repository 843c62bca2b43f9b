"""What a published figure tells, number by number: the eyes of an attacker."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.measures import Measure
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import (
    EVERYBODY,
    TOTALS,
    Quantity,
    leaves_out,
    left_out,
    printed,
    whole,
)

Row = Mapping[str, Any]
OWN = ("rate", "rate_low", "rate_high", "rate_low_50", "rate_high_50")
COMPARED = (
    *("ratio", "ratio_low", "ratio_high", "difference", "difference_low", "difference_high"),
    *("excess", "excess_low", "excess_high", "detectable_below", "detectable_above"),
    *("within_force_ratio", "within_force_ratio_low", "within_force_ratio_high"),
)
WITH_UNKNOWN = (
    *("ratio_if_unknown_all_reference", "ratio_if_unknown_all_group", "tipping_share"),
    *("unknown_low", "unknown_high"),
)
HEADLINE = tuple(
    f"{name}{end}"
    for name in ("pooled_ratio", "within_force_ratio")
    for end in ("", "_low", "_high")
)


@dataclass(frozen=True)
class Told:
    """One published number, and the counts that it is made from.

    Attributes
    ----------
    where : the figure and the place in it.
    quantities : what was counted.
    months : over which months; all of the figure's where empty.
    values : the counts that would have been printed alike, where the number was rounded; without
        them it is taken to tell its counts exactly, as an unrounded number does.
    """

    where: str
    quantities: tuple[Quantity, ...]
    months: tuple[str, ...] = ()
    values: tuple[int, ...] = ()


def told_by(figure: Figure, measure: Measure) -> Iterator[Told]:
    """Read every number of a figure that is not a word or a picture."""
    result = figure.result
    yield from told_by_result(result, measure)
    yield from _months(figure)
    yield from _series(figure.series, measure, result["reference"])
    expected = [key for key, value in figure.expected.items() if _is_number(value)]
    if result["ratio_group"] and {"low", "high", "value", "rate"} & {*expected}:
        yield Told("expected range", _pair(measure, result["ratio_group"], result["reference"]))


def told_by_result(result: Row, measure: Measure) -> Iterator[Told]:
    """Read every number of a result, as plain values: a figure's own, or one made from a file."""
    yield from _rows(result, measure)
    yield from _everybody(result, measure)


def _rows(result: Row, measure: Measure) -> Iterator[Told]:
    for row in result["rows"]:
        group = row["group"]
        if row["events"] is not None:
            yield Told(f"count of {group}", ((measure.id, group),))
        if row["exposure"] is not None and measure.kind != "rate":
            yield Told(f"all of {group}", ((whole(measure), group),))
        pair = _pair(measure, group, result["reference"])
        for keys, made_from in (
            (OWN, tuple(printed(measure, group))),
            (COMPARED, pair),
            (WITH_UNKNOWN, (*pair, *printed(measure, None))),
        ):
            for key in keys:
                if row.get(key) is not None and (group != result["reference"] or keys is OWN):
                    yield Told(f"{key} of {group}", made_from)


def _everybody(result: Row, measure: Measure) -> Iterator[Told]:
    overall = result.get("overall") or {}
    if overall.get("events") is not None:
        yield Told("count of everyone", ((measure.id, EVERYBODY),))
    if overall.get("rate") is not None:
        yield Told("rate of everyone", tuple(printed(measure, EVERYBODY)))
    if result["unknown_events"] is not None:
        yield Told("count of unknown", ((measure.id, None),))
    if result["unknown_exposure"] is not None and measure.kind != "rate":
        yield Told("all of unknown", ((whole(measure), None),))
    if result["unknown_share"] is not None:
        yield Told("share of unknown", ((whole(measure), None),))
    if result["left_out"] is not None and leaves_out(measure):
        yield Told("left out", (left_out(measure),))
    if result["ratio_group"]:
        pair = _pair(measure, result["ratio_group"], result["reference"])
        for key in HEADLINE:
            if result[key] is not None:
                yield Told(key, pair)
    if (result.get("agreement") or {}).get("table") is not None:
        groups = [row["group"] for row in result["rows"]]
        yield Told("agreement", tuple(one for group in groups for one in printed(measure, group)))


def _months(figure: Figure) -> Iterator[Told]:
    total = (TOTALS[figure.power],)
    for row in figure.months:
        if row["count"] is not None:
            yield Told(f"month {row['month']}", total, (row["month"],))
    for one in figure.inputs:
        if one.get("rows") is not None:
            yield Told(f"rows of the file of {one['month']}", total, (one["month"],))


def _series(series: Row, measure: Measure, reference: str) -> Iterator[Told]:
    for point in series.get("points", ()):
        when = f"{point['from']} to {point['to']}"
        months = (point["from"], point["to"])
        for group, found in point["groups"].items():
            if found.get("events") is not None:
                yield Told(f"series, count of {group}, {when}", ((measure.id, group),), months)
            if any(found.get(key) is not None for key in OWN):
                made_from = tuple(printed(measure, group))
                yield Told(f"series, rate of {group}, {when}", made_from, months)
            if point["ratio"] is not None and group != reference:
                pair = _pair(measure, group, reference)
                yield Told(f"series, ratio of {group}, {when}", pair, months)


def _pair(measure: Measure, group: str, reference: str) -> tuple[Quantity, ...]:
    return (*printed(measure, group), *printed(measure, reference))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown_numbers(figure: Figure, groups: Sequence[str]) -> Iterator[float]:
    """Gather the numbers that a sentence about some groups may repeat, for they are in plain sight.

    Parameters
    ----------
    groups : those that the sentence names; what is shown of others explains nothing of these.
    """
    result = figure.result
    parts: list[Any] = [row for row in result["rows"] if row["group"] in groups]
    parts += [result.get("overall"), figure.months, figure.expected]
    parts += [result[key] for key in ("unknown_events", "unknown_share", "left_out", *HEADLINE)]
    for point in figure.series.get("points", ()):
        parts += [point["groups"].get(group) for group in groups]
    while parts:
        value = parts.pop()
        if isinstance(value, Mapping):
            parts.extend(value.values())
        elif isinstance(value, list | tuple):
            parts.extend(value)
        elif _is_number(value):
            yield float(value)
