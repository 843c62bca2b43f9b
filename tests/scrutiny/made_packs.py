"""A meeting of a panel that comes soon, its data pack, and figures of its force to put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from made_appointments import HELD, SLOT, STARTS, Called, call
from made_recommendations import Advised, make

from evenhand.publications.models import Figure, Pack
from evenhand.publications.packs import services

SOON = STARTS - timedelta(days=6)
"""A moment in the week before the meeting."""
BY = {"by": "Panel chair", "organisation": "Demoshire scrutiny panel"}
EARLIER = datetime.fromisoformat("2026-04-05T18:00:00+00:00")


def pack(meeting: Called, **other: Any) -> Pack:
    """Its pack, made in the week before."""
    return services.make(meeting=meeting.row, **({"now": SOON, **BY} | other))


def part(pack: Pack, key: str) -> dict[str, Any]:
    """One part of a pack by its key."""
    [found] = [one for one in pack.content["parts"] if one["key"] == key]
    return dict(found)


def words(pack: Pack, key: str) -> list[str]:
    """What the lines of a part say."""
    return [one["words"] for one in part(pack, key)["lines"]]


def figures(pack: Pack) -> set[str]:
    """The references of every figure in it."""
    return {one["figure"] for each in pack.content["parts"] for one in each["figures"]}


def texts(said: object) -> Iterator[str]:
    """Every text in a pack."""
    if isinstance(said, dict):
        for one in said.values():
            yield from texts(one)
    elif isinstance(said, list):
        for one in said:
            yield from texts(one)
    elif isinstance(said, str):
        yield said


def numbered(figure: Figure, number: int, **other: Any) -> Figure:
    """A correction of a figure: the same with the next number, which says so."""
    fields = [one.attname for one in Figure._meta.concrete_fields if one.attname != "id"]
    values = {name: getattr(figure, name) for name in fields}
    made = Figure(**(values | {"number": number, "supersedes_id": figure.pk} | other))
    made.save()
    return made


@dataclass
class Met:
    """A panel that met once, with what it recommended, and meets again."""

    before: Called
    meeting: Called
    done: Advised
    waiting: Advised


def met() -> Met:
    """One recommendation came to an end, one waits; they met on 5 April and meet on the 20th."""
    earlier = SLOT | {"starts": EARLIER, "ends": EARLIER + timedelta(hours=2)}
    before = call("meeting", slot=earlier)
    before.step("hold", EARLIER + timedelta(hours=3), held=HELD | {"findings": []})
    done = Advised(make(what="Say why in full sentences."))
    done.respond(date(2026, 4, 7), "refused")
    done.view(date(2026, 4, 8), "satisfied")
    waiting = Advised(make(what="Keep every video for a year."))
    return Met(before, call("meeting"), done, waiting)
