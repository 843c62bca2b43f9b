"""The iCalendar feed, read as RFC 5545 says: unfolded, unescaped, and nothing slips in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evenhand.scrutiny.visiting.calendar import Event, feed

STAMP = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
EVENT = Event(
    uid="visit-panel-1@example.org",
    sequence=2,
    stamp=STAMP,
    starts=datetime(2026, 7, 1, 19, 0, tzinfo=timezone(timedelta(hours=1))),
    ends=datetime(2026, 7, 1, 21, 0, tzinfo=timezone(timedelta(hours=1))),
    summary="Visit to custody",
    status="TENTATIVE",
)


def read(content: bytes) -> list[tuple[str, str]]:
    """Names and values, as a calendar reads them: unfold, split at the first colon, unescape."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    pairs = [line.split(":", 1) for line in lines]
    return [(name, _plain(value)) for name, value in pairs]


def _plain(value: str) -> str:
    out, letters = "", iter(value)
    for one in letters:
        if one == "\\":
            after = next(letters)
            out += "\n" if after in "nN" else after
        else:
            out += one
    return out


def value(content: bytes, name: str) -> str:
    [found] = [said for key, said in read(content) if key == name]
    return found


def test_a_feed_is_written_as_the_standard_says() -> None:
    assert feed([EVENT], name="Panel").decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Evenhand//Scrutiny of police powers//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Panel",
        "X-WR-CALNAME:Panel",
        "BEGIN:VEVENT",
        "UID:visit-panel-1@example.org",
        "SEQUENCE:2",
        "DTSTAMP:20260401T093000Z",
        "LAST-MODIFIED:20260401T093000Z",
        "DTSTART:20260701T180000Z",
        "DTEND:20260701T200000Z",
        "STATUS:TENTATIVE",
        "SUMMARY:Visit to custody",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def with_text(text: str) -> bytes:
    event = replace(EVENT, summary=text or "x", location=text, description=text)
    return feed([event], name=text)


@given(st.text())
@example("a" * 200)
@example("ŵ" * 120)
@example("😀" * 40)
@example("a;b,c\\d\\n\nEND:VEVENT\r\nBEGIN:VALARM")
@example("\u2028END:VCALENDAR\x85\x0b\x0c\x1c")
def test_no_text_breaks_a_line_and_every_text_comes_back(text: str) -> None:
    content = with_text(text)
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # never cut within a letter
    assert content.count(b"\nEND:VEVENT") == content.count(b"\nBEGIN:VEVENT") == 1
    assert b"\nBEGIN:VALARM" not in content.replace(b"\r\n ", b"")
    names = [name for name, _ in read(content)]
    visible = [one for one in text if one in "\n\t" or one.isprintable()]
    if text and len(visible) == len(text):
        assert len(names) == 18 + 2
        assert value(content, "DESCRIPTION") == text
        assert value(content, "LOCATION") == text


def test_lone_returns_and_other_line_ends_are_line_ends() -> None:
    assert value(with_text("a\rb\r\nc\u2029d"), "DESCRIPTION") == "a\nb\nc\nd"


def test_an_address_with_a_line_end_and_a_moment_without_a_zone_are_refused() -> None:
    for wrong in ({"url": "https://example.org/\r\nX:1"}, {"starts": datetime(2026, 7, 1)}):  # noqa: DTZ001  (that is what is wrong)
        with pytest.raises(ValueError, match=r"address|zone"):
            feed([replace(EVENT, **wrong)], name="x")


def test_an_empty_calendar_is_one() -> None:
    assert [name for name, _ in read(feed([], name="x"))].count("BEGIN") == 1
