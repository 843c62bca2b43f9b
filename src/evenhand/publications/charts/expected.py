"""A force beside its own expected range: a bar, a mark, and apart from both what is not known."""

from evenhand.measures.words.messages import say
from evenhand.publications.charts.drawing import (
    BAND,
    HATCH,
    KNOWN,
    LINE,
    NOTE,
    PAPER,
    QUIET,
    SMALL,
    UNKNOWN,
    Values,
    field,
    in_pixels,
    layer,
    picture,
    svg,
    text,
    word,
)
from evenhand.publications.charts.rates_by_group import NARROW
from evenhand.publications.charts.scale import Linear, furthest

MARGIN = 12
TOP = 26  # the scale's numbers
TALL, SHORT = 26, 12  # the bar of what is expected, and the band of what is not known
WORDS = 22  # a line of words above or beneath a mark
BEYOND = 1.06
LETTER = 7.6  # pixels that a letter needs, about


def expected(row: Values, *, width: int, name: str, title: str, description: str) -> str:
    """Draw one force's value upon the range in which it would be expected.

    Parameters
    ----------
    row : ``value``, ``low``, ``high``, ``expected_low``, ``expected_high``, ``unknown_low`` and
        ``unknown_high``, all in one unit; the last two may be None, and then have no lane. ``same``
        (1 for a ratio) is where both groups fare alike; without it no line is drawn.
    width, name, title, description : as for a picture of rates.
    """
    specification = expected_specification(row, width)
    return svg(specification, width=width, name=name, title=title, description=description)


def expected_specification(row: Values, width: int) -> Values:
    """The picture of a force's expected range in Vega-Lite's words."""
    room = width - 2 * MARGIN - 4
    keys = ("high", "expected_high", "unknown_high", "same")
    end = furthest((row.get(key) for key in keys), least=row["value"]) * BEYOND or 1.0
    along = Linear(end, 0, room)
    has_unknown = None not in (row.get("unknown_low"), row.get("unknown_high"))
    middle = TOP + WORDS + TALL / 2
    beneath = middle + TALL / 2 + WORDS
    height = beneath + (SHORT + WORDS + 8 if has_unknown else 0)
    same = row.get("same")
    layers = [
        *_scale(along, height, same),
        *_bar(row, along, middle),
        *_mark(row, along, middle),
        *(_unknown(row, along, beneath + 8 + SHORT / 2) if has_unknown else []),
    ]
    height += WORDS if same else 0
    return picture(in_pixels(layers, room, height), width=room, height=height)


def _scale(along: Linear, height: float, same: float | None) -> list[Values]:
    most = 4 if along.stop < NARROW else 6
    ticks = [
        {"x": along.at(value), "y": 8, "top": TOP - 8, "bottom": height, "word": said}
        for value, said in along.ticks(most)
    ]
    upright = {"x": field("x"), "y": field("top"), "y2": {"field": "bottom"}}
    equal = [{"x": along.at(same), "top": TOP - 8, "bottom": height}] if same else []
    words = [{"x": one["x"], "y": height + WORDS / 2, "word": say("same")} for one in equal]
    numbers = text(fontSize=SMALL, color=NOTE, align="center")
    return [
        layer(ticks, {"type": "rule", "color": LINE}, **upright),
        layer(equal, {"type": "rule", "color": QUIET, "strokeWidth": 2}, **upright),
        layer([*ticks, *words], numbers, **_said()),
    ]


def _bar(row: Values, along: Linear, middle: float) -> list[Values]:
    box = _box(along, row["expected_low"], row["expected_high"], middle, TALL)
    words = say("expected range")
    label = _label(words, (box["left"] + box["right"]) / 2, box["bottom"] + 11, along.stop)
    sides = {"y": field("top"), "y2": {"field": "bottom"}}
    bar = {"type": "rect", "fill": BAND, "stroke": QUIET, "strokeWidth": 1}
    return [
        layer([box], bar, **_across(), **sides),
        _written(label, color=NOTE),
    ]


def _mark(row: Values, along: Linear, middle: float) -> list[Values]:
    x = along.at(row["value"])
    place = {"x": field("x"), "y": field("y")}
    dot = {"type": "point", "size": 70, "opacity": 1, "strokeWidth": 2.5}
    layers = [
        layer([{"x": x, "y": middle}], {**dot, "fill": PAPER, "stroke": KNOWN}, **place),
        _written(_label(say("this force"), x, middle - TALL / 2 - 11, along.stop), color=KNOWN),
    ]
    if None in (row["low"], row["high"]):
        return layers
    ends = {"left": along.at(row["low"]), "right": along.at(row["high"]), "y": middle}
    line = {"type": "rule", "color": KNOWN, "strokeWidth": 3}
    return [layer([ends], line, **_across(), y=field("y")), *layers]


def _unknown(row: Values, along: Linear, middle: float) -> list[Values]:
    box = _box(along, row["unknown_low"], row["unknown_high"], middle, SHORT)
    words = say("what we do not know")
    label = _label(words, (box["left"] + box["right"]) / 2, box["bottom"] + 12, along.stop)
    sides = {"y": field("top"), "y2": {"field": "bottom"}}
    end = {"type": "rule", "color": UNKNOWN, "strokeWidth": 2.5}
    return [
        layer([box], {"type": "rect", "fill": HATCH}, **_across(), **sides),
        layer([box], end, x=field("left"), **sides),
        layer([box], end, x=field("right"), **sides),
        _written(label, color=UNKNOWN),
    ]


def _box(along: Linear, low: float, high: float, middle: float, tall: float) -> Values:
    return {
        **{"left": along.at(low), "right": along.at(high)},
        **{"top": middle - tall / 2, "bottom": middle + tall / 2},
    }


def _label(words: str, x: float, y: float, room: float) -> Values:
    """Put words under or over a place, but never beyond the picture's edge."""
    half = len(words) * LETTER / 2
    return {"word": words, "x": round(max(half, min(x, room - half)), 2), "y": y}


def _written(label: Values, *, color: str) -> Values:
    return layer([label], text(align="center", fontWeight="bold", color=color), **_said())


def _said() -> dict[str, Values]:
    return {"x": field("x"), "y": field("y"), "text": word("word")}


def _across() -> dict[str, Values]:
    return {"x": field("left"), "x2": {"field": "right"}}
