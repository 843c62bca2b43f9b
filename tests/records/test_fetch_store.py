"""Files that are whole or absent, and a pace that is kept."""

import errno
import os
from pathlib import Path

import pytest
from fetch_site import SteppedClock
from hypothesis import given
from hypothesis import strategies as st

from evenhand.records.errors import BadInput
from evenhand.records.fetch import months
from evenhand.records.fetch.clock import LeakyBucket
from evenhand.records.fetch.store import held, keep

NAME = "2024-01-dorset-stop-and-search.json"


def test_a_file_that_cannot_be_finished_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    keep(tmp_path / NAME, b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path / NAME, b"new")
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_bytes() == b"old"


def test_a_kept_file_may_be_read_by_those_whom_the_system_lets(tmp_path: Path) -> None:
    keep(tmp_path / NAME, b"[]")
    (tmp_path / "plain").write_bytes(b"[]")
    assert (tmp_path / NAME).stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("suffix", [".json", ".csv", ".csv.gz"])
def test_a_force_month_is_held_in_any_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"2024-01-dorset-stop-and-search{suffix}"
    path.write_bytes(b"x")
    assert held(tmp_path, "dorset", "2024-01") == path
    assert held(tmp_path, "dorset", "2024-02") is None


def test_an_empty_file_is_not_held(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()
    assert held(tmp_path, "dorset", "2024-01") is None


@given(
    pauses=st.lists(st.floats(0, 5), min_size=1, max_size=60),
    per_second=st.floats(0.5, 15),
    burst=st.integers(1, 30),
)
def test_no_stretch_of_time_holds_more_requests_than_the_bucket_allows(
    pauses: list[float], per_second: float, burst: int
) -> None:
    clock = SteppedClock()
    bucket = LeakyBucket(per_second, burst, clock)
    sent = []
    for pause in pauses:
        clock.time += pause
        bucket.take()
        sent.append(clock.now())
    for start in range(len(sent)):
        for stop in range(start, len(sent)):
            assert stop - start + 1 <= burst + per_second * (sent[stop] - sent[start]) + 1e-6


def test_a_burst_is_not_held_up() -> None:
    clock = SteppedClock()
    bucket = LeakyBucket(4, 8, clock)
    for _ in range(8):
        bucket.take()
    assert clock.waits == []
    bucket.take()
    assert clock.waits == [0.25]


@given(st.integers(1990 * 12, 2100 * 12))
def test_a_month_and_its_number_say_the_same(number: int) -> None:
    assert months.number(months.name(number)) == number


def test_a_span_has_both_its_ends() -> None:
    assert months.span("2023-11", "2024-02") == ["2023-11", "2023-12", "2024-01", "2024-02"]


@pytest.mark.parametrize("wrong", ["2024", "2024-1", "2024-00", "24-01", "2024-01-01", ""])
def test_what_is_no_month_is_refused(wrong: str) -> None:
    with pytest.raises(BadInput, match="is not a month"):
        months.number(wrong)
