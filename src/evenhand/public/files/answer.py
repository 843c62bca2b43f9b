"""A figure as JSON: the frozen result with all that it was made of."""

import json
from typing import Any

from evenhand.public.files import credit, standing
from evenhand.public.files.columns import COLUMNS, unit_of
from evenhand.public.files.dataset import Dataset
from evenhand.publications.models import Figure


def figure_json(figure: Figure, host: str) -> bytes:
    """The frozen result, its months, checks, files, methods and SQL, and how it is cited."""
    return _written(figure_values(figure, host))


def figure_values(figure: Figure, host: str) -> dict[str, Any]:
    """What the JSON of a figure says, as plain values: all that its digest is of, and more."""
    fictional = figure.result["fictional"]
    return {
        "figure": figure.reference,
        "status": standing.status(figure),
        "supersedes": standing.reference(figure.supersedes),
        "superseded_by": standing.reference(standing.newer(figure)),
        "released_at": figure.released_at.isoformat(),
        "digest": figure.digest,
        "evenhand_version": figure.evenhand_version,
        "methods": figure.methods,
        "licence": credit.LICENCE,
        "licence_address": credit.LICENCE_ADDRESS,
        "attribution": credit.attribution(fictional=fictional),
        "citation": credit.citation(figure, host),
        "address": credit.page_address(figure, host),
        "result": figure.result,
        "months": figure.months,
        "about": figure.about,
        "wording": figure.wording,
        "quality": figure.quality,
        "inputs": figure.inputs,
        "queries": figure.queries,
        "series": figure.series,
        "expected": figure.expected,
    }


def table_json(dataset: Dataset) -> bytes:
    """A table of figures: what it is, its columns with their meaning, and its rows."""
    return _written(
        {
            "title": dataset.title,
            "description": dataset.description,
            "address": dataset.page,
            "released_at": dataset.released_at,
            "licence": credit.LICENCE,
            "licence_address": credit.LICENCE_ADDRESS,
            "attribution": dataset.attribution,
            "citation": dataset.citation,
            "columns": [
                {
                    "name": column.name,
                    "type": column.kind,
                    "unit": unit_of(column, dataset.rate_unit),
                    "required": column.required,
                    "description": column.description,
                }
                for column in COLUMNS
            ],
            "rows": dataset.rows,
        }
    )


def _written(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, allow_nan=False).encode()
