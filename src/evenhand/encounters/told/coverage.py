"""Coverage as a table: a row for each source and each of what it is divided by."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from evenhand.encounters.models import CoverageTold
from evenhand.measures.words.messages import say
from evenhand.sheets.cells import shielded
from evenhand.sheets.writing import as_csv as written

COLUMNS = ("known", "recorded", "unsure", "low", "high", "range_low", "range_high")
PARTS = (("quarters", "quarter"), ("months", "month"), ("teams", "team"), ("hours", "hours"))
OTHERS = "other teams or none"


def newest(force: str) -> CoverageTold | None:
    """The coverage of a force as it was published last."""
    return CoverageTold.objects.filter(force=force).order_by("-number").first()


def share_sentence(cell: Mapping[str, Any]) -> str:
    """What share of the known stops was recorded, with its range; or that there are too few."""
    if cell["known"] is None:
        return say("Too few stops are known to say.")
    numbers = {name: str(cell[name]) for name in ("low", "high", "range_low", "range_high")}
    return say(
        "Of about {known} known stops, {low}% to {high}% were recorded (likely range "
        "{range_low}% to {range_high}%).",
        known=f"{cell['known']:,}",
        **numbers,
    )


def as_csv(content: str) -> bytes:
    """Write what was published; what is not shown is an empty cell."""
    said = json.loads(content)
    head = ("force", "made", "source", "by", "of", *COLUMNS)
    return written([head, *_rows(said)])


def _rows(said: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for source in said["sources"]:
        begin = (said["force"], said["made"], source["source"])
        yield (*begin, "all", "", *_cells(source["all"]))
        for part, name in PARTS:
            for row in source[part]:
                of = OTHERS if row[name] is None else shielded(row[name])
                yield (*begin, name, of, *_cells(row))
        for why, count in source["explained"].items():
            yield (*begin, "explained", why, count, *(len(COLUMNS) - 1) * [None])


def _cells(cell: Mapping[str, Any]) -> list[object]:
    return [cell[name] for name in COLUMNS]
