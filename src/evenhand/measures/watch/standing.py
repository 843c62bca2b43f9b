"""Disparities that stand: no chart sees what has always been so, but it has to be answered too.

A ratio of rates, or of shares of records, is looked at over two years. It stands where it is above
a stated value by this force's own records, or above what is usual for forces (a funnel), in each
half of the time; of shares of which less is worse, such as finds, where it is as far below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from evenhand.measures.watch.changes import change
from evenhand.measures.watch.charts import Ints
from evenhand.measures.watch.cube import EVERYBODY, FAMILY, Floats
from evenhand.measures.watch.explaining import concerned
from evenhand.measures.watch.found import (
    Direction,
    Found,
    Means,
    Span,
    Standing,
    Untold,
)
from evenhand.measures.watch.judging import FIVE, QUARTER, Candidate, Watching, judge, series_at
from evenhand.measures.watch.levels import (
    Funnels,
    Level,
    above,
    drawn_to,
    funnel,
    level_of,
    level_of_shares,
)
from evenhand.measures.watch.settings import Settings
from evenhand.measures.watch.shrinking import worked_out
from evenhand.measures.watch.spans import quarters, spans
from evenhand.measures.words import watching as words
from evenhand.records.checks import Finding as Checked

MOST_FORCES = 1_000
WAYS = ("above", "beyond")
"""Above the stated value by the force's own records; beyond what is usual for forces."""


@dataclass(frozen=True)
class Stood:
    """Standing disparities of a run, what the data would explain, and what cannot be told.

    ``levels`` are what was asked, of which nothing may stand.
    """

    alerts: tuple[Found, ...]
    held_back: tuple[Found, ...]
    untold: tuple[Untold, ...]
    levels: tuple[Level, ...] = ()


def standing(watching: Sequence[Watching], checked: Sequence[Checked], settings: Settings) -> Stood:
    """Find the disparities that stand.

    Every ratio that is examined has two p values: that it is no higher than the stated value, by
    the force's own records and however much its months swing; and that the force is one like
    others, which differ among each other. Each way has half of the share that may be false, held
    over the families of a force, power and group, as of moves. Together they would not do: what is
    above the stated value would make it easy to call a force unlike others.
    """
    levels = [of(one, settings) for one in watching for of in (level_of, level_of_shares)]
    funnels = [funnel(level) for level in levels]
    examined = sum(int(one.enough.sum()) for one in levels)
    found: list[Found] = []
    for level, shape, raised in zip(
        levels, funnels, _raised(levels, funnels, settings), strict=True
    ):
        telling = _Telling(level, shape, checked, examined, settings)
        found += [one for same in _together(raised) if (one := telling.first(same)) is not None]
    held = {one.key for one in found if _perhaps_unknown(one)}
    return Stood(
        tuple(one for one in found if one.key not in held),
        tuple(
            replace(one, findings=(*one.findings, words.finding("unknown-many", (one.since,))))
            for one in found
            if one.key in held
        ),
        tuple(one for level in levels for one in _untold(level, settings)),
        tuple(levels),
    )


class _Stands(NamedTuple):
    """A ratio that was raised: above the stated value, beyond what is usual for forces, or both."""

    of: Candidate
    above: bool
    beyond: bool


def _raised(
    levels: Sequence[Level], funnels: Sequence[Funnels], settings: Settings
) -> Iterator[list[_Stands]]:
    """Judge all ratios of all powers together; what each power raises."""
    half = replace(settings, share_false=settings.share_false / len(WAYS))
    family = [_families(number, level) for number, level in enumerate(levels)]
    p = [above(level) for level in levels]
    judged = [_judged(one, family, half) for one in (p, [each.p for each in funnels])]
    for number, level in enumerate(levels):
        sides = np.stack([way[number] for way in judged])
        raised = ~np.isnan(sides)
        yield [
            _Stands(
                _candidate(level, force, place, float(np.nanmin(sides[:, force, place]))),
                *raised[:, force, place].tolist(),
            )
            for force, place in np.argwhere(np.any(raised, axis=0)).tolist()
        ]


def _judged(p: Sequence[Floats], family: Sequence[Ints], settings: Settings) -> list[Floats]:
    """Judge the values of all powers together; NaN for what is not raised."""
    if not p:
        return []
    every = judge(
        np.concatenate([one.ravel() for one in p]),
        np.concatenate([one.ravel() for one in family]),
        settings,
    )
    ends = np.cumsum([one.size for one in p])[:-1]
    return [one.reshape(of.shape) for one, of in zip(np.split(every, ends), p, strict=True)]


def _families(number: int, level: Level) -> Ints:
    """One family for each force, power and one of the five groups; none of them is grave."""
    groups = level.block.groups[level.places].tolist()
    broad = np.array([FIVE.index(FAMILY[group]) for group in groups], int)
    forces = np.arange(level.enough.shape[0])[:, None]
    return np.asarray(2 * ((number * MOST_FORCES + forces) * len(FIVE) + broad) + 1)


