"""What the coordinates of a figure's pictures tell: a ruler laid on every mark."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np

from evenhand.measures import Measure
from evenhand.publications.attacking.told import Told
from evenhand.publications.charts.by_month import FEWEST, MARGIN
from evenhand.publications.charts.lighter import SMALL
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import SEARCHES

MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
BOX = re.compile(r"M(-?[\d.]+),(-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)h")
PIXEL = 1.0  # places are whole pixels: half a pixel at the mark, and half at the scale
MOST = 2_000
HALF = 0.5  # a scale is drawn half a pixel aside, so that its lines are sharp


@dataclass(frozen=True)
class Mark:
    """One mark of a drawing, at its place in the whole picture."""

    kind: str
    x: float
    y: float
    fill: str
    text: str
    path: str


def told_in_pictures(
    figure: Figure, measure: Measure, *, residents: Mapping[str, float]
) -> Iterator[Told]:
    """Read counts off the marks of groups and months that the figure does not show in numbers."""
    rows = {row["group"]: row for row in figure.result["rows"]}
    hidden = [group for group, row in rows.items() if row["rate"] is None]
    for width, drawn in figure.charts.get("rates", {}).items():
        marks = list(marks_of(drawn))
        for group, value, slack in _dots(marks, list(rows)):
            if group in hidden and measure.kind == "rate" and group in residents:
                made = 1000 * np.arange(MOST) / residents[group]
                alike = np.flatnonzero(np.abs(made - value) <= slack)
                if alike.size:
                    where = f"dot of {group} in the picture of rates, {width}"
                    yield Told(where, ((measure.id, group),), (), tuple(alike.tolist()))
    for width, drawn in figure.charts.get("months", {}).items():
        yield from _bars(list(marks_of(drawn)), figure, width)


def marks_of(svg: str) -> Iterator[Mark]:
    """Give every mark of a drawing, with what it inherits from its groups."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (drawn by our own code)
    waiting = [(root, 0.0, 0.0, "")]
    while waiting:
        element, x, y, fill = waiting.pop()
        moved = MOVED.search(element.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        fill = element.get("fill", fill)
        kind = element.tag.rpartition("}")[2]
        if kind in {"path", "text", "line"}:
            words = "".join(element.itertext())
            yield Mark(kind, x, y, fill, words, element.get("d", ""))
        if kind not in {"defs", "title", "desc"}:
            waiting.extend((child, x, y, fill) for child in element)


def _dots(marks: list[Mark], groups: list[str]) -> Iterator[tuple[str, float, float]]:
    """Turn each dot into its lane's group and a rate, by the numbers on the scale."""
    names = sorted((one.y, one.text) for one in marks if one.text in groups)
    if not names:
        return
    top = names[0][0]
    numbers = [one for one in marks if one.kind == "text" and _is_number(one.text)]
    highest = min((one.y for one in numbers), default=0.0)
    ticks = sorted((one.x - HALF, _number(one.text)) for one in numbers if one.y < highest + 1)
    lanes = [name for _, name in names]
    if len(ticks) < 2:
        return
    (x0, low), (x1, high) = ticks[0], ticks[-1]
    per_pixel = (high - low) / (x1 - x0)
    apart = (names[-1][0] - top) / (len(names) - 1) if len(names) > 1 else 1.0
    for one in marks:
        if one.kind == "path" and "A" in one.path:
            lane = min(max(int((one.y - top) / apart + 0.25), 0), len(lanes) - 1)
            yield lanes[lane], low + (one.x - x0) * per_pixel, PIXEL * abs(per_pixel)


def _bars(marks: list[Mark], figure: Figure, width: str) -> Iterator[Told]:
    """Measure the bars of months without a number against those with one."""
    boxes: dict[float, float] = {}
    for one in marks:
        found = BOX.match(one.path)
        if found and "known" in one.fill:
            boxes[float(found[1])] = abs(float(found[4]))
    months = figure.months
    whole = [row for row in months if row["count"] and row["status"] == "whole"]
    if not boxes or not whole:
        return
    tallest = max(row["count"] for row in whole)
    per_pixel = tallest / max(boxes.values())
    step = (int(width) - MARGIN) / max(len(months), FEWEST)
    for x, tall in boxes.items():
        place = round(x / step)
        if 0 <= place < len(months) and months[place]["status"] == "hidden":
            month = months[place]["month"]
            # Half a pixel of the tallest, and as much of this one as its own rounding hides.
            slack = per_pixel * (0.5 * tall / max(boxes.values()) + _rounding(tall))
            low, high = int(np.ceil(tall * per_pixel - slack)), int(tall * per_pixel + slack)
            values = tuple(range(max(low, 0), high + 1))
            if values:
                where = f"bar of {month} in the picture of months, {width}"
                yield Told(where, (SEARCHES,), (month,), values)


def _rounding(size: float) -> float:
    """What a size may be off: sizes below ten pixels keep a tenth (:mod:`.charts.lighter`)."""
    return 0.5 if size >= SMALL else 0.05


def _is_number(words: str) -> bool:
    return re.fullmatch(r"[\d,]+(\.\d+)?", words) is not None


def _number(words: str) -> float:
    return float(words.replace(",", ""))
