"""Every cookie this site can set, in one list, and what a reader has let us remember.

The cookies page shows the list, and a test compares it with what is really set. Nothing is set
until a reader chooses; see ``docs/decisions/2026-11-22-cookies.md``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.http import HttpResponse

from evenhand.measures.words.messages import say

CHOICE, FORCE, TITLES = "evenhand_cookies", "evenhand_force", "evenhand_titles"
YEAR = 365 * 24 * 60 * 60  # seconds; the same for yes and for no, so that a no is not asked again
FORCE_ID = re.compile(r"[a-z]+(?:-[a-z]+)*")


class Choice(StrEnum):
    """What a reader has let us keep on their device."""

    NOT_MADE = ""
    ESSENTIAL = "essential"
    PREFERENCES = "preferences"


@dataclass(frozen=True)
class Cookie:
    """One cookie, as the cookies page declares it."""

    name: str
    purpose: str
    when: str
    kept: str


def declared() -> tuple[Cookie, ...]:
    """Every cookie that this site can set."""
    return (*of_readers(), *of_people_who_sign_in())


def of_readers() -> tuple[Cookie, ...]:
    """Cookies of the public pages: none until a reader chooses."""
    kept, asked = say("One year"), say("Only if you let us, and ask for it")
    return (
        Cookie(
            CHOICE,
            say("Remembers what you chose on this page, so that we do not ask again"),
            say("When you choose: essential"),
            kept,
        ),
        Cookie(
            FORCE,
            say("Remembers the force you asked us to remember, to show it first"),
            asked,
            kept,
        ),
        Cookie(TITLES, say("Remembers that you asked for plain page titles"), asked, kept),
    )


def of_people_who_sign_in() -> tuple[Cookie, ...]:
    """Cookies of the workspace, where forces and panels sign in; no other page gets them."""
    return (
        Cookie(
            settings.SESSION_COOKIE_NAME,
            say("Keeps somebody of a force or a panel signed in to the workspace"),
            say("When somebody signs in: essential"),
            say("Up to 12 hours"),
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            say("Keeps other sites from sending forms in the name of somebody who signs in"),
            say("When the page to sign in is opened: essential"),
            say("Until the browser closes"),
        ),
        Cookie(
            settings.DEVICE_COOKIE_NAME,
            say("Knows the device again, so that a stranger’s wrong passwords shut nobody out"),
            say("When somebody signs in: essential"),
            say("Half a year"),
        ),
    )


@dataclass(frozen=True)
class Remembered:
    """What a reader's device tells us; without their yes, nothing but the choice itself."""

    choice: Choice = Choice.NOT_MADE
    force: str = ""
    plain_titles: bool = False

    @property
    def allows_preferences(self) -> bool:
        """Whether the reader said yes."""
        return self.choice is Choice.PREFERENCES


def read(sent: Mapping[str, str]) -> Remembered:
    """Understand the cookies of a request; what nobody could have been given is nothing."""
    given = sent.get(CHOICE, "")
    choice = Choice(given) if given in set(Choice) else Choice.NOT_MADE
    if choice is not Choice.PREFERENCES:
        return Remembered(choice)
    force = sent.get(FORCE, "")
    return Remembered(
        choice,
        force=force if FORCE_ID.fullmatch(force) else "",
        plain_titles=sent.get(TITLES) == "plain",
    )


def write(response: HttpResponse, wanted: Remembered) -> None:
    """Make the reader's device remember this and nothing else."""
    kept = wanted if wanted.allows_preferences else Remembered(wanted.choice)
    values = {
        CHOICE: str(kept.choice),
        FORCE: kept.force,
        TITLES: "plain" if kept.plain_titles else "",
    }
    for name, value in values.items():
        if value:
            response.set_cookie(
                name,
                value,
                max_age=YEAR,
                secure=settings.COOKIES_ONLY_ENCRYPTED,
                httponly=True,
                samesite="Lax",
            )
        else:
            response.delete_cookie(name, samesite="Lax")
