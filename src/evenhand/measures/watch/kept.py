"""What the watch keeps between its runs: counts and charts, by the hash of what they came from.

Whatever is kept can be thrown away: the next run makes it again. A file that cannot be read, or
that was written for other measures, counts as none.
"""

import hashlib
import os
import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.measures.watch.charts import Block, Chart
from evenhand.measures.watch.cube import GROUPS, Bools, Cube
from evenhand.measures.watch.found import Looks
from evenhand.measures.watch.settings import Settings

FORMAT = 1
_COUNTS = ("events", "recorded", "unknown", "left_out", "persons", "persons_unknown", "old")


def shape_of(cube: Cube) -> str:
    """Name what a cube counts, so that other measures or groups never pass for these."""
    asked = [
        f"{one.name} {one.measure.count} {one.measure.recorded} {one.measure.events} {one.where}"
        for one in cube.asked
    ]
    groups = [str(GROUPS[place]) for place in cube.groups]
    text = "\n".join([str(FORMAT), cube.power, *asked, *groups, *(["areas"] if cube.areas else [])])
    return hashlib.sha256(text.encode()).hexdigest()


def _path(folder: Path, what: str, shape: str) -> Path:
    return folder / f"{what}-{shape[:16]}.npz"


def keep_counts(folder: Path, cube: Cube) -> None:
    """Write a cube's counts, whole or not at all."""
    write(
        _path(folder, "counts", shape_of(cube)),
        {
            "shape": np.array(shape_of(cube)),
            "forces": np.array(cube.rows),
            "months": np.array(cube.months),
            "prints": cube.prints,
            **{name: getattr(cube, name) for name in _COUNTS},
        },
    )


def kept_counts(folder: Path, cube: Cube) -> Bools:
    """Fill in what was counted before from the very same files.

    Returns
    -------
    (forces, months) where that could be done.
    """
    done = np.zeros(cube.prints.shape, dtype=np.bool_)
    held = read(_path(folder, "counts", shape_of(cube)))
    if held is None or str(held["shape"]) != shape_of(cube):
        return done
    rows = {force: row for row, force in enumerate(held["forces"].tolist())}
    places = {month: place for place, month in enumerate(held["months"].tolist())}
    mine = [row for row, name in enumerate(cube.rows) if name in rows]
    here = [place for place, month in enumerate(cube.months) if month in places]
    if not mine or not here:
        return done
    to = np.ix_(mine, here)
    of = np.ix_([rows[cube.rows[row]] for row in mine], [places[cube.months[p]] for p in here])
    same = (cube.prints[to] == held["prints"][of]) & (cube.prints[to] != "")
    done[to] = same
    for name in _COUNTS:
        counts, before = getattr(cube, name), held[name]
        middle = tuple(slice(None) for _ in range(counts.ndim - 2))
        new = np.moveaxis(counts, -1, 1)
        old = np.moveaxis(before, -1, 1)
        wide = same.reshape(same.shape + (1,) * len(middle))
        new[to] = np.where(wide, old[of], new[to])
    return done


def keep_areas(folder: Path, cube: Cube, named: Mapping[str, Collection[str]]) -> None:
    """Write which areas each force's records name, and of which months that was looked at."""
    rows = [(force, area) for force, areas in sorted(named.items()) for area in sorted(areas)]
    write(
        folder / f"areas-{cube.power}.npz",
        {
            "forces": np.array(cube.forces),
            "months": np.array(cube.months),
            "prints": cube.prints,
            "of": np.array([force for force, _ in rows], dtype=np.str_),
            "areas": np.array([area for _, area in rows], dtype=np.str_),
        },
    )


def kept_areas(folder: Path, cube: Cube) -> tuple[dict[str, set[str]], Bools]:
    """Give the areas that were named before, and the (forces, months) that were looked at."""
    seen, named = np.zeros(cube.prints.shape, dtype=np.bool_), dict[str, set[str]]()
    held = read(folder / f"areas-{cube.power}.npz")
    if held is None:
        return named, seen
    for force, area in zip(held["of"].tolist(), held["areas"].tolist(), strict=True):
        named.setdefault(force, set()).add(area)
    rows = {force: row for row, force in enumerate(held["forces"].tolist())}
    places = {month: place for place, month in enumerate(held["months"].tolist())}
    for row, force in enumerate(cube.forces):
        for place, month in enumerate(cube.months):
            if force in rows and month in places:
                seen[row, place] = (
                    held["prints"][rows[force], places[month]] == cube.prints[row, place]
                )
    return named, seen


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays into a file that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **dict(arrays))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path) -> dict[str, NDArray[Any]] | None:
    """Read what :func:`write` wrote; None where there is nothing that can be used."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def keep_charts(
    folder: Path, cube: Cube, laid: Sequence[Block], charts: Sequence[Chart], settings: Settings
) -> None:
    """Write where the charts stand, whole or not at all."""
    arrays: dict[str, NDArray[Any]] = {
        "shape": np.array(_shape_of_charts(cube, settings)),
        "forces": np.array(cube.rows),
        "months": np.array(cube.months),
        "hashes": _hashes(laid, len(cube.months)),
    }
    for number, chart in enumerate(charts):
        for name, values in chart.plain().items():
            arrays[f"{number} {name}"] = values
    write(_path(folder, "charts", _shape_of_charts(cube, settings)), arrays)


def kept_charts(
    folder: Path, cube: Cube, laid: Sequence[Block], settings: Settings
) -> tuple[Chart, ...] | None:
    """Give the charts of the months before, and go on from there.

    A force of which anything has changed (a month supplied again, a season that is now known
    better, a history long enough for a longer start) is drawn again from its first month.
    """
    held = read(_path(folder, "charts", _shape_of_charts(cube, settings)))
    if held is None or str(held["shape"]) != _shape_of_charts(cube, settings):
        return None
    before = held["months"].size
    if (
        tuple(held["forces"].tolist()) != cube.rows
        or tuple(held["months"].tolist()) != cube.months[:before]
    ):
        return None
    same = (held["hashes"] == _hashes(laid, before)).all(axis=0)
    charts = []
    for number, block in enumerate(laid):
        new = Chart.new(block, settings)
        chart = Chart.read({name: held[f"{number} {name}"] for name in new.plain()})
        again = np.flatnonzero(~(same & (chart.start == new.start)))
        if again.size:
            part = block.of(again)
            redrawn = Chart.new(part, settings)
            for month in range(before):
                redrawn.add(part, month, settings)
            chart.put(again, redrawn)
        for month in range(before, len(cube.months)):
            chart.add(block, month, settings)
        charts.append(chart)
    return tuple(charts)


def _shape_of_charts(cube: Cube, settings: Settings) -> str:
    said = f"{shape_of(cube)} {sorted(settings.plain().items())}"
    return hashlib.sha256(said.encode()).hexdigest()


def _hashes(laid: Sequence[Block], months: int) -> NDArray[np.str_]:
    """Say what each block of each force was drawn from, up to some month.

    Returns
    -------
    (blocks, forces)
    """
    return np.array(
        [[_hash(block, row, months) for row in range(block.events.shape[0])] for block in laid]
    )


def _hash(block: Block, row: int, months: int) -> str:
    found = hashlib.sha256(np.ascontiguousarray(block.events[row, :, :months]).tobytes())
    size = block.size[row, :1] if block.looks in {Looks.RATE, Looks.COVERAGE} else block.size[row]
    found.update(np.ascontiguousarray(size[:, :months]).tobytes())
    return found.hexdigest()
