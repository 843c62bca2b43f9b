"""What a CSV holds, for machines: CSV on the Web (W3C) with schema.org's words for a dataset."""

import json
from collections.abc import Sequence
from typing import Any

from evenhand.public.files.columns import COLUMNS, Column, Kind, unit_of
from evenhand.public.files.credit import LICENCE_ADDRESS, PUBLISHER
from evenhand.public.files.dataset import Dataset

TYPES = {
    Kind.TEXT: "string",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "double",
    Kind.TRUTH: "boolean",
    Kind.MONTH: "gYearMonth",
    Kind.MOMENT: "dateTime",
    Kind.ADDRESS: "anyURI",
}
DIALECT = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "lineTerminators": ["\r\n"],
    "header": True,
    "headerRowCount": 1,
}
LANGUAGE = "en-GB"
PARQUET = "application/vnd.apache.parquet"
TABLES = ((".csv", "text/csv"), (".json", "application/json"), (".parquet", PARQUET))
"""The forms of the same table that a description names."""


def csvw(dataset: Dataset, url: str) -> dict[str, Any]:
    """Describe the CSV at an address as a table of CSV on the Web, and as a schema.org dataset.

    Parameters
    ----------
    url : where the CSV is: in full, or its name beside the description.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": LANGUAGE}],
        "@type": "Table",
        "@id": dataset.page,
        "url": url,
        "dialect": DIALECT,
        **_dublin_core(dataset),
        **_schema_org(dataset),
        "tableSchema": table_schema(COLUMNS, dataset.rate_unit),
    }


def table_schema(columns: Sequence[Column], rate_unit: str | None) -> dict[str, Any]:
    """Every column's name, type, meaning and unit, as CSV on the Web."""
    return {
        "columns": [_column(column, unit_of(column, rate_unit)) for column in columns],
        "primaryKey": ["figure", "group_kind", "group"],
    }


def _column(column: Column, unit: str | None) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "datatype": TYPES[column.kind],
        "required": column.required,
        "dc:description": column.description,
        **({"schema:unitText": unit} if unit else {}),
    }


def _dublin_core(dataset: Dataset) -> dict[str, Any]:
    return {
        "dc:title": dataset.title,
        "dc:description": dataset.description,
        "dc:license": {"@id": LICENCE_ADDRESS},
        "dc:publisher": PUBLISHER,
        "dc:rights": dataset.attribution,
        "dc:bibliographicCitation": dataset.citation,
        **({"dc:issued": dataset.released_at} if dataset.released_at else {}),
    }


def _schema_org(dataset: Dataset) -> dict[str, Any]:
    return {
        "rdf:type": {"@id": "schema:Dataset"},
        "schema:name": dataset.title,
        "schema:description": dataset.description,
        "schema:url": {"@id": dataset.page},
        "schema:license": {"@id": LICENCE_ADDRESS},
        "schema:isAccessibleForFree": True,
        "schema:creator": {"@type": "schema:Organization", "schema:name": PUBLISHER},
        "schema:creditText": dataset.attribution,
        "schema:citation": dataset.citation,
        "schema:spatialCoverage": list(dataset.places),
        **({"schema:temporalCoverage": dataset.period} if dataset.period else {}),
        **({"schema:datePublished": dataset.released_at} if dataset.released_at else {}),
        **({"schema:identifier": f"sha256:{dataset.digest}"} if dataset.digest else {}),
        "schema:distribution": [
            {
                "@type": "schema:DataDownload",
                "schema:encodingFormat": media_type,
                "schema:contentUrl": {"@id": dataset.address + ending},
            }
            for ending, media_type in TABLES
        ],
    }


def as_metadata(dataset: Dataset, url: str) -> bytes:
    """The description as a file."""
    return json.dumps(csvw(dataset, url), ensure_ascii=False, indent=1).encode()
