"""The people of an organisation, as their page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Invitation, Membership
from evenhand.accounts.roles import May, Role, roles
from evenhand.measures.words.messages import say

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One person's role."""

    number: int
    name: str
    email: str
    role: str
    since: datetime
    until: datetime
    soon: bool
    """Whether access expires within a month."""
    changeable: bool
    """Whether the reader may change or end it."""
    erasable: bool
    """Whether the reader may erase who it is."""
    why: str


@dataclass(frozen=True)
class Everybody:
    """Who has access today, and who had."""

    now: tuple[Row, ...]
    before: tuple[Row, ...]


@dataclass(frozen=True)
class Choice:
    """A role that can be given."""

    value: str
    text: str
    hint: str


def everybody(held: Iterable[Membership], *, by: Acting, now: datetime) -> Everybody:
    """Split the memberships of an organisation into those of today and those that ended."""
    today: list[Row] = []
    before: list[Row] = []
    for one in held:
        over = one.ended_at is not None or one.expires_at <= now
        (before if over else today).append(_row(one, by=by, now=now, over=over))
    before.sort(key=lambda row: row.until, reverse=True)
    return Everybody(tuple(today), tuple(before))


@dataclass(frozen=True)
class Invited:
    """An invitation that is still open."""

    number: int
    email: str
    role: str
    until: datetime
    changeable: bool


def invited(open_: Iterable[Invitation], *, by: Acting) -> tuple[Invited, ...]:
    """Open invitations, with what the reader may do about each."""
    return tuple(
        Invited(
            one.pk, one.email, role_name(one.role), one.expires_at, Role(one.role) in by.may_give
        )
        for one in open_
    )


def role_name(role: str) -> str:
    """What a role is called."""
    return say(roles().roles[Role(role)].name)


def choices(offered: Iterable[Role]) -> tuple[Choice, ...]:
    """Roles to choose from, each with what it is."""
    known = roles().roles
    return tuple(Choice(str(r), say(known[r].name), say(known[r].about)) for r in offered)


def _row(one: Membership, *, by: Acting, now: datetime, over: bool) -> Row:
    own = one.person_id == by.person.pk
    return Row(
        number=one.pk,
        name=one.person.name,
        email=one.person.email,
        role=role_name(one.role),
        since=one.starts_at,
        until=min(one.ended_at or one.expires_at, one.expires_at),
        soon=not over and one.expires_at - now < SOON,
        changeable=not over and not own and Role(one.role) in by.may_give,
        erasable=not own and by.may(May.ERASE_PEOPLE) and one.person.erased_at is None,
        why=one.why_ended,
    )
