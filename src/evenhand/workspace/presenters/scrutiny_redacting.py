"""Words of scrutiny that can be taken out, and what would be left, as who decides it reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.quarters import in_words
from evenhand.scrutiny import models
from evenhand.scrutiny.recommending.steps import Kind as Advised
from evenhand.scrutiny.redacting import threads
from evenhand.scrutiny.redacting.finding import Reached
from evenhand.scrutiny.redacting.threads import Place as At
from evenhand.scrutiny.redacting.threads import StepRow, Thread
from evenhand.scrutiny.terms import Kind
from evenhand.scrutiny.visiting.steps import Kind as Visited
from evenhand.scrutiny.visiting.steps import What
from evenhand.scrutiny.visiting.words import heading as of_meetings
from evenhand.scrutiny.visiting.words import what as of_what
from evenhand.workspace.presenters.redacting import Place, Said, Text
from evenhand.workspace.presenters.scrutiny_parts import who
from evenhand.workspace.presenters.scrutiny_steps import heading as of_draws


@dataclass(frozen=True)
class Thing:
    """A draw, a recommendation or a meeting in which own words stand."""

    title: str
    url: str
    day: str


def thing(one: Thread) -> Thing:
    """One of them, as a list names it."""
    url = reverse("scrutiny-redact-of", args=[one.what, one.owner, one.number])
    return Thing(title(one), url, in_words(day_of(threads.at(one.steps[0]))))


def title(one: Thread) -> str:
    """What it is called."""
    row, number = one.row, str(one.number)
    if isinstance(row, models.Draw):
        return say("Draw {number} of {panel}", number=number, panel=row.panel.name)
    if isinstance(row, models.Recommendation):
        return say("Recommendation {number} of {maker}", number=number, maker=row.organisation)
    what = of_what(What(row.what))
    return say("{what} {number} of {panel}", what=what, number=number, panel=row.organisation)


def offered(one: Thread, own: Mapping[At, str]) -> tuple[Said, ...]:
    """Every text once, under the step in which it first stands."""
    found, seen = [], set[str]()
    for step in one.steps:
        texts = []
        for (number, part), text in own.items():
            if number == step.number and text not in seen:
                seen.add(text)
                times = sum(1 for each in own.values() if each == text)
                texts.append(Text(f"{number} {part}", _part(part), text, times))
        if texts:
            day = in_words(day_of(threads.at(step)))
            found.append(Said(_heading(one, step), day, who(step.by, step.organisation), (*texts,)))
    agreed = tuple(
        Text(f"{number} {part}", _part(part), text, 1)
        for (number, part), text in own.items()
        if not number
    )
    if agreed:
        only = say("For the panel alone; the public never read it.")
        found.append(Said(say("What the meeting said of cases"), "", only, agreed))
    return tuple(found)


def going(found: Reached) -> tuple[Place, ...]:
    """Every place from which the chosen words would go."""
    return tuple(_place(one, place) for one, places in found.going.values() for place in places)


def stays(found: Reached) -> tuple[Place, ...]:
    """Where they stand too, and stay until somebody takes them out there."""
    return tuple(_place(one, place) for one, place in found.stays)


def _place(one: Thread, place: At) -> Place:
    number, part = place
    step = next((each for each in one.steps if each.number == number), None)
    where = title(one)
    if step is not None:
        day = in_words(day_of(threads.at(step)))
        where = say("{thing}: {step}, {day}", thing=where, step=_heading(one, step), day=day)
    return Place(where, _part(part), one.texts()[place])


def _heading(one: Thread, step: StepRow) -> str:
    if isinstance(step, models.DrawStep):
        return of_draws(Kind(step.kind))
    if isinstance(step, models.RecommendationStep):
        return _advised(Advised(step.kind))
    visits = isinstance(one.row, models.Appointment) and What(one.row.what).visits
    return of_meetings(Visited(step.kind), visits=visits)


def _advised(kind: Advised) -> str:
    return {
        Advised.MADE: say("Recommended"),
        Advised.EXTENDED: say("The clock stands still"),
        Advised.RESPONDED: say("Answer"),
        Advised.CARRIED: say("An action of the plan carries it"),
        Advised.SHOWN: say("Evidence"),
        Advised.COMPLETED: say("The force says that it is done"),
        Advised.VIEWED: say("The view of those who recommended it"),
        Advised.WITHDRAWN: say("Withdrawn"),
    }.get(kind) or say("A step of it")


def _part(name: str) -> str:
    part, _, place = name.partition(" ")
    said = {
        "words": say("What was said"),
        "why": say("Why it is recommended"),
        "to": say("Whom it is for"),
        "report": say("Title of the report"),
        "reference": say("Its own number"),
        "link": say("Where it stands"),
        "title": say("Title of the evidence"),
        "address": say("Link of the evidence"),
        "where": say("Where it is"),
        "how": say("How to ask for a place"),
        "correction": say("What was wrong with earlier minutes"),
        "item": say("Item {number} of the agenda", number=place),
        "finding": say("Finding {number}", number=place),
        "decision": say("Decision {number}", number=place),
        "agreed": say("About case {number}", number=place),
    }
    return said[part]
