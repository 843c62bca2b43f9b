"""Alerts and the steps of their reviews as an Atom feed, the latest first."""

from collections.abc import Iterable

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.monitoring.history import SYSTEM
from evenhand.monitoring.selectors import Story
from evenhand.monitoring.words import heading, headline, who
from evenhand.public.presenters.feed import Item, named_by


def items(found: Iterable[Story], *, most: int) -> list[Item]:
    """The latest steps; of an improvement, which has none, that it was seen."""
    every = [one for story in found for one in (_steps(story) or [_told(story)])]
    return sorted(every, key=lambda one: (one.updated, one.id), reverse=True)[:most]


def _path(story: Story, place: str = "") -> str:
    return reverse("alert", args=[story.alert.force_id, story.alert.number]) + place


def _titled(story: Story, what: str) -> str:
    return say(
        "{force}. {what}. {title}",
        force=story.alert.force.name,
        what=what,
        title=headline(story.told),
    )


def _told(story: Story) -> Item:
    return Item(
        id=named_by(story.subject),
        title=_titled(story, say("A move for the better")),
        updated=story.alert.raised_at,
        published=story.alert.raised_at,
        author=SYSTEM,
        path=_path(story),
        kind="told",
        content=story.told.sentence,
    )


def _steps(story: Story) -> list[Item]:
    return [
        Item(
            id=named_by(f"{story.subject}/{step.number}"),
            title=_titled(story, heading(step)),
            updated=step.at,
            published=step.at,
            author=who(step),
            path=_path(story, f"#step-{step.number}"),
            kind=str(step.kind),
            content=story.told.sentence if step.number == 1 else step.words,
        )
        for step in story.steps
    ]
