"""Comparing the stops that are kept with what the log says of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from evenhand.encounters import comparing_register
from evenhand.encounters.comparing_register import pieces
from evenhand.encounters.models import CoverageTold, OwnWords, Stop, StopEntry, Version
from evenhand.encounters.receipts.showing import own_text
from evenhand.encounters.stop_log import (
    KEPT,
    OWN_WORDS,
    REDACTED,
    digest,
    subject,
    versions,
)
from evenhand.ledger import agreeing
from evenhand.ledger.agreeing import Shown
from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log.reading import leaf
from evenhand.ledger.log.writing import content

COVERAGE = "coverage-published"


@dataclass(frozen=True)
class Disagreement:
    """A stop and the log do not say the same: the entry's place, if there is one, and how."""

    position: int | None
    says: str


def disagreements() -> Iterator[Disagreement]:
    """Find every stop that the log knows otherwise or not at all, and every one that is gone."""
    for stops in pieces(Stop.objects.order_by("pk").values_list("pk", flat=True)):
        yield from _of_stops(stops)
    about = StopEntry.objects.filter(kind=KEPT).order_by("pk")
    for rows in pieces(about):
        there = set(Stop.objects.filter(pk__in=[_stop(row) for row in rows]).values_list("pk"))
        for row in rows:
            if (_stop(row),) not in there:
                yield Disagreement(row.position, "A stop that the log holds is no longer kept.")
    for position, says in comparing_register.disagreements():
        yield Disagreement(position, says)


def count_kept() -> int:
    """Return how many stops and registered records there are to compare."""
    return Stop.objects.count() + comparing_register.count_kept()


def of_coverage(told: CoverageTold) -> Shown:
    """What the public ledger says of a coverage that was published."""
    return Shown(
        COVERAGE,
        f"coverage/{told.force_id}",
        {"number": told.number, "digest": sha256(told.content.encode()).hexdigest()},
        by=told.by,
        organisation=told.force.name,
        at=told.at,
        number=told.number,
    )


def published() -> Iterator[agreeing.Disagreement]:
    """Find every published coverage of which the public ledger says something else."""
    rows = CoverageTold.objects.select_related("force").order_by("pk")
    return agreeing.disagreements(map(of_coverage, rows), kinds=[COVERAGE])


def count_published() -> int:
    """Return how many published coverages there are to compare."""
    return CoverageTold.objects.count()


def _of_stops(stops: Sequence[UUID]) -> Iterator[Disagreement]:
    kept: dict[UUID, list[Version]] = {one: [] for one in stops}
    for version in Version.objects.filter(stop__in=stops).order_by("stop", "number"):
        kept[version.stop_id].append(version)
    said: dict[UUID, list[str]] = {one: [] for one in stops}
    for words in OwnWords.objects.filter(stop__in=stops).order_by("stop", "number"):
        said[words.stop_id].append(own_text(words.code, words.number))
    found: dict[UUID, list[StopEntry]] = {one: [] for one in stops}
    about = [subject(one) for one in stops]
    for row in StopEntry.objects.filter(subject__in=about).order_by("pk"):
        found[_stop(row)].append(row)
    for stop in stops:
        yield from _of_versions(stop, kept[stop], found[stop])
        own = [row for row in found[stop] if row.kind == OWN_WORDS]
        yield from _counted(stop, own, len(said[stop]))
        for row, text in zip(own, said[stop], strict=False):
            yield from _of_text(stop, row, text)


def _of_versions(
    stop: UUID, kept: Sequence[Version], rows: Sequence[StopEntry]
) -> Iterator[Disagreement]:
    """Compare each version; where words were taken out, with the entry that says it again."""
    try:
        holding = versions(rows)
    except (ValueError, KeyError, TypeError):  # somebody wrote over one of them
        yield Disagreement(None, f"The log does not hold all that is kept of stop {stop}.")
        return
    yield from _counted(stop, list(holding.values()), len(kept))
    for version in kept:
        row = holding.get(version.number)
        if row is None:
            continue
        if bool(version.redacted) != (row.kind == REDACTED):
            yield Disagreement(
                row.position, f"Words of stop {stop} were taken out, or put back, without a mark."
            )
        yield from _of_text(stop, row, version.record)


def _counted(stop: UUID, rows: Sequence[StopEntry], kept: int) -> Iterator[Disagreement]:
    if len(rows) < kept:
        yield Disagreement(None, f"The log does not hold all that is kept of stop {stop}.")
    if len(rows) > kept:
        yield Disagreement(rows[-1].position, f"The log holds more of stop {stop} than is kept.")


def _of_text(stop: UUID, row: StopEntry, text: str) -> Iterator[Disagreement]:
    if row.nonce is None or _record(row) != digest(bytes(row.nonce), text):
        yield Disagreement(row.position, f"Stop {stop} is not what the log holds of it.")


def _record(row: StopEntry) -> str:
    try:
        leaf(row)
    except BrokenLog:
        return ""
    return str(content(row)["body"].get("record", ""))


def _stop(row: StopEntry) -> UUID:
    return UUID(row.subject.partition("/")[2])
