"""The table of a plan in each of its formats, and the empty one to fill in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.plan.exporters.workbook import as_xlsx
from evenhand.plan.importers.columns import STANDING, columns, numbered
from evenhand.plan.selectors import Stream, Tracked
from evenhand.plan.terms import Terms
from evenhand.sheets import writing
from evenhand.sheets.cells import shielded
from evenhand.sheets.open_document import as_ods

Cells = list[str]
TEMPLATE = (3, 1)  # milestones and targets that an empty table has room for


@dataclass(frozen=True)
class Format:
    """A format: what it is for programs, and what writes sheets in it."""

    media_type: str
    write: Callable[[Mapping[str, Sequence[Cells]]], bytes]


def _as_csv(sheets: Mapping[str, Sequence[Cells]]) -> bytes:
    """The first sheet alone: a CSV file has one."""
    first = next(iter(sheets.values()))
    return writing.as_csv([shielded(cell) for cell in row] for row in first)


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", _as_csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet", as_ods),
}


def table(found: Sequence[Tracked], ending: str) -> bytes:
    """A plan's promises and how they stand; what is read back leaves out how they stand."""
    return FORMATS[ending].write({"Actions": _cells(found)})


def template(streams: Sequence[Stream], ending: str) -> bytes:
    """An empty table, with a sheet that says what belongs in each column."""
    every = [*columns(), *numbered(*TEMPLATE)]
    headings = [say("Column"), say("What belongs in it"), say("Needed")]
    explained = [[one.name, one.about, say("yes") if one.needed else say("no")] for one in every]
    known = [[one.key, one.name] for one in streams]
    sheets = {
        "Actions": [[one.name for one in every]],
        "Columns": [headings, *explained],
        "Workstreams": [[say("Key"), say("Name")], *known],
    }
    return FORMATS[ending].write(sheets)


def _cells(found: Sequence[Tracked]) -> list[Cells]:
    promised = [one.now.now for one in found]
    wide = (
        max([TEMPLATE[0], *(len(one.milestones) for one in promised)]),
        max([TEMPLATE[1], *(len(one.targets) for one in promised)]),
    )
    names = [one.name for one in (*columns(), *numbered(*wide))]
    rows = [_row(one) for one in found]
    return [
        [*names, *STANDING],
        *([row.get(name, "") for name in (*names, *STANDING)] for row in rows),
    ]


def _row(one: Tracked) -> dict[str, str]:
    return {
        "action": one.key,
        "workstream": one.workstream,
        **_terms(one.now.now),
        **_standing(one),
    }


def _terms(terms: Terms) -> dict[str, str]:
    row = {
        "title": terms.title,
        "what": terms.what,
        "why": terms.why,
        "request": terms.request,
        "owner": terms.owner,
        "starts": terms.starts_on.isoformat(),
        "due": terms.due_on.isoformat(),
        "commitments": "; ".join(terms.commitments),
        "partners": "; ".join(terms.partners),
        "pilot": "yes" if terms.pilot else "",
        "adopts": terms.adopts,
    }
    for number, milestone in enumerate(terms.milestones, start=1):
        row[f"milestone {number}"] = milestone.words
        row[f"milestone {number} due"] = milestone.due_on.isoformat()
        row[f"milestone {number} key"] = milestone.key
    for number, target in enumerate(terms.targets, start=1):
        row[f"target {number}"] = target.aim
        row[f"target {number} by"] = target.by.isoformat()
        row[f"target {number} measure"] = target.measure
        if target.goal:
            said = target.goal.model_dump(mode="json")
            row |= {f"target {number} {part}": said[part] for part in said}
    return row


def _standing(one: Tracked) -> dict[str, str]:
    now, standing = one.now, one.standing
    return {
        "status": standing.status.value,
        "days": str(standing.days) if standing.days else "",
        "first promised": now.first.due_on.isoformat(),
        "moved": str(now.moves),
        "stated": standing.said.value if standing.said else "",
        "disputed by": "; ".join(each.change.organisation for each in now.open_disputes),
        "complete on": now.completed.on.isoformat() if now.completed else "",
    }
