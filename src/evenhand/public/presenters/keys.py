"""What the marks of a picture mean: only those that the picture has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.measures.words.powers import SEARCHES, said_of
from evenhand.publications.models import Figure


@dataclass(frozen=True)
class Key:
    """One mark, by its name in the template of keys, and what it means."""

    mark: str
    words: str


Keys = tuple[Key, ...]


def keys(figure: Figure) -> dict[str, Keys]:
    """Explain the marks of each picture of a figure."""
    result = figure.result
    return {
        "rates": _rates(everyone=bool((result.get("overall") or {}).get("rate"))),
        "unknown": _unknown(result["reference"]),
        "expected": _expected(),
        "over_time": over_time(figure.series),
        "months": months((month["status"] for month in figure.months), figure.power),
    }


def _rates(*, everyone: bool) -> Keys:
    likely = say(
        "Likely range: the true rate is probably within the thin line, and as likely as not within "
        "the thick one"
    )
    all_groups = say("Everyone together, whether or not ethnicity was recorded")
    return (Key("likely", likely), *([Key("everyone", all_groups)] if everyone else []))


def _unknown(reference: str) -> Keys:
    words = say(
        "Not known: from every unrecorded person being {group}, to every one being of this group",
        group=named(reference),
    )
    return (Key("unknown", words),)


def _expected() -> Keys:
    words = say(
        "Expected range: where a force with these numbers would lie if it did as all forces do"
    )
    return (Key("expected", words),)


def over_time(series: Mapping[str, Any]) -> Keys:
    """Explain a picture over time, point by point.

    Parameters
    ----------
    series : a figure's, with its points.
    """
    points = series.get("points", [])
    statuses = {point["status"] for point in points}
    supplied = [point for point in points if point["status"] != "missing"]
    hidden = any(row["rate"] is None for point in supplied for row in point["groups"].values())
    known = (
        ("series", say("Rate, and its likely range"), True),
        ("partly", say("In part: a month is missing or partly loaded"), "partial" in statuses),
        ("partly", say("Supplied by some forces only"), "some" in statuses),
        ("gap", say("Missing, and not zero"), len(supplied) < len(points)),
        ("cross", say("Not shown, to protect people"), hidden),
        (
            "smallest",
            say(
                "Smallest change we could see: the last rate would have had to be this much higher "
                "for us to notice"
            ),
            series.get("smallest_change") is not None,
        ),
        ("break", say("Recording changed here"), bool(series.get("recording_changes"))),
    )
    return tuple(Key(mark, words) for mark, words, there in known if there)


def months(statuses: Iterable[str], power: str = SEARCHES) -> Keys:
    """Explain the bars of a picture of months.

    Parameters
    ----------
    statuses : of the months drawn.
    power : what the bars count.
    """
    known = {
        "whole": Key("bar", said_of(power, "Searches recorded")),
        "partial": Key(
            "bar-partly", say("Partly loaded: hatched as far as it goes, dashed to a usual month")
        ),
        "some": Key(
            "bar-partly", say("Supplied by some forces only: dashed to a month that all supplied")
        ),
        "missing": Key("bar-missing", say("Missing, and not zero")),
        "hidden": Key("bar-hidden", say("Not shown, to protect people")),
    }
    there = set(statuses)
    return tuple(key for status, key in known.items() if status in there)


def beside() -> Keys:
    """Explain the small pictures of forces beside each other."""
    return (
        Key("interval", say("A force’s own ratio, and its likely range")),
        Key("expected", say("Its own expected range, if it did as all forces together do")),
        Key("same", say("At this line both groups fare alike")),
    )


def small_over_time(statuses: Iterable[str]) -> Keys:
    """Explain the small pictures over time.

    Parameters
    ----------
    statuses : of every point drawn.
    """
    line = Key("series", say("Times as often, and the likely range; a dot at the last"))
    level = Key("level", say("At this line both groups fare alike"))
    gone = Key("crossed", say("Missing, and not zero"))
    return (line, level, *([gone] if "missing" in set(statuses) else []))
