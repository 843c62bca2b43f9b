"""A frozen figure as rows under the one list of columns."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from evenhand.public.files import credit, standing
from evenhand.public.files.columns import COLUMNS, NUMBERS, ROWS
from evenhand.publications.models import Figure
from evenhand.records import codes

Row = dict[str, Any]

SHOWN, ZERO, NOT_SHOWN, NO_DATA = "shown", "zero", "not shown", "no data"
SHORTHAND: Mapping[str, str | None] = {SHOWN: None, ZERO: None, NOT_SHOWN: "[c]", NO_DATA: "[x]"}
"""The official shorthand of the Government Analysis Function; zero is written 0."""
GROUP, NOT_RECORDED, EVERYONE = "group", "not recorded", "everyone"
NOTHING = "nothing recorded"  # a row's status where nobody wrote down what is asked

NUMERIC = tuple(column.name for column in COLUMNS if column.kind in NUMBERS and column in ROWS)


def rows(figure: Figure, host: str) -> Iterator[Row]:
    """Every group, then those whose group was not recorded, then everyone together.

    Parameters
    ----------
    host : where the site is, such as ``https://figures.example``; permanent addresses begin so.

    Yields
    ------
    A row with every column's name as a key, in order. What is not given is None.
    """
    shared = _shared(figure, host)
    for own in _groups(figure.result):
        filled = {**shared, **own}
        yield {column.name: filled.get(column.name) for column in COLUMNS}


def _shared(figure: Figure, host: str) -> Row:
    result = figure.result
    same = ("measure", "measure_version", "from", "to", "months_observed", "population")
    return {
        **{key: result[key] for key in same},
        **{key: result[key] for key in ("includes_btp", "reference", "rate_unit", "fictional")},
        "figure": figure.reference,
        "figure_status": standing.status(figure),
        "supersedes": standing.reference(figure.supersedes),
        "superseded_by": standing.reference(standing.newer(figure)),
        "measure_title": result["title"],
        "force": figure.place,
        "force_name": figure.place_name,
        "force_code": area_code(figure.force_id),
        "months_missing": _missing(result["months_missing"]),
        "group_by": figure.grouping,
        "group_defined_by": figure.about["group_by"],
        "released_at": credit.moment(figure.released_at),
        "digest": figure.digest,
        "licence": credit.LICENCE,
        "attribution": credit.attribution(fictional=result["fictional"]),
        "citation": credit.citation(figure, host),
        "address": credit.page_address(figure, host),
    }


def area_code(force_id: str | None) -> str | None:
    """The code of a force's area at the Office for National Statistics, where it has one."""
    return codes.force(force_id).pfa_code if force_id else None


def _missing(months: Mapping[str, list[str]]) -> str | None:
    if len(months) == 1:
        return " ".join(next(iter(months.values()))) or None
    each = [f"{force} {' '.join(gone)}" for force, gone in sorted(months.items()) if gone]
    return "; ".join(each) or None


def _groups(result: Mapping[str, Any]) -> Iterator[Row]:
    for row in result["rows"]:
        status = _status(row["events"], hidden=row["suppressed"])
        given = dict(row) if status is not NOT_SHOWN else _without_numbers(row)
        own = {"group_kind": GROUP, "reason": row["status"], "group_code": _code(row["group"])}
        yield {**given, **own, **_told(status)}
    yield _not_recorded(result)
    yield _everyone(result)


def _without_numbers(row: Mapping[str, Any]) -> Row:
    """A row that is not shown has no number at all, whatever was left in it."""
    return {key: None if key in NUMERIC else value for key, value in row.items()}


def _not_recorded(result: Mapping[str, Any]) -> Row:
    nothing = all(row["status"] == NOTHING for row in result["rows"])
    unknown = result["unknown_events"]
    if nothing and not result["unknown_exposure"]:
        status, unknown = NO_DATA, None
    else:
        status = _status(unknown, hidden=unknown is None)
    every = result["unknown_exposure"]
    against = None if unknown is None or every is None else float(every)
    given = {"events": unknown, "exposure": against}
    own = {"group": "Not recorded", "group_kind": NOT_RECORDED, "reason": NOT_RECORDED}
    return {**given, **own, **_told(status)}


def _everyone(result: Mapping[str, Any]) -> Row:
    overall = result.get("overall") or {}
    events = overall.get("events")
    hidden = events is None and any(row["suppressed"] for row in result["rows"])
    status = _status(events, hidden=hidden)
    return {
        **(_without_numbers(overall) if hidden else overall),
        "group": "Everyone",
        "group_kind": EVERYONE,
        "reason": EVERYONE if status in {SHOWN, ZERO} else status,
        **_told(status),
    }


def _status(events: int | None, *, hidden: bool) -> str:
    if hidden:
        return NOT_SHOWN
    if events is None:
        return NO_DATA
    return SHOWN if events else ZERO


def _told(status: str) -> Row:
    return {"status": status, "shorthand": SHORTHAND[status]}


def months(figure: Figure) -> Iterator[Row]:
    """Every month of the figure's picture of months: counted, missing, in part, or not shown."""
    for month in figure.months:
        status = _status(month["count"], hidden=month["status"] == "hidden")
        yield {
            "figure": figure.reference,
            "month": month["month"],
            **_told(status),
            "supplied": month["status"],
            "count": month["count"],
        }


@cache
def _codes() -> Mapping[str, str]:
    found = {}
    for one in codes.ethnicities():
        if one.vocabulary == "current" and one.sde_code and one.census_group:
            found[one.census_group] = one.sde_code
            found[one.five_group] = one.sde_code[0]
    return found


def _code(group: str) -> str | None:
    return _codes().get(group)
