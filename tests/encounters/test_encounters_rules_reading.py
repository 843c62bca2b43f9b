"""Whatever arrives in place of a record is answered with a sentence and never with a failure."""

import json
from collections import UserDict
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.encounters.rules import MOST_BYTES, Unreadable, check, read, sets

CONTEXT = sets.context()


def code(raw: object) -> str:
    checked = check(raw, context=CONTEXT)
    assert checked.stop is None
    (problem,) = checked.problems
    assert problem.words.endswith(".")
    return problem.code


def padded(size: int) -> bytes:
    """A plain stop of exactly so many bytes."""
    stop = json.dumps(sets.plain()).encode()
    return stop + b" " * (size - len(stop))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(raw):
    assert check(raw, context=CONTEXT).problems


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(json_values)
def test_no_value_makes_it_fail(raw):
    assert check(raw, context=CONTEXT).problems


def test_a_record_of_64_kilobytes_is_read_and_one_more_byte_is_not():
    assert check(padded(MOST_BYTES), context=CONTEXT).stop
    assert code(padded(MOST_BYTES + 1)) == "too_big"
    assert code(padded(MOST_BYTES + 1).decode()) == "too_big"


def test_size_is_counted_in_bytes_and_not_in_letters():
    assert code('"' + "é" * (MOST_BYTES // 2) + '"') == "too_big"


def test_values_that_were_read_before_have_the_same_limit():
    assert code(sets.plain() | {"x": "y" * MOST_BYTES}) == "too_big"
    assert code([[]] * (MOST_BYTES + 1)) == "too_big"


def test_lists_that_hold_each_other_many_times_are_given_up_early():
    value: list[object] = []
    for _ in range(11):
        value = [value] * 1000  # 10 ** 33 entries, if anybody counted them
    assert code(value) == "too_big"


def test_a_list_that_holds_itself_is_too_deep():
    endless: list[object] = []
    endless.append(endless)
    assert code(endless) == "too_deep"


@pytest.mark.parametrize("open_", [b"[", b'{"a":'])
def test_nesting_without_end_is_too_deep_and_not_a_crash(open_):
    assert code(open_ * (MOST_BYTES // len(open_))) == "too_deep"


@pytest.mark.parametrize("raw", [b'{"a": ' + b"[" * 13 + b"]" * 13 + b"}", b"[" * 14 + b"]" * 14])
def test_nesting_that_json_bears_and_a_record_does_not(raw):
    assert code(raw) == "too_deep"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"\xff\xfe{\x00}\x00", "not_utf8"),
        (b"\xc0\x80", "not_utf8"),
        (b"\xed\xa0\x80", "not_utf8"),
        (b"\xef\xbb\xbf{}", "not_json"),
        (b"{'a': 1}", "not_json"),
        (b'{"a": 1,}', "not_json"),
        (b'{"a": "\t"}', "not_json"),
        (b"", "empty"),
        ("\ud800", "not_json"),
        (b" \n<!DOCTYPE html>", "a_page"),
        (b'{"a": -Infinity}', "not_a_number"),
        (b'{"a": 1e400}', "number_too_large"),
        (b'{"a": ' + b"1" * 21 + b"}", "number_too_long"),
        (b'{"a": {"b": 1, "b": 1}}', "name_twice"),
        (b'{"\\udfff": 1}', "half_a_character"),
        ({"officer": "\ud800"}, "half_a_character"),
        ({"sequence": float("nan")}, "not_a_number"),
        ({"sequence": float("-inf")}, "number_too_large"),
        ({"sequence": 10**20}, "number_too_long"),
        ({1: 2}, "not_json"),
        ({"a": {1, 2}}, "not_json"),
        ({"a": b"bytes"}, "not_json"),
        ({"a": datetime(2026, 1, 1, tzinfo=UTC)}, "not_json"),
        (UserDict(a=1), "not_json"),
        pytest.param(object(), "not_json", id="no JSON at all"),
        (None, "not_an_object"),
        (True, "not_an_object"),
        ("7", "not_an_object"),
        (b"null", "not_an_object"),
    ],
    ids=str,
)
def test_each_kind_of_rubbish_has_its_own_name(raw, expected):
    assert code(raw) == expected


def test_other_kinds_of_bytes_are_bytes():
    sent = padded(3000)
    for raw in (sent, bytearray(sent), memoryview(sent)):
        assert check(raw, context=CONTEXT).stop


def test_what_was_read_is_plain_and_whole_numbers_are_whole():
    assert read(b'{"a": [1.0, 1.5, true, null, "x", -0.0]}') == {"a": [1, 1.5, True, None, "x", 0]}
    assert type(read(b"[1.0]")[0]) is int


def test_reading_alone_says_why_it_cannot():
    with pytest.raises(Unreadable, match="A name stands twice") as refused:
        read(b'{"a": 1, "a": 2}')
    assert refused.value.code == "name_twice"


class Hostile(dict):
    """A dictionary that strikes when it is looked at."""

    def items(self):
        raise RuntimeError("struck")


def test_what_is_not_plain_is_not_even_looked_at():
    assert code(Hostile(a=1)) == "not_json"
