"""Lists of alerts by how they stand; forces in alphabetical order, never a ranking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.monitoring.history import day_of
from evenhand.monitoring.selectors import Story
from evenhand.monitoring.words import headline
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts import status, words


@dataclass(frozen=True)
class Item:
    """One line of a list."""

    title: str
    url: str
    force: str
    mark: Mark
    lead: str
    waits: str
    raised: str
    quality: bool


@dataclass(frozen=True)
class Section:
    """Alerts that stand alike; ``none`` is said where there are none."""

    anchor: str
    title: str
    about: str
    none: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Looked:
    """What the last run looked at.

    Attributes
    ----------
    examined, untold : how many series were looked at, and how many could not be told.
    """

    as_of: str
    on: date
    examined: int
    untold: int


def in_order(one: Story) -> tuple[str, int]:
    """By the names of forces, and then by number: never a ranking."""
    return str(one.alert.force.name).casefold(), int(one.alert.number)


def sections(found: Iterable[Story]) -> tuple[Section, ...]:
    """Every list, in the order in which something is still awaited."""
    by_name: dict[str, list[Story]] = {}
    for one in sorted(found, key=in_order):
        by_name.setdefault(status.section(one.now), []).append(one)
    return tuple(
        Section(anchor, title, about, none, tuple(item(one) for one in by_name.get(anchor, ())))
        for anchor, (title, about, none) in _sections().items()
        if anchor in by_name or none
    )


def _sections() -> Mapping[str, tuple[str, str, str]]:
    """Title, what it means and what is said where it is empty; without that it is left out."""
    return {
        "overdue": (
            say("Overdue"),
            say(
                "The last day for an answer has passed. Each is counted day by day; past its "
                "limit it becomes reform by itself."
            ),
            say("No answer is overdue."),
        ),
        "open": (
            say("Awaiting an answer"),
            say("The force has a number of days to explain what is so, or to say what it changes."),
            say("No alert awaits a first answer."),
        ),
        "answered": (
            say("Answered, and still to be tested"),
            say(
                "The force has given an explanation. A reviewer from outside, and a prediction "
                "that can fail, decide whether that holds."
            ),
            "",
        ),
        "explained": (
            say("Explained, wholly or in part"),
            say("The explanation was reviewed from outside and signed off."),
            say("No alert has been explained yet."),
        ),
        "reform": (
            say("Reform"),
            say(
                "It was not explained, so the plan has to change; and it is measured again "
                "afterwards."
            ),
            say("No alert has led to reform yet."),
        ),
        "cannot-tell": (
            say("We cannot tell"),
            say("The review ended without being able to say what explains it."),
            "",
        ),
        "told": (
            say("Told, with nothing to answer"),
            say("A move for the better, or one that is neither better nor worse."),
            "",
        ),
    }


def item(one: Story) -> Item:
    """One alert in a list."""
    return Item(
        title=headline(one.told),
        url=reverse("alert", args=[one.alert.force_id, one.alert.number]),
        force=one.alert.force.name,
        mark=status.mark(one.now),
        lead=one.told.sentence,
        waits=status.waits(one.now),
        raised=say(
            "Alert {number}, raised {day}",
            number=str(one.alert.number),
            day=words.day(day_of(one.alert.raised_at)),
        ),
        quality=one.told.quality,
    )


def counted(found: Iterable[Story], looked: Looked | None) -> tuple[str, ...]:
    """The first sentences: how many wait, and what was looked at. Silence is never all is well."""
    return (_waiting(found), *examined(looked))


def _waiting(found: Iterable[Story]) -> str:
    each = [status.section(one.now) for one in found]
    waiting, overdue = each.count("open"), each.count("overdue")
    if not each:
        return say("No alert has been raised. That does not mean that all is well.")
    if not waiting and not overdue:
        return say("No alert awaits an answer. That does not mean that all is well.")
    if not overdue:
        return (
            say("1 alert awaits an answer.")
            if waiting == 1
            else say("{count} alerts await an answer.", count=str(waiting))
        )
    return (
        say("1 alert awaits an answer and is overdue.")
        if waiting + overdue == 1
        else say(
            "{count} alerts await an answer. Overdue among them: {overdue}.",
            count=str(waiting + overdue),
            overdue=str(overdue),
        )
    )


def examined(looked: Looked | None) -> tuple[str, ...]:
    """What the watch last looked at, and of how much it cannot tell anything."""
    if looked is None:
        return (say("The watch has not run here yet, so nothing has been looked at."),)
    said = [
        say(
            "The watch last ran on {day} and looked at records up to {month}: {count} series.",
            day=words.day(looked.on),
            month=notes.month(looked.as_of),
            count=numbers.whole(looked.examined),
        )
    ]
    if looked.untold:
        said.append(
            say(
                "Of {count} more series it cannot tell anything: there are too few records, or "
                "months are missing.",
                count=numbers.whole(looked.untold),
            )
        )
    return tuple(said)
