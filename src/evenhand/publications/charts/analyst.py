"""For the analyst's page only: the funnel, and the log of each force's ratio. Never in public."""

from dataclasses import dataclass
from math import isfinite, log

import numpy as np

from evenhand import stats
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.publications.charts.drawing import (
    KNOWN,
    LINE,
    NOTE,
    PAPER,
    QUIET,
    SMALL,
    UNKNOWN,
    Rows,
    Values,
    field,
    in_pixels,
    layer,
    picture,
    svg,
    text,
    word,
)

HEIGHT = 380
LEFT, RIGHT, BELOW = 64, 14, 44
STEPS = 48  # points along each limit
INNER, OUTER = 0.95, 0.998
BEYOND = 1.25  # the log scale ends so many times beyond the furthest mark
LANE, TOP = 22, 30
LETTER, LINE_HEIGHT = 7.4, 15  # pixels that a letter of a name needs, about
NAME, NUMBERS = 176, 96  # room for a force's name, and for its interval in words
NARROW = 500
WIDEST = 32.0  # an interval is drawn to at most so many times its value
DOUBLINGS = tuple(2.0**power for power in range(-6, 9))
PRECISIONS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
SOLID: Values = {}
DASHED: Values = {"strokeDash": [6, 3]}


@dataclass(frozen=True)
class _Log:
    """A log scale: ``low`` stands at ``start`` pixels and ``high`` at ``stop``."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, ratio: float) -> float:
        kept = max(self.low, min(ratio, self.high))
        share = (log(kept) - log(self.low)) / (log(self.high) - log(self.low))
        return round(self.start + share * (self.stop - self.start), 2)

    def holds(self, ratio: float) -> bool:
        return self.low <= ratio <= self.high

    def ticks(self) -> list[tuple[float, str]]:
        return [(one, _times(one)) for one in DOUBLINGS if self.holds(one)]


def funnel(
    rows: Rows,
    *,
    centre: float,
    overdispersion: stats.Overdispersion | None = None,
    width: int,
    name: str,
    title: str,
    description: str,
) -> str:
    """Draw each force's ratio, on a log scale, against how precisely it is known.

    Parameters
    ----------
    rows : ``name``, ``ratio`` and ``error`` (the standard error of its log). A force without
        either is left out; nothing of it is drawn.
    centre : the ratio within all forces.
    overdispersion : drawn as wider, dashed limits; None draws the limits of chance alone.
    width, name, title, description : as for a picture of rates.
    """
    specification = funnel_specification(rows, width, centre=centre, overdispersion=overdispersion)
    return svg(specification, width=width, name=name, title=title, description=description)


def funnel_specification(
    rows: Rows,
    width: int,
    *,
    centre: float,
    overdispersion: stats.Overdispersion | None = None,
) -> Values:
    """The funnel in Vega-Lite's words."""
    drawn = [row for row in rows if row["ratio"] and row["error"]]
    room = width - LEFT - RIGHT - 4
    known = [1 / row["error"] for row in drawn] or [1.0]
    across = _Log(min(known) / BEYOND, max(known) * BEYOND, 0, room)
    ends = [row["ratio"] for row in drawn] + [centre / 2, centre * 2]
    up = _Log(min(ends) / BEYOND, max(ends) * BEYOND, HEIGHT, 0)
    kinds = [(None, SOLID), *([(overdispersion, DASHED)] if overdispersion else [])]
    layers = [
        *_level(up, centre, room),
        *_precision(across),
        *[one for kind, dash in kinds for one in _limits(kind, dash, centre, across, up)],
        *_forces(drawn, centre, overdispersion, across, up),
    ]
    return picture(in_pixels(layers, room, HEIGHT + BELOW), width=room, height=HEIGHT + BELOW)


