"""The answer to "which police force is mine?", in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.public.places import AUTHORITY, FORCE, Finding, Place
from evenhand.records import codes

COUNTRIES = ("scotland", "northern-ireland", "islands")


@dataclass(frozen=True)
class Choice:
    """One force: its name, and where its figures are; no address where it has none."""

    name: str
    url: str | None
    words: str


@dataclass(frozen=True)
class Answer:
    """What is known of one place."""

    sentence: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Suggestion:
    """A name that may have been meant, and where it leads."""

    name: str
    url: str


@dataclass(frozen=True)
class Found:
    """Everything that the page says about what was asked for.

    Attributes
    ----------
    asked : what was asked for; of a postcode, its first half.
    count : how many answers there are, in words; also in the title of the page.
    """

    asked: str
    count: str
    answers: tuple[Answer, ...]
    meant: tuple[Suggestion, ...]


def found(finding: Finding, with_figures: Mapping[str, str]) -> Found:
    """Shape what was found.

    Parameters
    ----------
    with_figures : names of the forces that have figures on this site, by id.
    """
    shown = tuple(place for place in finding.places if _is_real(place, with_figures))
    finding = replace(finding, places=shown)
    return Found(
        asked=finding.asked,
        count=_count(finding),
        answers=tuple(answer(place, with_figures) for place in finding.places),
        meant=tuple(Suggestion(name, find_url(name)) for name in finding.meant),
    )


def _is_real(place: Place, with_figures: Mapping[str, str]) -> bool:
    """A made-up force is offered only by the site that shows it."""
    forces = [force for force in place.forces if force not in COUNTRIES]
    return not forces or any(
        force in with_figures or not codes.force(force).fictional for force in forces
    )


def find_url(asked: str) -> str:
    """The address that answers for a name or the first half of a postcode."""
    return f"{reverse('find')}?{urlencode({'q': asked})}"


def _count(finding: Finding) -> str:
    if not finding.places:
        return say("We do not know “{asked}”", asked=finding.asked)
    place = finding.places[0]
    if len(finding.places) > 1:
        return say("More than one place is called {place}", place=place.name)
    if len(place.forces) > 1:
        return say("More than one police force in {place}", place=place.name)
    return say("Police force for {place}", place=place.name)


def answer(place: Place, with_figures: Mapping[str, str]) -> Answer:
    """Say who polices one place."""
    choices = tuple(choice(force, with_figures) for force in place.forces if force not in COUNTRIES)
    elsewhere = [force for force in place.forces if force in COUNTRIES]
    told = [_policed(place, choices)] if choices else []
    return Answer(" ".join([*told, *(_elsewhere(country) for country in elsewhere)]), choices)


def choice(force_id: str, with_figures: Mapping[str, str]) -> Choice:
    """A force to go to, or one whose figures are not here yet."""
    name = with_figures.get(force_id) or codes.force(force_id).name
    if force_id in with_figures:
        url = reverse("force", args=[force_id])
        return Choice(name, url, say("See what is known about {force}", force=name))
    return Choice(name, None, say("No figures of this force are on this site yet."))


def _policed(place: Place, choices: tuple[Choice, ...]) -> str:
    called = _label(place)
    if place.within == FORCE:
        return say("{force} is a police force.", force=choices[0].name)
    if len(choices) == 1:
        return say("{place} is policed by {force}.", place=called, force=choices[0].name)
    return say(
        "Different parts of {place} are policed by different forces. Most addresses there belong "
        "to the first of these.",
        place=called,
    )


def _label(place: Place) -> str:
    if place.within in ("", AUTHORITY, FORCE, place.name):
        return place.name
    return say("{place} ({within})", place=place.name, within=place.within)


def _elsewhere(country: str) -> str:
    return {
        "scotland": say(
            "Scotland has one police force, Police Scotland, and keeps records of its own. They "
            "are not on this site, which is about England and Wales."
        ),
        "northern-ireland": say(
            "Northern Ireland is policed by the Police Service of Northern Ireland. Its records "
            "are not on this site, which is about England and Wales."
        ),
        "islands": say(
            "Jersey, Guernsey and the Isle of Man have police forces of their own. Their records "
            "are not on this site, which is about England and Wales."
        ),
    }[country]
