"""A row of the table as a promise, or everything that is wrong with it, by row and column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from evenhand.measures.words.messages import say
from evenhand.plan.importers.columns import MOST_MILESTONES, MOST_TARGETS, columns, known
from evenhand.plan.terms import Goal, Terms

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
LONGEST_KEY = 60
FIELDS = {
    "title": "title",
    "what": "what",
    "why": "why",
    "request": "request",
    "owner": "owner",
    "starts_on": "starts",
    "due_on": "due",
    "commitments": "commitments",
    "partners": "partners",
    "adopts": "adopts",
}
CHOSEN = frozenset({"enum", "literal_error"})
PARTS = {"key": " key", "due_on": " due", "by": " by", "measure": " measure"}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell. Rows count from 1, as a spreadsheet counts them."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """A row that could be read.

    Attributes
    ----------
    number : of the row in the file.
    reason : why something changes, if it does.
    """

    number: int
    key: str
    workstream: str
    terms: Terms
    reason: str


def headings(table: Sequence[Sequence[str]]) -> tuple[list[str], list[Problem]]:
    """The headings in small letters, and what is wrong with them."""
    found = [" ".join(cell.lower().split()) for cell in table[0]]
    problems = [
        Problem(1, one, say("There is no such column. See the template."))
        for one in found
        if one and not known(one)
    ]
    problems += [
        Problem(1, one, say("This column stands twice."))
        for one in sorted({one for one in found if one and found.count(one) > 1})
    ]
    problems += [
        Problem(1, one.name, say("This column is missing."))
        for one in columns()
        if one.needed and one.name not in found
    ]
    return found, problems


def rows(table: Sequence[Sequence[str]]) -> tuple[list[Row], list[Problem]]:
    """Every row that could be read, and everything that is wrong with the others."""
    names, problems = headings(table)
    if problems:
        return [], problems
    read: list[Row] = []
    for number, cells in enumerate(table[1:], start=2):
        row = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        if not any(row.values()):
            continue
        try:
            read.append(_row(number, row))
        except _Wrong as error:
            problems += error.problems
    return _once(read, problems), problems


class _Wrong(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def _once(read: list[Row], problems: list[Problem]) -> list[Row]:
    """Leave out the second row of an action, and say so."""
    seen: dict[str, int] = {}
    kept = []
    for row in read:
        if row.key in seen:
            first = str(seen[row.key])
            sentence = say("This action stands in row {row} already.", row=first)
            problems.append(Problem(row.number, "action", sentence))
        else:
            seen[row.key] = row.number
            kept.append(row)
    return kept


def _row(number: int, row: Mapping[str, str]) -> Row:
    problems = [
        Problem(number, one.name, say("This cell is empty and may not be."))
        for one in columns()
        if one.needed and not row.get(one.name)
    ]
    said: dict[str, Any] = {
        "title": row.get("title", ""),
        "what": row.get("what", ""),
        "why": row.get("why", ""),
        "request": row.get("request", ""),
        "owner": row.get("owner", ""),
        "starts_on": _day(number, row, "starts", problems),
        "due_on": _day(number, row, "due", problems),
        "milestones": list(_milestones(number, row, problems)),
        "targets": list(_targets(number, row, problems)),
        "commitments": _list(row.get("commitments", "")),
        "partners": _list(row.get("partners", "")),
        "pilot": _yes(number, row, problems),
        "adopts": row.get("adopts", ""),
    }
    if problems:
        raise _Wrong(problems)
    try:
        terms = Terms.model_validate(said)
    except ValidationError as error:
        raise _Wrong([_problem(number, one) for one in error.errors()]) from error
    return Row(number, row["action"], row["workstream"], terms, row.get("reason", ""))


def _milestones(
    number: int, row: Mapping[str, str], problems: list[Problem]
) -> Iterator[dict[str, Any]]:
    for place in range(1, MOST_MILESTONES + 1):
        name = f"milestone {place}"
        if row.get(name):
            due = _day(number, row, f"{name} due", problems, needed=True)
            yield {
                "key": row.get(f"{name} key") or _key(row[name]),
                "words": row[name],
                "due_on": due,
            }


def _targets(
    number: int, row: Mapping[str, str], problems: list[Problem]
) -> Iterator[dict[str, Any]]:
    for place in range(1, MOST_TARGETS + 1):
        name = f"target {place}"
        if row.get(name):
            by = _day(number, row, f"{name} by", problems, needed=True)
            target: dict[str, Any] = {
                "aim": row[name],
                "by": by,
                "measure": row.get(f"{name} measure", ""),
            }
            goal = {part: row.get(f"{name} {part}", "") for part in Goal.model_fields}
            if any(goal.values()):
                target["goal"] = {part: cell for part, cell in goal.items() if cell}
            yield target


def _key(words: str) -> str:
    """A key from words: the same words always give the same."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower())[:LONGEST_KEY].strip("-") or "milestone"


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _yes(number: int, row: Mapping[str, str], problems: list[Problem]) -> bool:
    cell = row.get("pilot", "").lower()
    if cell not in {"", "yes", "no"}:
        problems.append(Problem(number, "pilot", say("Write yes or no.")))
    return cell == "yes"


def _day(
    number: int,
    row: Mapping[str, str],
    column: str,
    problems: list[Problem],
    *,
    needed: bool = False,
) -> date | None:
    """A day as people here write one, the day before the month; none for an empty cell."""
    cell = row.get(column, "")
    if not cell:
        if needed:
            problems.append(Problem(number, column, say("This cell is empty and may not be.")))
        return None
    for pattern in DAYS:
        try:
            return datetime.strptime(cell, pattern).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    sentence = say("“{cell}” is no day such as 2026-04-01 or 01/04/2026.", cell=cell)
    problems.append(Problem(number, column, sentence))
    return None


def _problem(number: int, error: Any) -> Problem:
    """What the schema found, in the words and columns of the table."""
    place, context = error["loc"], error.get("ctx", {})
    column = _column(place) if place else "due"
    return Problem(number, column, _sentence(error["type"], column, context))


def _sentence(kind: str, column: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    told = {
        "string_too_long": lambda: say(
            "This is longer than {most} letters.", most=str(context["max_length"])
        ),
        "too_long": lambda: say("These are more than {most}.", most=str(context["max_length"])),
        "missing": lambda: say("This cell is empty and may not be."),
        **dict.fromkeys(CHOSEN, lambda: say("Write one of these: {ones}.", ones=_ones(context))),
    }
    if kind in told:
        return told[kind]()
    return _unlike(column.rpartition(" ")[2], kind)


def _ones(context: Mapping[str, Any]) -> str:
    return str(context["expected"]).replace("'", "")


def _unlike(part: str, kind: str) -> str:
    """What a cell does not look like, and should."""
    told = {
        "adopts": say("This is no address such as plan/dorset/1/vehicle-stops."),
        "level": say("This is no number such as 3 or 2.5."),
        "baseline": say("This is no figure’s reference."),
    }
    if part not in told and kind == "string_pattern_mismatch":
        return say("Only small letters, digits and single hyphens may stand here.")
    return told.get(part) or say("This cannot be used.")


def _column(place: tuple[Any, ...]) -> str:
    """The column that a part of the promise comes from."""
    if place[0] in {"milestones", "targets"} and len(place) > 1:
        name = f"{place[0].removesuffix('s')} {place[1] + 1}"
        inside = place[2] if len(place) > 2 else ""
        if inside == "goal":
            return f"{name} {place[3] if len(place) > 3 else 'group'}"
        return name + PARTS.get(inside, "")
    return FIELDS.get(place[0], str(place[0]))