def log_ratios(rows: Rows, *, width: int, name: str, title: str, description: str) -> str:
    """Draw each force's ratio and interval on a log scale, forces in alphabetical order.

    Parameters
    ----------
    rows : ``name``, ``ratio``, ``ratio_low``, ``ratio_high`` and ``label`` (the words in the place
        of a ratio that is None). An interval without an end is drawn to the edge.
    width, name, title, description : as for a picture of rates.
    """
    specification = log_ratios_specification(rows, width)
    return svg(specification, width=width, name=name, title=title, description=description)


def log_ratios_specification(rows: Rows, width: int) -> Values:
    """The ratios of all forces in Vega-Lite's words."""
    left = NAME if width >= NARROW else NAME - 26
    right = NUMBERS if width >= NARROW else 8
    room = width - left - right - 4
    drawn = [row for row in rows if row["ratio"]]
    ends = [row["ratio"] for row in drawn] + [1.0]
    for row in drawn:
        ends += [end for end in (row["ratio_low"], row["ratio_high"]) if _near(end, row["ratio"])]
    along = _Log(min(ends) / BEYOND, max(ends) * BEYOND, 0, room)
    order = sorted(rows, key=lambda row: row["name"].casefold())
    placed = [{**row, "y": TOP + LANE * (place + 0.5)} for place, row in enumerate(order)]
    height = TOP + LANE * len(rows)
    layers = [*_uprights(along, height), *_lanes(placed, along, left, written=right == NUMBERS)]
    return picture(in_pixels(layers, room, height), width=room, height=height)


def _level(up: _Log, centre: float, room: float) -> list[Values]:
    ticks = [{"left": 0, "right": room, "y": up.at(one), "word": said} for one, said in up.ticks()]
    along = {"x": field("left"), "x2": {"field": "right"}, "y": field("y")}
    middle = [{"left": 0, "right": room, "y": up.at(centre)}]
    return [
        layer(ticks, {"type": "rule", "color": LINE}, **along),
        layer(middle, {"type": "rule", "color": QUIET, "strokeWidth": 2}, **along),
        layer(
            ticks,
            text(align="right", dx=-8, fontSize=SMALL, color=NOTE),
            **{"x": field("left"), "y": field("y"), "text": word("word")},
        ),
    ]


def _precision(across: _Log) -> list[Values]:
    ticks = [
        {"x": across.at(value), "y": HEIGHT + 14, "word": f"{value:g}"}
        for value in PRECISIONS
        if across.holds(value)
    ]
    title = say("how precisely the ratio is known (1 / standard error of its log)")
    if across.stop < NARROW - LEFT:
        title = say("precision (1 / standard error)")
    ticks.append({"x": across.stop / 2, "y": HEIGHT + 34, "word": title})
    quiet = text(align="center", fontSize=SMALL, color=NOTE)
    return [layer(ticks, quiet, x=field("x"), y=field("y"), text=word("word"))]


def _limits(
    kind: stats.Overdispersion | None, dash: Values, centre: float, across: _Log, up: _Log
) -> list[Values]:
    precision = np.geomspace(across.low, across.high, STEPS)
    layers = []
    for share in (INNER, OUTER):
        found = stats.funnel_limits(
            1 / precision, centre=centre, overdispersion=kind, confidence=share
        )
        line = {
            **{"type": "line", "color": UNKNOWN if kind else QUIET, **dash},
            "strokeWidth": 1.5 if share == INNER else 1,
        }
        for ends in (found.low, found.high):
            points = [
                {"x": across.at(float(one)), "y": up.at(float(end))}
                for one, end in zip(precision, ends, strict=True)
                if up.holds(float(end))
            ]
            layers.append(layer(points, line, x=field("x"), y=field("y")))
    return layers


