"""Lists: of forces, in alphabetical order; of a force's measures, one sentence each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from evenhand.forces.models import Force
from evenhand.publications import selectors
from evenhand.publications.models import Figure


@dataclass(frozen=True)
class Entry:
    """A name, where it leads, and what can be said in a sentence."""

    name: str
    url: str
    sentence: str
    note: str


def force_lines(forces: Iterable[Force], leading: str) -> list[Entry]:
    """One entry a force, with its leading sentence."""
    entries = []
    for force in forces:
        figure = selectors.latest(force.id, leading)
        if figure is not None:
            entries.append(_entry(force.name, reverse("force", args=[force.id]), figure))
    return entries


def measure_lines(figures: Iterable[Figure]) -> list[Entry]:
    """One entry a measure, with its sentence."""
    return [
        _entry(
            figure.about["title"],
            reverse("measure", args=[figure.force_id, figure.measure]),
            figure,
        )
        for figure in figures
    ]


def _entry(name: str, url: str, figure: Figure) -> Entry:
    return Entry(name, url, figure.wording["lead"], figure.wording["context"][0])
