"""Over time: dots, a line and its likely range, broken where months are missing."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.publications.charts.by_month import short
from evenhand.publications.charts.drawing import (
    HATCH,
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
    in_order,
    in_pixels,
    layer,
    picture,
    svg,
    text,
    word,
)
from evenhand.publications.charts.scale import Linear, furthest, runs

PANEL = 118  # height of one group's panel
HEAD = 36  # room for the group's name above its panel
FOOT = 46  # room for the months and years beneath the last panel
LEFT, RIGHT = 40, 88  # room for the scale's numbers, and for the words of the bracket
WORD_ROOM = {"quarter": 70, "month": 36}  # pixels that a point's name needs
YEAR_ROOM = 40
BEYOND = 1.08
LONGEST = 2.0  # a bracket may stretch the scale no further than this many times
BESIDE, CAP = 12, 7  # a bracket stands beside its point; its ends are so long
LINE_HEIGHT = 17
ROOM_FOR_WORDS = 60


@dataclass(frozen=True)
class _Frame:
    """Where things stand in one panel, in pixels of the whole picture."""

    top: float
    step: float
    up: Linear

    def across(self, place: float) -> float:
        return round(self.step * (place + 0.5), 2)


def over_time(
    series: Values,
    *,
    focus: str,
    width: int,
    name: str,
    title: str,
    description: str,
    share: bool = False,
) -> str:
    """Draw each group's rate, point by point, on one linear scale from zero.

    Parameters
    ----------
    series : ``unit``, ``points`` (each with ``from``, ``to``, ``status`` and ``groups``),
        ``smallest_change`` (times, or None) and ``recording_changes`` (``month`` and ``label``).
        A point whose status is ``missing`` has no group, and a group whose rate is None is not
        drawn; neither looks like zero.
    focus : the group that the headline is about; the bracket stands at its last point.
    width, name, title, description : as for a picture of rates.
    share : rates are shares of 1, to be drawn as "of every 100".
    """
    specification = over_time_specification(series, width, focus=focus, share=share)
    return svg(specification, width=width, name=name, title=title, description=description)


def over_time_specification(
    series: Values, width: int, *, focus: str, share: bool = False
) -> Values:
    """The picture over time in Vega-Lite's words."""
    room = width - LEFT - RIGHT - 4
    points: Rows = series["points"]
    panels = _panels(points, 100 if share else 1)
    reach = _reach(panels, focus, series.get("smallest_change"))
    end = furthest((row["high"] for rows in panels.values() for row in rows), least=0.0)
    end = min(max(end, reach or 0), max(end, 1e-9) * LONGEST) * BEYOND or 1.0
    step = room / max(len(points), 1)
    layers: list[Values] = []
    for number, (group, rows) in enumerate(panels.items()):
        top = number * (PANEL + HEAD) + HEAD
        frame = _Frame(top, step, Linear(end, top + PANEL, top))
        layers += _grid(frame, group, room)
        layers += _missing(points, frame, words=number == 0)
        layers += _changes(series, frame, words=number == 0)
        layers += _line(rows, frame)
        if group == focus and reach is not None:
            layers += _bracket(rows, reach, frame)
    height = len(panels) * (PANEL + HEAD)
    layers += _names(points, series["unit"], step, height)
    return picture(in_pixels(layers, room, height + FOOT), width=room, height=height + FOOT)


def _panels(points: Rows, times: int) -> dict[str, Rows]:
    named = {group: None for point in points for group in point["groups"]}
    order = [row["group"] for row in in_order([{"group": group} for group in named])]
    return {group: [_row(point, group, times) for point in points] for group in order}


def _row(point: Values, group: str, times: int) -> Values:
    found: Values = point["groups"].get(group) or {}
    keys = {"value": "rate", "low": "rate_low", "high": "rate_high"}
    numbers = {key: found.get(name) for key, name in keys.items()}
    if None in numbers.values() or point["status"] == "missing":
        return {**dict.fromkeys(keys), "status": point["status"]}
    return {**{key: found[name] * times for key, name in keys.items()}, "status": point["status"]}


def _reach(panels: dict[str, Rows], focus: str, smallest: float | None) -> float | None:
    """How high the last point would have had to rise to be seen."""
    last = panels[focus][-1]["value"] if focus in panels else None
    if last is None or smallest is None or last == 0:
        return None
    return float(last * smallest)


