"""What moved: each quarter with its likely range, upon the range that was usual before."""

from collections.abc import Mapping
from itertools import groupby

from evenhand.measures.watch.found import Found, Looks, Span
from evenhand.measures.words.messages import say
from evenhand.publications.charts.by_month import short
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
from evenhand.publications.charts.scale import Linear, furthest, runs

WIDTHS = (330, 620)
"""The narrow one fits between the margins of a phone of 360."""
HEIGHT = 210
TOP = 26  # room for the words of the upright line
BELOW = 46  # room for the names of quarters and years
LEFT, RIGHT = 40, 24
BEYOND = 1.06
LONGEST = 2.0  # ranges may stretch the scale no further than this many times the furthest mark
QUARTER_ROOM, YEAR_ROOM = 62, 40  # pixels that a quarter's name and a year need
ROOM_FOR_WORDS = 60
LATE = "#a2330f"  # the light value; on a page the custom property of the same tone
AS_TIMES = (Looks.RATIO,)


def draw(found: Found) -> dict[str, str]:
    """Draw an alert in both widths, as SVG by width: ``{"330": …, "620": …}``.

    Parameters
    ----------
    found : as it may be shown: nothing is hidden here that the values do not hide.
    """
    title, seen = title_of(found), description(found)
    return {
        str(width): _coloured(
            svg(
                alert_specification(found, width),
                width=width,
                name=f"alert-{width}",
                title=title,
                description=seen,
            )
        )
        for width in WIDTHS
    }


def title_of(found: Found) -> str:
    """What is drawn."""
    if found.standing:
        return say(
            "Each quarter from {first} to {last}",
            first=found.quarters[0].first if found.quarters else found.since,
            last=found.as_of,
        )
    return say(
        "Each quarter from {first} to {last}, and the range that was usual before",
        first=found.quarters[0].first if found.quarters else found.before.first,
        last=found.as_of,
    )


def description(found: Found) -> str:
    """What is seen, in words."""
    known = [span for span in found.quarters if _drawn(span)]
    unknown = [span for span in found.quarters if not _drawn(span)]
    parts = [
        say(
            "{count} quarters; of {unknown} of them nothing can be told.",
            count=str(len(found.quarters)),
            unknown=str(len(unknown)),
        )
    ]
    low, high = usual_range(found)
    if low is not None and high is not None:
        said = {"low": _short(low), "high": _short(high)}
        parts.append(
            say("A force with so many records would lie between {low} and {high}.", **said)
            if found.standing
            else say("The usual range runs from {low} to {high}.", **said)
        )
    if known:
        last = known[-1]
        parts.append(
            say(
                "The last mark stands at {value}, its likely range from {low} to {high}.",
                value=_short(last.value or 0),
                low=_short(last.low or 0),
                high=_short(last.high or 0),
            )
        )
    return " ".join(parts)


def _short(value: float) -> str:
    return f"{value:.1f}" if abs(value) < 100 else f"{value:,.0f}"


def alert_specification(found: Found, width: int) -> Values:
    """The picture in Vega-Lite's words."""
    room = width - LEFT - RIGHT - 4
    spans = found.quarters
    step = room / max(len(spans), 1)
    up = Linear(_end(found), TOP + HEIGHT, TOP)
    layers = [
        *_usual(found, up, room),
        *_grid(found, up, room),
        *_gaps(spans, step),
        *([] if found.standing else _moment(found, step, room)),
        *_marks(spans, step, up, raised=not found.standing),
        *_names(spans, step),
    ]
    height = TOP + HEIGHT + BELOW
    return picture(in_pixels(layers, room, height), width=room, height=height)


def _drawn(span: Span) -> bool:
    return None not in (span.value, span.low, span.high)


def _end(found: Found) -> float:
    """Where the scale ends: at the furthest range, but not far beyond the furthest mark."""
    shown = [span for span in found.quarters if _drawn(span)]
    least = 1.5 if found.series.looks in AS_TIMES else 0.0
    marks = furthest((usual_range(found)[1], *(span.value for span in shown)), least=least)
    ranges = furthest((span.high for span in shown), least=marks)
    end = min(ranges, marks * LONGEST) * BEYOND
    return min(end, 100.0) if _of_100(found) and end > 100 else end or 1.0


