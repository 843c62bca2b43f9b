"""What we do not know: a hatched band from one assumption to the other, apart from any interval."""

from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.publications.charts.drawing import (
    HATCH,
    NOTE,
    QUIET,
    SMALL,
    UNKNOWN,
    Rows,
    Values,
    at,
    axis,
    field,
    in_order,
    layer,
    picture,
    pixels,
    svg,
    text,
    word,
)
from evenhand.publications.charts.rates_by_group import BEYOND, LEFT, NARROW

LANE, LANE_NARROW = 36, 54
RIGHT = 124  # room for a band's ends in words
BAND = 12  # height of a band


def unknown(rows: Rows, *, width: int, name: str, title: str, description: str) -> str:
    """Draw, for each group but the reference, how far the ratio could move if nothing were unknown.

    Parameters
    ----------
    rows : with ``group``, ``low``, ``high`` (times the reference's rate) and ``label``.
    width, name, title, description : as for a picture of rates.
    """
    specification = unknown_specification(rows, width)
    return svg(specification, width=width, name=name, title=title, description=description)


def unknown_specification(rows: Rows, width: int) -> Values:
    """The picture of what we do not know in Vega-Lite's words."""
    narrow = width < NARROW
    lane = LANE_NARROW if narrow else LANE
    placed = [_place(row, index, lane, narrow) for index, row in enumerate(in_order(rows))]
    height = lane * len(placed)
    return picture(
        _layers(placed, height, narrow),
        width=width - RIGHT - 4 - (0 if narrow else LEFT),
        height=height,
    )


def _place(row: Values, index: int, lane: int, narrow: bool) -> Values:
    middle = lane * index + lane * (0.7 if narrow else 0.5)
    return {
        **row,
        "name": named(row["group"]),
        "top": middle - BAND / 2,
        "bottom": middle + BAND / 2,
        "y": middle,
        "y_name": lane * index + lane * 0.3 if narrow else middle,
    }


def _layers(rows: Rows, height: int, narrow: bool) -> list[Values]:
    end = max([1.0, *(row["high"] for row in rows)]) * BEYOND
    along = {
        "scale": {"domain": [0, end], "nice": False},
        "axis": axis(tickCount=4 if narrow else 6),
    }
    down = {"scale": pixels(height), "axis": None}
    bracket = {"type": "rule", "color": UNKNOWN, "strokeWidth": 2.5}
    same = [{"same": 1}]
    y = {"y": field("top", **down), "y2": {"field": "bottom"}}
    return [
        layer(
            same,
            {"type": "rule", "color": QUIET, "strokeWidth": 2},
            x=field("same", **along),
        ),
        layer(
            rows,
            {"type": "rect", "fill": HATCH},
            x=field("low", **along),
            x2={"field": "high"},
            **y,
        ),
        layer(rows, bracket, x=field("low", **along), **y),
        layer(rows, bracket, x=field("high", **along), **y),
        layer(
            rows,
            text(align="left", fontWeight="bold"),
            x=at(0 if narrow else -LEFT),
            y=field("y_name", **down),
            text=word("name"),
        ),
        layer(
            rows,
            text(align="left", dx=12, color=UNKNOWN),
            x=at("width"),
            y=field("y", **down),
            text=word("label"),
        ),
        layer(
            same,
            text(dy=12, fontSize=SMALL, color=NOTE, align="center"),
            x=field("same", **along),
            y=at(height),
            text=at(say("same")),
        ),
    ]
