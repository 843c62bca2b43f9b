"""A measure across forces: all together first, then each of them, in alphabetical order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from evenhand.measures import Measure, measures
from evenhand.measures.library import POWERS
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.measures.words.powers import said_of
from evenhand.public.addresses import figure_url
from evenhand.public.presenters.choosing import Asked, Choices, File, choices, files, other_months
from evenhand.public.presenters.emphasis import with_hero
from evenhand.public.presenters.keys import Keys, beside
from evenhand.public.presenters.powers import power_name
from evenhand.public.presenters.table import how, line
from evenhand.public.presenters.workings import LEFT_OUT
from evenhand.publications.charts.across import axis, cell, scale_of
from evenhand.publications.charts.scale import Linear
from evenhand.publications.lists import Across
from evenhand.publications.making import wording
from evenhand.publications.models import Figure
from evenhand.publications.reporting.cells import Cell

SAME = 1.0  # the ratio at which both groups fare alike


@dataclass(frozen=True)
class Place:
    """One force: its numbers, each with its likely range; or ``hidden``, why there are none.

    Attributes
    ----------
    how, how_reference : where its figure says how we got the numbers of the group, and of the one
        it is compared with.
    how_unknown : the same of searches without ethnicity; None where their share is not said.
    """

    name: str
    url: str
    how: str
    how_reference: str
    how_unknown: str | None
    months: str
    group: Cell
    reference: Cell
    difference: Cell
    ratio: Cell
    unknown: Cell
    not_recorded: str
    picture: Markup
    expected: str | None
    hidden: str | None


@dataclass(frozen=True)
class Together:
    """All forces: the answer within each of them beside that of all taken together."""

    how: str
    lead: Markup
    within: Cell
    pooled: Cell
    unknown: str | None
    context: tuple[str, ...]


@dataclass(frozen=True)
class AcrossPage:
    """Everything that the page shows, in words."""

    measure: str
    title: str
    question: str
    counted: str
    together: Together | None
    headings: tuple[str, ...]
    axis: Markup
    key: Keys
    places: tuple[Place, ...]
    context: tuple[str, ...]
    caveats: tuple[str, ...]
    choices: Choices
    files: tuple[File, ...]
    others: tuple[File, ...]


def across_page(found: Across, asked: Asked, about: Mapping[str, Any]) -> AcrossPage:
    """Lay out a measure's figures beside each other.

    Parameters
    ----------
    found : the figures.
    asked : which of them, and of which group.
    about : the measure: its id, title, question, focus, reference and caveats.
    """
    own = asked.group == about["focus"]
    share = about["kind"] != "rate"
    rows = [_drawn(figure, asked.group, own=own) for figure in found.figures]
    scale = scale_of(rows, same=SAME)
    return AcrossPage(
        measure=about["id"],
        title=about["title"],
        question=about["question"],
        counted=counted(len(found.figures), len(found.chosen.places)),
        together=together(found.together, asked.group, share=share) if found.together else None,
        headings=headings(asked.group, about["reference"], share=share, power=about["power"]),
        axis=_axis(scale, about["reference"]),
        key=beside(),
        places=tuple(
            _place(figure, asked.group, row, scale)
            for figure, row in zip(found.figures, rows, strict=True)
        ),
        context=context(found.figures, about),
        caveats=tuple(about["caveats"]),
        choices=choices(found.chosen, asked, about["reference"]),
        files=files(asked, about["id"]),
        others=other_months(found.chosen, asked),
    )


def context(figures: Sequence[Figure], about: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what every number on the page is set against: records, people, group and months."""
    results = [figure.result for figure in figures]
    censuses = [result["population"] for result in results if result["population"]]
    included = any(result["includes_btp"] for result in results)
    return (
        wording.what_is_counted(about),
        wording.compared_with(about, census=max(censuses, default=None)),
        wording.reference(about),
        notes.transport_police(included=included, power=about["power"]),
    )


def counted(shown: int, known: int) -> str:
    """Say how many forces are shown, of how many."""
    if shown == known == 1:
        return say("The only force with a figure here")
    if shown == known:
        return say("All {known} forces with a figure here", known=str(known))
    return say("{shown} of {known} forces", shown=str(shown), known=str(known))


def headings(group: str, reference: str, *, share: bool, power: str) -> tuple[str, ...]:
    """Name the columns: what is counted, of whom, and of how many."""
    if share:
        rates = (
            said_of(power, "{group}: of every 100 searches", group=named(group)),
            said_of(power, "{group}: of every 100 searches", group=named(reference)),
        )
    else:
        rates = (
            say("{group}: per 1,000 residents a year", group=named(group)),
            say("{group}: per 1,000 residents a year", group=named(reference)),
        )
    return (
        *rates,
        say("Difference"),
        say("Times the {group} rate", group=named(reference)),
        say("Beside its expected range"),
        say("If all were known, times"),
        say("Not recorded, of every 100"),
    )


def _place(figure: Figure, group: str, drawn: Mapping[str, Any], scale: Linear) -> Place:
    result = figure.result
    share, reference = result["rate_unit"] == "share", result["reference"]
    rows = {row["group"]: row for row in result["rows"]}
    laid_out = line(rows[group], reference=reference, share=share)
    compared = line(rows[reference], reference=reference, share=share)
    url = figure_url(figure)
    label = _seen(figure.place_name, drawn, reference)
    return Place(
        name=figure.place_name,
        url=url,
        how=url + laid_out.how,
        how_reference=url + compared.how,
        how_unknown=url + LEFT_OUT if result["unknown_share"] is not None else None,
        months=notes.period(figure.first_month, figure.last_month),
        group=laid_out.rate,
        reference=compared.rate,
        difference=laid_out.difference,
        ratio=laid_out.ratio,
        unknown=laid_out.unknown,
        not_recorded=not_recorded(result),
        picture=Markup(cell(drawn, scale, label=label, same=SAME)),  # noqa: S704 (drawn by us)
        expected=_expected(drawn),
        hidden=laid_out.hidden
        or (None if rows[group]["rate"] is not None else rows[group]["sentence"]),
    )


