"""Lists: of forces, in alphabetical order; of a force's measures, one sentence each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from evenhand.forces.models import Force
from evenhand.measures.words.messages import say
from evenhand.public.presenters.powers import by_power, power_name
from evenhand.publications.making.wording import compared_with
from evenhand.publications.models import Figure
from evenhand.records import codes

WITHOUT_RECORDS = "northern-ireland"  # publishes its searches elsewhere


@dataclass(frozen=True)
class Name:
    """A force's name and where it leads: nowhere, where no figure of it is on this site."""

    name: str
    url: str | None


@dataclass(frozen=True)
class Entry:
    """A name, where it leads, and what can be said in a sentence."""

    name: str
    url: str
    sentence: str
    note: str


@dataclass(frozen=True)
class Group:
    """The measures of one power, under its name."""

    name: str
    power: str
    entries: list[Entry]


def every_force(with_figures: Iterable[Force]) -> list[Name]:
    """Every force of England and Wales, and the British Transport Police.

    A site of made-up forces lists those alone: real ones never stand beside them.
    """
    here = {force.id: force.name for force in with_figures}
    fictional = any(codes.force(force).fictional for force in here)
    real = [one for one in codes.real_forces() if one.force != WITHOUT_RECORDS and not fictional]
    known = {**{one.force: one.name for one in real}, **here}
    return [
        Name(known[force], reverse("force", args=[force]) if force in here else None)
        for force in sorted(known, key=known.__getitem__)
    ]


def measure_lines(figures: Iterable[Figure]) -> list[Entry]:
    """One entry a measure, with its sentence."""
    return [
        Entry(
            figure.about["title"],
            reverse("measure", args=[figure.force_id, figure.measure]),
            figure.wording["lead"],
            say(
                "{months} {compared}",
                months=figure.wording["context"][0],
                compared=compared_with(figure.about, census=figure.result["population"]),
            ),
        )
        for figure in figures
    ]


def measure_groups(figures: Iterable[Figure]) -> list[Group]:
    """The measures of a force by power, each with its sentence."""
    return [
        Group(power_name(power), power, measure_lines(of))
        for power, of in by_power(figures).items()
    ]
