"""What was predicted of a reform, written down before anybody could know."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256

import numpy as np

from evenhand.stats.before_after.series import (
    FEWEST_AFTER,
    SEASONS_BEFORE,
    SHAPES,
    BeforeAfter,
    interrupted_series,
)
from evenhand.stats.errors import CannotTell, InvalidCounts, StatsError
from evenhand.stats.estimate import Estimate, FloatArray, array

DIRECTIONS = ("at most", "at least")
MONTHS_IN_A_YEAR = 12
MONTHS_BEFORE = SEASONS_BEFORE * MONTHS_IN_A_YEAR
VERSION = 1
"""Part of what is fingerprinted: a later form of registration never repeats an earlier digest."""


@dataclass(frozen=True)
class Registration:
    """A prediction that can fail: what will be counted, in which months, and what would refute it.

    Attributes
    ----------
    question : one sentence: what the reform is, and what it should move.
    series, control : names of what is counted; ``control`` is "" where there is none.
    before_from, after_from, after_until : months ("2026-04"): the first of the series, the first
        after the change, and the last that counts.
    direction, ratio : the prediction: the change will be ``"at most"`` or ``"at least"`` this.
    registered_on : the day on which it was written down.
    shape : as for ``interrupted_series``.
    """

    question: str
    series: str
    before_from: str
    after_from: str
    after_until: str
    direction: str
    ratio: float
    registered_on: date
    control: str = ""
    shape: str = "level"

    def __post_init__(self) -> None:
        """Refuse a prediction that could not fail, or that was made when the answer was in."""
        for name in ("question", "series"):
            if not getattr(self, name).strip():
                raise StatsError(f"{name} is empty: say it in words")
        for name, allowed in (("direction", DIRECTIONS), ("shape", SHAPES)):
            if getattr(self, name) not in allowed:
                raise StatsError(f"{name} must be one of {', '.join(allowed)}")
        if not (np.isfinite(self.ratio) and self.ratio > 0):
            raise StatsError(f"ratio is {self.ratio}: it must be a number above zero, such as 0.8")
        first, change, last = (
            _month(name, getattr(self, name))
            for name in ("before_from", "after_from", "after_until")
        )
        if not first < change <= last:
            raise StatsError("before_from, after_from and after_until must follow each other")
        if np.datetime64(self.registered_on, "D") >= (change + 1).astype("datetime64[D]"):
            raise CannotTell(
                f"registered on {self.registered_on}, when {self.after_from} was over: what is "
                "predicted after it can be seen is no prediction"
            )

    @property
    def months(self) -> tuple[str, ...]:
        """Every month that counts, in order; no other does."""
        first, last = _month("before_from", self.before_from), _month("", self.after_until)
        return tuple(str(month) for month in np.arange(first, last + 1))

    @property
    def months_after(self) -> tuple[str, ...]:
        """The months after the change, none of which may be missing."""
        return self.months[self.months.index(self.after_from) :]

    def refuse_short(self) -> None:
        """Refuse months that could never answer, whatever is counted in them.

        Raises
        ------
        CannotTell
            With fewer than two years before the change, or half a year after.
        """
        after = len(self.months_after)
        before = len(self.months) - after
        if before < MONTHS_BEFORE or after < FEWEST_AFTER:
            raise CannotTell(
                f"{before} months before the change and {after} after it can never tell: name at "
                f"least {MONTHS_BEFORE} before and {FEWEST_AFTER} after"
            )

    @property
    def digest(self) -> str:
        """A fingerprint of all that was written down; keep it where it cannot be changed."""
        said = {"version": VERSION, **asdict(self), "registered_on": str(self.registered_on)}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Judgement:
    """Whether a registered prediction held.

    Attributes
    ----------
    verdict : "held" (the whole interval keeps to the prediction), "failed" (none of it does) or
        "cannot tell".
    change : what was judged: the change against the control series, or without one the change.
    found : all of what the series said.
    left_out : months before the change that were named, and that there is no number for.
    digest : of the registration.
    """

    verdict: str
    change: Estimate
    found: BeforeAfter
    digest: str
    left_out: tuple[str, ...] = ()


def judge_registration(
    registration: Registration,
    events: Mapping[str, float],
    exposure: Mapping[str, float],
    *,
    kept_digest: str,
    control_events: Mapping[str, float] | None = None,
    control_exposure: Mapping[str, float] | None = None,
    confidence: float = 0.95,
) -> Judgement:
    """Say whether what was predicted came true, in the months that were named beforehand.

    "held" says that the whole interval keeps to the prediction, "failed" that none of it does;
    otherwise the series cannot tell. Nothing is chosen here: months, direction, ratio, shape and
    control are those of the registration. The change may be large and the verdict still "failed".

    Parameters
    ----------
    registration : what was written down.
    events, exposure : a number for each month ("2026-04"); months that were not named are ignored.
        A month before the change may be missing, as long as two years of them are left: files that
        never came would otherwise spare a force every answer. None after it may.
    kept_digest : the registration's fingerprint as it was kept when it was written down.
    control_events, control_exposure : the same of the control series, if one was registered.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Judgement
        The verdict with everything behind it.

    Raises
    ------
    CannotTell
        If a month after the change is missing (it may not be over yet), the series is too short or
        has too few events, or the registration is not the one that was kept.
    InvalidCounts
        If a number cannot be what it claims to be, or the control series is not the registered one.

    Notes
    -----
    The estimate is that of ``interrupted_series``.
    """
    if kept_digest != registration.digest:
        raise CannotTell(
            "this registration is not the one that was kept: something in it was changed afterwards"
        )
    given_control = control_events is not None and control_exposure is not None
    if bool(registration.control) != given_control:
        raise InvalidCounts(
            f"the registration names {registration.control or 'no control series'}: give just that"
        )
    months = tuple(
        month
        for month in registration.months
        if month >= registration.after_from or month in events
    )
    found = interrupted_series(
        _of(events, months, registration.series),
        _of(exposure, months, registration.series),
        months.index(registration.after_from),
        at=[registration.months.index(month) for month in months],
        control_events=_maybe(control_events, months, registration.control),
        control_exposure=_maybe(control_exposure, months, registration.control),
        season=MONTHS_IN_A_YEAR,
        shape=registration.shape,
        confidence=confidence,
    )
    change = found.against_control or found.change
    low, high = (
        (change.low, change.high)
        if registration.direction == "at most"
        else (
            -change.high,
            -change.low,
        )
    )
    bound = registration.ratio if registration.direction == "at most" else -registration.ratio
    verdict = "held" if high <= bound else "failed" if low > bound else "cannot tell"
    left_out = tuple(month for month in registration.months if month not in months)
    return Judgement(verdict, change, found, registration.digest, left_out)


def _month(name: str, text: str) -> "np.datetime64[date]":
    said = f"{name} is {text!r}: it must be a month, such as 2026-04"
    try:
        month = np.datetime64(text, "M")
    except ValueError:
        raise StatsError(said) from None
    if np.isnat(month) or str(month) != text:
        raise StatsError(said)
    return month


def _of(numbers: Mapping[str, float], months: tuple[str, ...], name: str) -> FloatArray:
    missing = [month for month in months if month not in numbers]
    if missing:
        raise CannotTell(
            f"{name} has no number for {missing[0]}"
            + (f" and {len(missing) - 1} more months" if missing[1:] else "")
            + ": a missing month is not zero, and no other may stand in for it"
        )
    return array([numbers[month] for month in months])


def _maybe(
    numbers: Mapping[str, float] | None, months: tuple[str, ...], name: str
) -> FloatArray | None:
    return None if numbers is None else _of(numbers, months, name)
