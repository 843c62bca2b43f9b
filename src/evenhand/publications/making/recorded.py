"""Records of everybody, month by month: what the picture of months shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.measures import measures
from evenhand.publications.protecting.quantities import EVERYTHING
from evenhand.records.count import count
from evenhand.records.engine import Engine
from evenhand.records.lake import Lake


@dataclass(frozen=True)
class Recorded:
    """Records by force and month, and the SQL that counted them."""

    counts: Mapping[tuple[str, str], int]
    queries: tuple[str, ...]


def recorded_by_month(lake: Lake, forces: Sequence[str], first: str, last: str) -> Recorded:
    """Count the searches of people, or the stops, of some forces, month by month."""
    everything = measures(lake.power)[EVERYTHING[lake.power]]
    engine = Engine.duckdb(lake.path)
    table = count(
        lake,
        by=["force", "month"],
        forces=forces,
        first=first,
        last=last,
        where=everything.count,
        engine=engine,
    )
    counts = {(row["force"], row["month"]): row["n"] for row in table.to_pylist()}
    return Recorded(counts, tuple(engine.ran))
