"""What a file is about: its rows with everything that any format says of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.addresses import file_url
from evenhand.public.files import credit, rows
from evenhand.public.files.rows import Row
from evenhand.publications.models import Figure

ALL = "figures"  # the file of every standing figure: /data/figures.csv


@dataclass(frozen=True)
class Dataset:
    """A table of figures.

    Attributes
    ----------
    stem : what its files are called, without an ending.
    address : its files' address in full, without an ending.
    page : the page about it, in full.
    places : names of the forces in it.
    first, last : the months it covers; None where it is empty.
    released_at : of the newest figure in it, for machines; None where it is empty.
    rate_unit : of its rates, where they all have the same.
    digest : of the one figure in it, where there is one.
    """

    stem: str
    title: str
    description: str
    address: str
    page: str
    places: tuple[str, ...]
    first: str | None
    last: str | None
    attribution: str
    citation: str
    released_at: str | None
    rate_unit: str | None
    digest: str | None
    rows: Sequence[Row]

    @property
    def period(self) -> str | None:
        """The months covered, as an interval of ISO 8601."""
        return f"{self.first}/{self.last}" if self.first else None


def stem(figure: Figure) -> str:
    """What a figure's files are called, without an ending."""
    return "evenhand_" + figure.reference.replace("/", "_")


def of_figure(figure: Figure, host: str) -> Dataset:
    """One figure as a table.

    Parameters
    ----------
    host : where the site is, such as ``https://figures.example``.
    """
    result = figure.result
    return Dataset(
        stem=stem(figure),
        title=say(
            "{title}: {place}, {period}",
            title=result["title"],
            place=figure.place_name,
            period=notes.period(figure.first_month, figure.last_month),
        ),
        description=f"{result['question']} {result['sentence']}",
        address=host + file_url(figure, ""),
        page=credit.page_address(figure, host),
        places=tuple(result["force_names"]),
        first=figure.first_month,
        last=figure.last_month,
        attribution=credit.attribution(fictional=result["fictional"]),
        citation=credit.citation(figure, host),
        released_at=credit.moment(figure.released_at),
        rate_unit=result["rate_unit"],
        digest=figure.digest,
        rows=tuple(rows.rows(figure, host)),
    )


def of_all(figures: Iterable[Figure], host: str) -> Dataset:
    """Every figure given, as one table."""
    every = tuple(row for figure in figures for row in rows.rows(figure, host))
    page = host + reverse("datasets")
    return Dataset(
        stem=f"evenhand_{ALL}",
        title=say("Every standing figure of this site"),
        description=say(
            "All measures of all forces: for each group the count, the rate and the ratio, each "
            "with its likely range, and what is not known."
        ),
        address=page + ALL,
        page=page,
        places=tuple(sorted({row["force_name"] for row in every})),
        first=min((row["from"] for row in every), default=None),
        last=max((row["to"] for row in every), default=None),
        attribution=credit.attribution(fictional=any(row["fictional"] for row in every)),
        citation=say(
            "{publisher}. Every standing figure. {address}",
            publisher=credit.PUBLISHER,
            address=page,
        ),
        released_at=max((row["released_at"] for row in every), default=None),
        rate_unit=None,
        digest=None,
        rows=every,
    )
