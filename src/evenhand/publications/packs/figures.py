"""The parts of a pack that are made of released figures, and of what else is released of stops."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from evenhand.encounters.known.forms import source_names
from evenhand.encounters.told.coverage import newest, share_sentence
from evenhand.forces.models import Force
from evenhand.measures.library import measure
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import SEARCHES
from evenhand.publications.models import Figure
from evenhand.publications.packs.lines import Line, Part
from evenhand.publications.packs.topics import MEASURES, NAMED, Topic, never_told, others, topics
from evenhand.publications.reporting import content
from evenhand.publications.selectors import latest_patterns, measures_of

FIRST = ("search-rate", "stop-rate", "find-rate", "stop-linked-outcome-rate")
"""Figures whose sentences stand at the very beginning of a pack."""


def standing(force_id: str) -> dict[str, Figure]:
    """The figures of a force that stand now, by their measures: none that was corrected."""
    return {one.measure: one for one in measures_of(force_id)}


def parts(found: dict[str, Figure]) -> list[Part]:
    """Every part that is made of figures, with what is not there."""
    told = [_part(one, found) for one in topics()]
    rest = [figure for name, figure in found.items() if name not in NAMED]
    if rest:
        more = others()
        told.append(Part(more.key, more.title, more.about, tuple(map(content.figure, rest))))
    return told


def _part(topic: Topic, found: dict[str, Figure]) -> Part:
    wanted = [name for names in MEASURES[topic.key].values() for name in names]
    lacking = [name for name in wanted if name not in found]
    return Part(
        topic.key,
        topic.title,
        topic.about,
        figures=tuple(content.figure(found[name]) for name in wanted if name in found),
        lacks=(*map(_not_published, lacking), *never_told(topic.key)),
    )


def _not_published(name: str) -> str:
    return say("We do not have a published figure of: {title}.", title=say(measure(name).title))


def leads(found: dict[str, Figure]) -> Iterator[Line]:
    """The sentences of the figures that a panel asks for first."""
    for name in FIRST:
        if name in found:
            one = found[name]
            yield Line(
                key=f"lead/{name}",
                words=one.wording["lead"],
                page=reverse("figure", args=[one.reference]),
                link=one.about["title"],
            )


def patterns(force: Force) -> Part:
    """What patterns in vehicle stops say, as they were released last."""
    key, title = "patterns", say("Patterns in vehicle stops")
    about = say("Tests that only vehicle stops allow. A difference is evidence, not proof.")
    found = latest_patterns(force.pk)
    if found is None:
        lack = say("We do not have patterns in vehicle stops: none are published.")
        return Part(key, title, about, lacks=(lack,))
    page = reverse("stops-patterns", args=[force.pk])
    period = notes.period(found.first_month, found.last_month)
    lines = [
        Line(
            key=f"patterns/{test['test']}/{one['group']}",
            words=one["sentences"][0],
            notes=(*one["sentences"][1:], say("Stops of {period}.", period=period)),
            page=page,
            link=title,
        )
        for test in found.told["tests"]
        for one in test["answers"]
        if one["sentences"]
    ]
    lacks = [
        sentence
        for test in found.told["tests"]
        for one in test["refused"]
        for sentence in one["sentences"]
    ]
    return Part(key, title, about, lines=tuple(lines), lacks=tuple(lacks))


def completeness(force: Force) -> Part:
    """How many of the stops that are known from elsewhere were recorded."""
    key, title = "complete", say("Whether stops are recorded at all")
    about = say("Stops that cameras, radio and video know of are looked for among the records.")
    told = newest(force.pk)
    said: dict[str, Any] = json.loads(told.content) if told else {"sources": []}
    here = {one["source"]: one["all"] for one in said["sources"]}
    lines = [
        Line(
            key=f"coverage/{name}",
            words=say("{source}: {sentence}", source=words, sentence=share_sentence(here[name])),
            notes=(_as_of(said["made"]),),
            page=reverse("stops-coverage", args=[force.pk]),
            link=say("How complete the records are"),
        )
        for name, words in source_names().items()
        if name in here
    ]
    lacks = [
        say("We do not have how many stops were recorded, by this source: {source}.", source=words)
        for name, words in source_names().items()
        if name not in here
    ]
    return Part(key, title, about, lines=tuple(lines), lacks=tuple(lacks))


def _as_of(made: str) -> str:
    return say("As it stood on {day}.", day=notes.day(date.fromisoformat(made)))


def rates_page(force: Force, found: dict[str, Figure]) -> str:
    """The page of a force's figures."""
    has = any(one.power == SEARCHES for one in found.values())
    return reverse("measures" if has else "force", args=[force.pk])
