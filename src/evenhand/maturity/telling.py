"""An assessment as people read it, on its public page and in the preview before it is recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evenhand.maturity import words
from evenhand.maturity.history import Assessed, Standing
from evenhand.maturity.terms import Proof
from evenhand.maturity.words import Mark
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say

Leads = Callable[[Proof], str | None]
"""Where a piece of evidence leads, if it leads anywhere."""


@dataclass(frozen=True)
class Rests:
    """A piece of evidence, with where it leads if it leads anywhere."""

    title: str
    kind: str
    words: str
    url: str | None


@dataclass(frozen=True)
class Told:
    """One assessment with its reasons. ``before`` says which level it follows."""

    place: int
    whose: str
    mark: Mark
    before: str
    rationale: str
    evidence: tuple[Rests, ...]
    day: str
    iso: str
    who: str


def nowhere(_proof: Proof) -> None:
    """For a preview: nothing leads away from it."""


def told(
    standing: Standing, names: Sequence[str], *, leads: Leads = nowhere
) -> dict[Assessed, Told]:
    """Everything that was said of a standard, in order, as people read it."""
    return {
        one: _told(place, one, standing, names, leads)
        for place, one in enumerate(standing.every, start=1)
    }


def _told(
    place: int, one: Assessed, standing: Standing, names: Sequence[str], leads: Leads
) -> Told:
    earlier = [each for each in standing.by(one.organisation) if each.number < one.number]
    return Told(
        place=place,
        whose=words.whose(one.view, one.organisation),
        mark=words.mark(one.level, names),
        before=_before(earlier, one, names),
        rationale=one.said.rationale,
        evidence=tuple(
            Rests(proof.title, kind(proof.kind), proof.words, leads(proof))
            for proof in one.said.evidence
        ),
        day=notes.day(one.on),
        iso=one.on.isoformat(),
        who=say("{role}, {organisation}", role=one.by, organisation=one.organisation),
    )


def kind(one: str) -> str:
    """What a piece of evidence is."""
    kinds = {"link": say("Link"), "figure": say("Published figure"), "note": say("Note")}
    return kinds[one]


def _before(earlier: Sequence[Assessed], one: Assessed, names: Sequence[str]) -> str:
    """What an assessment follows, so that a level that moved is never only shown as it is now."""
    if not earlier:
        return ""
    last = earlier[-1]
    day = notes.day(last.on)
    if last.level == one.level:
        return say("The same on {day}.", day=day)
    return say("Before, on {day}: {level}.", day=day, level=words.level(last.level, names))
