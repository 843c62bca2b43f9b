"""What the coordinates of a figure's picture of months tell: a ruler laid on every bar."""

import re
from collections.abc import Iterator

import numpy as np

from evenhand.publications.attacking.marks import Mark, marks_of
from evenhand.publications.attacking.told import Told
from evenhand.publications.charts.by_month import FEWEST, MARGIN
from evenhand.publications.charts.lighter import SMALL
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import TOTALS

BOX = re.compile(r"M(-?[\d.]+),(-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)h")


def told_in_pictures(figure: Figure) -> Iterator[Told]:
    """Read counts off the bars of months that the figure does not show in numbers."""
    for width, drawn in figure.charts.get("months", {}).items():
        yield from _bars(list(marks_of(drawn)), figure, width)


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
                yield Told(where, (TOTALS[figure.power],), (month,), values)


def _rounding(size: float) -> float:
    """What a size may be off: sizes below ten pixels keep a tenth (:mod:`.charts.lighter`)."""
    return 0.5 if size >= SMALL else 0.05
