"""What stands beside alerts in the chain: figures, draws, recommendations, actions of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring.selectors import About, Remeasured, Story
from evenhand.monitoring.words import headline, measure_of
from evenhand.plan.selectors import NamedAction
from evenhand.public.presenters.scrutiny.places import Place, place

MOST = 3
"""Alerts on the page of a figure, which weighs enough; all of them are one link away."""


def leads(
    story: Story, *, figure: bool, draws: Sequence[Place], advised: Sequence[Place]
) -> tuple[Place, ...]:
    """Where an alert leads: who looked into it, what they recommend, what is done, its figure.

    Parameters
    ----------
    figure : whether this site has a figure of the alert's measure.
    """
    actions = dict.fromkeys(one.reform.action for one in story.reforms)
    return (
        *draws,
        *advised,
        *(place(one) for one in actions),
        *((_figure(story),) if figure else ()),
    )


def _figure(story: Story) -> Place:
    """The latest figure: its address stays, whichever figure is the latest."""
    about = measure_of(story.told.series)
    url = reverse("measure", args=[story.alert.force_id, story.alert.measure])
    if about is None:
        return Place(say("The latest figure of this measure"), url)
    return Place(say("The latest figure: {title}", title=say(about.title)), url)


@dataclass(frozen=True)
class Raised:
    """An alert in a line, and when it was raised."""

    words: str
    url: str
    day: str


@dataclass(frozen=True)
class Around:
    """What a figure is about beside itself.

    Attributes
    ----------
    more : how many alerts are not among these.
    """

    alerts: tuple[Raised, ...]
    more: int
    actions: tuple[Place, ...]


def around(found: Sequence[About], named: Sequence[NamedAction]) -> Around:
    """Lay out the alerts about a figure's force and measure, and the actions that name it."""
    return Around(
        alerts=tuple(
            Raised(
                headline(one.told),
                _alert(one.force, one.number),
                say("Alert of {day}.", day=notes.day(one.raised_on)),
            )
            for one in found[:MOST]
        ),
        more=max(0, len(found) - MOST),
        actions=tuple(
            Place(
                say("In the plan: {title}", title=one.title),
                reverse("plan-action", args=[one.force, one.iteration, one.key]),
            )
            for one in named
        ),
    )


def measured_again(found: Sequence[Remeasured]) -> tuple[Place, ...]:
    """Where it will be seen whether an action did what was promised of it."""
    return tuple(
        Place(
            say(
                "Alert {number}: what should move, and the figure after it",
                number=str(one.number),
            ),
            f"{_alert(one.force, one.number)}#reform-{one.step}",
        )
        for one in found
    )


def _alert(force: str, number: int) -> str:
    return reverse("alert", args=[force, number])
