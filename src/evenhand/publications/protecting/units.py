"""Months as they were when they were counted: the same month sent again is another unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evenhand.records.lake import ForceMonth, Lake
from evenhand.records.lake.manifest import WHOLE_FORCE

File = tuple[str, str, bool]  # the file's own month, its sha256, and whether everybody has its rows


@dataclass(frozen=True, order=True)
class Unit:
    """One month of a force, from certain files.

    Attributes
    ----------
    month : which.
    files : every file with records of that month; most often one.
    """

    month: str
    files: tuple[File, ...]

    @property
    def public(self) -> bool:
        """Whether everybody has the rows already."""
        return all(public for _, _, public in self.files)


def units_now(lake: Lake, force: str, months: Sequence[str]) -> dict[str, Unit]:
    """Give some months of a force as the lake has them now."""
    newest = {(one.month, one.version) for one in lake.current(force)}
    held = [
        (_file(lake, number, one), _dated(one))
        for number, one in _held(lake, force)
        if (one.month, one.version) in newest
    ]
    return {
        month: Unit(month, tuple(sorted(file for file, dated in held if month in dated)))
        for month in months
    }


def lake_of(lake: Lake, force: str, units: Iterable[Unit]) -> Lake | None:
    """Give the lake as it was when it held these units, or nothing where a file is not in it."""
    wanted = {file for unit in units for file in unit.files}
    kept: dict[File, tuple[int, str]] = {}
    for number, one in _held(lake, force):
        file = _file(lake, number, one)
        if file in wanted:
            kept[file] = (number, one.path)
    if set(kept) != wanted:
        return None
    paths = set(kept.values())
    commits = tuple(
        replace(
            commit,
            force_months=[one for one in commit.force_months if (number, one.path) in paths],
        )
        for number, commit in enumerate(lake.commits)
    )
    return of_records(replace(lake, commits=commits))


def of_records(lake: Lake) -> Lake:
    """The same lake, of which every record is counted again, whatever an import tallied.

    What a figure says is counted from the records themselves, by SQL that anyone can run on them;
    and the tallies of a whole lake say nothing of a part of it.
    """
    commits = tuple(replace(commit, tallies="", tallied=0) for commit in lake.commits)
    return replace(lake, commits=commits)


def as_json(units: Iterable[Unit]) -> dict[str, Any]:
    """Write units as plain values, by month."""
    return {unit.month: [list(file) for file in unit.files] for unit in units}


def from_json(plain: Mapping[str, Any]) -> dict[str, Unit]:
    """Read what :func:`as_json` wrote."""
    return {
        month: Unit(month, tuple((own, sha256, public) for own, sha256, public in files))
        for month, files in plain.items()
    }


def _held(lake: Lake, force: str) -> list[tuple[int, ForceMonth]]:
    power = lake.power
    return [
        (number, one)
        for number, commit in enumerate(lake.commits)
        for one in commit.force_months
        if (one.force, one.power, one.extent) == (force, power, WHOLE_FORCE)
    ]


def _file(lake: Lake, number: int, one: ForceMonth) -> File:
    return (one.month, lake.commits[number].sources[one.source].sha256, one.public)


def _dated(one: ForceMonth) -> set[str]:
    """The months that a file holds records of; its own, whatever they say."""
    return {one.month, *one.profile["months"]}
