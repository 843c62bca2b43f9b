"""Every table that we give out: read the same everywhere, and run as a formula nowhere."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.sheets.cells import FORMULA, shielded, unshielded
from evenhand.sheets.writing import as_csv


@pytest.mark.parametrize("start", FORMULA)
def test_a_text_that_a_spreadsheet_would_run_is_shielded(start: str) -> None:
    assert shielded(f"{start}SUM(A1)") == f"'{start}SUM(A1)"


@given(st.text())
def test_no_shielded_text_is_run_and_the_shield_comes_off_again(text: str) -> None:
    assert not shielded(text).startswith(FORMULA)
    if not text.startswith("'"):
        assert unshielded(shielded(text)) == text


@pytest.mark.parametrize("text", ["", "'", "'tis so", "1.5", "Ŵ"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert shielded(text) == text == unshielded(text)


def test_a_table_has_a_mark_and_lines_as_the_standard_has_them_and_nothing_is_empty() -> None:
    content = as_csv([["name", "n"], ["Ŵ, “x”\n", 1.0], [None, 0]])

    assert content.startswith(b"\xef\xbb\xbfname,n\r\n")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["name", "n"], ["Ŵ, “x”\n", "1.0"], ["", "0"]]