def _of_100(found: Found) -> bool:
    return found.series.looks in (Looks.SHARE, Looks.UNKNOWN)


def usual_range(found: Found) -> tuple[float | None, float | None]:
    """What was usual before it moved; of what stands, what is usual for forces."""
    if found.standing:
        return found.standing.expected_low, found.standing.expected_high
    return found.before.low, found.before.high


def _usual(found: Found, up: Linear, room: float) -> list[Values]:
    low, high = usual_range(found)
    if low is None or high is None:
        return []
    band = [{"left": 0, "right": room, "top": up.at(high), "bottom": up.at(low)}]
    return [
        layer(
            band,
            {"type": "rect", "fill": BAND},
            **{"x": field("left"), "x2": {"field": "right"}},
            **{"y": field("top"), "y2": {"field": "bottom"}},
        )
    ]


def _grid(found: Found, up: Linear, room: float) -> list[Values]:
    ticks = [
        {"y": up.at(value), "word": said, "left": 0, "right": room} for value, said in up.ticks(5)
    ]
    along = {"x": field("left"), "x2": {"field": "right"}, "y": field("y")}
    heavy: Rows = [ticks[0]]
    if found.series.looks in AS_TIMES:
        heavy.append({"y": up.at(1), "left": 0, "right": room})
        ticks = [one for one in ticks if one["word"] != "1"]
        ticks.append({"y": up.at(1), "word": say("same"), "left": 0, "right": room})
    return [
        layer(ticks, {"type": "rule", "color": LINE}, **along),
        layer(heavy, {"type": "rule", "color": QUIET, "strokeWidth": 1.5}, **along),
        layer(
            ticks,
            text(align="right", dx=-8, fontSize=SMALL, color=NOTE),
            **{"x": field("left"), "y": field("y"), "text": word("word")},
        ),
    ]


def _gaps(spans: tuple[Span, ...], step: float) -> list[Values]:
    """Quarters of which nothing was supplied: a hatched gap with its word, never a zero."""
    gaps = []
    for run in runs([span.status == "missing" for span in spans]):
        wide = step * len(run)
        gaps.append(
            {
                "left": round(step * run[0], 2),
                "right": round(step * (run[-1] + 1), 2),
                "top": TOP,
                "bottom": TOP + HEIGHT,
                "x": round(step * (run[0] + run[-1] + 1) / 2, 2),
                "y": TOP + HEIGHT / 2,
                "word": say("missing") if wide > ROOM_FOR_WORDS else "?",
            }
        )
    if not gaps:
        return []
    band = {"y": field("top"), "y2": {"field": "bottom"}}
    edge = {"type": "rule", "color": UNKNOWN, "strokeWidth": 1.5, "strokeDash": [3, 3]}
    said = text(align="center", fontWeight="bold", color=UNKNOWN)
    return [
        layer(
            gaps,
            {"type": "rect", "fill": HATCH},
            **{"x": field("left"), "x2": {"field": "right"}},
            **band,
        ),
        layer(gaps, edge, x=field("left"), **band),
        layer(gaps, edge, x=field("right"), **band),
        layer(gaps, said, x=field("x"), y=field("y"), text=word("word")),
    ]


def _moment(found: Found, step: float, room: float) -> list[Values]:
    """A dotted line before the quarter in which it most likely began to move."""
    after = [place for place, span in enumerate(found.quarters) if span.last >= found.since]
    if not after or not after[0]:
        return []
    x = round(step * after[0], 2)
    row = [{"x": x, "y": TOP - 6, "top": TOP - 14, "bottom": TOP + HEIGHT}]
    dotted = {"type": "rule", "color": LATE, "strokeWidth": 2, "strokeDash": [2, 4]}
    side = {"align": "right", "dx": -6} if x > room / 2 else {"align": "left", "dx": 6}
    words = text(baseline="bottom", fontWeight="bold", fontSize=SMALL, color=LATE, **side)
    return [
        layer(row, dotted, x=field("x"), y=field("top"), y2={"field": "bottom"}),
        layer(
            [{**row[0], "word": say("moved from here")}],
            words,
            **{"x": field("x"), "y": field("y"), "text": word("word")},
        ),
    ]


