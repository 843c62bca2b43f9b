"""What a downloaded table of a figure tells: it is read as a stranger reads it, cell by cell."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from evenhand.measures import Measure
from evenhand.publications.attacking.told import HEADLINE, Told, told_by_result

NOT_A_GROUP = {"not recorded": "unknown", "everyone": "overall"}


def told_in_file(text: str, measure: Measure) -> Iterator[Told]:
    """Read a figure's CSV file.

    Parameters
    ----------
    text : with one heading, whose names are those of a result's rows.
    """
    rows = [_plain(row) for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]
    for told in told_by_result(_result(rows), measure):
        yield replace(told, where=f"file, {told.where}")


def _result(rows: list[dict[str, Any]]) -> dict[str, Any]:
    others = {NOT_A_GROUP[row["group_kind"]]: row for row in rows if row["group_kind"] != "group"}
    nobody: dict[str, Any] = {"events": None, "exposure": None, "rate": None}
    unknown = others.get("unknown", nobody)
    return {
        "rows": [row for row in rows if row["group_kind"] == "group"],
        "reference": rows[0]["reference"],
        "overall": others.get("overall", nobody),
        "unknown_events": unknown["events"],
        "unknown_exposure": unknown["exposure"],
        "unknown_share": unknown["rate"],
        "left_out": None,
        "ratio_group": None,
        **dict.fromkeys(HEADLINE),
    }


def _plain(row: Mapping[str, str]) -> dict[str, Any]:
    return {name: value or None for name, value in row.items()}
