"""Whether rows say what the public ledger says: who changes one of the two leaves the other."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evenhand.ledger.models import Entry
from evenhand.ledger.selectors import Said, said
from evenhand.ledger.services import append
from evenhand.ledger.tree.entries import NotCanonical


@dataclass(frozen=True)
class Shown:
    """What a row says now, in the words that its entry must have.

    Attributes
    ----------
    kind, subject, by, organisation, at : as they were appended with the row.
    body : what the entry's body says, or as much of it as the row knows.
    number : which of several entries of one kind and subject it is; the body says it too.
    """

    kind: str
    subject: str
    body: Mapping[str, Any]
    by: str
    organisation: str
    at: datetime
    number: int | None = None


@dataclass(frozen=True)
class Disagreement:
    """One thing that the site and the ledger say differently: where, and a sentence."""

    subject: str
    position: int | None
    says: str


def say_shown(shown: Shown) -> Entry:
    """Append the entry of a row, in the transaction that adds the row."""
    return append(
        kind=shown.kind,
        subject=shown.subject,
        body=shown.body,
        by=shown.by,
        organisation=shown.organisation,
        now=shown.at,
    )


def disagreements(shown: Iterable[Shown], *, kinds: Collection[str]) -> Iterator[Disagreement]:
    """Compare rows with their entries, both ways.

    Parameters
    ----------
    shown : every row that is there.
    kinds : of the entries that rows of these tables have.
    """
    held = _held(kinds)
    for one in shown:
        waiting = held[one.kind, one.subject, one.number]
        where = one.subject if one.number is None else f"{one.subject}, {one.number}"
        entry = waiting.popleft() if waiting else None
        if entry is None:
            yield Disagreement(one.subject, None, f"{where}: the ledger does not say it.")
        elif not _same(one, entry):
            yield Disagreement(
                one.subject,
                entry.position,
                f"{where}: the site says something else than the ledger.",
            )
    for (_, subject, number), left in held.items():
        where = subject if number is None else f"{subject}, {number}"
        for entry in left:
            yield Disagreement(
                subject, entry.position, f"{where}: the ledger says it, the site does not."
            )


def _held(kinds: Collection[str]) -> dict[tuple[str, str, int | None], deque[Said]]:
    """Every entry of these kinds, except those that were erased."""
    held: dict[tuple[str, str, int | None], deque[Said]] = defaultdict(deque)
    rows = Entry.objects.filter(kind__in=kinds, nonce__isnull=False).order_by("pk")
    for row in rows.iterator():
        try:
            one = said(row)
        except NotCanonical:
            continue  # the check of the log itself says so
        content = one.content or {}
        number = content["body"].get("number")
        held[row.kind, row.subject, number].append(one)
    return held


def _same(one: Shown, entry: Said) -> bool:
    content = entry.content or {}
    return (
        all(content["body"].get(name) == value for name, value in one.body.items())
        and content["by"] == one.by
        and content["organisation"] == one.organisation
        and datetime.fromisoformat(content["at"]) == one.at
    )
