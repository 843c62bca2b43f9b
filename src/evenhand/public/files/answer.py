"""A figure as JSON: the frozen result with all that it was made of."""

import json
from typing import Any

from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.public.files import credit, standing
from evenhand.public.files.columns import COLUMNS, unit_of
from evenhand.public.files.dataset import Dataset
from evenhand.publications.models import Figure

GIVEN = "given"


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
        "smallest_change": smallest_change(figure),
        "expected": figure.expected,
    }


def smallest_change(figure: Figure) -> dict[str, Any]:
    """The smallest change over time that could have been seen, or why it is not given."""
    value = figure.series.get("smallest_change")
    status, sentence = _why(figure) if value is None else (GIVEN, _seen(value))
    return {"value": value, "status": status, "sentence": sentence}


def _seen(value: float) -> str:
    return say(
        "A ratio that became {times} times as large in as many months would have been seen four "
        "times in five.",
        times=numbers.times(value),
    )


def _why(figure: Figure) -> tuple[str, str]:
    """Why there is none, as a word for programs and as a sentence."""
    if not figure.series.get("points"):
        return "no series", say("There is no measure over time, and so no change in it to see.")
    if figure.about["kind"] != "rate":
        return "share", say("We have no method for the smallest change of a share.")
    if figure.force_id is None:
        words = say("We have no method for the smallest change within several forces.")
        return "several forces", words
    return "too few", say("Too few were counted at the last point to say what could be seen.")


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
