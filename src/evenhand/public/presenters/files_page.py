"""The page on a force's files: findings, months, what was not recorded, and the files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.addresses import figure_url
from evenhand.public.presenters.every_force import unknown
from evenhand.public.presenters.powers import PowerWords, power_words
from evenhand.public.presenters.quality import Checked, checked
from evenhand.public.presenters.workings import LEFT_OUT, Source, workings
from evenhand.publications.models import Figure

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Names of months short enough for twelve columns on a phone."""


@dataclass(frozen=True)
class MonthCell:
    """One month of the grid: its short name, its status, and the whole of it in words."""

    name: str
    status: str
    words: str


@dataclass(frozen=True)
class YearOfMonths:
    """The months of one calendar year; None before the first month or after the last."""

    year: str
    months: tuple[MonthCell | None, ...]


@dataclass(frozen=True)
class UnknownYear:
    """How often ethnicity was not recorded over some months, and how far that moves the answer.

    Attributes
    ----------
    how : where the figure of these months says how we got the numbers.
    """

    period: str
    how: str
    share: str
    ends: str | None


@dataclass(frozen=True)
class FilesPage:
    """Everything that the page on a force's files shows."""

    observed: str
    checks: tuple[Checked, ...]
    years: tuple[YearOfMonths, ...]
    names: tuple[str, ...]
    unknown: tuple[UnknownYear, ...]
    sources: tuple[Source, ...]
    figure: Figure
    words: PowerWords


def files_page(figure: Figure, years: Sequence[Figure]) -> FilesPage:
    """Shape what a force's leading figure, and those of other years, know of its files.

    Parameters
    ----------
    figure : the leading figure over the latest months.
    years : the standing figures of the same measure, with their results.
    """
    return FilesPage(
        observed=figure.wording["context"][0],
        checks=checked(figure.quality),
        years=months(figure.months),
        names=tuple(say(name) for name in SHORT),
        unknown=tuple(_unknown(one) for one in years),
        sources=workings(figure).sources,
        figure=figure,
        words=power_words(figure.power),
    )


def months(rows: Sequence[Mapping[str, Any]]) -> tuple[YearOfMonths, ...]:
    """Lay months out, a calendar year a line."""
    cells = {row["month"]: _cell(row) for row in rows}
    return tuple(
        YearOfMonths(
            year, tuple(cells.get(f"{year}-{month:02d}") for month in range(1, len(SHORT) + 1))
        )
        for year in sorted({month[:4] for month in cells})
    )


def _cell(row: Mapping[str, Any]) -> MonthCell:
    name = notes.month(row["month"])
    words = {
        "whole": say("{month}: supplied", month=name),
        "partial": say("{month}: supplied in part", month=name),
        "missing": say("{month}: missing, not counted as zero", month=name),
        "hidden": say("{month}: supplied; its count is not shown, to protect people", month=name),
    }
    return MonthCell(name, row["status"], words[row["status"]])


def _unknown(figure: Figure) -> UnknownYear:
    share, ends = unknown(figure.result)
    period = notes.period(figure.result["from"], figure.result["to"])
    return UnknownYear(period, figure_url(figure) + LEFT_OUT, share, ends)
