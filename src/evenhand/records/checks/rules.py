"""Every check over a lake, and those that compare a force's months with each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from evenhand.records import codes
from evenhand.records.checks.findings import Finding
from evenhand.records.checks.monthly import found, monthly, per_hundred, previous, rows_in_words
from evenhand.records.clock import in_words, month_number, months_between
from evenhand.records.lake import ForceMonth, Lake, coverage
from evenhand.records.lake.coverage import ENOUGH_MONTHS, YEAR
from evenhand.records.lake.manifest import VEHICLE_STOP
from evenhand.records.messages import say

# A month with so much less than the usual was probably not all loaded.
PARTLY_LOADED = 0.4
DAYS_WITHOUT = 10

# A change in the share not recorded that is both large and beyond chance.
JUMP = 0.1
JUMP_Z = 3.0

# Recorded "Other" against what the census would lead one to expect, with hardly any unknowns.
HARDLY_UNKNOWN = 0.01
MANY_OTHER = 3.0
ENOUGH_OTHER = 20


def findings(lake: Lake, force: str | None = None) -> list[Finding]:
    """Everything to know about what a lake holds, by force and month.

    Parameters
    ----------
    lake : the lake
        Its newest versions are checked, from the counts made when they were loaded.
    force : one force's id
        All of them without.
    """
    found_all: list[Finding] = []
    held = sorted({month.force for month in lake.supplied()})
    forces = held if force is None else [codes.force(force).force]
    end = lake.last_month
    for name in forces:
        months = lake.current(name)
        if lake.power == VEHICLE_STOP:  # snapshots are made by ourselves: nothing else can be odd
            found_all.extend(_missing(name, months, end))
            found_all.extend(one for month in months for one in _partly_loaded(month, months))
            continue
        for month in months:
            found_all.extend(monthly(month))
        found_all.extend(_missing(name, months, end))
        found_all.extend(_only_partial_extents(lake, name))
        found_all.extend(_compared(months))
        found_all.extend(_same_content(lake, months))
    return sorted(found_all, key=lambda f: (f.force, f.month or "", f.check))


def _missing(force: str, months: list[ForceMonth], end: str) -> Iterator[Finding]:
    """Months without a file between a force's first and its last; missing is not zero."""
    if not months:
        return
    held = {month.month for month in months}
    last = max(held)
    if month_number(end) - month_number(last) < YEAR:
        last = end  # others go on, and this force may be late
    name = codes.force(force).name
    for month in months_between(min(held), last):
        if month not in held:
            message = say(
                "{force}, {month}: no file was supplied. It is missing, not zero.",
                force=name,
                month=in_words(month),
            )
            yield Finding(force, month, "missing-month", "warning", message, None)


def _only_partial_extents(lake: Lake, force: str) -> Iterator[Finding]:
    """Months of which there are only some local authorities, in one or more extracts."""
    by_month: dict[str, list[ForceMonth]] = {}
    for month in lake.partial(force):
        by_month.setdefault(month.month, []).append(month)
    for months in by_month.values():
        rows = sum(month.rows for month in months)
        yield found(
            months[0],
            "partial-month",
            "warning",
            say(
                "only part of the force's area was supplied ({rows} of {areas}). It is kept, and "
                "not counted as the force's.",
                rows=rows_in_words(rows),
                areas=_areas(months),
            ),
            float(rows),
        )


def _areas(months: list[ForceMonth]) -> str:
    """The authorities by name, or how many where an extent does not list them."""
    known = {code: place.lad_name for code, place in codes.authorities().items()}
    parts = {part for month in months for part in month.extent.split("+")}
    names = sorted(known[part] for part in parts if part in known)
    unnamed = [part.split("-")[0] for part in sorted(parts - set(known))]
    more = [say("{count} local authorities", count=count) for count in unnamed]
    return _listed([*names, *more])


def _listed(names: list[str]) -> str:
    *first, last = names
    return say("{first} and {last}", first=", ".join(first), last=last) if first else last


def _compared(months: list[ForceMonth]) -> Iterator[Finding]:
    by_month = {month.month: month for month in months}
    for month in months:
        before = [
            by_month[name]
            for back in range(1, YEAR + 1)
            if (name := previous(month.month, back)) in by_month
        ]
        yield from _partly_loaded(month, months)
        yield from _jump(month, before)
        yield from _hidden_in_other(month)


