"""Looking again: which moves are one, and of which alerts a later look can say they are gone.

Silence must never look like calm. That an alert is not seen any more may be said only where what
it is about was judged: not where the months were not supplied.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from evenhand.measures.period import months_between
from evenhand.measures.watch.cube import EVERYBODY, GROUPS, REFERENCE
from evenhand.measures.watch.found import Found, Looks, Series, Watched
from evenhand.measures.watch.judging import Watching, examined, series_at
from evenhand.measures.watch.levels import Level
from evenhand.measures.watch.stopped import came_again, is_stopped, name_of

APART = 6
"""Months by which the start of one move may differ between looks: as series are grouped."""


def the_same(old: Found, new: Found) -> bool:
    """Whether two looks tell of one move.

    Force, direction and kind are the same, they share a series, and both begin within half a year;
    a disparity that stands is the same whenever it is seen.
    """
    return (
        _kind(old) == _kind(new)
        and bool(_series(old) & _series(new))
        and (new.standing is not None or apart(old, new) <= APART)
    )


def apart(old: Found, new: Found) -> int:
    """Months between the two starts."""
    first, last = sorted((old.since, new.since))
    return len(months_between(first, last)) - 1


def _kind(one: Found) -> tuple[object, ...]:
    stands = one.standing is not None
    return (one.series.force, one.direction, one.quality, stands, is_stopped(one))


def _series(one: Found) -> set[str]:
    return {each.key for each in (one.series, *one.related)}


def gone(old: Found, watched: Watched) -> bool:
    """Whether a run looked for an alert that was raised before, and found it no move any more.

    Parameters
    ----------
    old : the alert as it was last seen.
    watched : a run that ends no earlier than it did; otherwise it cannot say.

    Returns
    -------
    False where what the alert is about was not judged, or where it is seen still: under another
    alert, or as a move that is held back because a problem of the data would explain it.
    """
    if old.as_of > watched.as_of or _name(old) not in watched.judged:
        return False
    return not any(the_same(old, one) for one in (*watched.alerts, *watched.held_back))


def _name(one: Found) -> str:
    """What has to be judged for anything to be said of an alert."""
    if one.standing is not None:
        return _standing(one.series)
    if is_stopped(one):
        return name_of(one.series, one.since)
    if one.quality and not one.quarters:  # what a check says of the file of a month
        return _file(one.series, one.since)
    return one.series.key


def judged(
    watching: Sequence[Watching], levels: Iterable[Level], few: Iterable[Series]
) -> frozenset[str]:
    """Name all that a look judged, as :func:`gone` asks for it.

    Parameters
    ----------
    watching : powers with their charts. levels : what was asked of disparities that stand.
    few : series that moved and have too few events to tell; nothing is said of those.
    """
    moves = {key for one in watching for key in _charted(one)} - {one.key for one in few}
    whole = [one for one in watching if not one.cube.areas]
    files = {key for one in whole for key in _whole_files(one)}
    files |= {key for one in whole for key in came_again(one)}
    return frozenset(moves | files | {key for level in levels for key in _asked(level)})


def _charted(one: Watching) -> Iterator[str]:
    for block, chart in zip(one.blocks, one.charts, strict=True):
        for force, place in np.argwhere(examined(one, chart)).tolist():
            yield series_at(one.cube, block, force, place).key


def _whole_files(one: Watching) -> Iterator[str]:
    """Months whose file is there, whole and once: what a check said of it holds no more."""
    cube = one.cube
    for force, month in np.argwhere(cube.observed).tolist():
        series = Series(cube.forces[force], cube.power, EVERYBODY[cube.power], Looks.COVERAGE)
        yield _file(series, cube.months[month])


def _asked(level: Level) -> Iterator[str]:
    for force, place in np.argwhere(level.enough).tolist():
        at = int(level.places[place])
        series = series_at(level.of.cube, level.block, force, at)
        against = GROUPS[REFERENCE[int(level.block.groups[at])]][1]
        yield _standing(replace(series, looks=Looks.RATIO, reference=against))


def _standing(series: Series) -> str:
    return f"{series.key}/standing"


def _file(series: Series, month: str) -> str:
    return f"{series.key}/{month}"
