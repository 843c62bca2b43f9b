"""Comparing the stops that are kept with what the log says of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from evenhand.encounters.models import OwnWords, Stop, StopEntry, Version
from evenhand.encounters.receipts import own_text
from evenhand.encounters.stop_log import CORRECTED, KEPT, OWN_WORDS, digest, subject
from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log.reading import leaf
from evenhand.ledger.log.writing import content

AT_ONCE = 500


@dataclass(frozen=True)
class Disagreement:
    """A stop and the log do not say the same: the entry's place, if there is one, and how."""

    position: int | None
    says: str


def disagreements() -> Iterator[Disagreement]:
    """Find every stop that the log knows otherwise or not at all, and every one that is gone."""
    for stops in _pieces(Stop.objects.order_by("pk").values_list("pk", flat=True)):
        yield from _of_stops(stops)
    about = StopEntry.objects.filter(kind=KEPT).order_by("pk")
    for rows in _pieces(about):
        there = set(Stop.objects.filter(pk__in=[_stop(row) for row in rows]).values_list("pk"))
        for row in rows:
            if (_stop(row),) not in there:
                yield Disagreement(row.position, "A stop that the log holds is no longer kept.")


def count_kept() -> int:
    """Return how many stops there are to compare."""
    return Stop.objects.count()


def _of_stops(stops: Sequence[UUID]) -> Iterator[Disagreement]:
    expected: dict[UUID, list[tuple[str, str]]] = {one: [] for one in stops}
    for version in Version.objects.filter(stop__in=stops).order_by("stop", "number"):
        kind = KEPT if version.number == 1 else CORRECTED
        expected[version.stop_id].append((kind, version.record))
    for said in OwnWords.objects.filter(stop__in=stops).order_by("stop", "number"):
        expected[said.stop_id].append((OWN_WORDS, own_text(said.code, said.number)))
    found: dict[UUID, list[StopEntry]] = {one: [] for one in stops}
    about = [subject(one) for one in stops]
    for row in StopEntry.objects.filter(subject__in=about).order_by("pk"):
        found[_stop(row)].append(row)
    for stop, texts in expected.items():
        yield from _of_stop(stop, texts, found[stop])


def _of_stop(
    stop: UUID, texts: Sequence[tuple[str, str]], rows: Sequence[StopEntry]
) -> Iterator[Disagreement]:
    for kind in (KEPT, CORRECTED, OWN_WORDS):
        said = [text for one, text in texts if one == kind]
        kept = [row for row in rows if row.kind == kind]
        if len(kept) < len(said):
            yield Disagreement(None, f"The log does not hold all that is kept of stop {stop}.")
        if len(kept) > len(said):
            yield Disagreement(
                kept[-1].position, f"The log holds more of stop {stop} than is kept."
            )
        for row, text in zip(kept, said, strict=False):
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


def _pieces(rows: Any) -> Iterator[list[Any]]:
    each = iter(rows.iterator(chunk_size=AT_ONCE))
    while piece := list(islice(each, AT_ONCE)):
        yield piece