def _partly_loaded(month: ForceMonth, all_months: list[ForceMonth]) -> Iterator[Finding]:
    """A month with much fewer rows, or days, than the force usually supplies."""
    others = coverage.others(month, all_months)
    usual = coverage.usual_rows(month, all_months)
    if usual is None:
        return
    counts = {"rows": rows_in_words(month.rows), "usual": f"{usual:,.0f}"}
    if coverage.hardly_loaded(month, all_months):
        yield found(
            month,
            "partial-month",
            "warning",
            say(
                "{rows}, where {usual} are usual: hardly any of the month was loaded. It is "
                "treated as missing, not as zero.",
                **counts,
            ),
            month.rows / usual,
        )
    elif month.rows < PARTLY_LOADED * usual:
        yield found(
            month,
            "partial-month",
            "warning",
            say(
                "{rows}, where {usual} are usual: perhaps only partly loaded. It was counted as a "
                "whole month.",
                **counts,
            ),
            month.rows / usual,
        )
    elif _stops_early(month) and not any(_stops_early(other) for other in others):
        yield found(
            month,
            "partial-month",
            "warning",
            say(
                "no row is dated in the last {days} days of the month: perhaps only partly "
                "loaded. It was counted as a whole month.",
                days=str(DAYS_WITHOUT),
            ),
            float(month.profile["days"]),
        )


def _stops_early(month: ForceMonth) -> bool:
    last = month.profile.get("last_day")
    end = _first_day(month_number(month.month) + 1)
    return last is not None and end - last > DAYS_WITHOUT


def _first_day(month: int) -> int:
    """Days from 1970 to the first of a month."""
    return (date(month // 12, month % 12 + 1, 1) - date(1970, 1, 1)).days


def _jump(month: ForceMonth, before: list[ForceMonth]) -> Iterator[Finding]:
    """A sudden change in the share of people whose ethnicity was not recorded."""
    persons, unknown = _persons(month)
    earlier = [_persons(other) for other in before]
    then, then_unknown = sum(p for p, _ in earlier), sum(u for _, u in earlier)
    if len(before) < ENOUGH_MONTHS or not persons or not then:
        return
    change = unknown / persons - then_unknown / then
    pooled = (unknown + then_unknown) / (persons + then)
    error = math.sqrt(pooled * (1 - pooled) * (1 / persons + 1 / then))
    if abs(change) >= JUMP and error and abs(change) >= JUMP_Z * error:
        yield found(
            month,
            "unknown-ethnicity-jump",
            "warning",
            say(
                "ethnicity was not recorded in {now} searches of people, against {before} in the "
                "months before. Changes in the figures may come from that alone.",
                now=per_hundred(unknown, persons),
                before=per_hundred(then_unknown, then),
            ),
            change,
        )


def _persons(month: ForceMonth) -> tuple[int, int]:
    return month.profile["persons"], month.profile["groups"]["Unknown"]


def _hidden_in_other(month: ForceMonth) -> Iterator[Finding]:
    """Hardly any unknowns, and far more "Other" than live there: unknowns filed as a group."""
    persons, unknown = _persons(month)
    other = month.profile["groups"]["Other"]
    if other < ENOUGH_OTHER or unknown > HARDLY_UNKNOWN * persons:
        return
    try:
        people = codes.GROUPINGS["five-groups"].people(month.force)
    except codes.NoPopulation:
        return
    expected = people["Other"] / sum(people.values())
    share = other / (persons - unknown)
    if share >= MANY_OTHER * expected:
        yield found(
            month,
            "unknown-hidden-in-other",
            "warning",
            say(
                "{unknown} of {persons} ethnicities are 'not stated' and {other} are 'Other', "
                "{times} times that group's share of residents. Unknown ethnicities may have been "
                "recorded as 'Other'.",
                unknown=f"{unknown:,}",
                persons=f"{persons:,}",
                other=f"{other:,}",
                times=f"{share / expected:.0f}",
            ),
            share,
        )


def _same_content(lake: Lake, months: list[ForceMonth]) -> Iterator[Finding]:
    """One file supplied under the names of two months or two forces."""
    contents: dict[str, set[tuple[str, str]]] = {}
    mine: dict[tuple[str, str, int], str] = {}
    for commit in lake.commits:
        for month in commit.force_months:
            source = commit.sources[month.source]
            if source.rows_loaded and month.rows == source.rows_loaded:
                contents.setdefault(source.content_sha256, set()).add((month.force, month.month))
                mine[month.force, month.month, month.version] = source.content_sha256
    for month in months:
        content = mine.get((month.force, month.month, month.version))
        others = contents.get(content or "", set()) - {(month.force, month.month)}
        if others:
            names = "; ".join(
                f"{codes.force(force).name}, {in_words(name)}" for force, name in sorted(others)
            )
            yield found(
                month,
                "duplicate-file",
                "error",
                say(
                    "the very same file was also supplied as {names}. Ask the force for a right "
                    "copy.",
                    names=names,
                ),
                1.0,
            )
