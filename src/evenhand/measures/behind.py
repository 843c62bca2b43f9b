"""What a reader must know beside a result: months, forces, records that say nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenhand.measures.result import Number, Row
from evenhand.measures.schema import Measure
from evenhand.measures.scope import BTP, Scope
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import people
from evenhand.measures.words.powers import STOPS
from evenhand.records.checks import Finding, findings

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

# Findings that change what a number means. Missing months have a sentence of their own here.
TOLD = frozenset(
    {"partial-month", "duplicate-file", "unknown-ethnicity-jump", "unknown-hidden-in-other"}
)
TOLD_OF_DETAIL = TOLD | {"residual-codes-high"}


@dataclass(frozen=True)
class Unrecorded:
    """Records that do not say something; None where the number is not shown.

    Attributes
    ----------
    share : of the records counted, those whose group is not known.
    left_out : records where the answer was not written down. looked_at : those and the others.
    silent : of several forces, the names of those that wrote it down for no record.
    """

    share: Number
    left_out: int
    looked_at: int
    silent: tuple[str, ...] = ()


def warnings_of(
    measure: Measure, lake: "Lake", where: Scope, *, grouping: str, unrecorded: Unrecorded
) -> Iterator[str]:
    """Say everything about the data that changes how the numbers should be read."""
    if any(force.fictional for force in where.asked):
        yield notes.fictional()
    yield from _months(where)
    if measure.power == STOPS:
        yield from _unfinished(measure, lake, where)
    else:
        yield from _oddities(lake, where, grouping)
    for force in where.without_residents:
        if where.has_residents:
            yield notes.no_residents_left_out(force.name, power=measure.power)
        else:
            yield notes.no_residents(force.name, power=measure.power)
    if not any(force.fictional for force in where.asked):
        included = any(force.force == BTP for force in where.counted)
        yield notes.transport_police(included=included, power=measure.power)
    seen = measure.group_by == "officer-defined"
    if unrecorded.share is None:
        yield notes.unknown_hidden()
    elif unrecorded.share > 0 and measure.kind != "agreement":
        yield notes.unknown_share(unrecorded.share, seen_by_officers=seen, power=measure.power)
    yield from _left_out(measure, unrecorded)
    for name in unrecorded.silent:
        yield notes.recorded_nothing(name, residents=measure.kind == "rate", power=measure.power)
    if grouping == "nineteen-groups":
        yield notes.detailed_groups()


def notes_of(
    measure: Measure,
    row: Row,
    *,
    reference: str,
    overall: str | None,
    agreement: str | None,
    unrecorded: Unrecorded,
) -> Iterator[str]:
    """Say what else follows for the group of the headline."""
    seen = measure.group_by == "officer-defined"
    if overall is not None:
        yield overall
    if agreement is not None:
        yield agreement
    if measure.kind == "share":
        yield from _left_out(measure, unrecorded)
    if row.unknown_sentence is not None:
        yield row.unknown_sentence
    if row.tipping_share is not None:
        yield notes.tipping(
            row.tipping_share,
            people(row.group, seen_by_officers=seen),
            people(reference, seen_by_officers=seen),
            power=measure.power,
        )
    if row.detectable_sentence is not None:
        yield row.detectable_sentence


def _months(where: Scope) -> Iterator[str]:
    for force in where.named:
        if not where.months[force.force]:
            yield notes.nothing_from(force.name, where.expected[0], where.expected[-1])
        elif missing := where.missing(force):
            yield notes.missing_months(force.name, missing)


def _oddities(lake: "Lake", where: Scope, grouping: str) -> Iterator[str]:
    """What the checks found, each kind once for a force, in the words of the latest month."""
    told = TOLD_OF_DETAIL if grouping == "nineteen-groups" else TOLD
    for force in where.counted:
        kinds: dict[str, list[Finding]] = {}
        for finding in findings(lake, force.force):
            grave = finding.severity != "note"
            if grave and finding.check in told and finding.month in where.expected:
                kinds.setdefault(finding.check, []).append(finding)
        for *earlier, last in kinds.values():
            months = sorted({f.month for f in earlier if f.month} - {last.month})
            yield notes.found_again(last.message, months) if months else last.message


def _unfinished(measure: Measure, lake: "Lake", where: Scope) -> Iterator[str]:
    """Say how many records that came are not finished: they are in no figure."""
    for force in where.counted:
        observed = where.months[force.force]
        months = [month for month in lake.current(force.force) if month.month in observed]
        number = sum(month.profile["unfinished"] for month in months)
        if number:
            yield notes.unfinished(force.name, number, measure.minimum.shown)


def _left_out(measure: Measure, unrecorded: Unrecorded) -> Iterator[str]:
    if not unrecorded.left_out:
        return
    sentences = measure.sentences
    if unrecorded.left_out < measure.minimum.shown and sentences.left_out_few is not None:
        yield say(sentences.left_out_few)
    elif sentences.left_out is not None:
        share = unrecorded.left_out / unrecorded.looked_at
        yield say(sentences.left_out, share=numbers.of_every_100(share))


def matching(measure: Measure, found: dict[str, Any] | None, unrecorded: Unrecorded) -> str | None:
    """Say how often both views agreed, for the measure that asks that."""
    if found is None or found["observed"] is None or unrecorded.share is None:
        return None
    return notes.agreement(found["observed"], unrecorded.share, power=measure.power)
