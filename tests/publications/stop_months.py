"""Recorded vehicle stops as other tests publish them: usual months, with small counts planted."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from evenhand.forces.models import Force
from evenhand.publications.making.freezing import freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.models import Figure
from evenhand.publications.protecting.control import Controlled
from evenhand.records.lake import Lake
from evenhand.records.stops import StopRow, open_stops, take
from made_stops import month, stop

FORCE, NAME = "demoshire", "Demoshire Police"
MONTHS = ("2026-01", "2026-02")
NOW = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
CODES = {"White": "W1", "Mixed": "M1", "Asian": "A1", "Black": "B2", "Other": "O9"}
USUAL = {"White": 96, "Black": 60, "Asian": 48, "Mixed": 48, "Other": 48}
REASONS = (
    *("moving_offence", "crime_investigation", "document_or_insurance_anpr"),
    *("routine_check_no_specific_reason", "welfare", "vehicle_defect"),
)
Change = Callable[[str, int, StopRow], StopRow | None]
Figures = list[Figure]


def usual(_group: str, _number: int, row: StopRow) -> StopRow | None:
    """Nothing out of the ordinary."""
    return row


def rows(name: str, change: Change = usual) -> Iterator[StopRow]:
    """A month in which every answer was given often to people of every group."""
    at = datetime(int(name[:4]), int(name[5:]), 4, 21, 15, tzinfo=UTC)
    for group, count in USUAL.items():
        for number in range(count):
            why = "" if number % 6 else ("declined", "not_asked", "person_left")[number // 6 % 3]
            row = stop(
                at=at,
                reason=REASONS[number % 6],
                told=REASONS[number % 5],
                more_reasons=(),
                seen_before=("yes", "no", "unsure")[number % 3],
                perceived=group,
                sde="" if why else CODES[group],
                not_stated=why,
                outcomes=(("no_action",), ("advice",), ("arrest",), ("fpn",))[number % 4],
                linked=number % 4 == 1,
                searched=number % 4 == 2,
                force_used=number % 5 == 0,
                minutes=4 + number % 24,
            )
            changed = change(group, number, row)
            if changed is not None:
                yield changed


def send(folder: Path, changes: dict[str, Change] | None = None) -> Lake:
    """Take a snapshot of the usual months, some of them changed."""
    changed = dict.fromkeys(MONTHS, usual) | (changes or {})
    taken = [
        month(rows(name, change), name=name, mark=f"{name} {id(change)}")
        for name, change in changed.items()
    ]
    take(folder, taken, now=NOW)
    return open_stops(folder)


def only(group: str, count: int) -> Change:
    """So many stops of a group's drivers in place of the usual."""

    def change(of: str, number: int, row: StopRow) -> StopRow | None:
        return None if of == group and number >= count else replace(row)

    return change


class Unprotected(ForceMaterials):
    """What would be published if each measure hid its own small counts and nothing else."""

    def _control(self, asked: object) -> Controlled | None:
        del asked
        return None


def released(
    lake: Lake, before: Callable[[], Figures] = list, *, protected: bool = True
) -> Figures:
    """What would be on the site, without its pictures."""
    force = Force(id=FORCE, name=NAME)
    made = ForceMaterials if protected else Unprotected
    return [
        freeze(one, force=force, by="Analyst", now=NOW, drawn=False)
        for one in made(lake, FORCE, before).each()
    ]
