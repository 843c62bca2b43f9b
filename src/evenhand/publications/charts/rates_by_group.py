"""Rates by group: a dot with a thick 50% and a thin 95% interval, linear from zero."""

from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.publications.charts.drawing import (
    KNOWN,
    NOTE,
    PAPER,
    QUIET,
    SMALL,
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

LANE = 46  # height of a group on a desk; on a phone its name stands above its mark
LANE_NARROW = 64
LEFT, RIGHT = 74, 124  # room for the group's name and for its numbers
NARROW = 500  # a picture narrower than this is for a phone
BEYOND = 1.04  # the scale ends a little after the last interval


def rates(
    rows: Rows,
    *,
    width: int,
    name: str,
    title: str,
    description: str,
    everyone: float | None = None,
) -> str:
    """Draw each group's rate with both intervals.

    Parameters
    ----------
    rows : with ``group``, ``rate``, ``rate_low``, ``rate_high``, ``rate_low_50``,
        ``rate_high_50`` in the units shown, and ``label`` and ``range`` (the numbers in words). A
        rate that is None is not drawn; its label says why.
    width : in pixels, of the whole picture.
    name, title, description : see :func:`~evenhand.publications.charts.drawing.svg`.
    everyone : the rate of all groups together, drawn as a line to compare with.
    """
    specification = rates_specification(rows, width, everyone)
    return svg(specification, width=width, name=name, title=title, description=description)


def rates_specification(rows: Rows, width: int, everyone: float | None = None) -> Values:
    """The picture of rates in Vega-Lite's words."""
    narrow = width < NARROW
    lane = LANE_NARROW if narrow else LANE
    placed = [_place(row, index, lane, narrow) for index, row in enumerate(in_order(rows))]
    height = lane * len(placed)
    return picture(
        _layers(placed, height, narrow, everyone),
        width=width - RIGHT - 4 - (0 if narrow else LEFT),
        height=height,
    )


def _place(row: Values, index: int, lane: int, narrow: bool) -> Values:
    middle = lane * index + lane * (0.66 if narrow else 0.5)
    return {
        **row,
        "name": named(row["group"]),
        "y": middle,
        "y_name": lane * index + lane * 0.28 if narrow else middle,
    }


def _layers(rows: Rows, height: int, narrow: bool, everyone: float | None) -> list[Values]:
    drawn = [row for row in rows if row["rate"] is not None]
    end = max((row["rate_high"] for row in drawn), default=1.0) * BEYOND
    along = {
        "scale": {"domain": [0, end], "nice": False, "zero": True},
        "axis": axis(tickCount=4 if narrow else 6),
    }
    y = field("y", scale=pixels(height), axis=None)
    thin = {"type": "rule", "color": KNOWN, "strokeWidth": 2}
    dot = {
        **{"type": "point", "size": 34, "opacity": 1},
        **{"fill": PAPER, "stroke": KNOWN, "strokeWidth": 2},
    }
    number = text(align="left", dx=12, dy=-9, fontWeight="bold", color=KNOWN)
    between = text(align="left", dx=12, dy=9, fontSize=SMALL, color=NOTE)
    right = at("width")
    return [
        layer(
            [{"zero": 0}],
            {"type": "rule", "color": QUIET, "strokeWidth": 1.5},
            x=field("zero", **along),
        ),
        *_everyone(everyone, along, height),
        layer(drawn, thin, y=y, x=field("rate_low", **along), x2={"field": "rate_high"}),
        layer(
            drawn,
            {**thin, "strokeWidth": 8},
            y=y,
            x=field("rate_low_50", **along),
            x2={"field": "rate_high_50"},
        ),
        layer(drawn, dot, y=y, x=field("rate", **along)),
        layer(
            rows,
            text(align="left", fontWeight="bold"),
            y=field("y_name", scale=pixels(height), axis=None),
            x=at(0 if narrow else -LEFT),
            text=word("name"),
        ),
        layer(rows, number, y=y, x=right, text=word("label")),
        layer(rows, between, y=y, x=right, text=word("range")),
    ]


def _everyone(value: float | None, along: Values, height: int) -> list[Values]:
    if value is None:
        return []
    row = [{"everyone": value}]
    dashed = {"type": "rule", "color": QUIET, "strokeWidth": 1.5, "strokeDash": [4, 3]}
    below = text(dy=12, fontSize=SMALL, color=NOTE, align="center")
    x = field("everyone", **along)
    return [
        layer(row, dashed, x=x),
        layer(row, below, x=x, y=at(height), text=at(say("everyone"))),
    ]
