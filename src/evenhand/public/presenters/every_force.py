"""All forces in alphabetical order, each beside its own expected range; never ranked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.public.addresses import figure_url
from evenhand.public.presenters.across import context
from evenhand.public.presenters.emphasis import with_bold_range
from evenhand.public.presenters.lists import every_force
from evenhand.public.presenters.table import how
from evenhand.public.presenters.versions import since_first
from evenhand.publications.charts import across
from evenhand.publications.models import Figure

RAILWAYS = "British Transport Police"
SAME = 1.0  # of a ratio: both groups fare alike


@dataclass(frozen=True)
class ForceLine:
    """One force: what can be said of it, or why nothing can.

    Attributes
    ----------
    sentence : with its range; or, where ``given`` is false, why there is none.
    how : where its page says how we got the numbers.
    cell : the force's mark and its own expected range; None where there is nothing to draw, and
        ``no_cell`` then says why.
    corrected : what happened to the figure since it was first published; None if nothing did.
    unknown : how often ethnicity was not recorded, and how far that could move the answer.
    """

    name: str
    url: str | None
    given: bool
    sentence: Markup
    how: str | None = None
    cell: Markup | None = None
    no_cell: str | None = None
    period: str | None = None
    corrected: str | None = None
    unknown: str | None = None
    unknown_range: str | None = None


@dataclass(frozen=True)
class ForceLines:
    """Every force, the one scale of all their pictures, and what the numbers are set against."""

    forces: tuple[ForceLine, ...]
    axis: Markup | None
    context: tuple[str, ...]


def force_lines(figures: Iterable[Figure]) -> ForceLines:
    """A line for every force that there is, whether or not it has a figure.

    Parameters
    ----------
    figures : the latest standing figure of each force, of one measure.
    """
    latest = {figure.force.name: figure for figure in figures if figure.force}
    names = every_force(figure.force for figure in latest.values() if figure.force)
    drawn = {name: _row(figure) for name, figure in latest.items()}
    scale = across.scale_of([*drawn.values()], same=SAME) if drawn else None
    cells = {
        name: _picture(across.cell(row, scale, label=_label(latest[name]), same=SAME))
        for name, row in drawn.items()
        if scale and row["value"] is not None
    }
    label = say("Times as often. The upright line: both groups alike.")
    axis = _picture(across.axis(scale, label=label, same=SAME)) if scale and cells else None
    shown = list(latest.values())
    return ForceLines(
        tuple(_line(one.name, latest, cells) for one in names),
        axis,
        context(shown, shown[0].about) if shown else (),
    )


def _row(figure: Figure) -> dict[str, Any]:
    focus = _focus(figure.result)
    ends = {"value": "ratio", "low": "ratio_low", "high": "ratio_high"}
    expected = figure.expected
    return {
        **{end: focus.get(name) for end, name in ends.items()},
        "expected_low": expected.get("low"),
        "expected_high": expected.get("high"),
    }


def _label(figure: Figure) -> str:
    focus = _focus(figure.result)
    low, high = numbers.times_range(focus["ratio_low"], focus["ratio_high"])
    ends = {"place": figure.place_name, "low": low, "high": high}
    if "low" not in figure.expected:
        return say("{place}: between {low} and {high} times as often.", **ends)
    first, last = numbers.times_range(figure.expected["low"], figure.expected["high"])
    return say(
        "{place}: between {low} and {high} times as often. Its expected range is {first} to "
        "{last} times.",
        **ends,
        first=first,
        last=last,
    )


def _picture(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 (drawn by our own code, from escaped words and numbers)


def _focus(result: Mapping[str, Any]) -> Mapping[str, Any]:
    return next((row for row in result["rows"] if row["group"] == result["ratio_group"]), {})


def _line(name: str, latest: Mapping[str, Figure], cells: Mapping[str, Markup]) -> ForceLine:
    if name not in latest:
        return ForceLine(name, None, given=False, sentence=Markup.escape(_nothing(name)))
    figure = latest[name]
    result = figure.result
    share, ends = unknown(result)
    return ForceLine(
        name=name,
        url=reverse("force", args=[figure.force_id]),
        given=True,
        sentence=with_bold_range(result["sentence"], first=True),
        how=figure_url(figure) + how(result["ratio_group"]),
        cell=cells.get(name),
        no_cell=None if name in cells else _not_drawn(result),
        period=notes.period(result["from"], result["to"]),
        corrected=since_first(figure),
        unknown=share,
        unknown_range=ends,
    )


def _not_drawn(result: Mapping[str, Any]) -> str:
    if _focus(result).get("suppressed"):
        return say("Not shown, to protect people")
    return say("No comparison")


def _nothing(name: str) -> str:
    if name == RAILWAYS:
        return say(
            "No figures yet. Nobody lives on the railways, so there can be counts and no rates."
        )
    return say("No figures yet on this site.")


def unknown(result: Mapping[str, Any]) -> tuple[str, str | None]:
    """Say how often ethnicity was not recorded, and how far the answer could lie if it had been."""
    if result["unknown_share"] is None:
        return say("Not shown, to protect people"), None
    told = say("{share} of every 100", share=numbers.of_every_100(result["unknown_share"]))
    focus = _focus(result)
    if focus.get("suppressed"):
        return told, say("Not shown, to protect people")
    if focus.get("unknown_low") is None or focus.get("unknown_high") is None:
        return told, None
    low, high = numbers.times_range(focus["unknown_low"], focus["unknown_high"])
    return told, say("{low} to {high} times", low=low, high=high)