def _grid(frame: _Frame, group: str, room: float) -> list[Values]:
    ticks = [
        {"y": frame.up.at(value), "word": word, "left": 0, "right": room}
        for value, word in frame.up.ticks(3)
    ]
    heading = [{"x": -LEFT, "y": frame.top - HEAD / 2 + 2, "word": named(group)}]
    along = {"x": field("left"), "x2": {"field": "right"}, "y": field("y")}
    return [
        layer(ticks[1:], {"type": "rule", "color": LINE}, **along),
        layer(ticks[:1], {"type": "rule", "color": QUIET, "strokeWidth": 1.5}, **along),
        layer(
            ticks,
            text(align="right", dx=-8, fontSize=SMALL, color=NOTE),
            **{"x": field("left"), "y": field("y"), "text": word("word")},
        ),
        layer(
            heading,
            text(align="left", fontWeight="bold"),
            **{"x": field("x"), "y": field("y"), "text": word("word")},
        ),
    ]


def _missing(points: Rows, frame: _Frame, *, words: bool) -> list[Values]:
    gaps = [
        {
            "left": round(frame.step * run[0], 2),
            "right": round(frame.step * (run[-1] + 1), 2),
            "top": frame.top,
            "bottom": frame.top + PANEL,
            "x": round(frame.step * (run[0] + run[-1] + 1) / 2, 2),
            "y": frame.top + PANEL / 2,
            "word": _missing_word(frame.step * len(run)),
        }
        for run in runs([point["status"] == "missing" for point in points])
    ]
    if not gaps:
        return []
    place = {"x": field("left"), "x2": {"field": "right"}}
    band = {"y": field("top"), "y2": {"field": "bottom"}}
    edge = {"type": "rule", "color": UNKNOWN, "strokeWidth": 1.5, "strokeDash": [3, 3]}
    said = layer(
        gaps,
        text(align="center", fontWeight="bold", color=UNKNOWN),
        **{"x": field("x"), "y": field("y"), "text": word("word")},
    )
    return [
        layer(gaps, {"type": "rect", "fill": HATCH}, **place, **band),
        layer(gaps, edge, x=field("left"), **band),
        layer(gaps, edge, x=field("right"), **band),
        *([said] if words else []),
    ]


def _missing_word(room: float) -> str:
    return say("missing") if room > ROOM_FOR_WORDS else "?"


def _hidden_word(room: float) -> str:
    return say("not shown") if room > ROOM_FOR_WORDS else "\N{MULTIPLICATION SIGN}"


def _changes(series: Values, frame: _Frame, *, words: bool) -> list[Values]:
    """An upright rule before the first point that was recorded in the new way."""
    rows = []
    for change in series.get("recording_changes") or []:
        after = [n for n, point in enumerate(series["points"]) if point["to"] >= change["month"]]
        if after and (after[0] or series["points"][0]["from"] < change["month"]):
            inside = series["points"][after[0]]["from"] < change["month"]
            x = round(frame.step * (after[0] + (0.5 if inside else 0)), 2)
            rows.append({"x": x, "top": frame.top - 4, "bottom": frame.top + PANEL, **change})
    rule = {"type": "rule", "color": QUIET, "strokeWidth": 2, "strokeDash": [6, 3]}
    drawn = layer(rows, rule, x=field("x"), y=field("top"), y2={"field": "bottom"})
    turn = frame.step * len(series["points"]) * 0.8  # beyond it words would leave the picture
    sides = {
        "left": [row for row in rows if row["x"] <= turn],
        "right": [row for row in rows if row["x"] > turn],
    }
    said = [
        layer(
            on_this_side,
            text(align=side, baseline="bottom", fontSize=SMALL, color=NOTE),
            **{"x": field("x"), "y": field("top"), "text": word("label")},
        )
        for side, on_this_side in sides.items()
        if on_this_side
    ]
    return [drawn, *(said if words else [])] if rows else []


