"""From candidates to alerts: what is about the data first, what that explains held back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evenhand.measures.watch.areas import few
from evenhand.measures.watch.changes import change, smallest
from evenhand.measures.watch.cube import FAMILY
from evenhand.measures.watch.explaining import concerned, explained, of_data
from evenhand.measures.watch.found import (
    Direction,
    Found,
    Looks,
    Means,
    Span,
    Untold,
)
from evenhand.measures.watch.judging import Candidate, Watching, examined, is_quality
from evenhand.measures.watch.other_charts import other_charts
from evenhand.measures.watch.places import by_places
from evenhand.measures.watch.settings import Settings
from evenhand.measures.watch.spans import quarters, spans, sums
from evenhand.measures.watch.stopped import stopped
from evenhand.measures.words import watching as words
from evenhand.records.checks import Finding as Checked

ORDER = {Means.WORSE: 0, Means.NEITHER: 1, Means.BETTER: 2}
TELLING = {Looks.RATIO: 0, Looks.RATE: 1, Looks.SHARE: 0}


@dataclass(frozen=True)
class Raised:
    """What a run raises, holds back and cannot tell."""

    alerts: tuple[Found, ...]
    held_back: tuple[Found, ...]
    untold: tuple[Untold, ...]


def raised(
    watching: Sequence[Watching],
    moved: Sequence[Candidate],
    checked: Sequence[Checked],
    settings: Settings,
) -> Raised:
    """Make alerts of what moved.

    Parameters
    ----------
    watching : the powers with their charts.
    moved : candidates, of all powers together.
    checked : what the checks of the lakes say.
    settings : what is asked before anything is raised.
    """
    number = sum(int(examined(one, chart).sum()) for one in watching for chart in one.charts)
    quality: list[Found] = [
        *stopped(watching, number, settings),
        *of_data(watching, checked, number),
    ]
    told: list[tuple[Candidate, Found]] = []
    short: list[Untold] = []
    for one in moved:
        if not is_quality(one) and _too_few(one, settings):
            series = one.series
            short.append(Untold(series, words.untold(series, words.Why(few=settings.fewest))))
            continue
        found = _found(one, checked, number)
        if found is None or found.after.observed < settings.fewest_months:
            continue
        if not is_quality(one):
            told.append((one, found))
        elif _matters(found, settings):
            quality.append(replace(found, others=other_charts(one)))
    held, open_ = [], []
    for one, found in told:
        why = explained(one, found, quality)
        if why is None:
            open_.append((one, found))
        else:
            held.append(replace(found, findings=(*found.findings, why)))
    told_together = [_together(one, watching) for one in _related(open_, settings)]
    return Raised(tuple(in_order([*quality, *told_together])), tuple(in_order(held)), tuple(short))


def in_order(found: Iterable[Found]) -> list[Found]:
    """Put alerts in their order: the data first, worse before better, grave streams first."""
    return sorted(
        found,
        key=lambda one: (
            not one.quality,
            ORDER[one.means],
            not one.grave,
            one.series.force,
            one.key,
        ),
    )


def _too_few(one: Candidate, settings: Settings) -> bool:
    """Whether there are fewer events, before or after, than anything is raised on.

    A fall leaves few events by itself; it is judged by those that the level before would have led
    to.
    """
    first, last = (one.begun, one.since - 1), (one.since, len(one.of.cube.months) - 1)
    found = sums(one, [first, last])
    least = max(settings.fewest, one.asked.measure.minimum.events)
    after = float(found.events[1])
    if one.side is Direction.FALL and found.size[0] > 0:
        after = max(after, float(found.events[0] * found.size[1] / found.size[0]))
    counts = [float(found.events[0]), after]
    if one.looks is Looks.RATIO:
        counts += found.others.tolist()
    return min(counts) < least


def _matters(found: Found, settings: Settings) -> bool:
    """Whether a change of the data is large enough to be raised."""
    if found.series.looks is Looks.COVERAGE:
        return found.direction is Direction.FALL and found.change.times <= settings.coverage_fall
    before, after = found.before.value, found.after.value
    return (
        before is not None and after is not None and abs(after - before) >= settings.unknown_points
    )


def _found(one: Candidate, checked: Sequence[Checked], number: int) -> Found | None:
    """Describe a candidate; None where before and after do not differ beyond chance."""
    cube = one.of.cube
    last = len(cube.months) - 1
    first, second = (one.begun, one.since - 1), (one.since, last)
    moved = change(one, first, second)
    if moved is None or not (moved.low > 1 if one.side is Direction.RISE else moved.high < 1):
        return None
    before, after, *each = spans(one, [first, second, *quarters(last)])
    series = one.series
    found = Found(
        key="/".join((series.key, one.side.value, cube.months[one.since])),
        series=series,
        quality=is_quality(one),
        direction=one.side,
        means=means(one.looks, one.asked.measure.worse, one.side, before, after),
        since=cube.months[one.since],
        as_of=cube.months[-1],
        before=before,
        after=after,
        change=moved,
        smallest=None,  # takes long to work out, as other charts do: only what leads has them
        evidence=one.evidence,
        examined=number,
        quarters=tuple(each),
        findings=concerned(one, checked),
        grave=one.asked.grave,
        phi=one.phi,
        few=few(one) if series.area else (),
    )
    return replace(found, sentence=words.alert(found))


def means(looks: Looks, worse: str, side: Direction, before: Span, after: Span) -> Means:
    """Say what a move means.

    A ratio that moves towards 1 from below is not worse, though it rises; nor is one better that
    falls away from 1.
    """
    if looks is Looks.UNKNOWN:
        return Means.WORSE if side is Direction.RISE else Means.BETTER
    if looks is Looks.COVERAGE:
        return Means.WORSE if side is Direction.FALL else Means.NEITHER
    if worse == "neither":
        return Means.NEITHER
    if looks is Looks.RATIO:
        if side is Direction.RISE and after.high is not None and after.high < 1:
            return Means.NEITHER
        if side is Direction.FALL and before.high is not None and before.high < 1:
            return Means.NEITHER
    higher = worse == "higher"
    return Means.WORSE if higher == (side is Direction.RISE) else Means.BETTER


def _related(
    found: Sequence[tuple[Candidate, Found]], settings: Settings
) -> list[list[tuple[Candidate, Found]]]:
    """Put together what is one cause: the most telling comes first in each list."""
    groups: list[list[tuple[Candidate, Found]]] = []
    for one in sorted(found, key=lambda pair: _telling(*pair)):
        for group in groups:
            if any(_same_cause(one, other, settings) for other in group):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _telling(one: Candidate, found: Found) -> tuple[bool, int, int, float]:
    """A whole force before its areas, ratios before rates, broad groups before parts of them.

    Then by the evidence.
    """
    series = found.series
    broad = series.grouping != "five-groups"
    return (bool(series.area), TELLING[one.looks], int(broad), -one.sum)


def _same_cause(
    one: tuple[Candidate, Found], other: tuple[Candidate, Found], settings: Settings
) -> bool:
    """Whether two moves are of the same records, the same way, from about the same month.

    A part of a measure shows a change sooner than the whole, in which it is diluted.
    """
    (a, found), (b, told) = one, other
    return (
        found.series.force == told.series.force
        and found.series.power == told.series.power
        and _same_people(a, b)
        and a.asked.measure.kind == b.asked.measure.kind
        and abs(a.since - b.since) <= settings.together
        and (
            found.direction is told.direction
            if a.asked.measure.kind == "rate"
            else found.means is told.means
        )
    )


def _same_people(a: Candidate, b: Candidate) -> bool:
    """Whether both are of one of the five groups, or of how much one power is used on anybody."""
    everybody = a.looks is b.looks is Looks.RATE and a.asked.measure.id == b.asked.measure.id
    return FAMILY[a.group] == FAMILY[b.group] or everybody


def _together(group: Sequence[tuple[Candidate, Found]], watching: Sequence[Watching]) -> Found:
    first, *rest = [found for _, found in group]
    lead = group[0][0]
    before, last = (lead.begun, lead.since - 1), len(lead.of.cube.months) - 1
    return replace(
        first,
        smallest=smallest(lead, before, last),
        related=tuple(one.series for one in rest),
        grave=any(one.grave for one in (first, *rest)),
        others=other_charts(lead),
        places=by_places(lead, watching),
    )
