"""An iCalendar feed (RFC 5545), which phones and calendars read.

Times are given in UTC, so that no table of time zones has to come with them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

MIME = "text/calendar; charset=utf-8"
MADE_BY = "-//Evenhand//Scrutiny of police powers//EN"
EventStatus = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
WIDTH = 75
"""Octets of a line, without its end; a longer one goes on in the next, after a space."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a calendar.

    Attributes
    ----------
    uid : names it for good, also when it is moved or called off.
    sequence : how often it was changed.
    stamp : when it was last changed.
    """

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    summary: str
    status: EventStatus
    location: str = ""
    description: str = ""
    url: str = ""


def feed(events: Iterable[Event], *, name: str) -> bytes:
    """A calendar of these events.

    Parameters
    ----------
    name : what programs call it.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MADE_BY}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for one in events:
        lines += _lines(one)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _lines(one: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(one.uid)}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"DTSTAMP:{_utc(one.stamp)}"
    yield f"LAST-MODIFIED:{_utc(one.stamp)}"
    yield f"DTSTART:{_utc(one.starts)}"
    yield f"DTEND:{_utc(one.ends)}"
    yield f"STATUS:{one.status}"
    yield f"SUMMARY:{escaped(one.summary)}"
    if one.location:
        yield f"LOCATION:{escaped(one.location)}"
    if one.description:
        yield f"DESCRIPTION:{escaped(one.description)}"
    if one.url:
        yield f"URL:{_address(one.url)}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is none")
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A text as a calendar writes it (RFC 5545, 3.3.11): nothing in it can begin a line."""
    ends = "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"
    for end in ends:
        text = text.replace(end, "\n")
    shown = "".join(one for one in text if one in "\n\t" or (one >= " " and one != "\x7f"))
    for one in ("\\", ";", ","):
        shown = shown.replace(one, f"\\{one}")
    return shown.replace("\n", "\\n")


def _address(url: str) -> str:
    if any(one <= " " or one == "\x7f" for one in url):
        raise ValueError("an address holds no space and no end of a line")
    return url


def _folded(line: str) -> bytes:
    """A line cut into pieces of at most 75 octets (3.1), never within a letter."""
    pieces, piece, room = [], b"", WIDTH
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", WIDTH - 1  # the space before it counts
        piece += octets
    return b"\r\n ".join([*pieces, piece])
