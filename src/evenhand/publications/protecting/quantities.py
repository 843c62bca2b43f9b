"""What the measures count, and how their counts add up: the same for every force and month."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evenhand.measures import Measure
from evenhand.measures.counting import MeasureCounts
from evenhand.measures.words.powers import SEARCHES, STOPS
from evenhand.records.codes import FIVE_GROUPS
from evenhand.records.count import dimension

GROUPING = "five-groups"
GROUPS: tuple[str | None, ...] = (*FIVE_GROUPS, None)
EVERYTHING: Mapping[str, str] = {SEARCHES: "search-rate", STOPS: "stop-rate"}
"""By power, the measure that counts all: every other one of that power counts a part of it."""
EVERYBODY = "everybody"  # all groups and those whose group is not known

Quantity = tuple[str, str | None]  # what is counted, and of whom
Counts = Mapping[Quantity, int]
TOTALS: Mapping[str, Quantity] = {power: (name, EVERYBODY) for power, name in EVERYTHING.items()}
"""By power, all of its records: what the picture of months shows."""


@dataclass(frozen=True)
class Equation:
    """One count is the sum of others; ``rest`` is what the named parts leave, if not nothing."""

    whole: Quantity
    parts: tuple[Quantity, ...]
    rest: Quantity | None = None


def whole(measure: Measure) -> str:
    """The name of what a measure counts a part of; the same for measures that share it."""
    records = "" if measure.power == SEARCHES else f"{measure.power}, "
    recorded = f"{records}recorded {json.dumps(measure.recorded)}" if measure.recorded else None
    if measure.group_by == "officer-defined":
        return f"seen, {recorded or measure.id}"
    if measure.kind == "agreement":
        return f"both recorded, {measure.id}"
    return recorded or EVERYTHING[measure.power]


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
    """List every sum that anyone can see between the measures of the same records.

    Parameters
    ----------
    measures : of one power.
    """
    everything = EVERYTHING[measures[0].power]
    own = [one for one in measures if not _is_seen(one)]
    found: list[Equation] = []
    for group in GROUPS:
        for one in measures:
            if one.id != whole(one):
                rest = (f"not {one.id}", group)
                found.append(Equation((whole(one), group), ((one.id, group),), rest))
        found += [
            Equation((everything, group), ((name, group),), (f"not {name}", group))
            for name in sorted({whole(one) for one in own if leaves_out(one)})
        ]
        found += _siblings(measures, group)
        found += _never_both(measures, group)
    everybody = {name for one in own for name, of in all_printed(one) if of == EVERYBODY}
    everybody |= {name for one in measures for name, _ in printed(one, EVERYBODY)}
    for name in sorted(everybody | {everything}):
        found.append(Equation((name, EVERYBODY), tuple((name, group) for group in GROUPS)))
    return found + list(_seen([one for one in measures if _is_seen(one)]))


def _is_seen(measure: Measure) -> bool:
    """Whether people are in the groups that officers saw them in."""
    return measure.group_by == "officer-defined"


def _siblings(measures: Sequence[Measure], group: str | None) -> Iterator[Equation]:
    """Measures of one whole whose parts do not overlap add up, with what remains, to the whole."""
    for (name, column), members in families(measures).items():
        answers = [answers_of(member) for member in members]
        if len(members) < 2 or sum(map(len, answers)) != len(frozenset().union(*answers)):
            continue
        parts = tuple((member.id, group) for member in members)
        yield Equation((name, group), parts, (f"rest of {name} by {column}", group))


def families(measures: Iterable[Measure]) -> dict[tuple[str, str], list[Measure]]:
    """Group measures by what they count a part of and by the column that tells which part."""
    found: dict[tuple[str, str], list[Measure]] = {}
    for one in measures:
        for name in one.events:
            column = dimension(name, one.power).column
            found.setdefault((whole(one), column), []).append(one)
    return found


def answers_of(measure: Measure) -> frozenset[int]:
    """The codes of its column that a measure counts, whichever way it names them."""
    return frozenset(
        number
        for name, values in measure.events.items()
        for number, value in (dimension(name, measure.power).meanings or {}).items()
        if value in values
    )


NEVER_BOTH = tuple(
    (one, "stop-no-action-rate")
    for one in ("stop-arrest-rate", "stop-linked-outcome-rate", "stop-search-rate")
)
"""Answers in several columns that no record has together, as the rules of a stop refuse it."""


def _never_both(measures: Sequence[Measure], group: str | None) -> Iterator[Equation]:
    """What neither of two measures counts is the whole less both: anyone can work that out."""
    named = {one.id: one for one in measures}
    for one, other in NEVER_BOTH:
        if one in named and other in named:
            everything = (EVERYTHING[named[one].power], group)
            rest = (f"neither {one} nor {other}", group)
            yield Equation(everything, ((one, group), (other, group)), rest)


def _seen(measures: Sequence[Measure]) -> Iterator[Equation]:
    """The same records by the officer's view: as many in all, and as many without a group."""
    for one in measures:
        everybody, unknown = TOTALS[one.power], (EVERYTHING[one.power], None)
        if leaves_out(one):
            yield Equation(everybody, ((whole(one), EVERYBODY),), left_out(one))
        else:
            yield Equation((whole(one), EVERYBODY), (everybody,))
        if one.events == {"five_group": ["Unknown"]}:
            yield Equation((one.id, EVERYBODY), (unknown,))
    why = [one for one in measures if one.events.keys() == {"not_stated"}]
    if why:
        parts = tuple((one.id, EVERYBODY) for one in why)
        yield Equation(unknown, parts)
        yield Equation(unknown, parts, ("no group for another reason", EVERYBODY))


def fill(counts: Counter[Quantity], sums: Sequence[Equation]) -> tuple[Equation, ...]:
    """Add every count that follows from the others, and give the sums that hold."""
    held = []
    for sum_ in sums:
        parts = sum(counts[part] for part in sum_.parts)
        if sum_.rest is not None:
            if parts > counts[sum_.whole]:
                continue
            counts[sum_.rest] = counts[sum_.whole] - parts
        elif sum_.whole not in counts:
            counts[sum_.whole] = parts
        elif counts[sum_.whole] != parts:
            continue
        held.append(sum_)
    return tuple(held)
