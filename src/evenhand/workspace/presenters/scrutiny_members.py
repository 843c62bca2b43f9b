"""Who sits on a panel, as the panel itself reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.scrutiny import models
from evenhand.scrutiny.forms.sitting import training_words, vetting_words
from evenhand.scrutiny.sitting.members import Member
from evenhand.scrutiny.sitting.ready import Ready
from evenhand.scrutiny.sitting.terms import Training, Vetting
from evenhand.workspace.presenters.desk_steps import StepWords
from evenhand.workspace.presenters.scrutiny_parts import Entry, Fact, who


@dataclass(frozen=True)
class Row:
    """A member in the list of those who keep their status."""

    person: int
    name: str
    role: str
    until: str
    training: str
    vetting: str
    changeable: bool


def asks(terms: models.PanelTerms | None) -> tuple[str, ...]:
    """What a panel asks of its members, in sentences."""
    if terms is None:
        return (say("Your panel has not said whether members must be vetted or trained."),)
    return (asked(vetting=terms.vetting, training=terms.training), f"“{terms.words}”")


def asked(*, vetting: bool, training: bool) -> str:
    """What is asked before a member opens a case."""
    if vetting and training:
        return say("Vetting must be held and training done before a member opens a case.")
    if vetting:
        return say("Vetting must be held before a member opens a case.")
    if training:
        return say("Training must be done before a member opens a case.")
    return say("Neither vetting nor training is asked for before a member opens a case.")


def stands(one: Ready, *, on: date) -> tuple[Fact, ...]:
    """How a member stands, with the day on which it runs out."""
    return (
        Fact(say("Training"), _training(one, on)),
        Fact(say("Vetting"), _vetting(one, on)),
    )


def _training(one: Ready, on: date) -> str:
    if one.training is not Training.DONE or one.trained_until is None:
        return training_words(one.training)
    day = in_words(one.trained_until)
    if not one.is_trained(on):
        return say("It ran out on {day}", day=day)
    return say("Done, until {day}", day=day)


def _vetting(one: Ready, on: date) -> str:
    if one.vetting is not Vetting.HELD or one.vetted_until is None:
        return vetting_words(one.vetting)
    day = in_words(one.vetted_until)
    if not one.is_vetted(on):
        return say("It ran out on {day}", day=day)
    return say("Held, until {day}", day=day)


def row(one: Member, role: str, *, own: bool, on: date) -> Row:
    """A member in the list."""
    return Row(
        one.person.pk,
        one.person.name,
        role,
        in_words(one.until),
        _training(one.ready, on),
        _vetting(one.ready, on),
        not own,
    )


def counted(last: models.Composition | None) -> str:
    """When the panel was counted last; never what was counted."""
    if last is None:
        return say("Nobody has counted yet whom your panel is made of.")
    return say("Your panel was counted last on {day}.", day=in_words(last.counted_on))


def terms_preview(
    *, vetting: bool, training: bool, words: str, by: str, organisation: str
) -> Entry:
    """What the panel asks, as it would be read."""
    line = asked(vetting=vetting, training=training)
    return Entry(say("What the panel asks"), (line,), words, who=who(by, organisation))


def count_preview(said: Mapping[str, Any], *, on: date) -> Entry:
    """A count, to be checked before it is kept."""
    groups = [
        say("{group}: {count}", group=say(name), count=str(many))
        for name, many in said["stated"].items()
    ]
    silent = said["members"] - sum(said["stated"].values())
    year = str(on.year + 1)
    return Entry(
        say("Counted on {day}", day=in_words(said["counted_on"])),
        (
            say("Members: {count}", count=str(said["members"])),
            *groups,
            say("Who said nothing: {count}", count=str(silent)),
            say(
                "Nobody but you reads this as it stands. From {year} on it is told with all panels "
                "of the force, to the nearest ten, if that tells of nobody.",
                year=year,
            ),
        ),
    )


def step_words(step: str) -> StepWords:
    """What a step says of itself."""
    said: Mapping[str, StepWords] = {
        "member": StepWords(
            say("Change"),
            say("Training and vetting"),
            say(
                "How it stands, and until when. Nothing of what is in it, and never that something "
                "was refused: vetting is held, or it is not."
            ),
            say("Keep it"),
            say("It is kept."),
        ),
        "terms": StepWords(
            say("Say what the panel asks of members"),
            say("What the panel asks of members"),
            say("Who is not vetted or trained as you ask opens no case, from now on."),
            say("See what the public will read"),
            say("What your panel asks is public, and holds now."),
            say("It holds until you say otherwise, which is public too."),
            warns=True,
        ),
        "count": StepWords(
            say("Count whom the panel is made of"),
            say("Whom the panel is made of"),
            say("Numbers alone: no name, and nobody reads them as they stand."),
            say("Check what you counted"),
            say("The count is kept."),
            say("A count is not changed. A later one stands beside it."),
        ),
    }
    return said[step]
