"""What panels of a force ask of their members, and how many are trained and vetted, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.public.presenters.scrutiny.panel import made_words, members_words
from evenhand.public.presenters.stop_answers import about_words
from evenhand.scrutiny.told.panels import Composition, ToldPanel
from evenhand.scrutiny.told.sitting import Asked, Statuses


@dataclass(frozen=True)
class Row:
    """A group: about how many members said it, how many live here, and how many would be alike."""

    name: str
    members: str
    residents: str
    alike: str


@dataclass(frozen=True)
class MembersPage:
    """Who sits on a force's panels, in words.

    Attributes
    ----------
    panels : by name, how many members, and whose terms end soon.
    asks : what each panel asks of members before they open a case.
    ready : how many are trained and vetted; or why that is not told.
    made, rows : whom the panels are made of, beside residents.
    """

    lead: str
    panels: tuple[tuple[str, str], ...]
    asks: tuple[str, ...]
    ready: str
    made: tuple[str, ...]
    rows: tuple[Row, ...]


def members_page(
    panels: Sequence[ToldPanel],
    asked: Sequence[Asked],
    found: Statuses | None,
    made: Composition | None,
) -> MembersPage:
    """Lay out who sits on a force's panels.

    Parameters
    ----------
    found, made : None where that would tell of somebody.
    """
    said = {one.panel for one in asked}
    silent = [one.name for one in panels if one.panel not in said]
    return MembersPage(
        lead=_lead(panels),
        panels=tuple((one.name, members_words(one)) for one in panels),
        asks=(*(_asks(one) for one in asked), *(_says_nothing(one) for one in silent)),
        ready=_ready(found) if found else _not_ready(),
        made=(*made_words(made).sentences, *([_residents(made)] if made else [])),
        rows=tuple(
            Row(
                one.name,
                about_words(one.members),
                numbers.whole(one.residents),
                numbers.whole(one.alike),
            )
            for one in (made.groups if made else ())
        ),
    )


def _lead(panels: Sequence[ToldPanel]) -> str:
    if not panels:
        return say(
            "No scrutiny panel of this force is on this site. That does not mean that all is well."
        )
    many = sum(one.members for one in panels)
    if len(panels) == 1:
        return say("{name}: {members}", name=panels[0].name, members=members_words(panels[0]))
    return say(
        "{panels} panels look at this force. Together they have {members} members.",
        panels=numbers.whole(len(panels)),
        members=numbers.whole(many),
    )


def _says_nothing(name: str) -> str:
    return say("{name} has not said whether members must be vetted or trained.", name=name)


def _not_ready() -> str:
    return say(
        "How many are vetted and trained is not shown, to protect people: too few members sit, or "
        "nobody kept it before this year began."
    )


def _residents(made: Composition) -> str:
    return say(
        "The reference is everybody who lived in the force’s area at the Census of 2021: {count} "
        "residents.",
        count=numbers.whole(sum(one.residents for one in made.groups)),
    )


def _asks(one: Asked) -> str:
    places = {"name": one.name, "day": in_words(one.since), "words": one.words}
    if one.vetting and one.training:
        return say(
            "{name}: since {day}, vetting must be held and training done before a member opens a "
            "case. “{words}”",
            **places,
        )
    if one.vetting:
        return say(
            "{name}: since {day}, vetting must be held before a member opens a case. “{words}”",
            **places,
        )
    if one.training:
        return say(
            "{name}: since {day}, training must be done before a member opens a case. “{words}”",
            **places,
        )
    return say(
        "{name}: since {day}, neither vetting nor training is asked for before a member opens a "
        "case. “{words}”",
        **places,
    )


def _ready(found: Statuses) -> str:
    return say(
        "When {year} began, of members: {members}, vetting was held by {vetted} and training done "
        "by {trained}. Each count is to the nearest ten, of all panels of the force together.",
        year=str(found.year),
        members=about_words(found.members),
        vetted=about_words(found.vetted),
        trained=about_words(found.trained),
    )
