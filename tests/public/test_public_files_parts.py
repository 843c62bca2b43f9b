"""Laws of the small parts that sending files rests on: ranges, what is kept, tighter pictures."""

import struct
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.public.files.kept import Kept
from evenhand.public.files.ranges import NoSuchPart, part_asked
from evenhand.public.files.smaller import SIGNATURE, smaller_png

sizes = st.integers(1, 1000)
places = st.integers(0, 1200)


@given(sizes, places, places)
def test_a_part_lies_within_the_file_and_begins_where_it_was_asked_to(
    size: int, first: int, last: int
) -> None:
    if first >= size and last >= first:
        with pytest.raises(NoSuchPart):
            part_asked(f"bytes={first}-{last}", size)
        return
    part = part_asked(f"bytes={first}-{last}", size)

    assert (part is None) == (last < first)
    assert part is None or part == (first, min(last, size - 1))


@given(sizes, st.integers(1, 1200))
def test_the_last_bytes_are_as_many_as_asked_for_or_all(size: int, length: int) -> None:
    first, last = part_asked(f"bytes=-{length}", size) or (0, 0)

    assert last == size - 1
    assert last - first + 1 == min(length, size)


@given(st.text(max_size=30))
def test_no_header_whatever_breaks_the_answer(header: str) -> None:
    try:
        part = part_asked(header, 100)
    except NoSuchPart:
        return
    assert part is None or 0 <= part[0] <= part[1] < 100


def test_no_bytes_at_the_end_cannot_be_sent() -> None:
    with pytest.raises(NoSuchPart):
        part_asked("bytes=-0", 10)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 40)), max_size=60))
def test_what_is_kept_never_weighs_more_than_it_may(asked: list[tuple[str, int]]) -> None:
    kept = Kept(most=100)

    for name, size in asked:
        content = kept.get(f"{name}{size}", lambda size=size: b"x" * size)
        assert len(content) == size
        assert sum(map(len, kept._files.values())) == kept._size <= 100


def test_a_file_is_built_once_while_it_is_kept_and_one_that_is_too_large_each_time() -> None:
    kept, built = Kept(most=100), []

    def build(size: int) -> bytes:
        built.append(size)
        return b"x" * size

    for size in (10, 10, 51, 51):
        kept.get(str(size), lambda size=size: build(size))

    assert built == [10, 51, 51]


def test_the_one_that_was_used_least_lately_goes_first() -> None:
    kept = Kept(most=100)
    for name in ("a", "b", "c", "d", "a", "e"):
        kept.get(name, lambda: b"x" * 25)

    assert list(kept._files) == ["c", "d", "a", "e"]


def chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=5))
def test_a_tighter_picture_has_every_dot_and_every_other_part(rows: list[bytes]) -> None:
    packed = zlib.compress(b"".join(rows), 1)
    halves = [packed[:5], packed[5:]]
    before, after = chunk(b"IHDR", b"1234567890123"), chunk(b"IEND", b"")
    png = SIGNATURE + before + b"".join(chunk(b"IDAT", half) for half in halves) + after

    found = smaller_png(png)

    start = len(SIGNATURE) + len(before)
    assert found.startswith(SIGNATURE + before)
    assert found.endswith(after)
    length = struct.unpack(">I", found[start : start + 4])[0]
    body = found[start + 8 : start + 8 + length]
    assert zlib.decompress(body) == b"".join(rows)
    assert found == SIGNATURE + before + chunk(b"IDAT", body) + after


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="not a PNG"):
        smaller_png(b"<svg/>")


def test_a_tag_changes_with_everything_it_is_made_of() -> None:
    from evenhand.public.files.serving import tag

    tags = [tag(1, "a"), tag(1, "b"), tag(2, "a"), tag(1, "a", None)]

    assert len(set(tags)) == len(tags)
    assert all(len(one) == len(other) for one, other in pairwise(tags))
