"""Where else the words stand: what goes with them, and what somebody else has to take out."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from evenhand.accounts.acting import Acting
from evenhand.scrutiny import models
from evenhand.scrutiny.redacting import threads
from evenhand.scrutiny.redacting.threads import Place, Thread
from evenhand.scrutiny.visiting.terms import short

LEAST = 12
"""Letters of a text that is looked for inside others: fewer stand everywhere."""


@dataclass(frozen=True)
class Reached:
    """What a redaction comes to.

    Attributes
    ----------
    going : by thing, every place from which the words go.
    stays : where the words stand too and do not go with them: others said it, or it holds more.
    """

    going: dict[str, tuple[Thread, tuple[Place, ...]]]
    stays: tuple[tuple[Thread, Place], ...] = field(default=())


def reached(by: Acting, chosen_in: Thread, chosen: Collection[Place]) -> Reached:
    """Find every place of the chosen words in all that is said of the force's scrutiny.

    The same text goes wherever the same side said it. An item of an agenda that repeats the
    beginning of it, as the site writes them, goes too. What others said never goes: nobody takes
    another's words away by saying the same.
    """
    texts = {text for place, text in chosen_in.texts().items() if place in chosen}
    going: dict[str, list[Place]] = defaultdict(list)
    stays, found = [], {}
    for one in threads.of_force(chosen_in.row.force_id):
        mine = threads.own_texts(by, one)
        found[one.subject] = one
        for place, text in one.texts().items():
            same = text in texts or _is_derived(one, place, chosen_in, texts)
            if same and place in mine:
                going[one.subject].append(place)
            elif same or any(len(each) >= LEAST and each in text for each in texts):
                stays.append((one, place))
    return Reached(
        {name: (found[name], tuple(places)) for name, places in going.items()}, tuple(stays)
    )


def _is_derived(one: Thread, place: Place, chosen_in: Thread, texts: Collection[str]) -> bool:
    """Whether a place is an item of an agenda about the thing, with the beginning of the words."""
    number, part = place
    if not part.startswith("item "):
        return False
    step = next(each for each in one.steps if each.number == number)
    if not isinstance(step, models.AppointmentStep):
        return False
    item = step.data["items"][int(part.removeprefix("item ")) - 1]
    about, subject = item.get("subject", ""), chosen_in.subject
    own = about == subject or about.startswith(f"{subject}/")
    return own and any(short(each) in item["words"] for each in texts)
