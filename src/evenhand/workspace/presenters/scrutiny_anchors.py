"""Sets of anchor cases as their body, and members of panels, read them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.plan.words import Mark
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring.selectors import Set
from evenhand.scrutiny.anchoring.steps import Kind, Origin, Status, Step
from evenhand.scrutiny.forms.anchors import origin_words, power_words
from evenhand.workspace.presenters.desk_steps import StepWords
from evenhand.workspace.presenters.scrutiny_cases import Record
from evenhand.workspace.presenters.scrutiny_parts import Entry, Fact, moment, who

PARTS = 4
"""Parts of a record between one watermark and the next: one is on every screen of a phone."""


def mark(status: Status) -> Mark:
    """How a set stands, with its shape."""
    shape, tone, words = {
        Status.WRITING: ("plan-open", "quiet", say("Being written: no panel sees it")),
        Status.SCORING: ("plan-open", "unknown", say("Members score alone")),
        Status.CLOSED: ("plan-open", "unknown", say("The panel agrees")),
        Status.AGREED: ("plan-complete", "known", say("Agreed; the body’s own scores are sealed")),
        Status.REVEALED: ("plan-complete", "known", say("The sealed scores are open")),
    }[status]
    return Mark(shape, tone, words)


def title(one: models.AnchorSet) -> str:
    """What a set is called."""
    return say("Anchor cases: {title}", title=one.title)


def case_title(one: models.Anchor) -> str:
    """What a case is called: its number alone."""
    return say("Anchor case {number}", number=str(one.number))


def facts(whole: Set) -> tuple[Fact, ...]:
    """What belongs to a set."""
    now = whole.now
    rows = [Fact(say("Kept by"), whole.row.organisation)]
    if now.issued and now.due:
        rows += [
            Fact(say("Panels that have it"), str(len(now.panels))),
            Fact(say("Last day for panels to agree"), in_words(now.due)),
        ]
    return tuple(rows)


def history(steps: Iterable[Step]) -> tuple[Entry, ...]:
    """Every step but members' own scores, the newest first."""
    return tuple(entry(one) for one in reversed(list(steps)) if one.kind is not Kind.SCORED)


def entry(one: Step) -> Entry:
    """A step as it is read."""
    return Entry(
        heading(one.kind),
        tuple(_lines(one.kind, one.data)),
        one.words,
        moment(one.at),
        one.at.isoformat(),
        who(one.by, one.organisation),
        one.number,
    )


def preview(kind: Kind, lines: Iterable[str], words: str, *, by: str, organisation: str) -> Entry:
    """A step as it would be read."""
    return Entry(heading(kind), tuple(lines), words, who=who(by, organisation))


def _lines(kind: Kind, data: Mapping[str, object]) -> Iterable[str]:
    if kind in {Kind.WRITTEN, Kind.KEYED}:
        place, version = str(data["case"]), str(data["version"])
        yield say("Case {number}, version {version}.", number=place, version=version)


def heading(kind: Kind) -> str:
    """What a step of a set is, in a few words."""
    return {
        Kind.OPENED: say("Set opened"),
        Kind.WRITTEN: say("A case was written"),
        Kind.KEYED: say("The body sealed its own score of a case"),
        Kind.ISSUED: say("Laid before every panel"),
        Kind.SCORED: say("A member scored a case"),
        Kind.CLOSED: say("A panel closed its scoring"),
        Kind.AGREED: say("A panel agreed on a case"),
        Kind.REVEALED: say("The sealed scores were opened"),
        Kind.RESULT: say("How panels stand beside them was worked out"),
    }[kind]


def watermark(name: str, organisation: str, one: models.Anchor, *, at: datetime) -> str:
    """Who sees what and when, on every screen of a case."""
    return say(
        "Shown to {name}, {organisation}, on {moment}. {case}.",
        name=name,
        organisation=organisation,
        moment=moment(at),
        case=case_title(one),
    )


def record(one: models.Anchor, mark_of: str) -> Record:
    """An anchor case as a member reads it."""
    texts = [part.strip() for part in one.words.split("\n\n") if part.strip()]
    alone = len(texts) == 1
    rows = [
        (say("The record") if alone else say("Part {number}", number=str(at)), text, True)
        for at, text in enumerate(texts, start=1)
    ]
    pieces = tuple(tuple(rows[at : at + PARTS]) for at in range(0, len(rows), PARTS))
    video = say("The video of it") if one.video else say("There is no video of it.")
    link = ""
    if one.video:  # by a page of ours, where each look is kept
        link = reverse("anchor-video", args=[one.set.body_id, one.set.number, one.number])
    notes = (say("Every panel gets this case. {origin}.", origin=origin_words(Origin(one.origin))),)
    return Record(power_words(one.facts["power"]), pieces, mark_of, video, link, notes)


def step_words(step: str) -> StepWords:
    """What a step says of itself, by the last part of its address."""
    look = say("See what the public will read")
    said: Mapping[str, StepWords] = {
        "open": StepWords(
            say("Open a set of anchor cases"),
            say("Open a set of anchor cases"),
            say("Every panel scores the same cases, so that red means the same in two places."),
            look,
            say("The set is open. Write its first case."),
            say("What it is called and for cannot be changed."),
        ),
        "write": StepWords(
            say("Write a case"),
            say("Write a case"),
            say("No panel sees it before you lay the set before all of them."),
            say("Keep this version"),
            say("The version is kept. Seal your own score of it next."),
        ),
        "seal": StepWords(
            say("Seal your own score"),
            say("Your body’s own score, sealed"),
            say(
                "What your body agreed on this case. The public log has a commitment to it now, "
                "and the whole sheet, with its comments, once the set is opened."
            ),
            say("Seal it"),
            say("Your score is sealed."),
        ),
        "issue": StepWords(
            say("Lay the set before every panel"),
            say("Lay the set before every panel"),
            say(
                "Every scrutiny panel of the forces that you look at gets every case now. Nobody "
                "chooses who gets which."
            ),
            look,
            say("Every panel has the set."),
            say("From then on no case and no sealed score is changed."),
            warns=True,
        ),
        "reveal": StepWords(
            say("Open the sealed scores"),
            say("Open the sealed scores"),
            say("Panels score these cases no more. What they agreed is told beside your scores."),
            look,
            say("The sealed scores are open, and the result is public."),
            say("They stay open."),
            warns=True,
        ),
        "score": StepWords(
            say("Score it"),
            say("Your score, alone"),
            say("Nobody sees it before your chair closes the scoring. “Cannot tell” is an answer."),
            say("Keep my score"),
            say("Your score is kept. You can change it until the chair closes the scoring."),
        ),
        "close": StepWords(
            say("Close the scoring of this set"),
            say("Close the scoring of this set"),
            say("From then on your panel sees all its scores, and agrees on each case."),
            look,
            say("Scoring is closed. The meeting sees all scores."),
            say("Scoring cannot be opened again."),
            warns=True,
        ),
        "agree": StepWords(
            say("Agree on this case"),
            say("What the meeting agrees"),
            say("It stands beside what each member said alone. Neither replaces the other."),
            say("Check what you agreed"),
            say("The agreed score is kept."),
            say("An agreed score is not changed."),
        ),
    }
    return said[step]
