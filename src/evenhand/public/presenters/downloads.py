"""The forms that a figure can be taken in, with what to write beside it."""

from dataclasses import dataclass
from html import escape

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.addresses import figure_url, file_url
from evenhand.public.files import credit
from evenhand.public.files.formats import FORMATS, METADATA
from evenhand.publications.models import Figure

LINKED = (".csv", ".json", METADATA)


@dataclass(frozen=True)
class File:
    """One form: what it is called, what it is good for, and how large at most."""

    name: str
    use: str
    size: str
    url: str
    media_type: str


@dataclass(frozen=True)
class Downloads:
    """Everything that the part of a page about taking the numbers shows.

    Attributes
    ----------
    linked : those that programs look for in the head of the page.
    quote : the sentence with its place, months and address, to copy.
    embed : the picture for another page: one image, without script or cookie.
    """

    files: tuple[File, ...]
    linked: tuple[File, ...]
    licence: str
    licence_address: str
    attribution: str
    citation: str
    address: str
    url: str
    quote: str
    embed: str


def downloads(figure: Figure, host: str) -> Downloads:
    """Lay out a figure's files.

    Parameters
    ----------
    host : where the site is; what is cited begins so.
    """
    files = {
        ending: File(
            name=name,
            use=use,
            size=size(FORMATS[ending].most),
            url=file_url(figure, ending),
            media_type=FORMATS[ending].media_type,
        )
        for ending, name, use in forms()
    }
    return Downloads(
        files=tuple(files.values()),
        linked=tuple(files[ending] for ending in LINKED),
        licence=credit.LICENCE,
        licence_address=credit.LICENCE_ADDRESS,
        attribution=credit.attribution(fictional=figure.result["fictional"]),
        citation=credit.citation(figure, host),
        address=credit.page_address(figure, host),
        url=figure_url(figure),
        quote=_quote(figure, host),
        embed=_embed(figure, host),
    )


def _quote(figure: Figure, host: str) -> str:
    return say(
        "{sentence} ({place}, {months}. {address})",
        sentence=figure.wording["lead"],
        place=figure.place_name,
        months=notes.period(figure.first_month, figure.last_month),
        address=credit.page_address(figure, host),
    )


def _embed(figure: Figure, host: str) -> str:
    address = host + file_url(figure, ".svg")
    return f'<img src="{address}" alt="{escape(_quote(figure, host))}">'


def size(most: int) -> str:
    """How large a file is at most, in words."""
    return say("less than {size} kB", size=str(most))


def forms() -> tuple[tuple[str, str, str], ...]:
    """Each ending with its name and what it is good for, those that most people want first."""
    return (
        (".csv", say("CSV"), say("one row for each group, for any program")),
        (".xlsx", say("Excel"), say("with a cover and notes, ready for a screen reader")),
        (".zip", say("Everything in one ZIP"), say("tables, picture, methods and files")),
        (".png", say("Picture (PNG)"), say("for slides and messages")),
        (".svg", say("Picture (SVG)"), say("sharp at every size")),
        (".json", say("JSON"), say("with files, methods and how it was counted")),
        (".parquet", say("Parquet"), say("for DuckDB, R and Python")),
        (METADATA, say("What the columns mean"), say("CSV on the Web, for machines")),
    )
