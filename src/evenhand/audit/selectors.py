"""Reads of the private log, for investigators alone; a reading is itself kept in the log.

Every question starts from the organisation that the investigator acts for: what was done for it,
and what was done for nobody in particular, such as signing in, by or to its own people. What a
panel did is for the panel's own investigator: a force must not learn who of them wrote a dispute.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Q, QuerySet

from evenhand.audit.log import AUDIT
from evenhand.audit.models import Act, Checkpoint, Entry
from evenhand.audit.services import record
from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log.reading import leaf


class Investigator(Protocol):
    """Somebody who may read the private log; `accounts` says who that is."""

    @property
    def reference(self) -> str:
        """The stable reference of this person."""
        ...

    @property
    def organisation_reference(self) -> str:
        """The stable reference of the organisation that they act for."""
        ...

    @property
    def people(self) -> frozenset[str]:
        """The stable references of everybody who acts or acted for it."""
        ...

    @property
    def may_investigate(self) -> bool:
        """Whether they may read the private log."""
        ...


class NotAnInvestigator(PermissionError):
    """Somebody asked for the private log who may not read it."""


@dataclass(frozen=True)
class Asked:
    """Which entries are wanted; what is empty is not asked for.

    ``under`` is the beginning of a subject, such as ``plan/demoshire/``.
    """

    subject: str = ""
    under: str = ""
    by: str = ""
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None


MOST = 1000
"""Entries that one question can reach: nobody reads more, and nobody should take the log home."""
ON_A_PAGE = 50


@dataclass(frozen=True)
class Read:
    """One page of an answer.

    Attributes
    ----------
    entries : the latest first.
    number, pages : which page, of how many.
    count : how many there are, at most :data:`MOST`; ``more`` says that there are more than that.
    changed : the numbers of entries that do not say what was written.
    """

    entries: tuple[Entry, ...]
    number: int
    pages: int
    count: int
    more: bool
    changed: frozenset[int]


def entries(
    asked: Asked,
    *,
    reader: Investigator,
    why: str,
    now: datetime,
    number: int = 1,
    act: Act = Act.CONSULTATION,
) -> Read:
    """Return one page of what was done, the latest first; and keep that it was read.

    Parameters
    ----------
    number : which page; one that is not there is the nearest that is.
    act : how it is kept: a consultation, or a disclosure where it leaves as a file.

    Raises
    ------
    NotAnInvestigator
        If the reader may not read the log; that too is kept.
    """
    wanted = _wanted(asked)
    record(
        act=act if reader.may_investigate else Act.ACCESS,
        by=reader.reference,
        organisation=reader.organisation_reference,
        subject="log/audit",
        why=why,
        now=now,
        details={
            "asked": {name: str(value) for name, value in wanted.items()},
            "page": number,
            "refused": not reader.may_investigate,
            "own": reader.reference in {asked.by, asked.subject},
        },
    )
    if not reader.may_investigate:
        raise NotAnInvestigator("Only an investigator may read this log.")
    found = open_to(reader).filter(**wanted).order_by("-pk")
    reached = found[: MOST + 1].count()
    count = min(reached, MOST)
    pages = max(1, -(-count // ON_A_PAGE))
    number = min(max(number, 1), pages)
    shown = tuple(found[(number - 1) * ON_A_PAGE : min(number * ON_A_PAGE, count)])
    changed = frozenset(entry.pk for entry in shown if _was_changed(entry))
    return Read(shown, number, pages, count, reached > MOST, changed)


def note_read_one(found: Entry, *, reader: Investigator, why: str, now: datetime) -> None:
    """Keep that an investigator read one entry by itself, before they take its reason out."""
    record(
        act=Act.CONSULTATION,
        by=reader.reference,
        organisation=reader.organisation_reference,
        subject="log/audit",
        why=why,
        now=now,
        details={"seen": bytes(found.leaf).hex()},
    )


def _wanted(asked: Asked) -> dict[str, object]:
    filters = {
        "subject": asked.subject,
        "subject__startswith": asked.under,
        "by": asked.by,
        "kind": asked.act,
        "at__gte": asked.since,
        "at__lt": asked.until,
    }
    return {name: value for name, value in filters.items() if value}


def open_to(reader: Investigator) -> "QuerySet[Entry]":
    """What an investigator may look into: the own organisation's, and what its people did alone."""
    own, nobodys = Q(organisation=reader.organisation_reference), Q(organisation="")
    theirs = Q(by__in=reader.people) | Q(subject__in=reader.people)
    return Entry.objects.filter(own | (nobodys & theirs), nonce__isnull=False)


def _was_changed(entry: Entry) -> bool:
    try:
        leaf(entry)
    except BrokenLog:
        return True
    return False


@dataclass(frozen=True)
class Standing:
    """Where the log stands: its newest signed checkpoint, and what waits for the next."""

    size: int
    signed_at: datetime | None
    root: str
    waiting: int
    erased: int


def standing() -> Standing:
    """Return where the log stands; it says nothing of what is in it."""
    latest = Checkpoint.objects.order_by("size").last()
    kept = AUDIT.entries._default_manager
    return Standing(
        size=latest.size if latest else 0,
        signed_at=latest.signed_at if latest else None,
        root=bytes(latest.root).hex() if latest else "",
        waiting=kept.filter(position=None).count(),
        erased=kept.filter(nonce=None).count(),
    )
