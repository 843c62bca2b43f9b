"""One standard of a force: what each level means, what everybody says of it and said before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.ledger.selectors import Said
from evenhand.maturity import models, telling, words
from evenhand.maturity.frameworks import Asked, FrameworkFile, Shown
from evenhand.maturity.history import Assessed, Standing, View
from evenhand.maturity.telling import Told
from evenhand.maturity.terms import Proof
from evenhand.maturity.words import Mark
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.presenters.maturity import Cell, framework_line, word


@dataclass(frozen=True)
class Sign:
    """What shows that a level is reached, and where to look if this site has it."""

    words: str
    measured: bool
    url: str | None


@dataclass(frozen=True)
class Step:
    """One level: what it means, what shows it, and who says that the force stands there."""

    mark: Mark
    words: str
    signs: tuple[Sign, ...]
    said_by: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """An assessment's entry in the public ledger; its position once it has one."""

    words: str
    leaf: str
    position: int | None


@dataclass(frozen=True)
class StandardPage:
    """Everything that the page of a standard shows."""

    outcome: str
    name: str
    asks: str
    framework: str
    cells: tuple[Cell, ...]
    sentences: tuple[str, ...]
    steps: tuple[Step, ...]
    now: tuple[Told, ...]
    before: tuple[Told, ...]
    entries: tuple[Entry, ...]


def standard_page(
    basis: models.Basis,
    framework: FrameworkFile,
    asked: Asked,
    standing: Standing,
    *,
    links: Collection[str],
    said: Sequence[Said],
) -> StandardPage:
    """Shape one standard for its page.

    Parameters
    ----------
    links : ids of measures and references of figures that this site has a page of.
    said : what the public ledger says of the standard.
    """
    names = framework.levels
    outcome = next(one for one in framework.outcomes if asked in one.standards)
    told = telling.told(standing, names, leads=lambda proof: _leads(proof, links))
    return StandardPage(
        outcome=say(outcome.name),
        name=say(asked.name),
        asks=say(asked.words),
        framework=framework_line(framework),
        cells=tuple(word(standing, view, names) for view in View),
        sentences=words.differences(standing),
        steps=tuple(
            Step(
                words.mark(number, names),
                say(one.words),
                tuple(_sign(basis, shown, links) for shown in one.shown_by),
                tuple(
                    words.whose(each.view, each.organisation)
                    for each in standing.latest
                    if each.level == number
                ),
            )
            for number, one in enumerate(asked.levels, start=1)
        ),
        now=tuple(told[one] for one in standing.latest),
        before=tuple(told[one] for one in reversed(standing.every) if one not in standing.latest),
        entries=tuple(_entry(one, said) for one in standing.every),
    )


def references(standing: Standing, asked: Asked) -> tuple[set[str], set[str]]:
    """The measures that a standard names, and the figures that its assessments rest on."""
    shown = (each for level in asked.levels for each in level.shown_by)
    proofs = (proof for one in standing.every for proof in one.said.evidence)
    return (
        {one.measure for one in shown if one.measure},
        {one.address for one in proofs if one.kind == "figure"},
    )


def _sign(basis: models.Basis, shown: Shown, links: Collection[str]) -> Sign:
    here = shown.measure in links
    url = reverse("measure", args=[basis.force_id, shown.measure]) if here else None
    return Sign(say(shown.words), bool(shown.measure), url)


def _leads(proof: Proof, links: Collection[str]) -> str | None:
    if proof.kind == "figure" and proof.address in links:
        return reverse("figure", args=[proof.address])
    return proof.address if proof.kind == "link" else None


def _entry(one: Assessed, said: Sequence[Said]) -> Entry:
    """Where an assessment stands in the public ledger; found by what the entry itself says."""
    whose = say("{day}, {organisation}.", day=notes.day(one.on), organisation=one.organisation)
    for entry in said:
        opened = entry.content
        if opened is None or opened["organisation"] != one.organisation:
            continue
        if opened["body"]["number"] == one.number:
            return Entry(f"{whose} {_position(entry)}", entry.leaf, entry.position)
    return Entry(f"{whose} {say('Its entry in the public ledger was erased.')}", "", None)


def _position(entry: Said) -> str:
    if entry.position is None:
        return say("Waits for its place in the public ledger.")
    return say("Entry {number} of the public ledger.", number=f"{entry.position:,}")
