"""What the public reads of a force's records in a quarter: each count to the nearest ten."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from evenhand.encounters.selectors import quality
from evenhand.encounters.selectors.quality import Kept, Mended, Phones
from evenhand.encounters.told.rounding import About, about
from evenhand.measures.medians import Middle
from evenhand.sheets import writing
from evenhand.sheets.cells import shielded

COLUMNS = ("force", "quarter", "months", "what", "about", "low", "high", "as_of")
NOTES = (
    "Counts are rounded to the nearest ten, each by itself; about 0 is fewer than 5, or none. "
    "Taken from a published count of stops they give nobody away.",
    "Seconds to record are a middle with its likely range, and are not rounded.",
)


@dataclass(frozen=True)
class Shown:
    """A quarter's records as anybody may read of them.

    Attributes
    ----------
    of_records, of_people : counts by name.
    of_phones : not of the quarter, but of the day.
    """

    force: str
    quarter: str
    months: tuple[str, ...]
    snapshot: str
    on: date
    of_records: dict[str, About]
    of_people: dict[str, About]
    of_phones: dict[str, About]
    seconds: Middle


def quarters(folder: Path, force: str) -> list[str]:
    """Calendar quarters of which there is something to tell, the latest first."""
    return quality.quarters(folder, force)


def found(folder: Path, force: str, quarter: str, *, now: datetime) -> Shown | None:
    """Tell of a quarter as it stood when today began, so that nobody sees one record come."""
    if quarter not in quarters(folder, force):
        return None
    kept = quality.kept(folder, force, quarter)
    if kept is None:
        return None
    mended, phones = quality.of_the_day(force, quarter, now=now)
    on = quality.midnight(now).date()
    return shown(force, quarter, kept=kept, mended=mended, phones=phones, on=on)


def shown(
    force: str, quarter: str, *, kept: Kept, mended: Mended, phones: Phones, on: date
) -> Shown:
    """Round every count of a quarter.

    Parameters
    ----------
    on : the day at whose beginning it was counted.
    """
    counts = {one.name: about(getattr(mended, one.name)) for one in fields(mended)}
    of_people = {name: counts.pop(name) for name in ("own_words", "copies")}
    return Shown(
        force=force,
        quarter=quarter,
        months=kept.months,
        snapshot=kept.taken_at[:10],
        on=on,
        of_records={"kept": about(kept.stops), "late": about(kept.late), **counts},
        of_people=of_people,
        of_phones={one.name: about(getattr(phones, one.name)) for one in fields(phones)},
        seconds=kept.seconds,
    )


def as_json(told: Shown) -> dict[str, Any]:
    """Everything that the page shows, with what to beware of."""
    middle = told.seconds
    return {
        "force": told.force,
        "quarter": told.quarter,
        "months": list(told.months),
        "snapshot": told.snapshot,
        "as_of": told.on.isoformat(),
        "notes": list(NOTES),
        "records": _every(told.of_records),
        "people": _every(told.of_people),
        "phones": _every(told.of_phones),
        "seconds_to_record": {"median": middle.median, "low": middle.low, "high": middle.high},
    }


def as_csv(told: Shown) -> bytes:
    """A row for each number on the page."""
    start = [told.force, told.quarter, " ".join(told.months)]
    counts = {**told.of_records, **told.of_people, **told.of_phones}
    rows = [
        [*start, name, str(one.tens), str(one.low), str(one.high), told.on.isoformat()]
        for name, one in counts.items()
    ]
    middle = told.seconds
    ends = ["" if one is None else f"{one:g}" for one in (middle.median, middle.low, middle.high)]
    rows.append([*start, "median_seconds_to_record", *ends, told.snapshot])
    return writing.as_csv([COLUMNS, *([shielded(cell) for cell in row] for row in rows)])


def _every(counts: dict[str, About]) -> dict[str, dict[str, int]]:
    return {
        name: {"about": one.tens, "low": one.low, "high": one.high} for name, one in counts.items()
    }
