"""What the separate records share: a row of texts, its file, and people in national words."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from evenhand.encounters.rules import codes
from evenhand.encounters.rules.parts import Person
from evenhand.encounters.rules.stop import Stop
from evenhand.records import codes as records
from evenhand.sheets.cells import shielded

Row = Mapping[str, str]
"""One record: a text for every column of its return, empty where nothing is known."""

NOT_STATED = "NS"


def yes(answer: bool | None) -> str:
    """``True``, ``False``, or nothing where it was not answered."""
    return "" if answer is None else str(answer)


def number(value: float | int | None) -> str:
    """A number as text; empty where there is none."""
    return "" if value is None else str(value)


@cache
def _published() -> Mapping[str, str]:
    """What data.police.uk writes today for each police code, ``NS`` among them."""
    current = (one for one in records.ethnicities() if one.vocabulary == "current")
    return {one.sde_code: one.label for one in current if one.sde_code}


def self_defined(person: Person) -> str:
    """The ethnicity a person gave, in the words of data.police.uk; not stated is said as that."""
    return _published()[person.sde or NOT_STATED]


def officer_defined(person: Person) -> str:
    """The ethnicity as the officer saw it; empty where the officer could not tell."""
    return codes("perceived")[person.perceived].published


def of_operation(stop: Stop) -> bool:
    """Whether the stop was part of a planned operation."""
    reasons = {stop.reason, *stop.more_reasons}
    return stop.duty == "operation" or "planned_operation" in reasons


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """The rows as a file with a heading; a text that a spreadsheet would run is shielded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(text: str) -> str:
    """A longitude west of Greenwich begins like a formula and is none."""
    try:
        float(text)
    except ValueError:
        return shielded(text)
    return text
