"""What is drawn in the place of a group that is not shown: any mark there tells of its count."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from evenhand.measures import Measure
from evenhand.measures.words.people import at_the_start, people
from evenhand.publications.attacking.marks import Mark, marks_of
from evenhand.publications.attacking.told import Told
from evenhand.publications.charts.drawing import KNOWN, UNKNOWN
from evenhand.publications.charts.over_time import LEFT, RIGHT
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import Quantity, printed

Row = Mapping[str, Any]
DATA = ("--eh-known", "--eh-unknown", KNOWN, UNKNOWN, "-full)", "-hatch)")
"""Colours and patterns of what was measured, on pages and in files; scales have others."""
BELOW = 8  # pixels: a name stands beside its lane's middle, or above it
WORDS = 20  # a number may stand a line above that
POINT = re.compile(r"[ML](-?[\d.]+),(-?[\d.]+)")


def told_in_lanes(figure: Figure, measure: Measure) -> Iterator[Told]:
    """Read every mark in the lane of a group whose number the figure does not show."""
    rows = {row["group"]: row for row in figure.result["rows"]}
    for name, shown in (("rates", "rate"), ("people", "rate"), ("unknown", "unknown_low")):
        hidden = {group for group, row in rows.items() if row[shown] is None}
        for width, drawn in figure.charts.get(name, {}).items():
            owned = _owned(_data(drawn), _labels(drawn, list(rows)))
            for group in sorted(hidden & {lane for _, lane in owned}):
                where = f"mark of {group} in the picture of {name}, {width}"
                yield Told(where, tuple(printed(measure, group)))
    yield from _over_time(figure, measure, list(rows))
    yield from _expected(figure, measure, rows)


def told_of_a_force(figure: Figure, measure: Measure, force: str) -> Iterator[Told]:
    """Read a force's mark in the analyst's pictures of all forces, where its ratio is not shown.

    Parameters
    ----------
    figure : of all forces together.
    force : a force's name.
    """
    pair = _pair(figure, measure)
    if pair is None:
        return
    for width, drawn in figure.charts.get("log_ratios", {}).items():
        names = _labels(drawn, figure.result["force_names"])
        lanes = {lane for _, lane in _owned(_data(drawn), names)}
        if force in lanes:
            yield Told(f"mark of {force} in the picture of log ratios, {width}", pair)
        funnel = figure.charts.get("funnel", {}).get(width)
        dots = [one for one in _data(funnel) if "A" in one.path] if funnel else []
        if force in lanes or len(dots) > len(lanes):
            yield Told(f"mark of {force} in the funnel, {width}", pair)


def _over_time(figure: Figure, measure: Measure, groups: Sequence[str]) -> Iterator[Told]:
    points = figure.series.get("points", [])
    for width, drawn in figure.charts.get("over_time", {}).items():
        room = int(width) - LEFT - RIGHT - 4
        for mark, group in _owned(_marks_over_time(drawn), _labels(drawn, groups)):
            for x in _places(mark):
                at = int((x - LEFT - 2) * len(points) / room)
                point = points[min(max(at, 0), len(points) - 1)]
                if (point["groups"].get(group) or {}).get("rate") is None:
                    when = (point["from"], point["to"])
                    where = f"{group}, {' to '.join(when)}, in the picture over time, {width}"
                    yield Told(where, tuple(printed(measure, group)), when)


def _expected(figure: Figure, measure: Measure, rows: Mapping[str, Row]) -> Iterator[Told]:
    pair = _pair(figure, measure)
    row = rows.get(figure.result["ratio_group"] or "", {})
    for width, drawn in figure.charts.get("expected", {}).items():
        if pair is not None and row.get("ratio") is None and _data(drawn):
            yield Told(f"mark of {row.get('group')} beside the expected range, {width}", pair)


def _pair(figure: Figure, measure: Measure) -> tuple[Quantity, ...] | None:
    group = figure.result["ratio_group"] or figure.about.get("focus")
    if group is None:
        return None
    return (*printed(measure, group), *printed(measure, figure.result["reference"]))


def _data(svg: str) -> list[Mark]:
    """Marks of what was measured, and numbers written in their colours."""
    found = [one for one in marks_of(svg) if _measured(one)]
    return [one for one in found if one.kind != "text" or re.search(r"\d", one.text)]


def _marks_over_time(svg: str) -> list[Mark]:
    """Without the slots of missing months, which are hatched and dashed, and without words."""
    found = [one for one in _data(svg) if one.kind != "text"]
    return [one for one in found if "hatch" not in one.fill and not one.dashed]


def _measured(mark: Mark) -> bool:
    return any(word in paint for word in DATA for paint in (mark.fill, mark.stroke))


def _labels(svg: str, names: Sequence[str]) -> list[tuple[float, str]]:
    """The height at which each lane's name stands."""
    found = []
    for mark in marks_of(svg):
        if mark.kind == "text":
            found += [(mark.y, one) for one in names if mark.text == one]
            found += [(mark.y, one) for one in names if mark.text.startswith(_of_people(one))]
    return sorted(found)


@lru_cache(maxsize=1_000)
def _of_people(name: str) -> str:
    try:
        return f"{at_the_start(people(name))}:"
    except KeyError:
        return f"{name}:"


def _owned(marks: Sequence[Mark], labels: Sequence[tuple[float, str]]) -> list[tuple[Mark, str]]:
    """Give each mark the lane in which it lies: that of the last name above it."""
    owned = []
    for mark in marks:
        reach = WORDS if mark.kind == "text" else BELOW
        above = [name for y, name in labels if y <= mark.y + reach]
        if above:
            owned.append((mark, above[-1]))
    return owned


def _places(mark: Mark) -> Iterator[float]:
    """Where a mark lies across: every corner of a line or an area, or its own place."""
    corners = POINT.findall(mark.path)
    yield from (mark.x + float(x) for x, _ in corners)
    if not corners:
        yield mark.x
