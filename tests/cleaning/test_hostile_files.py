"""Whatever bytes are sent: they are cleaned or refused, and never anything else."""

from collections.abc import Callable
from functools import cache

import pytest
from hiding_documents import document, p, r
from hiding_open_documents import cell, ods, odt, row
from hiding_pages import page
from hiding_pictures import exif, red, saved
from hiding_workbooks import book
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenhand.cleaning import Refused
from evenhand.cleaning.kinds import MEDIA_TYPES
from evenhand.cleaning.process import answer_to

WHOLE: dict[str, Callable[[], bytes]] = {
    "xlsx": book,
    "docx": lambda: document(p(r("<w:vanish/>"))),
    "ods": lambda: ods(row(cell("x"))),
    "odt": lambda: odt("<text:p>x</text:p>"),
    "pdf": lambda: page("BT /F 12 Tf 72 600 Td (more) Tj ET"),
    "png": lambda: saved(red(), "PNG", exif=exif()),
    "jpg": lambda: saved(red(), "JPEG", exif=exif()),
    "webp": lambda: saved(red(), "WEBP", exif=exif()),
    "csv": lambda: b"a,b\n1,2\n",
    "txt": lambda: b"some text\n",
}
PATIENT = settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def is_answered(content: bytes, name: str) -> None:
    """The process has an answer: a file, or sentences."""
    try:
        cleaned = answer_to(content, name)
    except Refused as refused:
        assert refused.sentences
        assert all(one.endswith(".") for one in refused.sentences)
    else:
        assert cleaned.content


@cache
def whole(ending: str) -> bytes:
    """A file of a kind, made once: a workbook says when it was made, and its size changes."""
    return WHOLE[ending]()


def test_every_kind_is_tried() -> None:
    assert WHOLE.keys() == MEDIA_TYPES.keys()


@pytest.mark.parametrize("ending", WHOLE)
@PATIENT
@given(data=st.data())
def test_a_file_with_wrong_bytes_is_cleaned_or_refused(ending: str, data: st.DataObject) -> None:
    content = bytearray(whole(ending))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    is_answered(bytes(content[: data.draw(st.integers(1, len(content)))]), f"a.{ending}")


@PATIENT
@given(content=st.binary(min_size=1, max_size=2000), ending=st.sampled_from(list(MEDIA_TYPES)))
def test_any_bytes_are_cleaned_or_refused(content: bytes, ending: str) -> None:
    start = {"pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
    is_answered(start.get(ending, b"") + content, f"a.{ending}")


@PATIENT
@given(text=st.text(min_size=1, max_size=300))
def test_any_text_keeps_every_letter_that_is_seen_or_is_refused(text: str) -> None:
    is_answered(text.encode("utf-8", "replace"), "a.txt")
    is_answered(text.encode("utf-8", "replace"), "a.csv")


@PATIENT
@given(name=st.text(max_size=60))
def test_any_name_is_a_kind_or_a_refusal(name: str) -> None:
    is_answered(b"some text", name)
