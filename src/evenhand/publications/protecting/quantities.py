"""What the measures count, and how their counts add up: the same for every force and month."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evenhand.measures import Measure
from evenhand.measures.counting import MeasureCounts
from evenhand.records.codes import FIVE_GROUPS

GROUPING = "five-groups"
GROUPS: tuple[str | None, ...] = (*FIVE_GROUPS, None)
EVERYTHING = "search-rate"  # every other measure counts a part of what this one does
EVERYBODY = "everybody"  # all groups and those whose group is not known

Quantity = tuple[str, str | None]  # what is counted, and of whom
Counts = Mapping[Quantity, int]
SEARCHES: Quantity = (EVERYTHING, EVERYBODY)  # what the picture of months shows


@dataclass(frozen=True)
class Equation:
    """One count is the sum of others; ``rest`` is what the named parts leave, if not nothing."""

    whole: Quantity
    parts: tuple[Quantity, ...]
    rest: Quantity | None = None


def whole(measure: Measure) -> str:
    """The name of what a measure counts a part of; the same for measures that share it."""
    if measure.group_by == "officer-defined":
        return f"seen, {measure.id}"
    if measure.kind == "agreement":
        return f"both recorded, {measure.id}"
    return f"recorded {json.dumps(measure.recorded)}" if measure.recorded else EVERYTHING


def printed(measure: Measure, group: str | None) -> Iterator[Quantity]:
    """The counts that a row of a measure prints, or lets be worked out at once."""
    yield measure.id, group
    if measure.kind != "rate":
        yield whole(measure), group
        yield f"not {measure.id}", group


def left_out(measure: Measure) -> Quantity:
    """Records of everybody that do not say what the measure asks."""
    return f"not {whole(measure)}", EVERYBODY


def all_printed(measure: Measure) -> frozenset[Quantity]:
    """Everything that a figure of a measure prints, for each group and for everybody."""
    found = {one for group in (*GROUPS, EVERYBODY) for one in printed(measure, group)}
    return frozenset(found | ({left_out(measure)} if leaves_out(measure) else set()))


def leaves_out(measure: Measure) -> bool:
    """Tell whether some records do not say what the measure asks."""
    return bool(measure.recorded) or measure.kind == "agreement"


def counted(measure: Measure, counts: MeasureCounts) -> Counter[Quantity]:
    """Take from the counts of one force what the measure counts, by group."""
    found: Counter[Quantity] = Counter()
    for group in GROUPS:
        found[whole(measure), group] = int(counts.of(GROUPING, group, counts.recorded).sum())
        found[measure.id, group] = int(counts.of(GROUPING, group, counts.events).sum())
    return found


def equations(measures: Sequence[Measure]) -> list[Equation]:
    """List every sum that anyone can see between the measures of the same records."""
    found: list[Equation] = []
    for group in GROUPS:
        for one in measures:
            if one.id != whole(one):
                rest = (f"not {one.id}", group)
                found.append(Equation((whole(one), group), ((one.id, group),), rest))
        found += [
            Equation((EVERYTHING, group), ((name, group),), (f"not {name}", group))
            for name in sorted({whole(one) for one in measures if leaves_out(one)})
        ]
        found += _siblings(measures, group)
    everybody = {name for one in measures for name, of in all_printed(one) if of == EVERYBODY}
    for name in sorted(everybody | {EVERYTHING}):
        found.append(Equation((name, EVERYBODY), tuple((name, group) for group in GROUPS)))
    return found + list(_seen(measures))


def _siblings(measures: Sequence[Measure], group: str | None) -> Iterator[Equation]:
    """Measures of one whole whose parts do not overlap add up, with what remains, to the whole."""
    families: dict[tuple[str, str], list[Measure]] = {}
    for one in measures:
        for dimension in one.events:
            families.setdefault((whole(one), dimension), []).append(one)
    for (name, dimension), members in families.items():
        values = [value for member in members for value in member.events[dimension]]
        if len(members) < 2 or len(set(values)) != len(values):
            continue
        parts = tuple((member.id, group) for member in members)
        yield Equation((name, group), parts, (f"rest of {name} by {dimension}", group))


def _seen(measures: Sequence[Measure]) -> Iterator[Equation]:
    """The same searches by the officer's view: as many in all, and as many without a group."""
    for one in measures:
        if one.group_by == "officer-defined":
            yield Equation((whole(one), EVERYBODY), (SEARCHES,))
            if one.events == {"five_group": ["Unknown"]}:
                yield Equation((one.id, EVERYBODY), ((EVERYTHING, None),))


def fill(counts: Counter[Quantity], sums: Sequence[Equation]) -> tuple[Equation, ...]:
    """Add every count that follows from the others, and give the sums that hold."""
    held = []
    for sum_ in sums:
        parts = sum(counts[part] for part in sum_.parts)
        if sum_.rest is not None:
            counts[sum_.rest] = counts[sum_.whole] - parts
        elif sum_.whole not in counts:
            counts[sum_.whole] = parts
        elif counts[sum_.whole] != parts:
            continue
        held.append(sum_)
    return tuple(held)
