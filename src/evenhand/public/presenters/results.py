"""What a search finds: forces, places, measures, methods, and a figure by its reference."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures import measures
from evenhand.measures.library import POWERS
from evenhand.measures.words.messages import say
from evenhand.public import places
from evenhand.public.addresses import Reference, ReferenceConverter, figure_url
from evenhand.public.presenters.found import find_url
from evenhand.public.presenters.methods import methods
from evenhand.publications.models import Figure

MOST = 10  # of one kind; more would hide the next kind on a phone
Ask = Callable[[Reference], Figure | None]


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, its address and a line about it."""

    name: str
    url: str
    words: str


@dataclass(frozen=True)
class Kind:
    """Everything found of one kind; ``more`` says how many are not listed."""

    title: str
    hits: tuple[Hit, ...]
    more: str | None


@dataclass(frozen=True)
class Results:
    """What a search found.

    Attributes
    ----------
    count : how many, in words; also in the title of the page and in its status line.
    """

    asked: str
    count: str
    kinds: tuple[Kind, ...]


def results(asked: str, *, with_figures: Mapping[str, str], figure: Ask) -> Results:
    """Search everything that has a name.

    Parameters
    ----------
    asked : a name, a part of one, the first half of a postcode, or a figure's reference.
    with_figures : names of the forces that have figures on this site, by id.
    figure : gives the figure of a reference, or nothing.
    """
    asked = asked[: places.LONGEST]
    found = (
        (say("Figures"), _figures(asked, figure)),
        (say("Forces"), _forces(asked, with_figures)),
        (say("Measures"), _measures(asked)),
        (say("Places"), _places(asked, with_figures)),
        (say("Methods"), _methods(asked)),
    )
    kinds = tuple(
        Kind(title, tuple(hits[:MOST]), _more(len(hits))) for title, hits in found if hits
    )
    return Results(asked, _count(asked, sum(len(hits) for _, hits in found)), kinds)


def _count(asked: str, count: int) -> str:
    if count == 0:
        return say("Nothing found for “{asked}”", asked=asked)
    if count == 1:
        return say("One result for “{asked}”", asked=asked)
    return say("{count} results for “{asked}”", count=f"{count:,}", asked=asked)


def _more(count: int) -> str | None:
    if count <= MOST:
        return None
    return say(
        "The first {most} of {count}. Type more of the name.", most=str(MOST), count=str(count)
    )


def _forces(asked: str, with_figures: Mapping[str, str]) -> list[Hit]:
    return [
        Hit(name, reverse("force", args=[force]), say("Its figures"))
        for force, name in sorted(with_figures.items(), key=lambda one: one[1])
        if _holds(asked, name)
    ]


def _measures(asked: str) -> list[Hit]:
    return [
        Hit(say(one.title), reverse("measure-across", args=[one.id]), say(one.question))
        for power in POWERS
        for one in measures(power).values()
        if _holds(asked, f"{one.title} {one.id} {one.question}")
    ]


def _methods(asked: str) -> list[Hit]:
    return [
        Hit(one.title, one.url, one.question)
        for one in methods().values()
        if _holds(asked, f"{one.title} {one.id} {one.question}")
    ]


def _places(asked: str, with_figures: Mapping[str, str]) -> list[Hit]:
    ask = say("Which police force?")
    code = places.outward_code(asked)
    known = code is not None and places.find(code).places
    named = [
        place
        for place in places.beginning(asked, most=MOST * 10)
        if place.within != places.FORCE or not with_figures.keys() & {*place.forces}
    ]
    names = [*([code] if code and known else []), *(_label(place) for place in named)]
    return [Hit(name, find_url(name), ask) for name in names]


def _label(place: places.Place) -> str:
    if place.within in ("", place.name, places.AUTHORITY, places.FORCE):
        return place.name
    return f"{place.name}, {place.within}"


def _figures(asked: str, figure: Ask) -> list[Hit]:
    reference = re.search(ReferenceConverter.regex, asked)
    found = figure(ReferenceConverter().to_python(reference[0])) if reference else None
    if found is None:
        return []
    return [Hit(found.reference, figure_url(found), found.result["sentence"])]


def _holds(asked: str, text: str) -> bool:
    """Whether every word asked for begins a word of the text."""
    wanted, words = places.key(asked).split(), places.key(text).split()
    return bool(wanted) and all(_any_begins(words, start) for start in wanted)


def _any_begins(words: Iterable[str], start: str) -> bool:
    return any(word.startswith(start) for word in words)
