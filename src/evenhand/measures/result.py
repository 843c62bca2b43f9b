"""What a measure answers: rows by group and what stands behind them."""

from dataclasses import asdict, dataclass, field
from typing import Any

from evenhand.measures.schema import Measure
from evenhand.measures.words.messages import say

Number = float | None
Stratum = tuple[int, float, int, float]


@dataclass(frozen=True)
class Row:
    """One group. A number that is not given is None; ``status`` and ``sentence`` say why.

    Attributes
    ----------
    events : what was counted. exposure : residents times years, or the records it is a share of.
    rate, difference : for every 1,000 residents a year, or a share between 0 and 1.
    ratio : the rate divided by the reference group's, all forces together.
    within_force_ratio : the same within forces, the figure to read beside a pooled one.
    unknown_low, unknown_high : the ends of what the ratio could be, had ethnicity been recorded.
    excess : events beyond those that the reference group's rate would have given.
    detectable_below, detectable_above : the ratios nearest to 1 that would have been seen, four
        times in five; None where nothing would have been.
    suppressed : not shown to protect people.
    unstable : the range of the ratio is so wide that its ends differ more than threefold.
    """

    group: str
    events: int | None
    exposure: Number
    rate: Number
    rate_low: Number
    rate_high: Number
    ratio: Number
    ratio_low: Number
    ratio_high: Number
    ratio_if_unknown_all_reference: Number
    ratio_if_unknown_all_group: Number
    tipping_share: Number
    suppressed: bool
    sentence: str
    unknown_sentence: str | None
    status: str
    difference: Number
    difference_low: Number
    difference_high: Number
    excess: Number
    excess_low: Number
    excess_high: Number
    within_force_ratio: Number
    within_force_ratio_low: Number
    within_force_ratio_high: Number
    unknown_low: Number
    unknown_high: Number
    detectable_below: Number
    detectable_above: Number
    detectable_sentence: str | None
    unstable: bool | None


@dataclass(frozen=True)
class Overall:
    """Everyone together, people of unknown ethnicity among them."""

    events: int | None
    exposure: Number
    rate: Number
    rate_low: Number
    rate_high: Number
    sentence: str | None


@dataclass(frozen=True)
class Result:
    """A measure for some forces and months, with everything a reader must know beside it.

    Attributes
    ----------
    measure : the question that was asked.
    forces, force_names : which forces, by id and by name, in the order asked for, without those
        that are left out for want of residents beside others that have them.
    months_observed : months that at least one of the forces supplied.
    months_missing : by force, months asked for and not supplied.
    reference, ratio_group : which group is compared with which in the four single ratios.
    population : the year of the census, or None where residents play no part.
    unknown_events, unknown_exposure : where the group is not known; None if hidden.
    left_out : records where the answer was not written down; None if hidden.
    sentence : the headline, about ``ratio_group``.
    queries : the SQL that counted the records, as it ran; not part of ``as_json``.
    strata : for each force counted, events and exposure of ``ratio_group`` and of the reference;
        none where a group is hidden; not part of ``as_json``.
    """

    measure: Measure
    grouping: str
    forces: tuple[str, ...]
    force_names: tuple[str, ...]
    first: str
    last: str
    months_observed: int
    months_observed_by_force: dict[str, int]
    months_missing: dict[str, list[str]]
    reference: str
    ratio_group: str | None
    population: int | None
    includes_btp: bool
    fictional: bool
    rows: tuple[Row, ...]
    overall: Overall
    unknown_events: int | None
    unknown_exposure: int | None
    unknown_share: Number
    left_out: int | None
    sentence: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    agreement: dict[str, Any] | None = field(default=None)
    queries: tuple[str, ...] = ()
    strata: tuple[Stratum, ...] = ()

    def row(self, group: str) -> Row:
        """Give one group's row.

        Raises
        ------
        KeyError
            If there is no such group in this grouping.
        """
        for row in self.rows:
            if row.group == group:
                return row
        raise KeyError(group)

    def as_json(self) -> dict[str, Any]:
        """Give the result as plain values; nothing in it is NaN.

        The keys are those of ``evenhand measure --format json``. ``force`` names one force,
        ``forces`` several.
        """
        one = len(self.forces) == 1
        focus = self.row(self.ratio_group) if self.ratio_group is not None else None
        answer: dict[str, Any] = {
            "measure": self.measure.id,
            "measure_version": self.measure.version,
            "title": say(self.measure.title),
            "question": say(self.measure.question),
            **({"force": self.forces[0]} if one else {"forces": list(self.forces)}),
            "force_names": list(self.force_names),
            "from": self.first,
            "to": self.last,
            "group_by": self.grouping,
            "months_observed": self.months_observed,
            "months_observed_by_force": dict(self.months_observed_by_force),
            "months_missing": {force: list(gone) for force, gone in self.months_missing.items()},
            "reference": self.reference,
            "population": self.population,
            "includes_btp": self.includes_btp,
            "fictional": self.fictional,
            "rate_unit": self.rate_unit,
            "rows": [asdict(row) for row in self.rows],
            "overall": asdict(self.overall),
            "unknown_events": self.unknown_events,
            "unknown_exposure": self.unknown_exposure,
            "unknown_share": self.unknown_share,
            "left_out": self.left_out,
            "ratio_group": self.ratio_group,
        }
        for name, part in (("pooled_ratio", "ratio"), ("within_force_ratio", "within_force_ratio")):
            for end in ("", "_low", "_high"):
                answer[name + end] = getattr(focus, part + end) if focus is not None else None
        return answer | {
            "smallest_detectable_ratio": focus.detectable_above if focus is not None else None,
            "worse": self.measure.worse,
            "sentence": self.sentence,
            "notes": list(self.notes),
            "warnings": list(self.warnings),
            "caveats": [say(caveat) for caveat in self.measure.caveats],
            "methods": list(self.measure.methods),
            **({"agreement": self.agreement} if self.agreement is not None else {}),
        }

    @property
    def rate_unit(self) -> str:
        """What a rate is a number of."""
        return say("per 1,000 residents a year") if self.measure.kind == "rate" else say("share")
