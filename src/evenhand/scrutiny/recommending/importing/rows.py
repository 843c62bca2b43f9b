"""A row of the list as a recommendation, or everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import ValidationError

from evenhand.forces.models import Force
from evenhand.measures.words.messages import say
from evenhand.plan.importers.rows import DAYS, Problem
from evenhand.scrutiny.recommending.clocks import clocks
from evenhand.scrutiny.recommending.importing.columns import NOT_THE_PANELS, columns
from evenhand.scrutiny.recommending.terms import Advice, Source

__all__ = ["Problem", "Row", "rows"]
COLUMNS = {"said_on": "said", "what": "what", "why": "why", "to": "to", "by": "by"}
"""What a part of a recommendation is called in the list, where the names differ or are plain."""


@dataclass(frozen=True)
class Row:
    """A row that could be read: its number in the file, and what it says."""

    number: int
    force: Force
    organisation: str
    advice: Advice


class _Wrong(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def rows(
    table: Sequence[Sequence[str]], forces: Mapping[str, Force], *, today: date
) -> tuple[list[Row], list[Problem]]:
    """Every row that could be read, and everything that is wrong with the others."""
    names = [" ".join(cell.lower().split()) for cell in table[0]]
    problems = _headings(names)
    if problems:
        return [], problems
    read: list[Row] = []
    for number, cells in enumerate(table[1:], start=2):
        row = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        if not any(row.values()):
            continue
        try:
            read.append(_row(number, row, forces, today))
        except _Wrong as error:
            problems += error.problems
    return read, problems


def _headings(names: Sequence[str]) -> list[Problem]:
    known = {one.name: one for one in columns()}
    problems = [
        Problem(1, one, say("There is no such column. See the template."))
        for one in names
        if one and one not in known
    ]
    problems += [
        Problem(1, one, say("This column stands twice."))
        for one in sorted({one for one in names if one and names.count(one) > 1})
    ]
    problems += [
        Problem(1, one.name, say("This column is missing."))
        for one in known.values()
        if one.needed and one.name not in names
    ]
    return problems


def _row(number: int, row: Mapping[str, str], forces: Mapping[str, Force], today: date) -> Row:
    problems = [
        Problem(number, one.name, say("This cell is empty and may not be."))
        for one in columns()
        if one.needed and not row.get(one.name)
    ]
    said = _day(number, row, "said", problems)
    due = _day(number, row, "by", problems)
    force = forces.get(row.get("force", ""))
    if row.get("force") and force is None:
        sentence = say("This site has no force “{name}”.", name=row["force"])
        problems.append(Problem(number, "force", sentence))
    source = row.get("source", "")
    if source and source not in NOT_THE_PANELS:
        sentence = say("This must be one of: {names}", names=", ".join(NOT_THE_PANELS))
        problems.append(Problem(number, "source", sentence))
    if said and said > today:
        problems.append(Problem(number, "said", say("That day has not come.")))
    if problems or force is None or said is None:
        raise _Wrong(problems)
    if due is None:
        due = said + timedelta(days=clocks().sources[Source(source)].done)
    return Row(number, force, row["from"], _advice(number, row, said, due))


def _advice(number: int, row: Mapping[str, str], said: date, due: date) -> Advice:
    parts = {name: row.get(name, "") for name in ("what", "why", "to", "source")}
    parts |= {name: row.get(name, "") for name in ("report", "reference", "link")}
    try:
        return Advice.model_validate({**parts, "said_on": said, "by": due})
    except ValidationError as error:
        raise _Wrong([_problem(number, dict(one)) for one in error.errors()]) from error


def _problem(number: int, error: dict[str, object]) -> Problem:
    place = error["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else "by"
    column = COLUMNS.get(name, name)
    context = error.get("ctx")
    if error["type"] == "value_error" and isinstance(context, dict):
        return Problem(number, column, str(context["error"]))
    if error["type"] == "string_too_long" and isinstance(context, dict):
        most = f"{context['max_length']:,}"
        return Problem(number, column, say("This is longer than {most} letters.", most=most))
    return Problem(number, column, say("This cannot be used."))


def _day(number: int, row: Mapping[str, str], column: str, problems: list[Problem]) -> date | None:
    """A day as people here write one, the day before the month; none for an empty cell."""
    cell = row.get(column, "")
    if not cell:
        return None
    for pattern in DAYS:
        try:
            return datetime.strptime(cell, pattern).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    sentence = say("“{cell}” is no day such as 2026-04-01 or 01/04/2026.", cell=cell)
    problems.append(Problem(number, column, sentence))
    return None
