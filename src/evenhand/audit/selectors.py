"""Reads of the private log, for investigators alone; a reading is itself kept in the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from evenhand.audit.models import Act, Entry
from evenhand.audit.services import record


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
    def may_investigate(self) -> bool:
        """Whether they may read the private log."""
        ...


class NotAnInvestigator(PermissionError):
    """Somebody asked for the private log who may not read it."""


@dataclass(frozen=True)
class Asked:
    """Which entries are wanted; what is empty is not asked for."""

    subject: str = ""
    by: str = ""
    organisation: str = ""
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None


MOST = 1000
"""Entries in one answer: nobody reads more, and nobody should take the log home."""


def entries(asked: Asked, *, reader: Investigator, why: str, now: datetime) -> list[Entry]:
    """Return what was done, the latest first, at most :data:`MOST`; and keep that it was read.

    Raises
    ------
    NotAnInvestigator
        If the reader may not read the log; that too is kept.
    """
    filters = {
        "subject": asked.subject,
        "by": asked.by,
        "organisation": asked.organisation,
        "kind": asked.act,
        "at__gte": asked.since,
        "at__lt": asked.until,
    }
    wanted = {name: value for name, value in filters.items() if value}
    record(
        act=Act.CONSULTATION if reader.may_investigate else Act.ACCESS,
        by=reader.reference,
        organisation=reader.organisation_reference,
        subject="log/audit",
        why=why,
        now=now,
        details={
            "asked": {name: str(value) for name, value in wanted.items() if name != "subject"},
            "refused": not reader.may_investigate,
        },
    )
    if not reader.may_investigate:
        raise NotAnInvestigator("Only an investigator may read this log.")
    found = Entry.objects.filter(nonce__isnull=False, **wanted)
    return list(found.order_by("-at", "-pk")[:MOST])
