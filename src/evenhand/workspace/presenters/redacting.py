"""Words that can be taken out of a plan, and what would be left, as who decides it reads them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.plan import models, words
from evenhand.plan.history import LONDON, Change
from evenhand.plan.quarters import in_words
from evenhand.plan.redactions import parts, places


@dataclass(frozen=True)
class Text:
    """One text that can be taken out: where it first stands, what it is and how often it stands."""

    value: str
    part: str
    words: str
    times: int


@dataclass(frozen=True)
class Said:
    """One change with the texts that first stand in it."""

    heading: str
    day: str
    who: str
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Place:
    """One place where chosen words stand, as it would read without them."""

    heading: str
    part: str
    words: str


def offered(changes: Sequence[Change]) -> tuple[Said, ...]:
    """Every text of an action once, under the change in which it first stands."""
    found, seen = [], set[str]()
    for at, change in enumerate(changes):
        texts = []
        for part, text in parts(change).items():
            if text not in seen:
                seen.add(text)
                here = (change.number, part)
                times = len(places(changes, [here]))
                texts.append(Text(f"{change.number} {part}", _part(part), text, times))
        if texts:
            heading = words.changed(change, changes[:at])
            who = words.author(change)
            found.append(Said(heading, in_words(change.on), who, tuple(texts)))
    return tuple(found)


def values(said: Sequence[Said]) -> Mapping[str, str]:
    """What the form offers: the value of each choice with its words."""
    return {text.value: text.words for one in said for text in one.texts}


def taken_out(changes: Sequence[Change], chosen: Collection[tuple[int, str]]) -> tuple[Place, ...]:
    """Every place from which the chosen words would go."""
    by_number = {one.number: (at, one) for at, one in enumerate(changes)}
    found = []
    for number, part in places(changes, chosen):
        at, one = by_number[number]
        heading = say("{what}, {day}", what=words.changed(one, changes[:at]), day=in_words(one.on))
        found.append(Place(heading, _part(part), parts(one)[part]))
    return tuple(found)


def _part(name: str) -> str:
    said = words.part(name)
    return said[:1].upper() + said[1:]


def offered_of_lead(lead: models.Lead, there: Mapping[str, str]) -> tuple[Said, ...]:
    """What can be taken out of what was said of a lead."""
    texts = tuple(Text(value, _part(value.split(" ")[1]), text, 1) for value, text in there.items())
    day = in_words(lead.recorded_at.astimezone(LONDON).date())
    return (Said(say("Lead named"), day, lead.organisation, texts),)


def taken_out_of_lead(lead: models.Lead, chosen: Collection[tuple[int, str]]) -> tuple[Place, ...]:
    """What would go of it."""
    heading = say("Lead of {workstream}", workstream=lead.workstream.name)
    return tuple(Place(heading, _part(part), getattr(lead, part)) for _, part in chosen)
