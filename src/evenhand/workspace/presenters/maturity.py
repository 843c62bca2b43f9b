"""Standards as those who assess them see them: what is theirs to say, and what others say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from evenhand.accounts.services.writing import Signature
from evenhand.maturity import telling, words
from evenhand.maturity.forms import AssessForm
from evenhand.maturity.frameworks import Asked
from evenhand.maturity.history import Assessed, Standing, View
from evenhand.maturity.selectors import Maturity
from evenhand.maturity.telling import Told
from evenhand.maturity.words import Mark
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say


@dataclass(frozen=True)
class Row:
    """One standard: what the reader's organisation says, and what others say."""

    name: str
    url: str
    mine: Mark
    day: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One outcome with its standards."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Desk:
    """Every standard of a force, as somebody who may give a view of it sees them."""

    sentence: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Choice:
    """A level to choose, with what it means and what shows it."""

    value: str
    text: str
    hint: str


@dataclass(frozen=True)
class Preview:
    """What the public will read once it is recorded."""

    told: Told
    sentences: tuple[str, ...]


def desk(found: Maturity, organisation: str) -> Desk:
    """Lay the standards out for one organisation."""
    waiting = sum(not one.by(organisation) for one in found.standings.values())
    return Desk(
        _waiting(waiting, len(found.standings)),
        tuple(
            Group(
                say(outcome.name),
                tuple(_row(found, one, organisation) for one in outcome.standards),
            )
            for outcome in found.framework.outcomes
        ),
    )


def _waiting(count: int, total: int) -> str:
    if count == 0:
        return say("Your organisation has assessed every standard.")
    if count == total:
        return say("Your organisation has not assessed any standard yet.")
    if count == 1:
        return say("1 standard waits for your organisation’s first word.")
    return say("{count} standards wait for your organisation’s first word.", count=str(count))


def _row(found: Maturity, asked: Asked, organisation: str) -> Row:
    standing, names = found.standings[asked.key], found.framework.levels
    mine = standing.by(organisation)
    return Row(
        say(asked.name),
        reverse("assess", args=[found.basis.force_id, asked.key]),
        words.mark(mine[-1].level if mine else None, names),
        notes.day(mine[-1].on) if mine else "",
        tuple(
            say(
                "{whose}: {level}",
                whose=words.whose(one.view, one.organisation),
                level=words.level(one.level, names),
            )
            for one in standing.latest
            if one.organisation != organisation
        ),
    )


def choices(form: AssessForm, asked: Asked) -> tuple[Choice, ...]:
    """The levels to choose from, each with what it means for this standard."""
    described = [
        say(
            "{words} Shown by: {signs}",
            words=say(one.words),
            signs=" ".join(say(shown.words) for shown in one.shown_by),
        )
        for one in asked.levels
    ]
    unsure = say("You looked, and what there is does not show which level it is.")
    offered = dict(form.fields["level"].choices)  # type: ignore[attr-defined]  # a ChoiceField
    hints = (*described, unsure)
    return tuple(
        Choice(value, text, hint)
        for (value, text), hint in zip(offered.items(), hints, strict=True)
    )


def preview(
    standing: Standing,
    form: AssessForm,
    names: Sequence[str],
    *,
    view: View,
    who: Signature,
    at: datetime,
) -> Preview:
    """An assessment that nobody has recorded yet, as it would be read."""
    number = len(standing.by(who.organisation)) + 1
    added = Assessed(number, view, form.said, at, who.by, who.organisation)
    after = Standing((*standing.every, added))
    return Preview(telling.told(after, names)[added], words.differences(after))


def meanwhile(standing: Standing, later: Sequence[Assessed], names: Sequence[str]) -> list[Told]:
    """What others of the same organisation said since a form was opened."""
    every = telling.told(standing, names)
    return [every[one] for one in later]
