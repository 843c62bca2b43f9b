"""The analyst's view: funnel and log ratios as frozen, and the numbers that they were drawn of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.measures.words.powers import said_of
from evenhand.public.addresses import figure_url
from evenhand.public.presenters.across import Together, context, together
from evenhand.public.presenters.choosing import Asked, File, files
from evenhand.public.presenters.page import Picture
from evenhand.public.presenters.table import how, line
from evenhand.publications.lists import Across
from evenhand.publications.models import Figure
from evenhand.publications.reporting.cells import Cell


@dataclass(frozen=True)
class Unit:
    """One force: the counts behind its ratio, the ratio, and the range expected of it.

    Attributes
    ----------
    how, how_reference : where its figure says how we got the numbers of each group.
    """

    name: str
    url: str
    how: str
    how_reference: str
    months: str
    group: str
    reference: str
    ratio: Cell
    expected: str


@dataclass(frozen=True)
class Drawn:
    """A picture with its heading and what there is to see in it."""

    heading: str
    caption: str
    picture: Picture


@dataclass(frozen=True)
class AnalystPage:
    """Everything that the page shows."""

    measure: str
    title: str
    question: str
    group: str
    reference: str
    together: Together | None
    drawn: tuple[Drawn, ...]
    dispersion: str
    units: tuple[Unit, ...]
    context: tuple[str, ...]
    exposure: str
    files: tuple[File, ...]


def analyst_page(found: Across, asked: Asked, about: Mapping[str, Any]) -> AnalystPage:
    """Lay out what an analyst asks of a measure.

    Parameters
    ----------
    found, asked : the figures, and which of them were asked for.
    about : the measure: its id, title, question, focus, reference and kind.
    """
    share = about["kind"] != "rate"
    charts = found.together.charts if found.together else {}
    return AnalystPage(
        measure=about["id"],
        title=about["title"],
        question=about["question"],
        group=named(about["focus"]),
        reference=named(about["reference"]),
        together=together(found.together, about["focus"], share=share) if found.together else None,
        drawn=tuple(_drawn(charts, found.together.expected)) if found.together else (),
        dispersion=dispersion(found.together.expected if found.together else {}),
        units=tuple(_unit(figure, about, share=share) for figure in found.figures),
        context=context(found.figures, about),
        exposure=said_of(
            about["power"],
            "Counts are events of exposure: residents times years for a rate, searches for a "
            "share.",
        ),
        files=files(asked, about["id"]),
    )


def _drawn(charts: Mapping[str, Any], spread: Mapping[str, Any]) -> Iterator[Drawn]:
    """The funnel and the log ratios, where they were drawn."""
    limits = (
        say(
            "Solid limits are those of chance alone; dashed ones also have what forces differ "
            "beyond it. Outside the dashed ones, neither explains the difference."
        )
        if spread.get("dispersion")
        else say("The limits are those of chance alone: forces differ beyond it too.")
    )
    told = {
        "funnel": (
            say("Funnel"),
            say(
                "Each force’s ratio against how exactly it is known, with limits of 95 and 99.8 "
                "per cent around the ratio of all forces. {limits}",
                limits=limits,
            ),
        ),
        "log_ratios": (
            say("Ratios on a log scale"),
            say(
                "Each force’s ratio with its likely range, in alphabetical order. Each step to "
                "the right doubles."
            ),
        ),
    }
    for name, (heading, caption) in told.items():
        if name in charts:
            yield Drawn(heading, caption, _picture(charts[name]))


def _picture(drawn: Mapping[str, str]) -> Picture:
    # Drawn by our own code when the figure was frozen, from escaped words and numbers.
    return Picture(narrow=Markup(drawn["340"]), wide=Markup(drawn["620"]))  # noqa: S704


def dispersion(spread: Mapping[str, Any]) -> str:
    """Say how much more forces differ than chance alone would make them."""
    found = spread.get("dispersion")
    if not found:
        return say(
            "Over-dispersion is not measured here: there are too few forces to tell, or this is a "
            "share. The limits are those of chance alone."
        )
    return say(
        "Over-dispersion among {forces} forces: phi {phi}, tau {tau} on the log scale. Phi is 1 "
        "where forces differ as chance alone would make them.",
        forces=str(spread["forces"]),
        phi=numbers.decimal(found["phi"], least=2),
        tau=numbers.decimal(found["tau_squared"] ** 0.5, least=2),
    )


def _unit(figure: Figure, about: Mapping[str, Any], *, share: bool) -> Unit:
    rows = {row["group"]: row for row in figure.result["rows"]}
    found = figure.expected
    expected = say("Not given")
    if found:
        _, low, high = numbers.times_with_range(found["value"], found["low"], found["high"])
        expected = say("{low} to {high}", low=low, high=high)
    return Unit(
        name=figure.place_name,
        url=figure_url(figure),
        how=figure_url(figure) + how(about["focus"]),
        how_reference=figure_url(figure) + how(about["reference"]),
        months=notes.period(figure.first_month, figure.last_month),
        group=_of(rows[about["focus"]]),
        reference=_of(rows[about["reference"]]),
        ratio=line(rows[about["focus"]], reference=about["reference"], share=share).ratio,
        expected=expected,
    )


def _of(row: Mapping[str, Any]) -> str:
    if row["events"] is None or row["exposure"] is None:
        return say("Not shown, to protect people") if row["suppressed"] else say("Not given")
    return say(
        "{events} of {exposure}",
        events=numbers.whole(row["events"]),
        exposure=f"{row['exposure']:,.0f}",
    )
