"""A force's own extract, described by a small reviewed file instead of by code.

The mapping says which force the file is of, which heading stands for which of our columns, how a
date is written, in which time zone, and what the force's own codes mean in the published words.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from evenhand.records import codes
from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.readers.columns import HEADINGS, FileName, plain
from evenhand.records.readers.heading import Heading, refuse_repeated
from evenhand.records.readers.sources import refuse_no_file

Column = Literal[
    "type", "at", "time", "operation", "operation_name", "latitude", "longitude", "sex", "age",
    "self_defined", "officer_defined", "legislation", "object", "outcome", "linked", "clothing",
    "area",
]  # fmt: skip


LARGEST = 2**20


class Mapping(BaseModel):
    """The schema of a mapping file.

    Attributes
    ----------
    force : the force's id, name or alias.
    columns : our name of a column -> the heading in the file.
    date_format : how dates are written, in the notation of strptime; ISO 8601 without it.
    time_zone : the zone of the times in the file.
    translations : our name of a column -> the file's own code -> a published label.
    constants : our name of a column -> a value for every row, where the file has no such column.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    force: str
    columns: dict[Column, str]
    date_format: str | None = None
    time_zone: str = "Europe/London"
    translations: dict[Column, dict[str, str]] = {}
    constants: dict[Column, str] = {}

    @field_validator("force")
    @classmethod
    def _known_force(cls, text: str) -> str:
        return codes.force(text).force

    @field_validator("columns")
    @classmethod
    def _enough_columns(cls, columns: dict[str, str]) -> dict[str, str]:
        missing = {"at", "self_defined"} - set(columns)
        if missing:
            raise ValueError(f"a heading for {' and '.join(sorted(missing))} is needed")
        return columns

    @field_validator("date_format")
    @classmethod
    def _known_format(cls, form: str | None) -> str | None:
        if form is not None and not _says_a_day(form):
            raise ValueError(f"{form!r} does not say a whole date, as '%d/%m/%Y %H:%M' does")
        return form

    @model_validator(mode="after")
    def _one_source_each(self) -> Mapping:
        twice = sorted(set(self.columns) & set(self.constants))
        if twice:
            raise ValueError(f"{' and '.join(twice)} cannot be both a column and a constant")
        return self

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{zone} is not a time zone, such as Europe/London") from error
        return zone

    @property
    def fingerprint(self) -> str:
        """Different for every other reading of the same file."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def file_name(self) -> FileName:
        """The force is the mapping's; the month is each record's own."""
        return FileName(None, self.force)

    def heading(self) -> Heading:
        """How this file's heading is read."""
        return _MappedHeading(self)

    def translate(self, table: pa.Table) -> pa.Table:
        """Put the published words in the place of the force's codes, and dates into ISO 8601."""
        for name, words in self.translations.items():
            if name in table.column_names:
                table = _replaced(table, name, _translated(table.column(name), words))
        if self.date_format:
            table = _replaced(table, "at", _dated(table, self.date_format))
            table = table.drop_columns(["time"]) if "time" in table.column_names else table
        for name, value in self.constants.items():
            column = pa.array([value] * table.num_rows, pa.string())
            table = table.append_column(name, column)
        return table


class _MappedHeading(Heading):
    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping

    def places(self, name: str, headings: list[str]) -> dict[str, int]:
        """Our name of each mapped column -> its place, exactly as headed or nearly so."""
        near = {plain(heading): place for place, heading in enumerate(headings)}
        exact = {heading: place for place, heading in enumerate(headings)}
        mine = set(self._mapping.columns.values())
        again = [heading for at, heading in enumerate(headings) if heading in headings[:at]]
        refuse_repeated(name, [heading for heading in again if heading in mine])
        found = {
            column: exact.get(heading, near.get(plain(heading)))
            for column, heading in self._mapping.columns.items()
        }
        missing = [self._mapping.columns[c] for c, place in found.items() if place is None]
        if missing:
            raise NotRecords(
                f"{name} has no column {' or '.join(repr(m) for m in missing)}, which the mapping "
                f"names. Its headings are: {', '.join(repr(h[:60]) for h in headings[:40])}."
            )
        return {column: place for column, place in found.items() if place is not None}


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping file.

    Raises
    ------
    BadInput
        If it cannot be read, or says something that is not in the schema.
    """
    refuse_no_file(path)
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is too large to be a mapping. Is it the extract itself?")
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except yaml.MarkedYAMLError as error:
        raise BadInput(f"{path} is not a YAML file: {_marked(error)}.") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"{path} is not a YAML file ({error}).") from error
    if not isinstance(data, dict):
        raise BadInput(f"{path} does not describe an extract: it needs `force:` and `columns:`.")
    try:
        return Mapping(**data)
    except (ValidationError, TypeError) as error:
        raise BadInput(f"{path}: {_faults(error)}") from error


def _marked(error: yaml.MarkedYAMLError) -> str:
    """What is wrong with a YAML file, in one line, and in which."""
    mark = error.problem_mark or error.context_mark
    what = error.problem or error.context or "it cannot be read"
    return f"{what} in line {mark.line + 1}" if mark else what


def _faults(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return " ".join(_fault(fault) for fault in error.errors())


def _fault(fault: Any) -> str:
    """One thing that the schema does not allow, as a sentence."""
    where = [str(part) for part in fault["loc"] if part != "[key]"]
    place = f"`{'.'.join(where)}`" if where else "the file"
    if fault["type"] == "missing":
        return f"{place} is needed and is not there."
    if fault["type"] == "extra_forbidden":
        known = ", ".join(Mapping.model_fields)
        return f"{place} is not something that a mapping says; it says {known}."
    if fault["type"] == "literal_error":
        known = ", ".join(name for name in HEADINGS if name != "force")
        return f"{place} is not a column that we know; there are {known}."
    if fault["type"] == "value_error":
        return f"{place}: {str(fault['ctx']['error']).rstrip('.')}."
    return f"{place}: {str(fault['msg'])[:1].lower()}{str(fault['msg'])[1:]}."


def _says_a_day(form: str) -> bool:
    """Whether a date comes back the same when it is written and read in a form."""
    day = datetime(2021, 10, 23, 14, 5, tzinfo=UTC)
    try:
        # Only the day is looked at, so no zone is needed.
        return datetime.strptime(day.strftime(form), form).date() == day.date()  # noqa: DTZ007
    except ValueError:
        return False


def _replaced(table: pa.Table, name: str, values: pa.ChunkedArray | pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, values)


def _translated(values: pa.ChunkedArray, words: dict[str, str]) -> pa.Array:
    """Each distinct value is looked up once; what the mapping does not name stays as it is."""
    texts = values.combine_chunks()
    if not pa.types.is_dictionary(texts.type):
        texts = texts.cast(pa.string()).dictionary_encode()
    new = pa.array([words.get(text, text) for text in texts.dictionary.to_pylist()], pa.string())
    return new.take(texts.indices)


def _dated(table: pa.Table, form: str) -> pa.ChunkedArray:
    """ISO 8601 where a value is a date of that form; the value itself where it is not.

    A time in a column of its own is put behind its date first: the form is of both together.
    """
    values = table.column("at").cast(pa.string())
    if "time" in table.column_names:
        values = pc.binary_join_element_wise(values, pc.fill_null(table.column("time"), ""), " ")
        values = pc.utf8_trim_whitespace(values)
    read = pc.strptime(values, format=form, unit="s", error_is_null=True)
    known = "+00:00" if "%z" in form else ""  # the engine has then taken the offset off
    return pc.coalesce(pc.strftime(read, format=f"%Y-%m-%d %H:%M:%S{known}"), values)
