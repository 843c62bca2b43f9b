"""A measure over time: all forces together first, then each of them, on one scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.public.addresses import figure_url
from evenhand.public.presenters.across import context
from evenhand.public.presenters.keys import Keys, small_over_time
from evenhand.public.presenters.table import Cell, how
from evenhand.publications.charts.scale import Linear
from evenhand.publications.charts.small_multiples import scale_over_time, spark
from evenhand.publications.lists import Across
from evenhand.publications.models import Figure

Point = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One force: its picture, and the first and the last of its points in numbers."""

    name: str
    url: str
    how: str
    period: str
    picture: Markup | None
    first: Cell
    last: Cell
    group: Cell
    reference: Cell
    missing: str | None


@dataclass(frozen=True)
class OverTimePage:
    """Everything that the page shows, in words."""

    measure: str
    title: str
    question: str
    group: str
    reference: str
    top: str
    headings: tuple[str, ...]
    key: Keys
    lines: tuple[Line, ...]
    context: tuple[str, ...]


def over_time_page(found: Across, about: Mapping[str, Any]) -> OverTimePage:
    """Lay out a measure's series beside each other.

    Parameters
    ----------
    found : the figures, with their series.
    about : the measure: its id, title, question, focus, reference and kind.
    """
    together = [found.together] if found.together else []
    figures = [*together, *found.figures]
    scale = scale_over_time([_points(figure) for figure in figures])
    return OverTimePage(
        measure=about["id"],
        title=about["title"],
        question=about["question"],
        group=named(about["focus"]),
        reference=named(about["reference"]),
        top=numbers.decimal(scale.end),
        headings=_headings(about),
        key=small_over_time(one["status"] for figure in figures for one in _points(figure)),
        lines=tuple(_line(figure, scale, about) for figure in figures),
        context=context(found.figures, about),
    )


def _points(figure: Figure) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = figure.series.get("points", [])
    return points


def _line(figure: Figure, scale: Linear, about: Mapping[str, Any]) -> Line:
    points = _points(figure)
    known = [point for point in points if point["ratio"] is not None]
    gone = [point for point in points if point["status"] == "missing"]
    first, last = (known[0], known[-1]) if known else (None, None)
    cells = _cell(first), _cell(last)
    name, share = figure.place_name, about["kind"] != "rate"
    label = ", ".join([name, *(f"{one.words}: {one.range}" for one in cells if one.range)])
    drawn = Markup(spark(points, scale, label=label)) if known else None  # noqa: S704 (by us)
    return Line(
        name=name,
        url=figure_url(figure),
        how=figure_url(figure) + how(about["focus"]),
        period=notes.period(points[0]["from"], points[-1]["to"]) if points else "",
        picture=drawn,
        first=cells[0],
        last=cells[1],
        group=_rate(last, about["focus"], share=share),
        reference=_rate(last, about["reference"], share=share),
        missing=_missing(gone),
    )


def _cell(point: Point | None) -> Cell:
    """A point's ratio and likely range, and in ``words`` the months it is of."""
    if point is None:
        return Cell(None, words=say("Not given"))
    period = notes.period(point["from"], point["to"])
    ends = [point[f"ratio{end}"] for end in ("", "_low", "_high")]
    if None in ends:
        return Cell(None, words=period)
    ratio, low, high = numbers.times_with_range(*ends)
    return Cell(ratio, say("{low} to {high}", low=low, high=high), words=period)


def _headings(about: Mapping[str, Any]) -> tuple[str, ...]:
    group, reference = named(about["focus"]), named(about["reference"])
    if about["kind"] == "rate":
        rates = (
            say("{group}: last, per 1,000 residents a year", group=group),
            say("{group}: last, per 1,000 residents a year", group=reference),
        )
    else:
        rates = (
            say("{group}: last, of every 100 searches", group=group),
            say("{group}: last, of every 100 searches", group=reference),
        )
    return (
        say("First, times the {reference} rate", reference=reference),
        say("Last, times the {reference} rate", reference=reference),
        *rates,
    )


def _rate(point: Point | None, group: str, *, share: bool) -> Cell:
    row = (point or {"groups": {}})["groups"].get(group)
    if row is None or row["rate"] is None:
        return Cell(None, words=say("Not given"))
    ends = (row["rate"], row["rate_low"], row["rate_high"])
    rate, low, high = numbers.rate_with_range(*ends, share=share)
    return Cell(rate, say("{low} to {high}", low=low, high=high))


def _missing(points: list[dict[str, Any]]) -> str | None:
    if not points:
        return None
    months = notes.listed([notes.period(point["from"], point["to"]) for point in points])
    return say("Missing, and not zero: {months}.", months=months)
