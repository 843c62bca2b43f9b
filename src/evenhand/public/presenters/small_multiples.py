"""A measure over time: all forces together first, then each of them, on one scale."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.measures.words.powers import said_of
from evenhand.public.addresses import figure_url
from evenhand.public.presenters.across import context
from evenhand.public.presenters.keys import Keys, small_over_time
from evenhand.public.presenters.points import PLACE, Made, Point, rate, ratio
from evenhand.publications.charts.scale import Linear
from evenhand.publications.charts.small_multiples import scale_over_time, spark
from evenhand.publications.lists import Across
from evenhand.publications.models import Figure


@dataclass(frozen=True)
class Line:
    """One force: its picture, and the first and the last of its points in numbers.

    Attributes
    ----------
    how : where its figure says how we got the numbers of every point.
    cells : in the order of the headings.
    """

    name: str
    url: str
    how: str
    period: str
    picture: Markup | None
    cells: tuple[Made, ...]
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
    lead: str | None
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
        lead=_lead(found.together, about) if found.together else None,
        context=context(found.figures, about),
    )


def _lead(together: Figure, about: Mapping[str, Any]) -> str | None:
    """Say what the last point of all forces is: within each of them, and all taken together."""
    known = [point for point in _points(together) if point["ratio"] is not None]
    if not known:
        return None
    within, pooled = ratio(known[-1]), ratio(known[-1], "pooled_ratio")
    if within.range is None or pooled.range is None:
        return None
    return say(
        "In {months} the {group} rate was {within} times the {reference} rate, compared within "
        "each force. All forces taken together: {pooled} times.",
        months=notes.period(known[-1]["from"], known[-1]["to"]),
        group=named(about["focus"]),
        reference=named(about["reference"]),
        within=within.range,
        pooled=pooled.range,
    )


def _points(figure: Figure) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = figure.series.get("points", [])
    return points


def _line(figure: Figure, scale: Linear, about: Mapping[str, Any]) -> Line:
    points = _points(figure)
    known = [point for point in points if point["ratio"] is not None]
    gone = [point for point in points if point["status"] == "missing"]
    first, last = (known[0], known[-1]) if known else (None, None)
    ratios = _ratio(first), _ratio(last)
    label = _seen(figure.place_name, *ratios, about["reference"])
    drawn = Markup(spark(points, scale, label=label)) if known else None  # noqa: S704 (by us)
    return Line(
        name=figure.place_name,
        url=figure_url(figure),
        how=figure_url(figure) + PLACE,
        period=notes.period(points[0]["from"], points[-1]["to"]) if points else "",
        picture=drawn,
        cells=(
            *ratios,
            *_rates(last, (about["focus"], about["reference"]), share=about["kind"] != "rate"),
        ),
        missing=_missing(gone),
    )


def _seen(place: str, first: Made, last: Made, reference: str) -> str:
    """What the picture of one force shows, as one sentence for someone who does not see it."""
    words = {"place": place, "reference": named(reference), **_said("first", first)}
    if first == last:
        return say(
            "{place}: {first} times the {reference} rate in {first_months}, likely range "
            "{first_range}.",
            **words,
        )
    return say(
        "{place}: {first} times the {reference} rate in {first_months}, likely range "
        "{first_range}; then {last} times in {last_months}, likely range {last_range}.",
        **words,
        **_said("last", last),
    )


def _said(name: str, made: Made) -> dict[str, str]:
    return {
        name: made.number or "",
        f"{name}_range": made.range or "",
        f"{name}_months": made.words or "",
    }


def _ratio(point: Point | None) -> Made:
    """A point's ratio and likely range, and in ``words`` the months it is of."""
    if point is None:
        return Made(words=say("Not given"))
    return replace(ratio(point), words=notes.period(point["from"], point["to"]))


def _rates(point: Point | None, groups: Sequence[str], *, share: bool) -> Iterator[Made]:
    for group in groups:
        row = (point or {"groups": {}})["groups"].get(group)
        yield rate(row, share=share)


def _headings(about: Mapping[str, Any]) -> tuple[str, ...]:
    group, reference = named(about["focus"]), named(about["reference"])
    if about["kind"] == "rate":
        rates = (
            say("{group}: last, per 1,000 residents a year", group=group),
            say("{group}: last, per 1,000 residents a year", group=reference),
        )
    else:
        rates = (
            said_of(about["power"], "{group}: last, of every 100 searches", group=group),
            said_of(about["power"], "{group}: last, of every 100 searches", group=reference),
        )
    return (
        say("First, times the {reference} rate", reference=reference),
        say("Last, times the {reference} rate", reference=reference),
        *rates,
    )


def _missing(points: list[dict[str, Any]]) -> str | None:
    if not points:
        return None
    months = notes.listed([notes.period(point["from"], point["to"]) for point in points])
    return say("Missing, and not zero: {months}.", months=months)
