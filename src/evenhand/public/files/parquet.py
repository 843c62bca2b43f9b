"""A table as Parquet: typed, small, and with its own description inside."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from evenhand.public.files.columns import COLUMNS, Column, Kind, unit_of
from evenhand.public.files.credit import LICENCE
from evenhand.public.files.dataset import Dataset

LARGE = 1_000  # rows; below that an index of what is where outweighs the rows themselves

if TYPE_CHECKING:
    import pyarrow as pa


def as_parquet(dataset: Dataset) -> bytes:
    """One table whose schema holds each column's meaning and unit, and the table's licence."""
    import pyarrow as pa  # only when a file is built
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(list(dataset.rows), schema=schema(dataset))
    out = BytesIO()
    large = len(dataset.rows) > LARGE
    pq.write_table(table, out, compression="zstd", write_statistics=large, use_dictionary=large)
    return out.getvalue()


def schema(dataset: Dataset, columns: Sequence[Column] = COLUMNS) -> "pa.Schema":
    """The columns' types, with what they mean as metadata of each."""
    import pyarrow as pa

    types: Mapping[Kind, pa.DataType] = {
        Kind.TEXT: pa.string(),
        Kind.WHOLE: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.TRUTH: pa.bool_(),
        Kind.MONTH: pa.string(),
        Kind.MOMENT: pa.string(),
        Kind.ADDRESS: pa.string(),
    }
    fields = [
        pa.field(
            column.name,
            types[column.kind],
            nullable=not column.required,
            metadata=_said(description=column.description, unit=unit_of(column, dataset.rate_unit)),
        )
        for column in columns
    ]
    return pa.schema(fields, metadata=_about(dataset))


def _about(dataset: Dataset) -> dict[str, str]:
    return _said(
        title=dataset.title,
        description=dataset.description,
        licence=LICENCE,
        attribution=dataset.attribution,
        citation=dataset.citation,
        address=dataset.page,
        released_at=dataset.released_at,
        digest=dataset.digest,
    )


def _said(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}
