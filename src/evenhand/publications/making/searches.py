"""Searches of people, month by month: what the picture of months shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.records.count import count
from evenhand.records.engine import Engine
from evenhand.records.lake import Lake


@dataclass(frozen=True)
class Searches:
    """Searches by force and month, and the SQL that counted them."""

    counts: Mapping[tuple[str, str], int]
    queries: tuple[str, ...]


def searches_by_month(lake: Lake, forces: Sequence[str], first: str, last: str) -> Searches:
    """Count the searches of people of some forces, month by month."""
    engine = Engine.duckdb(lake.path)
    table = count(
        lake,
        by=["force", "month"],
        forces=forces,
        first=first,
        last=last,
        where={"person": [True]},
        engine=engine,
    )
    counts = {(row["force"], row["month"]): row["n"] for row in table.to_pylist()}
    return Searches(counts, tuple(engine.ran))
