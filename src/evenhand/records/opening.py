"""Opening the records of a power in the folder that ``--lake`` names."""

from __future__ import annotations

from pathlib import Path

from evenhand.records.lake import Lake
from evenhand.records.lake.manifest import VEHICLE_STOP
from evenhand.records.stops import open_stops


def open_lake(path: Path | str, power: str) -> Lake:
    """Open the records of one power; searches lie in the folder itself, stops in one inside it.

    Raises
    ------
    NoLake
        If there are none, with how to get some.
    """
    return open_stops(path) if power == VEHICLE_STOP else Lake.open(path)
