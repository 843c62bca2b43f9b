"""Words that can be taken out of a review, and what would be left, as who decides it reads them."""

from collections.abc import Collection, Sequence

from evenhand.measures.words.messages import say
from evenhand.monitoring.history import Step
from evenhand.monitoring.redactions import parts, places
from evenhand.monitoring.words import heading, who
from evenhand.plan.quarters import in_words
from evenhand.workspace.presenters.redacting import Place, Said, Text


def offered(steps: Sequence[Step]) -> tuple[Said, ...]:
    """Every text of a review once, under the step in which it first stands."""
    found, seen = [], set[str]()
    for step in steps:
        texts = []
        for part, text in parts(step).items():
            if text not in seen:
                seen.add(text)
                here = (step.number, part)
                times = len(places(steps, [here]))
                texts.append(Text(f"{step.number} {part}", _part(part), text, times))
        if texts:
            found.append(Said(heading(step), in_words(step.on), who(step), tuple(texts)))
    return tuple(found)


def taken_out(steps: Sequence[Step], chosen: Collection[tuple[int, str]]) -> tuple[Place, ...]:
    """Every place from which the chosen words would go."""
    by_number = {one.number: one for one in steps}
    found = []
    for number, part in places(steps, chosen):
        one = by_number[number]
        where = say("{what}, {day}", what=heading(one), day=in_words(one.on))
        found.append(Place(where, _part(part), parts(one)[part]))
    return tuple(found)


def _part(name: str) -> str:
    part, _, place = name.partition(" ")
    said = {
        "words": say("What was said"),
        "by": say("Role of who said it"),
        "role": say("Role of the owner"),
        "question": say("What the reform is"),
        "evidence": say("Title of evidence {number}", number=place),
        "address": say("Link of evidence {number}", number=place),
    }
    return said[part]
