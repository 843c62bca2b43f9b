"""Shapes figures into what the API answers with."""

from collections.abc import Iterable
from typing import Any

from evenhand.public.addresses import figure_url, file_url
from evenhand.public.files import standing
from evenhand.publications.models import Figure


def lines(figures: Iterable[Figure]) -> dict[str, Any]:
    """Every figure of a list, and how many there are."""
    found = [line(figure) for figure in figures]
    return {"count": len(found), "figures": found}


def line(figure: Figure) -> dict[str, Any]:
    """Where one figure is, and what it says."""
    result = figure.result
    return {
        "figure": figure.reference,
        "page": figure_url(figure),
        "json_file": file_url(figure, ".json"),
        "place": figure.place,
        "place_name": figure.place_name,
        "measure": figure.measure,
        "title": result["title"],
        "grouping": figure.grouping,
        "from": figure.first_month,
        "to": figure.last_month,
        "number": figure.number,
        "status": standing.status(figure),
        "supersedes": standing.reference(figure.supersedes),
        "superseded_by": standing.reference(standing.newer(figure)),
        "released_at": figure.released_at,
        **{key: result[key] for key in ("rate_unit", "unknown_share", "sentence", "rows")},
    }


def checks(figure: Figure) -> dict[str, Any]:
    """What the checks found in the files behind a figure."""
    return {
        "force": figure.place,
        "figure": figure.reference,
        "from": figure.first_month,
        "to": figure.last_month,
        "count": len(figure.quality),
        "findings": figure.quality,
    }
