"""A figure as files: the same row that the page shows."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from evenhand.publications.models import Figure

COLUMNS = (
    *("force", "measure", "measure_version", "from", "to", "group_by", "group", "status"),
    *("events", "exposure", "rate", "rate_low", "rate_high", "rate_low_50", "rate_high_50"),
    *("ratio", "ratio_low", "ratio_high", "difference", "difference_low", "difference_high"),
    *("ratio_if_unknown_all_reference", "ratio_if_unknown_all_group", "tipping_share"),
    *("suppressed", "sentence", "figure", "figure_status", "released_at"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet would take a text for a formula


def as_csv(figure: Figure) -> str:
    """One row a group, with a byte order mark so that every spreadsheet reads it as UTF-8.

    A number that is not given is an empty cell, and ``status`` says why; zero is written 0.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in figure.result["rows"]:
        writer.writerow({key: _cell(value) for key, value in _flat(figure, row).items()})
    return out.getvalue()


def _flat(figure: Figure, row: Mapping[str, Any]) -> dict[str, Any]:
    shared = {key: figure.result[key] for key in ("measure", "measure_version", "from", "to")}
    return {
        **row,
        **shared,
        "force": figure.place,
        "group_by": figure.grouping,
        "figure": figure.reference,
        "figure_status": status(figure),
        "released_at": figure.released_at.isoformat(),
    }


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return str(value).lower() if isinstance(value, bool) else value


def file_name(figure: Figure) -> str:
    """What a figure's files are called, without an ending."""
    return figure.reference.replace("/", "_")


def status(figure: Figure) -> str:
    """``corrected`` once another figure took this one's place; ``revised`` if it took one's."""
    if hasattr(figure, "superseded_by"):
        return "corrected"
    return "revised" if figure.supersedes_id else "first"


def as_json(figure: Figure) -> dict[str, Any]:
    """The frozen result with what it was made of, its licence and what it corrects."""
    return {
        "figure": figure.reference,
        "status": status(figure),
        "supersedes": figure.supersedes.reference if figure.supersedes else None,
        "released_at": figure.released_at.isoformat(),
        "digest": figure.digest,
        "evenhand_version": figure.evenhand_version,
        "methods": figure.methods,
        "licence": "Open Government Licence v3.0",
        "attribution": "Contains information from police forces, through data.police.uk, and "
        "from the Office for National Statistics, under the Open Government Licence v3.0.",
        "result": figure.result,
        "months": figure.months,
        "quality": figure.quality,
        "inputs": figure.inputs,
    }
