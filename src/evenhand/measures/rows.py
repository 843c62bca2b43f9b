"""Each group's row: what can be said of it, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from evenhand.measures.compare import Numbers, Table
from evenhand.measures.result import Number, Row
from evenhand.measures.schema import Measure
from evenhand.measures.standing import is_pooled, told
from evenhand.measures.words import notes
from evenhand.measures.words.people import people
from evenhand.measures.words.rows import Status, row_sentence
from evenhand.stats import Estimate

# Nothing is not zero: nobody wrote down how often it happened.
WITHOUT_EVENTS = {Status.HIDDEN, Status.CANNOT_BE_RECORDED, Status.NOTHING_RECORDED}
UNSTABLE = 3  # ends of the range this many times apart: the estimate itself says little


@dataclass(frozen=True)
class Writer:
    """Writes rows from numbers that have been computed.

    Attributes
    ----------
    unknown_share : the share of searches whose group is not known; None if it is hidden.
    left_out : some records do not say what is asked.
    """

    measure: Measure
    groups: Sequence[str]
    table: Table
    numbers: Numbers
    statuses: Sequence[Status]
    unknown_share: Number
    left_out: bool

    def rows(self) -> tuple[Row, ...]:
        """Write every group's row, in the groups' order."""
        return tuple(self._row(number) for number in range(len(self.groups)))

    def _row(self, group: int) -> Row:
        status, numbers = self.statuses[group], self.numbers
        shown = status not in WITHOUT_EVENTS
        events = int(self.table.events[group].sum()) if shown else None
        exposure = float(self.table.exposure[group].sum())
        rate, ratio = _ends(numbers.rate, group), _ends(numbers.ratio, group)
        within, excess = _ends(numbers.within, group), _ends(numbers.excess, group)
        difference = _ends(numbers.difference, group)
        unknown = self._unknown(group)
        return Row(
            group=self.groups[group],
            events=events,
            exposure=exposure if shown and status is not Status.NO_RESIDENTS else None,
            **dict(zip(("rate", "rate_low", "rate_high"), rate, strict=True)),
            **dict(zip(("ratio", "ratio_low", "ratio_high"), ratio, strict=True)),
            ratio_if_unknown_all_reference=unknown[2],
            ratio_if_unknown_all_group=unknown[3],
            tipping_share=None
            if self.unknown_share is None
            else _number(numbers.tipping_share[group]),
            suppressed=status is Status.HIDDEN,
            sentence=self._sentence(group, events, rate),
            unknown_sentence=self._unknown_sentence(unknown),
            status=status.value,
            difference=difference[0],
            difference_low=difference[1],
            difference_high=difference[2],
            excess=excess[0],
            excess_low=excess[1],
            excess_high=excess[2],
            within_force_ratio=within[0],
            within_force_ratio_low=within[1],
            within_force_ratio_high=within[2],
            unknown_low=unknown[0],
            unknown_high=unknown[1],
            detectable_below=_number(numbers.detectable_below[group]),
            detectable_above=_number(numbers.detectable_above[group]),
            detectable_sentence=self._detectable_sentence(group),
            unstable=_unstable(_ends(told(self.table, numbers), group)),
        )

    def _detectable_sentence(self, group: int) -> str | None:
        """Only where we cannot tell: how much there would have had to be to see it."""
        if self.statuses[group] is not Status.CANNOT_TELL:
            return None
        return notes.smallest_difference(
            _number(self.numbers.detectable_below[group]),
            _number(self.numbers.detectable_above[group]),
            people(
                self.groups[self.table.reference],
                seen_by_officers=self.measure.group_by == "officer-defined",
            ),
        )

    def _sentence(self, group: int, events: int | None, rate: tuple[Number, Number, Number]) -> str:
        several = is_pooled(self.table)
        return row_sentence(
            self.measure,
            self.statuses[group],
            group=self.groups[group],
            reference=self.groups[self.table.reference],
            events=events,
            rate=_whole(rate),
            reference_rate=_number(self.numbers.rate.value[self.table.reference]),
            ratio=_range(told(self.table, self.numbers), group),
            pooled=_range(self.numbers.ratio, group) if several else None,
            left_out=self.left_out,
        )

    def _unknown(self, group: int) -> tuple[Number, Number, Number, Number]:
        if self.unknown_share is None:
            return None, None, None, None
        found = self.numbers.unknown
        low, high = _number(found.low[group]), _number(found.high[group])
        return (
            low,
            high,
            _number(found.if_all_reference[group]),
            _number(found.if_all_group[group]),
        )

    def _unknown_sentence(self, unknown: tuple[Number, Number, Number, Number]) -> str | None:
        low, high = unknown[:2]
        if not self.unknown_share or low is None or high is None:
            return None
        seen = self.measure.group_by == "officer-defined"
        return notes.unknown_range(
            self.unknown_share,
            low,
            high,
            seen_by_officers=seen,
            pooled=is_pooled(self.table),
            power=self.measure.power,
        )


def _ends(estimate: Estimate, group: int) -> tuple[Number, Number, Number]:
    return (
        _number(estimate.value[group]),
        _number(estimate.low[group]),
        _number(estimate.high[group]),
    )


def _range(estimate: Estimate, group: int) -> tuple[float, float] | None:
    found = _whole(_ends(estimate, group))
    return None if found is None else found[1:]


def _whole(ends: tuple[Number, Number, Number]) -> tuple[float, float, float] | None:
    value, low, high = ends
    return None if value is None or low is None or high is None else (value, low, high)


def _number(value: float) -> Number:
    return float(value) if isfinite(value) else None


def _unstable(ratio: tuple[Number, Number, Number]) -> bool | None:
    _, low, high = ratio
    if low is None or high is None:
        return None
    never = low == 0 and high < 1  # "at most 0.03 times" says much
    return high > UNSTABLE * low and not never
