"""Searches recorded each month: bars, dashed slots where missing, crossed ones where not shown."""

from itertools import groupby

from evenhand.measures.words.messages import say
from evenhand.publications.charts.drawing import (
    HATCH,
    KNOWN,
    NOTE,
    QUIET,
    SMALL,
    UNKNOWN,
    Rows,
    Values,
    at,
    field,
    layer,
    picture,
    pixels,
    svg,
    text,
    word,
)

HEIGHT = 84
GAP = 4
MARGIN = 16  # the first month's name reaches past its bar
ABOVE = 1.1  # room above the tallest bar
LETTER_ROOM = 20  # pixels a month needs for its letter; with less, every third has its short name
FEWEST = 12  # fewer months than these leave room empty, so that a bar never looks like a block
YEAR_ROOM = 44  # pixels a year's number needs
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SLOT = {
    **{"type": "rect", "fill": None, "stroke": QUIET},
    **{"strokeWidth": 1.5, "strokeDash": [3, 3]},
}


def months(rows: Rows, *, width: int, name: str, title: str, description: str) -> str:
    """Draw one bar a month.

    Parameters
    ----------
    rows : in time order, with ``month`` (``2025-05``), ``count`` (None where missing) and
        ``status``: ``whole``, ``partial``, ``some`` (of several forces, only some supplied it),
        ``missing`` or ``hidden`` (not shown; no count either).
    width, name, title, description : as for a picture of rates.
    """
    specification = months_specification(rows, width)
    return svg(specification, width=width, name=name, title=title, description=description)


def short(month: str) -> str:
    """Write ``2022-03`` as Mar."""
    return say(NAMES[int(month[5:]) - 1])


def initial(month: str) -> str:
    """Write ``2022-03`` as M."""
    return next(letter for letter in short(month) if letter.isalpha())


def months_specification(rows: Rows, width: int) -> Values:
    """The picture of months in Vega-Lite's words."""
    room = width - MARGIN
    tallest = max((row["count"] for row in rows if row["count"] is not None), default=1) or 1
    whole = sorted(row["count"] for row in rows if row["status"] == "whole") or [tallest]
    step = room / max(len(rows), FEWEST)
    placed = [_place(row, index, step, whole[len(whole) // 2]) for index, row in enumerate(rows)]
    layers = [*_bars(placed, tallest * ABOVE, room), *_ticks(placed, room, step)]
    return picture(layers, width=room, height=HEIGHT)


def _place(row: Values, index: int, step: float, usual: float) -> Values:
    left, right = round(index * step), round((index + 1) * step) - GAP  # whole pixels stay sharp
    return {
        **row,
        "left": left,
        "right": right,
        "middle": (left + right) / 2,
        "usual": usual,
    }


def _bars(rows: Rows, top: float, room: float) -> list[Values]:
    def of(*statuses: str) -> Rows:
        return [row for row in rows if row["status"] in statuses]

    def up_to(name: str) -> dict[str, Values]:
        return {**across, "y": field(name, **up), "y2": {"datum": 0}}

    sideways = {"scale": pixels(room), "axis": None}
    up = {"scale": {"domain": [0, top], "nice": False}, "axis": None}
    across = {"x": field("left", **sideways), "x2": {"field": "right"}}
    layers = [
        layer(
            [{"zero": 0}],
            {"type": "rule", "color": QUIET, "strokeWidth": 1.5},
            y=field("zero", **up),
        ),
        layer(of("whole"), {"type": "rect", "fill": KNOWN}, **up_to("count")),
        layer(of("partial", "some", "missing"), SLOT, **up_to("usual")),
        layer(of("partial", "some"), {"type": "rect", "fill": HATCH}, **up_to("count")),
        layer(
            of("partial", "some"),
            {"type": "rule", "color": UNKNOWN, "strokeWidth": 2},
            **across,
            y=field("count", **up),
        ),
        layer(
            of("missing"),
            text(dy=-26, fontWeight="bold", color=UNKNOWN, align="center"),
            x=field("middle", **sideways),
            y=at(HEIGHT),
            text=at("?"),
        ),
    ]
    if of("hidden"):
        box = {"type": "rect", "fill": None, "stroke": NOTE, "strokeWidth": 1.5}
        cross = text(dy=-26, color=NOTE, align="center")
        middle = field("middle", **sideways)
        layers += [
            layer(of("hidden"), box, **up_to("usual")),
            layer(of("hidden"), cross, x=middle, y=at(HEIGHT), text=at("\N{MULTIPLICATION SIGN}")),
        ]
    return layers


def _ticks(rows: Rows, room: float, step: float) -> list[Values]:
    wide = step > LETTER_ROOM
    names = [
        {"place": row["middle"], "word": initial(row["month"]) if wide else short(row["month"])}
        for row in rows
        if int(row["month"][5:]) % 3 == 1 or wide
    ]
    years = [
        {"place": months_of[0]["left"], "word": year}
        for year, of_year in groupby(rows, key=lambda row: row["month"][:4])
        if len(months_of := list(of_year)) * step > YEAR_ROOM or months_of[-1] is rows[-1]
    ]
    where = {"x": field("place", scale=pixels(room), axis=None), "y": at(HEIGHT)}
    below = {"baseline": "top", "fontSize": SMALL}
    return [
        layer(names, text(**below, dy=8, color=NOTE, align="center"), **where, text=word("word")),
        layer(
            years,
            text(**below, dy=28, fontWeight="bold", align="left"),
            **where,
            text=word("word"),
        ),
    ]
