"""Vehicle stops for tests: one that says something everywhere, and months of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evenhand.records.lake import Lake
from evenhand.records.stops import Month, StopRow, open_stops, take

NOW = datetime(2026, 9, 1, 3, tzinfo=UTC)

PLAIN = StopRow(
    at=datetime(2026, 3, 4, 21, 15, tzinfo=UTC),
    power="rta_s163",
    duty="response",
    reason="moving_offence",
    more_reasons=("vehicle_defect",),
    told="moving_offence",
    known_before="observation",
    seen_before="no",
    perceived_before="",
    perceived="White",
    sde="W1",
    not_stated="",
    age="25-34",
    sex="Male",
    road="a_road",
    vehicle="car",
    outcomes=("advice",),
    linked=True,
    searched=False,
    force_used=False,
    explained=True,
    filmed=True,
    late=False,
    typed=False,
    receipt="shown",
    people=1,
    minutes=7,
    seconds=24,
    area="E01000001",
    cell="51.5,-0.1",
    light="dark",
    team="Response A",
)


def stop(**said: Any) -> StopRow:
    return replace(PLAIN, **said)


def stops(count: int, **said: Any) -> list[StopRow]:
    """So many stops that say the same."""
    return [stop(**said)] * count


def month(
    rows: Iterable[StopRow],
    *,
    name: str = "2026-03",
    force: str = "demoshire",
    unfinished: int = 0,
    ended: bool = True,
    mark: str = "",
) -> Month:
    held = list(rows)
    return Month(force, name, lambda: held, unfinished, ended, mark or f"{hash(tuple(held))}")


def stops_lake(folder: Path, rows: Iterable[StopRow], **said: Any) -> Lake:
    """A lake of one month of stops."""
    take(folder, [month(rows, **said)], now=NOW)
    return open_stops(folder)
