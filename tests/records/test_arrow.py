"""Columns and arrays hold the same, whichever way they went; and nobody loads pandas for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from police_files import searches, write

from evenhand.records import arrow

WITHOUT_PANDAS = """
import sys
from pathlib import Path
from evenhand.records.importing import import_police_uk
from evenhand.records.count import count
from evenhand.records.lake import Lake
import_police_uk([sys.argv[1]], sys.argv[2])
count(Lake.open(sys.argv[2]), by=["force", "month", "person", "five_group"])
print("pandas" in sys.modules)
"""

maybe_texts = st.lists(st.none() | st.text(st.characters(codec="utf-8")))
maybe_flags = st.lists(st.none() | st.booleans())
maybe_numbers = st.lists(st.none() | st.integers(-(2**31), 2**31 - 1))


@given(maybe_texts)
def test_texts_are_what_arrow_itself_makes_of_them(values: list[str | None]) -> None:
    assert arrow.texts(values).equals(pa.array(values, pa.string()))


@given(maybe_flags)
def test_flags_are_what_arrow_itself_makes_of_them(values: list[bool | None]) -> None:
    assert arrow.flags(values).equals(pa.array(values, pa.bool_()))


@given(maybe_numbers)
def test_numbers_are_what_arrow_itself_makes_of_them(values: list[int | None]) -> None:
    there = np.array([value is not None for value in values], bool)
    plain = np.array([value or 0 for value in values], np.int32)
    assert arrow.column(plain, pa.int32(), there).equals(pa.array(values, pa.int32()))


@given(maybe_numbers, st.integers(0, 5))
def test_a_column_is_read_from_where_a_slice_begins(values: list[int | None], start: int) -> None:
    whole = pa.array(values, pa.int32())
    part = whole.slice(min(start, len(whole)))
    expected = part.to_pylist()
    assert arrow.given(part).tolist() == [value is not None for value in expected]
    pairs = zip(expected, arrow.numbers(part).tolist(), strict=True)
    assert all(value in {None, found} for value, found in pairs)


@given(maybe_flags, st.integers(0, 9))
def test_bits_are_read_from_where_a_slice_begins(values: list[bool | None], start: int) -> None:
    part = pa.array(values, pa.bool_()).slice(min(start, len(values)))
    read = zip(part.to_pylist(), arrow.bits(part, 1).tolist(), strict=True)
    assert all(value in {None, bool(found)} for value, found in read)


def test_times_are_whole_numbers() -> None:
    times = pa.array([0, 60], pa.timestamp("s", tz="UTC"))
    assert arrow.numbers(times).tolist() == [0, 60]


def test_numbers_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="8 bytes are no column of int32"):
        arrow.column(np.arange(3), pa.int32())


def test_an_import_and_a_count_load_no_pandas(tmp_path: Path) -> None:
    write(tmp_path / "in", "2021-05", "kent", searches("2021-05", 20))
    command = [sys.executable, "-c", WITHOUT_PANDAS, str(tmp_path / "in"), str(tmp_path / "lake")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
