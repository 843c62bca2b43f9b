"""Answer a measure's question from a lake."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from evenhand.measures.behind import Unrecorded, matching, notes_of, warnings_of
from evenhand.measures.compare import Table, compare
from evenhand.measures.counting import counts_of
from evenhand.measures.hiding import Cell
from evenhand.measures.library import measure as measure_called
from evenhand.measures.overall import overall
from evenhand.measures.question import (
    Question,
    hidden_of,
    nothing_recorded,
    silent_forces,
    strata_of,
    table_of,
    unknown_of,
)
from evenhand.measures.recordable import not_recordable
from evenhand.measures.result import Result, Row
from evenhand.measures.rows import Writer
from evenhand.measures.schema import Measure
from evenhand.measures.scope import BTP, scope
from evenhand.measures.standing import compared, rated, standing_of, statuses, told
from evenhand.measures.two_views import agreement_of
from evenhand.measures.words.rows import Status

if TYPE_CHECKING:
    from evenhand.records.lake import Lake


def compute(
    measure: Measure | str,
    lake: "Lake",
    *,
    forces: Sequence[str],
    first: str,
    last: str,
    grouping: str = "five-groups",
    census: int = 2021,
) -> Result:
    """Answer a measure's question for some forces and months.

    A ratio of 2 says that people of that group experienced what is measured twice as often, for
    every resident (or search), as the reference group. It does not say why.

    Parameters
    ----------
    measure : one of :func:`~evenhand.measures.measures`, or its id.
    lake : the records.
    forces : ids or names of forces; all real or all fictional.
    first, last : months written ``2021-05``, both included.
    grouping : ``five-groups``, ``nineteen-groups`` or ``black-including-mixed``.
    census : whose residents stand behind a rate.

    Raises
    ------
    UnknownMeasure, UnknownForce
        If a name means nothing.
    BadPeriod, BadGrouping, MixedForces
        If the question cannot be asked.
    NothingObserved
        If no force supplied any of the months: that is not zero.
    OtherPower
        If the lake holds records of another power than the measure asks about.

    Notes
    -----
    Rates have exact Poisson intervals and ratios exact conditional ones; shares have Wilson's.
    Months that were not supplied add nothing to events or to exposure. Counts from 1 to 4, and
    whatever would give them back, are not shown, nor is anything derived from them.
    """
    asked = measure_called(measure) if isinstance(measure, str) else measure
    where = scope(
        asked, lake, forces=forces, first=first, last=last, grouping=grouping, census=census
    )
    months = {force.force: where.months[force.force] for force in where.counted}
    counted = counts_of(asked, lake, months=months)
    return _answer(Question(asked, where, counted, grouping), lake, census)


def _answer(question: Question, lake: "Lake", census: int) -> Result:
    asked, where, counted = question.asked, question.where, question.counted
    table, hidden = table_of(question), hidden_of(question)
    unknown = unknown_of(question, table, hidden)
    impossible = not_recordable(lake, where, question.grouping, census)
    rows = _rows(question, table, hidden, unknown.share, impossible)
    left_out = int(counted.left_out.sum())
    looked_at = left_out + int(counted.recorded.sum())
    unrecorded = Unrecorded(unknown.share, left_out, looked_at, silent_forces(question))
    everyone = overall(
        asked,
        table,
        residents=where.has_residents,
        hidden=bool(nothing_recorded(question))
        or all(row.events is None and row.status != Status.NOTHING_RECORDED.value for row in rows),
        left_out=left_out > 0,
    )
    agreement = _agreement(question, rows, everyone.rate)
    focus, reference = question.focus, question.reference
    headline = rows[reference if focus is None else focus]
    return Result(
        measure=asked,
        grouping=question.grouping,
        forces=tuple(force.force for force in where.named),
        force_names=tuple(force.name for force in where.named),
        first=where.expected[0],
        last=where.expected[-1],
        months_observed=where.distinct_months,
        months_observed_by_force={
            force.force: len(where.months[force.force]) for force in where.named
        },
        months_missing={
            force.force: where.missing(force) for force in where.named if where.missing(force)
        },
        reference=rows[reference].group,
        ratio_group=None if focus is None else rows[focus].group,
        population=census if where.has_residents else None,
        includes_btp=any(force.force == BTP for force in where.counted),
        fictional=any(force.fictional for force in where.asked),
        rows=rows,
        overall=everyone,
        unknown_events=unknown.events,
        unknown_exposure=unknown.exposure,
        unknown_share=unknown.share,
        left_out=None if 0 < left_out < asked.minimum.shown else left_out,
        sentence=headline.sentence,
        notes=tuple(
            notes_of(
                asked,
                headline,
                reference=rows[reference].group,
                overall=everyone.sentence,
                agreement=matching(asked, agreement, unrecorded),
                unrecorded=unrecorded,
            )
        ),
        warnings=tuple(
            warnings_of(asked, lake, where, grouping=question.grouping, unrecorded=unrecorded)
        ),
        agreement=agreement,
        queries=counted.queries,
        strata=() if focus is None or headline.suppressed else strata_of(table, focus),
    )


def _rows(
    question: Question,
    table: Table,
    hidden: frozenset[Cell],
    unknown_share: float | None,
    impossible: frozenset[str],
) -> tuple[Row, ...]:
    asked, groups = question.asked, question.groups
    standing = standing_of(question, table, hidden, impossible)
    rates = rated(table, standing) & ~nothing_recorded(question)
    comparisons = compared(table, rates, asked.minimum.events)
    numbers = compare(table, rated=rates, compared=comparisons, per=asked.per, focus=question.focus)
    found = statuses(
        table, standing, rates=rates, comparisons=comparisons, ratio=told(table, numbers)
    )
    left_out = bool(question.counted.left_out.any())
    return Writer(asked, groups, table, numbers, found, unknown_share, left_out).rows()


def _agreement(
    question: Question, rows: Sequence[Row], observed: float | None
) -> dict[str, Any] | None:
    """Lay out both views; how often they match is the figure for everyone, once."""
    if not question.is_agreement:
        return None
    found = agreement_of(
        question.counted.confusion,
        [row.group for row in rows],
        shown=question.asked.minimum.shown,
        hidden_groups=frozenset(row.group for row in rows if row.suppressed),
    )
    return found | {"observed": observed}
