"""What the data themselves explain: alerts about them, and the moves that these hold back."""

from collections.abc import Iterator, Sequence

import numpy as np

from evenhand.measures.watch.cube import EVERYBODY
from evenhand.measures.watch.found import (
    Change,
    Direction,
    Finding,
    Found,
    Looks,
    Means,
    Series,
    Span,
)
from evenhand.measures.watch.judging import QUARTER, Candidate, Watching
from evenhand.measures.watch.spans import sums
from evenhand.measures.words import watching as words
from evenhand.records.checks import Finding as Checked
from evenhand.records.checks import spoils
from evenhand.records.clock import month_name, month_number

TOLD = frozenset(
    {
        "duplicate-file",
        "missing-month",
        "partial-month",
        "blank-column",
        "unknown-ethnicity-jump",
        "unknown-hidden-in-other",
        "outside-month",
        "residual-codes-high",
    }
)
"""Checks whose findings can move a figure."""
LEFT_OUT = 0.1
"""A change in the share of records that do not say what is asked, from which it can mislead."""
NEAR = 12
"""Months within which a change of the data and a move belong together."""


def concerned(
    one: Candidate, checked: Sequence[Checked], *, since: int | None = None
) -> tuple[Finding, ...]:
    """Give the problems of the data in the months of a move, and of the quarter before it.

    Parameters
    ----------
    since : the first month that matters, by its place, where that is another.
    """
    cube = one.of.cube
    first = cube.months[max(0, one.since - QUARTER) if since is None else since]
    found: dict[str, set[str]] = {}
    for check in checked:
        if (
            check.force == cube.forces[one.force]
            and check.check in TOLD
            and check.severity != "note"
            and check.month is not None
            and first <= check.month <= cube.months[-1]
        ):
            found.setdefault(check.check, set()).add(check.month)
    if _left_out(one):
        found["answer-left-out"] = set(cube.months[one.since :])
    return tuple(words.finding(code, tuple(sorted(months))) for code, months in found.items())


def _left_out(one: Candidate) -> bool:
    """Whether the records that do not say what is asked became more, or fewer, by much."""
    cube, number = one.of.cube, int(one.of.blocks[one.block].asked[one.place])
    if number < 0 or not cube.asked[number].measure.recorded:
        return False
    shares = []
    for months in (slice(one.begun, one.since), slice(one.since, None)):
        left = cube.left_out[one.force, number, months]
        all_ = cube.persons[one.force, months]
        used = ~np.isnan(left) & ~np.isnan(all_)
        total = all_[used].sum()
        shares.append(left[used].sum() / total if total else 0.0)
    return bool(abs(shares[1] - shares[0]) >= LEFT_OUT)


def of_data(
    watching: Sequence[Watching], checked: Sequence[Checked], number: int
) -> Iterator[Found]:
    """Raise what the checks found in the last quarter: a file twice over, a month partly loaded."""
    for one in watching:
        cube = one.cube
        if cube.areas:
            continue  # a file is a whole force's
        places = {month: place for place, month in enumerate(cube.months)}
        last = len(cube.months) - 1
        for check in checked:
            place = places.get(check.month or "", -1)
            if (
                check.force in cube.forces
                and place > last - QUARTER
                and spoils(check)
                and not cube.observed[cube.forces.index(check.force), place]
            ):
                yield _of_check(one, check, cube.months[place], number)


def _of_check(one: Watching, check: Checked, month: str, number: int) -> Found:
    cube = one.cube
    twice = check.check == "duplicate-file"
    series = Series(check.force, cube.power, EVERYBODY[cube.power], Looks.COVERAGE)
    direction = Direction.RISE if twice else Direction.FALL
    before = month_name(month_number(month) - 1)
    found = words.finding(check.check, (month,))
    return Found(
        key=f"{series.key}/{check.check}/{month}",
        series=series,
        quality=True,
        direction=direction,
        means=Means.WORSE,
        since=month,
        as_of=cube.months[-1],
        before=Span(before, before, 0, status="missing"),
        after=Span(month, month, 0, status="partial"),
        change=Change(1.0, 1.0, 1.0),
        smallest=None,
        evidence=0.0,
        examined=number,
        quarters=(),
        findings=(found,),
        sentence=words.of_check(check.force, found.words),
    )


def explained(one: Candidate, found: Found, quality: Sequence[Found]) -> Finding | None:
    """Say what of the data would explain a move; None where nothing does.

    - Fewer records than before explain a fall of a rate, whoever is counted; never a ratio.
    - More records without an ethnicity explain a move of a ratio or rate if there is a way to give
      those that are new among the unknown to the group and the reference that leaves no change.
    """
    for cause in quality:
        if cause.series.force != found.series.force or cause.series.power != found.series.power:
            continue
        if abs(month_number(cause.since) - month_number(found.since)) > NEAR:
            continue
        if cause.series.looks is Looks.COVERAGE and (
            one.looks is Looks.RATE
            and found.direction is Direction.FALL
            and cause.direction is Direction.FALL
        ):
            return words.finding("coverage-fell", (cause.since,))
        if cause.series.looks is Looks.UNKNOWN and _from_unknown(one, found):
            return words.finding("unknown-moved", (cause.since,))
    return None


def _from_unknown(one: Candidate, found: Found) -> bool:
    """Whether the records that are newly unknown (or newly known) could be all of a move."""
    if one.looks not in {Looks.RATIO, Looks.RATE}:
        return False
    last = len(one.of.cube.months) - 1
    counts = sums(one, [(one.begun, one.since - 1), (one.since, last)])
    cube, number = one.of.cube, int(one.of.blocks[one.block].asked[one.place])
    everyone = [
        float(np.nansum(cube.events[one.force, number, :5, months]) + counts.unknown[at])
        for at, months in enumerate((slice(one.begun, one.since), slice(one.since, None)))
    ]
    if min(everyone) <= 0:
        return False
    usual = float(counts.unknown[0]) / everyone[0]
    new = float(counts.unknown[1]) - usual * everyone[1]
    events, others, size = counts.events, counts.others, counts.size
    rise = found.direction is Direction.RISE
    # What the counts after would have been, had the newly unknown all been where it matters most.
    if one.looks is Looks.RATE:
        return bool(new > 0) != rise and _reaches(
            float(events[0] / size[0]), float((events[1] + new) / size[1]), rise=rise
        )
    a, b = float(events[1]), float(others[1])
    if new > 0:
        a, b = (a, b + new) if rise else (a + new, b)
    else:
        a, b = (max(a + new, 0.0), b) if rise else (a, max(b + new, 0.0))
    if b <= 0:
        return True
    return _reaches(float(events[0] / others[0]), a / b, rise=rise)


def _reaches(before: float, after: float, *, rise: bool) -> bool:
    return after <= before if rise else after >= before
