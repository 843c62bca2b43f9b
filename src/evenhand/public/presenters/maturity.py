"""How mature a force's work is: every standard with the views of it side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from evenhand.maturity import models, words
from evenhand.maturity.frameworks import Asked, FrameworkFile
from evenhand.maturity.history import Spread, Standing, View
from evenhand.maturity.selectors import Maturity
from evenhand.maturity.words import Mark
from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words


@dataclass(frozen=True)
class Word:
    """What one organisation says of one standard; a silence has nobody's name."""

    mark: Mark
    who: str


@dataclass(frozen=True)
class Cell:
    """One view of a standard: a word, or several where several organisations give it."""

    heading: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Row:
    """One standard: where its page is, its views, and how they differ if they do."""

    name: str
    asks: str
    url: str
    cells: tuple[Cell, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One outcome with its standards."""

    name: str
    words: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class SpreadRow:
    """How many standards somebody puts at each level; all the numbers add up to ``total``."""

    whose: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Earlier:
    """A framework that the force was assessed by before, and until when."""

    words: str
    url: str


@dataclass(frozen=True)
class MaturityPage:
    """Everything that the page of a force's maturity shows."""

    sentences: tuple[str, ...]
    framework: str
    headings: tuple[str, ...]
    spreads: tuple[SpreadRow, ...]
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    earlier: tuple[Earlier, ...]


def maturity_page(found: Maturity, every: Sequence[models.Basis], on: date | None) -> MaturityPage:
    """Shape a force's maturity for its page.

    Parameters
    ----------
    every : all frameworks that the force was assessed by, the latest first.
    on : the past day that it is shown for; None for today.
    """
    standings = tuple(found.standings.values())
    names = found.framework.levels
    return MaturityPage(
        sentences=_sentences(found.spreads, standings),
        framework=framework_line(found.framework),
        headings=(
            *(words.level(number, names) for number in range(1, len(names) + 1)),
            words.level(0, names),
            say("Not assessed"),
        ),
        spreads=tuple(
            SpreadRow(
                words.whose(one.view, one.organisation),
                (*one.levels, one.cannot_tell, one.missing),
                one.total,
            )
            for one in found.spreads
        ),
        columns=tuple(words.view(one) for one in View),
        groups=tuple(
            Group(
                say(outcome.name),
                say(outcome.words),
                tuple(_row(found, one, on) for one in outcome.standards),
            )
            for outcome in found.framework.outcomes
        ),
        earlier=_earlier(found.basis, every),
    )


def framework_line(framework: FrameworkFile) -> str:
    """Whose standards they are; an example is never taken for the real thing."""
    names = {"title": say(framework.title), "version": str(framework.version)}
    if framework.example:
        return say(
            "{title}, version {version}: an example, not the text of any police body.", **names
        )
    return say("{title}, version {version}.", **names)


def standard_url(basis: models.Basis, key: str, on: date | None = None) -> str:
    """The permanent address of a standard's page, or of the page as it was on a day."""
    framework = basis.framework
    address = reverse("standard", args=[basis.force_id, framework.name, framework.version, key])
    return address + (f"?on={on}" if on else "")


def word(standing: Standing, view: View, names: Sequence[str]) -> Cell:
    """One view of a standard, as a cell."""
    said = tuple(
        Word(
            words.mark(one.level, names),
            "" if view is View.SELF else one.organisation,
        )
        for one in standing.of(view)
    )
    return Cell(words.view(view), said or (Word(words.mark(None, names), ""),))


def _sentences(spreads: Sequence[Spread], standings: Sequence[Standing]) -> tuple[str, ...]:
    own = next(one for one in spreads if one.view is View.SELF)
    told = (
        say("What the force says of itself: {spread}", spread=words.spread(own)),
        words.apart(standings),
        words.unheard(standings),
    )
    return tuple(one for one in told if one)


def _row(found: Maturity, asked: Asked, on: date | None) -> Row:
    standing = found.standings[asked.key]
    return Row(
        name=say(asked.name),
        asks=say(asked.words),
        url=standard_url(found.basis, asked.key, on),
        cells=tuple(word(standing, view, found.framework.levels) for view in View),
        differences=words.apart_on(standing) if standing.differs else (),
    )


def _earlier(here: models.Basis, every: Sequence[models.Basis]) -> tuple[Earlier, ...]:
    """Other frameworks that the force was assessed by; each stays at its address."""
    return tuple(
        Earlier(
            say(
                "{framework}, version {version}, from {day}",
                framework=say(one.framework.title),
                version=str(one.framework.version),
                day=in_words(one.recorded_at.date()),
            ),
            reverse(
                "maturity-version", args=[one.force_id, one.framework.name, one.framework.version]
            ),
        )
        for one in every
        if one.framework_id != here.framework_id
    )
