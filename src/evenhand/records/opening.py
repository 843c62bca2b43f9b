"""Opening the records of a power in the folder that ``--lake`` names."""

from __future__ import annotations

from pathlib import Path

from evenhand.records.lake import Lake, manifest
from evenhand.records.lake.manifest import VEHICLE_STOP
from evenhand.records.stops import folder, open_stops


def open_lake(path: Path | str, power: str) -> Lake:
    """Open the records of one power; searches lie in the folder itself, stops in one inside it.

    Raises
    ------
    NoLake
        If there are none, with how to get some.
    """
    return open_stops(path) if power == VEHICLE_STOP else Lake.open(path)


def open_all(path: Path | str) -> list[Lake]:
    """Open the records of every power that there are any of.

    Raises
    ------
    NoLake
        If there are none of any, or what there is is damaged.
    """
    held = [place for place in (Path(path), folder(path)) if _holds(place)]
    return [Lake.open(place) for place in held or [Path(path)]]


def _holds(place: Path) -> bool:
    return bool(manifest.files(place)) or bool(manifest.read_all(place))