def _forces(
    rows: Rows, centre: float, kind: stats.Overdispersion | None, across: _Log, up: _Log
) -> list[Values]:
    placed = [
        {"x": across.at(1 / row["error"]), "y": up.at(row["ratio"]), "word": row["name"]}
        for row in rows
    ]
    outside = []
    for row, one in zip(rows, placed, strict=True):
        limits = stats.funnel_limits(
            row["error"], centre=centre, overdispersion=kind, confidence=OUTER
        )
        if not limits.low <= row["ratio"] <= limits.high:
            outside.append(one)
    outside.sort(key=lambda one: -abs(one["y"] - up.at(centre)))
    dot = {"type": "point", "size": 34, "opacity": 1, "strokeWidth": 2}
    place = {"x": field("x"), "y": field("y")}
    layers: list[Values] = []
    named = _apart(outside, across.stop)
    for align, dx in (("left", 8), ("right", -8)):
        words = text(align=align, dx=dx, fontSize=SMALL)
        here = [one for one in named if one["align"] == align]
        if here:
            layers.append(layer(here, words, **place, text=word("word")))
    return [*layers, layer(placed, {**dot, "fill": PAPER, "stroke": KNOWN}, **place)]


def _apart(marks: Rows, room: float) -> Rows:
    """Name those furthest out; a name that would cover another is left to the picture beside."""
    kept: Rows = []
    for one in marks:
        wide = len(one["word"]) * LETTER + 8
        align = "left" if one["x"] + wide < room else "right"
        left = one["x"] if align == "left" else one["x"] - wide
        box = {**one, "align": align, "from": left, "until": left + wide}
        if all(
            abs(other["y"] - box["y"]) >= LINE_HEIGHT
            or other["until"] < box["from"]
            or box["until"] < other["from"]
            for other in kept
        ):
            kept.append(box)
    return kept


def _uprights(along: _Log, height: float) -> list[Values]:
    ticks = [
        {"x": along.at(one), "y": 10, "top": 20, "bottom": height, "word": said}
        for one, said in along.ticks()
    ]
    same = [{"x": along.at(1), "top": 20, "bottom": height}]
    upright = {"x": field("x"), "y": field("top"), "y2": {"field": "bottom"}}
    words = text(align="center", fontSize=SMALL, color=NOTE)
    return [
        layer(ticks, {"type": "rule", "color": LINE}, **upright),
        layer(same, {"type": "rule", "color": QUIET, "strokeWidth": 2}, **upright),
        layer(ticks, words, x=field("x"), y=field("y"), text=word("word")),
    ]


def _lanes(rows: Rows, along: _Log, left: float, *, written: bool) -> list[Values]:
    drawn = [
        {
            **{"x": along.at(row["ratio"]), "y": row["y"]},
            **{"left": _end(along, row["ratio_low"], along.low)},
            **{"right": _end(along, row["ratio_high"], along.high)},
        }
        for row in rows
        if row["ratio"]
    ]
    names = [{"x": -left, "y": row["y"], "word": row["name"]} for row in rows]
    said = [
        {
            "x": along.stop + 10 if written and row["ratio"] else 0,  # words need the whole lane
            "y": row["y"],
            "word": row["label"],
        }
        for row in rows
        if written or not row["ratio"]
    ]
    place = {"x": field("x"), "y": field("y")}
    dot = {"type": "point", "size": 30, "opacity": 1, "strokeWidth": 2}
    quiet = text(align="left", fontSize=SMALL, color=NOTE)
    return [
        layer(
            drawn,
            {"type": "rule", "color": KNOWN, "strokeWidth": 2},
            **{"x": field("left"), "x2": {"field": "right"}, "y": field("y")},
        ),
        layer(drawn, {**dot, "fill": PAPER, "stroke": KNOWN}, **place),
        layer(names, text(align="left", fontSize=SMALL), **place, text=word("word")),
        layer(said, quiet, **place, text=word("word")),
    ]


def _near(end: float | None, value: float) -> bool:
    return end is not None and isfinite(end) and value / WIDEST < end < value * WIDEST


def _end(along: _Log, end: float | None, edge: float) -> float:
    return along.at(edge if end is None or not isfinite(end) else end)


def _times(ratio: float) -> str:
    if ratio == 1:
        return say("same")
    if ratio == 1 / 2:
        return say("half")
    if ratio < 1:
        return say("1 / {times}", times=f"{1 / ratio:g}")
    return numbers.times(ratio) if not ratio.is_integer() else say("{times} ×", times=f"{ratio:g}")
