"""Records that stopped: of a force and power nothing has come for longer than files take to come.

Nothing of such a force and power is judged, so that this holds back all that it could explain.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from evenhand.measures.watch.cube import EVERYBODY, Cube
from evenhand.measures.watch.found import Change, Direction, Found, Looks, Means, Series, Span
from evenhand.measures.watch.judging import Watching
from evenhand.measures.watch.settings import Settings
from evenhand.measures.words import stopped as words
from evenhand.measures.words.watching import finding

NOTHING_CAME = "nothing-came"


def stopped(watching: Sequence[Watching], number: int, settings: Settings) -> Iterator[Found]:
    """Raise that nothing came of a force and power for ``settings.behind`` months or more.

    It is counted back from the last month that is looked at, to which some other force or power
    supplied records. A force that never supplied a whole month has not stopped.

    Parameters
    ----------
    number : of series that were looked at in this run.
    """
    for one in watching:
        if one.cube.areas:
            continue  # files are of whole forces
        for row in range(len(one.cube.forces)):
            whole = np.flatnonzero(one.cube.observed[row])
            if whole.size and len(one.cube.months) - 1 - int(whole[-1]) >= settings.behind:
                yield _found(one.cube, row, int(whole[0]), int(whole[-1]), number)


def _found(cube: Cube, row: int, first: int, last: int, number: int) -> Found:
    series = Series(cube.forces[row], cube.power, EVERYBODY[cube.power], Looks.COVERAGE)
    missing = cube.months[last + 1 :]
    return Found(
        key=name_of(series, missing[0]),
        series=series,
        quality=True,
        direction=Direction.FALL,
        means=Means.WORSE,
        since=missing[0],
        as_of=missing[-1],
        before=Span(
            cube.months[first],
            cube.months[last],
            int(cube.observed[row].sum()),
            status="missing",
        ),
        after=Span(missing[0], missing[-1], 0, status="missing"),
        change=Change(1.0, 1.0, 1.0),
        smallest=None,
        evidence=0.0,
        examined=number,
        quarters=(),
        findings=(finding(NOTHING_CAME, missing),),
        sentence=words.sentence(series, cube.months[last], missing[0], missing[-1]),
    )


def is_stopped(found: Found) -> bool:
    """Whether an alert says that nothing came."""
    return any(one.code == NOTHING_CAME for one in found.findings) and not found.quarters


def name_of(series: Series, since: str) -> str:
    """Name what has to come before anybody can say that records have not stopped any more."""
    return f"{series.key}/{NOTHING_CAME}/{since}"


def came_again(one: Watching) -> Iterator[str]:
    """Name every month since which something has come: that nothing did is said of it no more.

    Whole months that came later end it, though those before them may be missing still.
    """
    cube = one.cube
    for row, force in enumerate(cube.forces):
        whole = np.flatnonzero(cube.observed[row])
        series = Series(force, cube.power, EVERYBODY[cube.power], Looks.COVERAGE)
        for month in cube.months[: int(whole[-1]) + 1 if whole.size else 0]:
            yield name_of(series, month)