def _seen(place: str, drawn: Mapping[str, Any], reference: str) -> str:
    """What the picture of one force shows, as one sentence for someone who does not see it."""
    words = {"place": place, "reference": named(reference)}
    if drawn["value"] is None or drawn["low"] is None or drawn["high"] is None:
        return say("{place}: there is no comparison to draw.", **words)
    ratio, low, high = numbers.times_with_range(drawn["value"], drawn["low"], drawn["high"])
    words |= {"ratio": ratio, "low": low, "high": high}
    if drawn["inside"] is None:
        return say(
            "{place}: {ratio} times the {reference} rate, likely range {low} to {high}.", **words
        )
    _, first, last = _expected_ends(drawn)
    words |= {"first": first, "last": last}
    return {
        "within": say(
            "{place}: {ratio} times the {reference} rate, likely range {low} to {high}. It lies "
            "within its expected range of {first} to {last}.",
            **words,
        ),
        "above": say(
            "{place}: {ratio} times the {reference} rate, likely range {low} to {high}. It lies "
            "above its expected range of {first} to {last}.",
            **words,
        ),
        "below": say(
            "{place}: {ratio} times the {reference} rate, likely range {low} to {high}. It lies "
            "below its expected range of {first} to {last}.",
            **words,
        ),
    }[drawn["inside"]]


def _drawn(figure: Figure, group: str, *, own: bool) -> dict[str, Any]:
    """What the picture of one force draws: its ratio, and the range expected of it."""
    row = next(row for row in figure.result["rows"] if row["group"] == group)
    found = figure.expected if own else {}
    return {
        "value": row["ratio"],
        "low": row["ratio_low"],
        "high": row["ratio_high"],
        "expected_low": found.get("low"),
        "expected_high": found.get("high"),
        "inside": found.get("inside"),
        "status": "not shown" if row["suppressed"] else row["status"],
    }


def _axis(scale: Linear, reference: str) -> Markup:
    label = say("Scale: times the {group} rate, from zero", group=named(reference))
    return Markup(axis(scale, label=label, same=SAME))  # noqa: S704 (drawn by us)


def not_recorded(result: Mapping[str, Any]) -> str:
    """Say of how many of every 100 the group is not known, or why that is not said."""
    share = result["unknown_share"]
    if share is None:
        return say("Not shown, to protect people")
    return numbers.of_every_100(share)


def _expected(drawn: Mapping[str, Any]) -> str | None:
    if drawn["inside"] is None:
        return None
    _, low, high = _expected_ends(drawn)
    return {
        "within": say("expected {low} to {high}: within it", low=low, high=high),
        "above": say("expected {low} to {high}: above it", low=low, high=high),
        "below": say("expected {low} to {high}: below it", low=low, high=high),
    }[drawn["inside"]]


def _expected_ends(drawn: Mapping[str, Any]) -> tuple[str, str, str]:
    ends = (drawn["value"], drawn["expected_low"], drawn["expected_high"])
    return numbers.times_with_range(*ends)


def together(figure: Figure, group: str, *, share: bool) -> Together:
    """Lay out the figure of all forces: within each of them, and all taken together."""
    result = figure.result
    row = next(row for row in result["rows"] if row["group"] == group)
    explained = figure_url(figure) + how(group)
    return Together(
        how=explained,
        lead=with_hero(row["sentence"], explained),
        within=_ratio(row, "within_force_ratio"),
        pooled=line(row, reference=result["reference"], share=share).ratio,
        unknown=row["unknown_sentence"],
        context=tuple(figure.wording["context"]),
    )


def _ratio(row: Mapping[str, Any], name: str) -> Cell:
    ends: Sequence[float | None] = [row[name + end] for end in ("", "_low", "_high")]
    if any(end is None for end in ends):
        return Cell(None, words=say("We cannot tell"))
    ratio, low, high = numbers.times_with_range(*(float(end) for end in ends if end is not None))
    return Cell(ratio, say("{low} to {high}", low=low, high=high))


@dataclass(frozen=True)
class Entry:
    """One measure of the list."""

    title: str
    url: str
    question: str
    forces: str


@dataclass(frozen=True)
class MeasureGroup:
    """The measures of one power, under its name."""

    name: str
    power: str
    entries: tuple[Entry, ...]


def measure_groups(found: Sequence[tuple[str, int]]) -> list[MeasureGroup]:
    """List measures by power, with their questions and how many forces have a figure."""
    every = [
        MeasureGroup(power_name(power), power, tuple(_entries(found, measures(power))))
        for power in POWERS
    ]
    return [one for one in every if one.entries]


def _entries(found: Sequence[tuple[str, int]], known: Mapping[str, Measure]) -> Iterator[Entry]:
    for name, forces in found:
        if name in known:
            yield Entry(
                say(known[name].title),
                reverse("measure-across", args=[name]),
                say(known[name].question),
                say("1 force") if forces == 1 else say("{count} forces", count=str(forces)),
            )
