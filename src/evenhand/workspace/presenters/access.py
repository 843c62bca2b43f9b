"""What somebody may do, in words, with the reason for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May, Role, roles
from evenhand.measures.words.messages import say


@dataclass(frozen=True)
class Allowed:
    """One thing, and why the role allows it."""

    words: str
    why: str


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody holds, until when, and what it allows."""

    name: str
    about: str
    until: datetime
    allowed: tuple[Allowed, ...]


@dataclass(frozen=True)
class MyAccess:
    """All that somebody may do, and what they may not."""

    held: tuple[HeldRole, ...]
    refused: tuple[str, ...]


def my_access(by: Acting) -> MyAccess:
    """Shape the page “What I may do”."""
    known = roles()
    held = tuple(
        HeldRole(
            say(known.roles[Role(one.role)].name),
            say(known.roles[Role(one.role)].about),
            one.expires_at,
            _allowed(known.roles[Role(one.role)].may),
        )
        for one in by.memberships
    )
    refused = tuple(say(known.things[what].words) for what in May if not by.may(what))
    return MyAccess(held, refused)


def _allowed(may: Mapping[May, str]) -> tuple[Allowed, ...]:
    return tuple(Allowed(say(roles().things[what].words), say(why)) for what, why in may.items())
