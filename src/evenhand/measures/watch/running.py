"""A run of the watch, from lakes to what it says."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evenhand.measures.errors import BadPeriod
from evenhand.measures.period import MONTH
from evenhand.measures.watch.again import judged, the_same
from evenhand.measures.watch.areas import counted_by_area, mostly_named
from evenhand.measures.watch.charts import Chart, blocks
from evenhand.measures.watch.counting import counted, old_months, unnamed_groups, unusable
from evenhand.measures.watch.cube import Cube
from evenhand.measures.watch.found import Watched
from evenhand.measures.watch.judging import Watching, candidates, examined, is_quality
from evenhand.measures.watch.kept import keep_charts, kept_charts
from evenhand.measures.watch.raising import Raised, in_order, raised
from evenhand.measures.watch.settings import Settings
from evenhand.measures.watch.silence import never, untold
from evenhand.measures.watch.standing import Stood, standing
from evenhand.records import codes
from evenhand.records.checks import Finding
from evenhand.records.clock import month_name, month_number

if TYPE_CHECKING:
    from evenhand.records.lake import Lake


def watch(
    lakes: Iterable["Lake"],
    *,
    as_of: str | None = None,
    forces: Iterable[str] | None = None,
    cache: Path | None = None,
    settings: Settings = Settings(),  # noqa: B008 - it is frozen
) -> Watched:
    """Set every series of some lakes against its own history, and say what moved.

    Parameters
    ----------
    lakes : one for each power.
    as_of : the last month to look at; without, the last month of the latest whole quarter, and the
        newest month for the grave streams.
    forces : names or ids; every force held without.
    cache : a folder in which counts and charts are kept, so that a run with one new month does one
        month's work. It holds nothing that cannot be made again.
    settings : what is asked before anything is raised.

    Returns
    -------
    Watched
        Alerts about the data first, then what got worse, then what got better. It ends with the
        quarter; alerts of the months after it say themselves until when they are. ``inputs`` are
        of both looks.

    Raises
    ------
    BadPeriod
        If ``as_of`` is no month.
    UnknownForce
        If a name means nothing.
    """
    every = list(lakes)
    names = None if forces is None else [codes.force(one).force for one in forces]
    last = _month(as_of) if as_of is not None else _quarter(_newest(every))
    found = _look(every, last, names, cache, settings)
    newest = _newest(every)
    if as_of is not None or newest == last or not settings.grave_each_month:
        return found
    each_month = None if cache is None else cache / "each-month"
    later = _look(every, newest, names, each_month, settings, grave=True)
    new = [
        one
        for one in later.alerts
        if not one.quality and not any(the_same(old, one) for old in found.alerts)
    ]
    return replace(
        found,
        alerts=tuple(in_order([*found.alerts, *new])),
        inputs=hashlib.sha256(f"{found.inputs} {later.inputs}".encode()).hexdigest(),
    )


def _look(
    lakes: Sequence["Lake"],
    as_of: str,
    forces: Sequence[str] | None,
    cache: Path | None,
    settings: Settings,
    *,
    grave: bool = False,
) -> Watched:
    """Look at everything up to one month, or of moves at the grave streams alone."""
    found = [counted(lake, as_of=as_of, forces=forces, cache=cache) for lake in lakes]
    usable = []
    for lake, one in zip(lakes, found, strict=True):
        bad = unusable(lake, one.cube, one.findings)
        cube = one.cube.hiding(one.cube.observed & ~bad)
        usable.append(cube.without(unnamed_groups(), old_months(cube, one.cube.old)))
        parts = None if grave else counted_by_area(lake, one.cube, cache)
        if parts is not None:
            of = [cube.forces.index(force) for force in parts.forces]
            usable.append(parts.hiding(cube.observed[of] & mostly_named(parts)))
    told = [finding for one in found for finding in one.findings]
    return watched(usable, told, settings=settings, cache=cache, grave=grave)


def watched(
    cubes: Sequence[Cube],
    findings: Sequence[Finding] = (),
    *,
    settings: Settings = Settings(),  # noqa: B008 - it is frozen
    cache: Path | None = None,
    grave: bool = False,
) -> Watched:
    """Say what moved in some counts; they all end with the same month.

    Parameters
    ----------
    cubes : one for each power, with NaN for months that are not to be used.
    findings : what the checks say of the months.
    settings, cache : as for :func:`watch`.
    grave : tell what is grave alone: not what else moved with it, nor what stands.
    """
    held = [cube for cube in cubes if cube.forces]
    as_of = cubes[0].months[-1] if cubes else ""
    watching = [_watching(cube, settings, cache) for cube in held]
    moved = candidates(watching, settings)
    if grave:
        moved = [one for one in moved if one.asked.grave or is_quality(one)]
    raised_ = raised(watching, moved, findings, settings)
    asked = [one for one in watching if not (one.cube.areas or grave)]
    stood = standing(asked, findings, settings)
    return _watched(as_of, watching, raised_, stood, settings)


def _watched(
    as_of: str, watching: Sequence[Watching], found: Raised, stood: Stood, settings: Settings
) -> Watched:
    silent = (*found.untold, *untold(watching))
    named = {one.series for one in silent}
    return Watched(
        as_of,
        numbers_examined(watching),
        tuple(in_order([*found.alerts, *stood.alerts])),
        tuple(in_order([*found.held_back, *stood.held_back])),
        (
            *silent,
            *(one for one in stood.untold if one.series not in named),
            *never(watching),
        ),
        _inputs(watching, settings),
        settings.plain(),
        judged(watching, stood.levels, (one.series for one in found.untold)),
    )


def numbers_examined(watching: Sequence[Watching]) -> dict[str, int]:
    """Count the series that were looked at, by force."""
    found: dict[str, int] = {}
    for one in watching:
        for chart in one.charts:
            each = examined(one, chart).sum(axis=1)
            for force, number in zip(one.cube.forces, each.tolist(), strict=True):
                found[force] = found.get(force, 0) + number
    return dict(sorted(found.items()))


def _watching(cube: Cube, settings: Settings, cache: Path | None) -> Watching:
    laid = blocks(cube, settings)
    charts = None if cache is None else kept_charts(cache, cube, laid, settings)
    if charts is None:
        charts = tuple(Chart.new(block, settings) for block in laid)
        for block, chart in zip(laid, charts, strict=True):
            for month in range(len(cube.months)):
                chart.add(block, month, settings)
    if cache is not None:
        keep_charts(cache, cube, laid, charts, settings)
    return Watching(cube, laid, charts)


def _newest(lakes: Sequence["Lake"]) -> str:
    return max((lake.last_month for lake in lakes), default="2000-03")


def _quarter(month: str) -> str:
    """The last month of the latest calendar quarter that is over by the end of a month."""
    number = month_number(month)
    return month_name(number - (number + 1) % 3)


def _month(text: str) -> str:
    if not MONTH.fullmatch(text):
        raise BadPeriod(f"{text!r} is not a month; write it as year and month, such as 2021-05.")
    return text


def _inputs(watching: Sequence[Watching], settings: Settings) -> str:
    text = json.dumps(
        [
            settings.plain(),
            [
                [one.cube.power, one.cube.rows, one.cube.months, one.cube.prints.tolist()]
                for one in watching
            ],
        ],
        sort_keys=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()
