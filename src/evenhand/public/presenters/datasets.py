"""The page of datasets: every figure in one file, each measure's latest, and how to read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.forces.models import Force
from evenhand.measures.words.messages import say
from evenhand.public.files import credit
from evenhand.public.files.columns import COLUMNS, Kind
from evenhand.public.files.formats import FORMATS, METADATA, WHOLE
from evenhand.public.files.snippets import Snippet, csv_address, snippets
from evenhand.public.presenters.downloads import forms
from evenhand.public.presenters.versions import Other, revisions
from evenhand.publications.lists import Revision
from evenhand.publications.models import Figure


@dataclass(frozen=True)
class Link:
    """A file: its name and address."""

    name: str
    url: str


@dataclass(frozen=True)
class Latest:
    """A measure of the chosen force, with the addresses of its latest figure's files."""

    title: str
    url: str
    files: tuple[Link, ...]


@dataclass(frozen=True)
class Choice:
    """A force that can be chosen."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True)
class Meaning:
    """What one column means."""

    name: str
    kind: str
    description: str
    unit: str | None


@dataclass(frozen=True)
class DatasetsPage:
    """Everything that the page of datasets shows."""

    whole: tuple[Link, ...]
    address: str
    choices: tuple[Choice, ...]
    chosen: str | None
    latest: tuple[Latest, ...]
    snippets: tuple[Snippet, ...]
    columns: tuple[Meaning, ...]
    licence: str
    licence_address: str
    metadata_url: str
    revisions: tuple[Other, ...]


def datasets_page(
    forces: Iterable[Force],
    chosen: str,
    measures: Sequence[Figure],
    revised: Iterable[Revision],
    host: str,
) -> DatasetsPage:
    """Lay out the page.

    Parameters
    ----------
    forces : those that have figures, by name.
    chosen : the id of the force whose files are listed, or nothing.
    measures : the latest figure of each of its measures; empty where no force is chosen.
    revised : what took another figure's place, the newest first.
    host : where the site is.
    """
    known = tuple(forces)
    return DatasetsPage(
        whole=tuple(Link(name, _whole(ending)) for ending, name in _named(WHOLE)),
        address=csv_address(host),
        choices=tuple(Choice(one.id, one.name, one.id == chosen) for one in known),
        chosen=next((one.name for one in known if one.id == chosen), None),
        latest=tuple(_latest(figure) for figure in measures),
        snippets=snippets(host),
        columns=tuple(
            Meaning(
                column.name,
                _kind(column.kind),
                say(column.description),
                say(column.unit) if column.unit else None,
            )
            for column in COLUMNS
        ),
        licence=credit.LICENCE,
        licence_address=credit.LICENCE_ADDRESS,
        metadata_url=_whole(METADATA),
        revisions=revisions(revised),
    )


def _whole(ending: str) -> str:
    return reverse("whole-file", args=[ending])


def _named(endings: Iterable[str]) -> list[tuple[str, str]]:
    names = {ending: name for ending, name, _ in forms()}
    return [(ending, names[ending]) for ending in endings]


def _latest(figure: Figure) -> Latest:
    place = [figure.place, figure.measure]
    return Latest(
        title=figure.result["title"],
        url=reverse("measure", args=place),
        files=tuple(
            Link(_short(ending), reverse("latest-file", args=[*place, ending]))
            for ending in FORMATS
            if ending != METADATA
        ),
    )


def _short(ending: str) -> str:
    """What an ending is called in a row of links."""
    return ending.removeprefix(".")


def _kind(kind: Kind) -> str:
    return say(kind.value)