def _candidate(level: Level, force: int, place: int, evidence: float) -> Candidate:
    return Candidate(
        level.of,
        level.number,
        force,
        int(level.places[place]),
        Direction.RISE if level.sign[place] > 0 else Direction.FALL,
        int(level.first[force]),
        int(level.middle[force]),
        float(level.log_ratio[force, place] / level.error[force, place]),
        float(level.phi[force, place]),
        evidence,
        int(level.against[place]),
    )


def _together(raised: Sequence[_Stands]) -> Iterator[list[_Stands]]:
    """Tell all that stands of one force and group as one: what holds of most people leads."""
    by_cause: dict[tuple[int, str], list[_Stands]] = {}
    for one in raised:
        by_cause.setdefault((one.of.force, FAMILY[one.of.group]), []).append(one)
    for same in by_cause.values():
        yield sorted(same, key=_leads)


def _leads(one: _Stands) -> tuple[bool, bool, float]:
    series = one.of.series
    everybody = series.measure == EVERYBODY[series.power]
    return (series.grouping != "five-groups", not everybody, -one.of.sum)


@dataclass(frozen=True, eq=False)
class _Telling:
    """Tells what stands in one power, and remembers what forces have in common."""

    level: Level
    funnels: Funnels
    checked: Sequence[Checked]
    examined: int
    settings: Settings
    usual: dict[int, tuple[float, float, bool]] = field(default_factory=dict)

    def first(self, same: Sequence[_Stands]) -> Found | None:
        """The first of some ratios that is sure enough, with the others told under it."""
        for place, one in enumerate(same):
            found = self.tell(one)
            if found is not None:
                related = tuple(each.of.series for each in same[place + 1 :])
                return replace(found, related=related)
        return None

    def tell(self, raised: _Stands) -> Found | None:
        """Describe a ratio; None where, drawn to what is usual, it is not sure any more."""
        one, cube = raised.of, self.level.of.cube
        last = len(cube.months) - 1
        first, second = (one.begun, one.since - 1), (one.since, last)
        moved = change(one, first, second)
        before, after, whole, *each = spans(
            one, [first, second, (one.begun, last), *quarters(last)]
        )
        if moved is None or whole.value is None:
            return None
        series = one.series
        found = Found(
            key=f"{series.key}/standing",
            series=series,
            quality=False,
            direction=one.side,
            means=Means.WORSE,
            since=cube.months[one.begun],
            as_of=cube.months[-1],
            before=before,
            after=after,
            change=moved,
            smallest=None,
            evidence=one.evidence,
            examined=self.examined,
            quarters=tuple(each),
            findings=concerned(one, self.checked, since=one.begun),
            phi=one.phi,
        )
        said = worked_out(found, self._standing(raised, whole))
        sure = said.probability is not None and said.probability >= self.settings.sure
        if not said.beyond and not sure:
            return None
        found = replace(found, standing=replace(said, above=said.above and sure))
        return replace(found, sentence=words.alert(found))

    def _standing(self, raised: _Stands, whole: Span) -> Standing:
        """What forces have in common is rounded here, so that the public can be told just that."""
        level = self.level
        place = int(np.flatnonzero(level.places == raised.of.place)[0])
        stated = level.stated if level.sign[place] > 0 else 1 / level.stated
        if place not in self.usual:
            self.usual[place] = drawn_to(level, place)
        middle, wide, alone = self.usual[place]
        centre, spread = self.funnels.centre[place], self.funnels.spread[place]
        told = bool(np.isfinite(centre))
        return Standing(
            stated=round(stated, 4),
            whole=whole,
            forces=int(self.funnels.forces[place]),
            centre=round(float(centre), 2) if told else None,
            spread=round(float(spread), 2) if told else None,
            drawn_to=middle,
            drawn_spread=wide,
            alone=alone,
            above=raised.above,
            beyond=raised.beyond,
        )


def _perhaps_unknown(one: Found) -> bool:
    """Whether there may be no difference, had every ethnicity been recorded."""
    # Of shares, nobody can tell what the unknown would change: they have no such range.
    low = one.standing.whole.unknown_low if one.standing else None
    return low is not None and low <= 1


def _untold(level: Level, settings: Settings) -> Iterator[Untold]:
    """Name the broad groups of which there are too few records to say whether anything stands."""
    if level.of_shares:
        return  # of shares the charts say it: they ask for as many
    recent = ~np.isnan(level.block.events[..., -QUARTER:]).all(axis=-1)
    for force, place in np.argwhere(recent & ~level.enough).tolist():
        series = series_at(level.of.cube, level.block, force, place)
        asked = level.of.cube.asked[int(level.block.asked[place])]
        if series.grouping != "five-groups" or series.stream or asked.measure.worse != "higher":
            continue
        short = int(level.observed[force, place]) < settings.standing_fewest
        why = words.Why(
            few=max(settings.fewest, asked.measure.minimum.events),
            short=settings.standing_fewest - 1 if short else 0,
        )
        yield Untold(series, words.untold(series, why))
