"""Where on this site stands what the public ledger names, and what a reader calls it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.scrutiny.told.linked import Advised

A_FINDING = re.compile(r"draw/([a-z0-9-]+)/([0-9]+)/findings?/([0-9]+)")
A_DRAW = re.compile(r"draw/([a-z0-9-]+)/([0-9]+)")
A_MEETING = re.compile(r"(meeting|visit)/([a-z0-9-]+)/([0-9]+)")
A_PACK = re.compile(r"pack/([a-z0-9-]+)/([0-9]+)/([0-9]+)")
AN_ALERT = re.compile(r"alert/([a-z0-9-]+)/([0-9]+)")
AN_ACTION = re.compile(r"plan/([a-z0-9-]+)/([0-9]+)/([a-z0-9-]+)")
A_RECOMMENDATION = re.compile(r"recommendation/([a-z0-9-]+)/([0-9]+)")


@dataclass(frozen=True)
class Place:
    """A name and where it leads; without an address it stands as words alone."""

    words: str
    url: str


def place(subject: str) -> Place:
    """The page of what the ledger calls so; the ledger's own name where this site has none."""
    for pattern, of in _PAGES:
        found = pattern.fullmatch(subject)
        if found:
            return of(*found.groups())
    return Place(subject, "")


def draw_url(panel: str, number: int | str) -> str:
    """The page of a draw."""
    return reverse("panel-draw", args=[panel, int(number)])


def meeting_url(panel: str, number: int | str) -> str:
    """The page of a meeting or a visit."""
    return reverse("panel-meeting", args=[panel, int(number)])


def recommendation_url(force: str, number: int | str) -> str:
    """The page of a recommendation."""
    return reverse("recommendation", args=[force, int(number)])


def advice(found: Iterable[Advised]) -> tuple[Place, ...]:
    """The pages of recommendations."""
    return tuple(
        Place(
            say("Recommendation {number} of {maker}", number=str(one.number), maker=one.maker),
            recommendation_url(one.force, one.number),
        )
        for one in found
    )


def draws_behind(found: Iterable[Advised]) -> tuple[Place, ...]:
    """The draws, and findings of them, that led to recommendations."""
    return _behind(found, A_DRAW, A_FINDING)


def alerts_behind(found: Iterable[Advised]) -> tuple[Place, ...]:
    """The alerts that led to recommendations."""
    return _behind(found, AN_ALERT)


def _behind(found: Iterable[Advised], *kinds: re.Pattern[str]) -> tuple[Place, ...]:
    subjects = dict.fromkeys(subject for one in found for subject in one.comes_from)
    return tuple(place(one) for one in subjects if any(kind.fullmatch(one) for kind in kinds))


def _finding(panel: str, draw: str, number: str) -> Place:
    words = say("Finding {number} of the panel’s draw {draw}", number=number, draw=draw)
    return Place(words, f"{draw_url(panel, draw)}#finding-{number}")


def _draw(panel: str, number: str) -> Place:
    return Place(say("The panel’s draw {number}", number=number), draw_url(panel, number))


def _meeting(kind: str, panel: str, number: str) -> Place:
    words = (
        say("The panel’s visit {number}", number=number)
        if kind == "visit"
        else say("The panel’s meeting {number}", number=number)
    )
    return Place(words, meeting_url(panel, number))


def _pack(panel: str, meeting: str, version: str) -> Place:
    words = say("Data pack of the panel’s meeting {number}", number=meeting)
    return Place(words, reverse("pack", args=[panel, int(meeting), int(version)]))


def _alert(force: str, number: str) -> Place:
    return Place(say("Alert {number}", number=number), reverse("alert", args=[force, int(number)]))


def _action(force: str, iteration: str, key: str) -> Place:
    return Place(
        say("The action “{key}” of the plan", key=key.replace("-", " ")),
        reverse("plan-action", args=[force, int(iteration), key]),
    )


def _recommendation(force: str, number: str) -> Place:
    words = say("Recommendation {number}", number=number)
    return Place(words, recommendation_url(force, number))


_PAGES = (
    (A_FINDING, _finding),
    (A_DRAW, _draw),
    (A_MEETING, _meeting),
    (A_PACK, _pack),
    (AN_ALERT, _alert),
    (AN_ACTION, _action),
    (A_RECOMMENDATION, _recommendation),
)
