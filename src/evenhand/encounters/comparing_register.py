"""Comparing the register with what the log of stops says of it."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from evenhand.encounters.models import (
    Registered,
    RegisteredApart,
    RegisteredVersion,
    StopEntry,
)
from evenhand.encounters.register_log import REDACTED, REGISTERED, record_of, standing, subject
from evenhand.encounters.registered.records import VIDEO
from evenhand.encounters.services.registering import likeness, video_mac
from evenhand.encounters.stop_log import digest
from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log.reading import leaf

AT_ONCE = 500
Found = tuple[int | None, str]
"""The place of an entry, if there is one, and what does not fit."""


def disagreements() -> Iterator[Found]:
    """Find every registered record that the log knows otherwise, and every one that is gone."""
    for records in pieces(Registered.objects.order_by("pk")):
        yield from _of_records(records)
    for rows in pieces(StopEntry.objects.filter(kind=REGISTERED).order_by("pk")):
        ids = [record_of(row) for row in rows]
        there = set(Registered.objects.filter(pk__in=ids).values_list("pk", flat=True))
        for row in rows:
            if record_of(row) not in there:
                yield row.position, "A registered record that the log holds is no longer kept."


def count_kept() -> int:
    """Return how many registered records there are to compare."""
    return Registered.objects.count()


def pieces(rows: Any) -> Iterator[list[Any]]:
    """Read rows in pieces, so that not all of them are in memory at once."""
    each = iter(rows.iterator(chunk_size=AT_ONCE))
    while piece := list(islice(each, AT_ONCE)):
        yield piece


def _of_records(records: Sequence[Registered]) -> Iterator[Found]:
    kept: dict[UUID, list[RegisteredVersion]] = {one.pk: [] for one in records}
    versions = RegisteredVersion.objects.filter(registered__in=kept).select_related("apart")
    for version in versions.order_by("number"):
        kept[version.registered_id].append(version)
    found: dict[UUID, list[StopEntry]] = {one.pk: [] for one in records}
    subjects = [subject(one.power, one.pk) for one in records]
    for row in StopEntry.objects.filter(subject__in=subjects).order_by("pk"):
        found[record_of(row)].append(row)
    for one in records:
        yield from _of(one, kept[one.pk], found[one.pk])


def _of(
    one: Registered, kept: Sequence[RegisteredVersion], rows: list[StopEntry]
) -> Iterator[Found]:
    try:
        holding = standing(rows)
    except (ValueError, KeyError, TypeError):  # somebody wrote over one of them
        holding = {}
    if set(holding) != {version.number for version in kept}:
        yield None, f"The log and the register hold other versions of record {one.pk}."
    for version in kept:
        row = holding.get(version.number)
        if row is None:
            continue
        if bool(version.redacted) != (row.kind == REDACTED):
            yield (
                row.position,
                f"Words of record {one.pk} were taken out, or put back, without a mark.",
            )
        if not _same_video(one.force_id, version):
            yield row.position, f"Record {one.pk} names another video than it did."
        if not _commits(row, version.record):
            yield row.position, f"Record {one.pk} is not what the log holds of it."
    if kept and not _beside(one, kept[0]):
        yield None, f"What stands beside record {one.pk} is not what its first version says."


def _beside(one: Registered, first: RegisteredVersion) -> bool:
    """Whether power, day and likeness are those of the first version."""
    said = json.loads(first.record)
    if (said.get("register"), said.get("day")) != (one.power, one.day.isoformat()):
        return False
    # Without its words nobody can tell any more what it was like.
    return bool(first.redacted) or likeness(one.force_id, said) == one.likeness


def _same_video(force: str, version: RegisteredVersion) -> bool:
    apart: RegisteredApart | None = getattr(version, "apart", None)
    if apart is None or apart.erased_at is not None:
        return apart is not None
    named = video_mac(force, apart.video) if apart.video else None
    return bool(json.loads(version.record).get(VIDEO) == named)


def _commits(row: StopEntry, text: str) -> bool:
    try:
        leaf(row)
    except BrokenLog:
        return False
    said = json.loads(row.body).get("record")
    return row.nonce is not None and said == digest(bytes(row.nonce), text)