def _marks(spans: tuple[Span, ...], step: float, up: Linear, *, raised: bool) -> list[Values]:
    """A mark with its range; a diamond raised the alert, and “?” stands where we cannot tell."""
    placed = [
        {
            "x": round(step * (place + 0.5), 2),
            "y": up.at(span.value or 0),
            "y_low": up.at(span.low or 0),
            "y_high": up.at(span.high or 0),
            "status": span.status,
            "raised": raised and place == len(spans) - 1,
        }
        for place, span in enumerate(spans)
        if _drawn(span)
    ]
    raising = [one for one in placed if one["raised"]]
    others = [one for one in placed if not one["raised"]]
    whole = [one for one in others if one["status"] == "whole"]
    part = [one for one in others if one["status"] != "whole"]
    unknown = [
        {"x": round(step * (place + 0.5), 2), "y": TOP + HEIGHT / 2, "word": "?"}
        for place, span in enumerate(spans)
        if not _drawn(span) and span.status != "missing"
    ]
    ends = {"x": field("x"), "y": field("y_low"), "y2": {"field": "y_high"}}
    point = {"x": field("x"), "y": field("y")}
    dot = {"type": "point", "opacity": 1, "strokeWidth": 2, "fill": PAPER}
    hollow = {**dot, "size": 330, "stroke": UNKNOWN, "strokeDash": [3, 2]}
    return [
        layer(others, {"type": "rule", "color": KNOWN, "strokeWidth": 3}, **ends),
        layer(whole, {**dot, "size": 60, "stroke": KNOWN, "fill": KNOWN}, **point),
        layer(part, {**dot, "size": 60, "stroke": UNKNOWN, "shape": "square"}, **point),
        layer(raising, {"type": "rule", "color": LATE, "strokeWidth": 3}, **ends),
        layer(
            raising, {**dot, "size": 150, "stroke": LATE, "fill": LATE, "shape": "diamond"}, **point
        ),
        layer(unknown, hollow, **point),
        layer(
            unknown,
            text(align="center", fontWeight="bold", color=UNKNOWN),
            **point,
            text=word("word"),
        ),
    ]


def _names(spans: tuple[Span, ...], step: float) -> list[Values]:
    """Every quarter's name where there is room, else every second, third and so on, and years."""
    every = max(1, int(-(-QUARTER_ROOM // step)))
    last = len(spans) - 1
    beneath = TOP + HEIGHT
    names = [
        {"x": round(step * (place + 0.5), 2), "y": beneath + 8, "word": quarter_short(span)}
        for place, span in enumerate(spans)
        if (last - place) % every == 0 and (place > 0 or step >= QUARTER_ROOM)
    ]
    years: Rows = []
    for year, of_year in groupby(enumerate(spans), key=lambda one: one[1].last[:4]):
        places = [place for place, _ in of_year]
        if len(places) * step > YEAR_ROOM:
            years.append({"x": round(step * places[0], 2), "y": beneath + 28, "word": year})
    place: Mapping[str, Values] = {"x": field("x"), "y": field("y"), "text": word("word")}
    below = {"baseline": "top", "fontSize": SMALL}
    return [
        layer(names, text(**below, color=NOTE, align="center"), **place),
        layer(years, text(**below, fontWeight="bold", align="left"), **place),
    ]


def quarter_short(span: Span) -> str:
    """Apr–Jun."""
    return say("{first}–{last}", first=short(span.first), last=short(span.last))


def _coloured(drawn: str) -> str:
    return drawn.replace(LATE, "var(--eh-late)")
