"""How people, organisations and invitations are called in the private log: never by name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Invitation, Membership, Organisation, Person
from evenhand.audit import services as audit
from evenhand.audit.models import Act

NOBODY = "command line"
"""Who acts where nobody has signed in: the person who runs the site."""


def reference(thing: Person | Organisation | Membership | Invitation) -> str:
    """The stable reference of a thing, such as ``person/7``."""
    return f"{thing._meta.model_name}/{thing.pk}"


def note(
    act: Act,
    *,
    by: Person | None,
    subject: Person | Organisation | Membership | Invitation,
    now: datetime,
    organisation: Organisation | None = None,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Keep in the private log that somebody did or saw something."""
    audit.record(
        act=act,
        by=reference(by) if by else NOBODY,
        organisation=reference(organisation) if organisation else "",
        subject=reference(subject),
        now=now,
        why=why,
        details=details,
    )


def note_may_not(by: Acting, what: str, *, now: datetime) -> None:
    """Keep that somebody asked for what no role of theirs allows."""
    note(
        Act.ACCESS,
        by=by.person,
        organisation=by.organisation,
        subject=by.organisation,
        now=now,
        details={"refused": what},
    )


def note_refused(what: str, *, subject: Person | None, now: datetime) -> None:
    """Keep that somebody unknown was refused; it says as little of a person who does not exist."""
    audit.record(
        act=Act.ACCESS,
        by="unknown",
        organisation="",
        subject=reference(subject) if subject else "person/unknown",
        now=now,
        details={"refused": what},
    )
