"""data.police.uk's public API: which force-months exist, and their records."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from evenhand.records.fetch.failures import NetworkFailure, Passing, host
from evenhand.records.fetch.web import Web


class Published:
    """Which forces have published stop and search records for which months.

    Without this list a month that a force never sent could not be told from a month in which
    it searched nobody.
    """

    def __init__(self, months: dict[str, frozenset[str]]) -> None:
        self._months = months

    @property
    def first(self) -> str:
        """The earliest month that the API still has."""
        return min(self._months)

    @property
    def last(self) -> str:
        """The latest month, which is also the name of the newest archive."""
        return max(self._months)

    def has(self, force: str, month: str) -> bool:
        """Return whether the force's records of the month are published."""
        return force in self._months.get(month, ())


def published(web: Web, site: str) -> Published:
    """Ask the API which force-months exist.

    Raises
    ------
    NetworkFailure
        If it cannot be had, or is not such a list.
    """
    url = f"{site}/api/crimes-street-dates"
    answer = web.get(url, _whole_json)
    try:
        months = {
            entry["date"]: frozenset(entry["stop-and-search"]) for entry in json.loads(answer.body)
        }
    except (ValueError, KeyError, TypeError) as error:
        raise NetworkFailure(f"{url} did not answer with the list of months.") from error
    if not months:
        raise NetworkFailure(f"{url} says that no month is published. Try again later.")
    return Published(months)


def records(web: Web, site: str, force: str, month: str) -> bytes | None:
    """Return a force-month's records as the API sends them, or None where it has none.

    ``stops-force`` also holds the searches that were not mapped to a place; to add those of
    ``stops-no-location`` would count them twice.

    Raises
    ------
    NetworkFailure
        If they cannot be had, or are not records.
    """
    url = f"{site}/api/stops-force?{urlencode({'force': force, 'date': month})}"
    answer = web.get(url, _whole_json)
    if answer.status == 404:
        return None
    rows = json.loads(answer.body)
    if not _are_records(rows):
        raise NetworkFailure(f"{host(url)} answered {url} with something other than records.")
    return answer.body if rows else b""


def _whole_json(body: bytes) -> None:
    try:
        json.loads(body)
    except ValueError as error:
        raise Passing("The answer broke off before its end.") from error


def _are_records(rows: Any) -> bool:
    return isinstance(rows, list) and all(_is_record(row) for row in _few(rows))


def _few(rows: list[Any]) -> Iterable[Any]:
    """The first and the last: enough to know the kind of a list that one program wrote."""
    return (*rows[:1], *rows[-1:])


def _is_record(row: Any) -> bool:
    return isinstance(row, dict) and "datetime" in row and "type" in row
