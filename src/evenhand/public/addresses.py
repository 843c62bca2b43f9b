"""The permanent address of a figure: its reference, which no new database would change."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from evenhand.publications.models import Figure


class Reference(NamedTuple):
    """What a figure's reference is made of."""

    measure: str
    place: str
    first_month: str
    last_month: str
    grouping: str
    number: int


class ReferenceConverter:
    """Reads a reference in an address: ``search-rate/kent/2024-01--2024-12/five-groups/1``."""

    regex = r"[a-z0-9-]+/[a-z0-9-]+/[0-9]{4}-[0-9]{2}--[0-9]{4}-[0-9]{2}/[a-z0-9-]+/[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> Reference:
        """The parts of a reference."""
        measure, place, months, grouping, number = value.split("/")
        first, last = months.split("--")
        return Reference(measure, place, first, last, grouping, int(number))

    def to_url(self, value: str) -> str:
        """A reference as it stands in an address: already a text."""
        return value


def figure_url(figure: Figure) -> str:
    """The address of a figure's page."""
    return reverse("figure", args=[figure.reference])


def file_url(figure: Figure, suffix: str) -> str:
    """The address of a figure's file: the page's, with ``.csv``, ``.json`` and so on."""
    return reverse("figure", args=[figure.reference]).rstrip("/") + suffix


def host(request: HttpRequest) -> str:
    """Where the site is, as the reader called it: Django has checked that it answers to that."""
    return f"{request.scheme}://{request.get_host()}"
