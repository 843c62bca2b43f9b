"""What a folder of tables holds, for programs: a Frictionless data package."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from evenhand.public.files.columns import COLUMNS, MONTHS, Column, Kind, unit_of
from evenhand.public.files.credit import LICENCE, LICENCE_ADDRESS, PUBLISHER
from evenhand.public.files.dataset import Dataset

TYPES = {
    Kind.TEXT: "string",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "number",
    Kind.TRUTH: "boolean",
    Kind.MONTH: "yearmonth",
    Kind.MOMENT: "datetime",
    Kind.ADDRESS: "string",
}
DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}
FIGURES, BY_MONTH = "figures", "months"


def data_package(dataset: Dataset, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe the CSV files of a folder.

    Parameters
    ----------
    files : the CSV files by name: the table of figures first, then that of months, if any.
    """
    tables = zip(files.items(), ((FIGURES, COLUMNS), (BY_MONTH, MONTHS)), strict=False)
    return {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": dataset.stem.lower(),
        "title": dataset.title,
        "description": dataset.description,
        "homepage": dataset.page,
        "licenses": [{"title": LICENCE, "path": LICENCE_ADDRESS}],
        "sources": [{"title": dataset.attribution}],
        "contributors": [{"title": PUBLISHER, "role": "publisher"}],
        "citation": dataset.citation,
        **({"created": dataset.released_at} if dataset.released_at else {}),
        "resources": [
            _resource(name, path, content, columns, dataset.rate_unit)
            for (path, content), (name, columns) in tables
        ],
    }


def _resource(
    name: str, path: str, content: bytes, columns: Sequence[Column], rate_unit: str | None
) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": DIALECT,
        "schema": {
            "fields": [_field(column, unit_of(column, rate_unit)) for column in columns],
            "missingValues": [""],
        },
    }


def _field(column: Column, unit: str | None) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": TYPES[column.kind],
        "description": column.description,
        **({"unit": unit} if unit else {}),
        "constraints": {"required": column.required},
    }
