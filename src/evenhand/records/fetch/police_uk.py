"""Downloading what the police published, a force-month at a time."""

from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from evenhand.records.codes import UnknownForce
from evenhand.records.codes import force as find_force
from evenhand.records.errors import BadInput
from evenhand.records.fetch import api, archive, months
from evenhand.records.fetch.clock import Clock, LeakyBucket
from evenhand.records.fetch.failures import NetworkFailure
from evenhand.records.fetch.report import FetchReport, ForceMonth, Progress, Status
from evenhand.records.fetch.store import file_name, held, keep
from evenhand.records.fetch.web import Web

SITE = "https://data.police.uk"
PER_SECOND = 4.0  # the site allows 15; nobody is in such a hurry
BURST = 8  # the site allows 30
FAILURES_IN_A_ROW = 3  # after which the rest is not tried: the fault is not one month's

_Wanted = tuple[str, str]  # a force's id and a month


def fetch_police_uk(
    forces: list[str],
    first: str,
    last: str,
    into: Path,
    *,
    base_url: str = SITE,
    from_archive: bool = False,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> FetchReport:
    """Download the records of forces and months that are not here yet.

    Each force-month becomes one file, whole or absent, named so that the importer knows its
    force and month. A force-month that was never published gets no file: a missing month is
    not a month without searches. Run again, it downloads only what is still missing.

    Parameters
    ----------
    forces : ids or names of forces, such as ``bedfordshire``.
    first, last : months as ``YYYY-MM``, both included.
    into : the folder for the files; made if it is not there.
    base_url : the site; another one only for a mirror or a test.
    from_archive : read the monthly archives, which hold older months than the API's three years.
    clock : what tells the time and waits.
    progress : told of each force-month.

    Returns
    -------
    FetchReport
        Every force-month asked for: downloaded, already here, not published, empty or failed.

    Raises
    ------
    BadInput
        If a month is not a month, or a force is not a real one.
    NetworkFailure
        If the site cannot be asked at all. A failure at single force-months is in the report.
    """
    site = base_url.rstrip("/").removesuffix("/api")
    wanted = [(force, month) for force in _ids(forces) for month in months.span(first, last)]
    into.mkdir(parents=True, exist_ok=True)
    report = FetchReport(into, site)
    missing = []
    for force, month in wanted:
        file = held(into, force, month)
        if file is None:
            missing.append((force, month))
        else:
            report.force_months.append(ForceMonth(force, month, Status.ALREADY_HERE, file))
    if missing:
        clock = clock or Clock()
        bucket = LeakyBucket(PER_SECOND, BURST, clock)
        web = Web(site, bucket=bucket, clock=clock, agent=f"evenhand/{version('evenhand')}")
        listed = api.published(web, site)
        ended = (_from_archives if from_archive else _from_api)(web, site, missing, listed, into)
        report.force_months.extend(_watched(ended, len(missing), progress))
    report.force_months.sort(key=lambda each: (each.force, each.month))
    return report


def _ids(forces: list[str]) -> list[str]:
    """Return the ids of forces that were named in any way; refuse what is no real force."""
    ids = {}
    for text in forces:
        try:
            force = find_force(text)
        except UnknownForce as error:
            raise BadInput(str(error)) from error
        if force.fictional:
            raise BadInput(f"{force.name} is fictional; nothing is published about it.")
        ids[force.force] = True
    return list(ids)


def _from_api(
    web: Web, site: str, missing: list[_Wanted], listed: api.Published, into: Path
) -> Iterator[ForceMonth]:
    endings = _Endings(into, ".json")
    for force, month in missing:
        if listed.has(force, month):
            yield endings.of(force, month, lambda f, m: api.records(web, site, f, m))
        else:
            yield ForceMonth(force, month, Status.NOT_PUBLISHED, why=_why(force, month, listed))


def _why(force: str, month: str, listed: api.Published) -> str:
    if month < listed.first:
        return f"The API begins with {listed.first}; older months are in the archives."
    if month > listed.last:
        return f"The latest month published is {listed.last}."
    return f"{force} published no stop and search records for {month}."


def _from_archives(
    web: Web, site: str, missing: list[_Wanted], listed: api.Published, into: Path
) -> Iterator[ForceMonth]:
    endings = _Endings(into, ".csv")
    plan = archive.archives_for(sorted({month for _, month in missing}), listed.last)
    for name, held_months in plan.items():
        batch = [(force, month) for force, month in missing if month in held_months]
        try:
            with archive.opened(web, site, name) as members:
                for force, month in batch:
                    if members is None:
                        why = f"There is no archive {name}."
                        yield ForceMonth(force, month, Status.NOT_PUBLISHED, why=why)
                    else:
                        yield endings.of(force, month, members.records)
        except NetworkFailure as error:
            yield from (endings.failed(force, month, error) for force, month in batch)


class _Endings:
    """How force-months ended; too many failures in a row end the rest without a try."""

    def __init__(self, into: Path, suffix: str) -> None:
        self._into = into
        self._suffix = suffix
        self._in_a_row = 0
        self._last: NetworkFailure | None = None

    def of(self, force: str, month: str, get: Callable[[str, str], bytes | None]) -> ForceMonth:
        """Get one force-month, keep it, and say how it ended."""
        if self._last is not None and self._in_a_row >= FAILURES_IN_A_ROW:
            return self.failed(force, month, self._last)
        try:
            content = get(force, month)
        except NetworkFailure as error:
            return self.failed(force, month, error)
        self._in_a_row = 0
        if content is None:
            why = f"{force} published no stop and search records for {month}."
            return ForceMonth(force, month, Status.NOT_PUBLISHED, why=why)
        if not content:
            why = "It is listed as published, but no record came."
            return ForceMonth(force, month, Status.EMPTY, why=why)
        path = self._into / file_name(force, month, self._suffix)
        keep(path, content)
        return ForceMonth(force, month, Status.DOWNLOADED, path)

    def failed(self, force: str, month: str, error: NetworkFailure) -> ForceMonth:
        """Note a failure."""
        self._in_a_row += 1
        self._last = error
        return ForceMonth(force, month, Status.FAILED, why=str(error))


def _watched(
    ended: Iterator[ForceMonth], total: int, progress: Progress | None
) -> Iterator[ForceMonth]:
    for done, each in enumerate(ended, start=1):
        if progress is not None:
            progress(done, total, f"{each.force} {each.month}")
        yield each