def _line(rows: Rows, frame: _Frame) -> list[Values]:
    """Each unbroken run is a band and a line; a point alone keeps its range as an upright rule."""
    placed = [_placed(row, number, frame) for number, row in enumerate(rows)]
    point = {"x": field("x"), "y": field("y")}
    ends = {"x": field("x"), "y": field("y_low"), "y2": {"field": "y_high"}}
    layers, alone, known = [], [], []
    for run in runs([row is not None for row in placed]):
        joined = [row for row in placed[run[0] : run[-1] + 1] if row is not None]
        known += joined
        if len(joined) == 1:
            alone += joined
            continue
        layers += [
            layer(joined, {"type": "area", "color": KNOWN, "opacity": 0.22}, **ends),
            layer(joined, {"type": "line", "color": KNOWN, "strokeWidth": 2}, **point),
        ]
    whole = [row for row in known if row["status"] == "whole"]
    part = [row for row in known if row["status"] != "whole"]
    dot = {"type": "point", "size": 38, "opacity": 1, "strokeWidth": 2, "fill": PAPER}
    return [
        *layers,
        layer(alone, {"type": "rule", "color": KNOWN, "strokeWidth": 2}, **ends),
        layer(whole, {**dot, "stroke": KNOWN}, **point),
        layer(part, {**dot, "stroke": UNKNOWN, "shape": "square"}, **point),
        _not_shown(rows, frame),
    ]


def _not_shown(rows: Rows, frame: _Frame) -> Values:
    hidden = [row["value"] is None and row["status"] != "missing" for row in rows]
    said = [
        {
            "x": round(frame.step * (run[0] + run[-1] + 1) / 2, 2),
            "y": frame.top + PANEL / 2,
            "word": _hidden_word(frame.step * len(run)),
        }
        for run in runs(hidden)
    ]
    quiet = text(align="center", color=NOTE, fontSize=SMALL)
    return layer(said, quiet, x=field("x"), y=field("y"), text=word("word"))


def _placed(row: Values, number: int, frame: _Frame) -> Values | None:
    if row["value"] is None:
        return None
    return {
        "x": frame.across(number),
        "y": frame.up.at(row["value"]),
        "y_low": frame.up.at(row["low"]),
        "y_high": frame.up.at(row["high"]),
        "status": row["status"],
    }


def _bracket(rows: Rows, reach: float, frame: _Frame) -> list[Values]:
    """From the last point up to where it would have had to be for the change to be seen."""
    x = frame.across(len(rows) - 1) + BESIDE
    bottom, top = frame.up.at(rows[-1]["value"]), frame.up.at(reach)
    ends = [bottom] if reach > frame.up.end else [bottom, top]
    caps = [{"left": x - CAP, "right": x, "y": y} for y in ends]
    upright = [{"x": x, "top": top, "bottom": bottom}]
    ochre = {"type": "rule", "color": UNKNOWN, "strokeWidth": 2}
    said = say("smallest\nchange we\ncould see").split("\n")
    words = text(align="left", baseline="middle", dx=7, fontSize=SMALL, color=UNKNOWN)
    place = [{"x": x, "y": round((top + bottom) / 2 - (len(said) - 1) * LINE_HEIGHT / 2, 2)}]
    return [
        layer(upright, ochre, x=field("x"), y=field("top"), y2={"field": "bottom"}),
        layer(caps, ochre, x=field("left"), x2={"field": "right"}, y=field("y")),
        layer(
            place,
            {**words, "lineHeight": LINE_HEIGHT},
            **{"x": field("x"), "y": field("y"), "text": {"value": said}},
        ),
    ]


def _names(points: Rows, unit: str, step: float, top: float) -> list[Values]:
    every = max(1, -(-WORD_ROOM[unit] // step))
    last = len(points) - 1
    names = [
        {"x": round(step * (number + 0.5), 2), "y": top + 8, "word": _word(point, unit)}
        for number, point in enumerate(points)
        if (last - number) % every == 0
    ]
    years: Rows = []
    for year, of_year in groupby(enumerate(points), key=lambda one: one[1]["to"][:4]):
        numbers = [number for number, _ in of_year]
        if len(numbers) * step > YEAR_ROOM:
            years.append({"x": round(step * numbers[0], 2), "y": top + 28, "word": year})
    place: dict[str, Any] = {"x": field("x"), "y": field("y"), "text": word("word")}
    below = {"baseline": "top", "fontSize": SMALL}
    return [
        layer(names, text(**below, color=NOTE, align="center"), **place),
        layer(years, text(**below, fontWeight="bold", align="left"), **place),
    ]


def _word(point: Values, unit: str) -> str:
    first, last = (short(point[end]) for end in ("from", "to"))
    if unit == "month":
        return last
    return say("{first} to {last}", first=first, last=last)
