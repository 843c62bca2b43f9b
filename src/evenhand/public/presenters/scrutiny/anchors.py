"""Anchor cases in words: how each panel stands beside them, and how far panels agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.measures.words import numbers
from evenhand.measures.words.draws import cases_of
from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.scrutiny.told.anchors import ToldAgreement, ToldCounts, ToldSet, ToldStanding


@dataclass(frozen=True)
class Row:
    """A panel: a count for each column, of this set or of all so far."""

    panel: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Set:
    """A set of anchor cases.

    Attributes
    ----------
    stands : how it stands, in sentences.
    rows, so_far : panels by name, in this set and in all that were opened by then.
    shares : how often each panel agreed the sealed colour, with its likely range.
    """

    title: str
    words: str
    who: str
    stands: tuple[str, ...]
    rows: tuple[Row, ...]
    so_far: tuple[Row, ...]
    of_all: str
    shares: tuple[str, ...]
    agreement: str


@dataclass(frozen=True)
class AnchorsPage:
    """All sets, the newest first. Panels stand in the order of their names: never a ranking."""

    lead: str
    columns: tuple[str, ...]
    sets: tuple[Set, ...]


def anchors_page(found: Sequence[ToldSet], *, on: date) -> AnchorsPage:
    """Lay out every set that panels have got."""
    return AnchorsPage(_lead(found), columns(), tuple(_set(one, on) for one in found))


def columns() -> tuple[str, ...]:
    """What stands over the counts."""
    return (
        say("Agreed on"),
        say("Same colour"),
        say("Milder"),
        say("Graver"),
        say("One could not tell"),
        say("Green against red"),
        say("Not agreed in time"),
    )


def _lead(found: Sequence[ToldSet]) -> str:
    opened = next((one for one in found if one.revealed_on), None)
    if opened is None or opened.agreement is None:
        return say("We cannot tell yet whether red means the same to every panel.")
    return agreement(opened.agreement)


def _set(one: ToldSet, on: date) -> Set:
    several = one.sets > 1
    return Set(
        title=one.title,
        words=one.words,
        who=say(
            "{organisation}, set {number}", organisation=one.organisation, number=str(one.number)
        ),
        stands=_stands(one, on),
        rows=tuple(Row(each.name, _cells(each.here)) for each in one.standings),
        so_far=tuple(Row(each.name, _cells(each.so_far)) for each in one.standings)
        if several
        else (),
        of_all=say(
            "The {sets} sets that were opened so far, {cases} cases",
            sets=numbers.whole(one.sets),
            cases=numbers.whole(one.all_cases),
        )
        if several
        else "",
        shares=tuple(share(each) for each in one.standings),
        agreement=agreement(one.agreement) if one.agreement else "",
    )


def _cells(one: ToldCounts) -> tuple[str, ...]:
    counts = (one.of, one.same, one.milder, one.graver)
    return tuple(
        numbers.whole(many) for many in (*counts, one.cannot_tell, one.opposite, one.missing)
    )


def _stands(one: ToldSet, on: date) -> tuple[str, ...]:
    got = say(
        "{panels} got {cases} on {day}, all at once.",
        panels=_panels(one.panels),
        cases=cases_of(one.cases),
        day=in_words(one.issued_on),
    )
    if one.revealed_on:
        opened = say("The sealed scores were opened on {day}.", day=in_words(one.revealed_on))
        return (got, opened)
    sealed = say("The score that the body agreed is sealed in the public log.")
    if not one.waits_for:
        return (got, sealed, say("Every panel has agreed; the sealed scores can be opened."))
    waits = (
        say("1 panel has not agreed on every case.")
        if one.waits_for == 1
        else say(
            "{count} panels have not agreed on every case.", count=numbers.whole(one.waits_for)
        )
    )
    last = (
        say("Panels can agree until {day}.", day=in_words(one.due))
        if on <= one.due
        else say("The last day to agree was {day}.", day=in_words(one.due))
    )
    return (got, sealed, waits, last)


def _panels(many: int) -> str:
    return say("1 panel") if many == 1 else say("{count} panels", count=numbers.whole(many))


def share(one: ToldStanding) -> str:
    """How often a panel agreed the sealed colour, with its likely range; or why it is not told."""
    told = one.so_far.share
    if told is None or told.value is None or told.low is None or told.high is None:
        return say(
            "{panel}: we cannot tell how often. It agreed on {count} of these cases so far, and of "
            "fewer than 10 no share is told.",
            panel=one.name,
            count=numbers.whole(one.so_far.of),
        )
    middle, low, high = numbers.rate_with_range(told.value, told.low, told.high, share=True)
    return say(
        "{panel}: the same colour in {share} of every 100 such cases (likely range {low} to "
        "{high}), judged from {count}.",
        panel=one.name,
        share=middle,
        low=low,
        high=high,
        count=numbers.whole(one.so_far.of),
    )


def agreement(one: ToldAgreement) -> str:
    """How far panels agree with each other, or that nobody can tell."""
    span = one.alpha
    if one.panels < 2:
        return say(
            "Fewer than two panels agreed on these cases, so nobody can say whether red means the "
            "same in two places."
        )
    if span is None or span.low is None or span.high is None:
        return say(
            "We cannot tell how far panels agree with each other: two panels or more judged "
            "{cases}. It takes 20, of which 10 were not all seen the same.",
            cases=cases_of(one.cases),
        )
    low, high = (
        numbers.decimal(end, landmarks=(0.0, 1.0), least=2) for end in (span.low, span.high)
    )
    places = {"panels": numbers.whole(one.panels), "cases": cases_of(one.cases)}
    if span.low > 0:
        return say(
            "On the same cases, {panels} panels agreed beyond chance between {low} and {high}, "
            "where 1 is complete and 0 is none, judged from {cases}.",
            **places,
            low=low,
            high=high,
        )
    return say(
        "We cannot tell whether {panels} panels agreed more than chance would give: between {low} "
        "and {high}, where 1 is complete and 0 is none, judged from {cases}.",
        **places,
        low=low,
        high=high,
    )
