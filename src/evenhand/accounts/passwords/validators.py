"""The rules of a password, as Django asks for them: NCSC's advice, and nothing about symbols."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from evenhand.accounts.models import Person
from evenhand.accounts.passwords.common import is_common
from evenhand.accounts.passwords.packed import Packed
from evenhand.measures.words.messages import say

SHORTEST, LONGEST = 12, 1000
"""Characters. Three random words are longer than the first; the second only spares the server."""
OWN_WORDS = frozenset({"evenhand", "police", "constabulary", "demoshire"})
SHORTEST_OWN = 4


class LongEnough:
    """Length is what makes a password hard to guess."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Refuse what is too short, or absurdly long."""
        del user
        if len(password) < SHORTEST:
            raise ValidationError(
                say(
                    "Use {least} characters or more. Three random words are easy to remember",
                    least=str(SHORTEST),
                )
            )
        if len(password) > LONGEST:
            raise ValidationError(say("Use {most} characters or fewer", most=str(LONGEST)))

    def get_help_text(self) -> str:
        """What is asked for."""
        return say(
            "At least {least} characters. Three random words are good. You can paste it from a "
            "password manager.",
            least=str(SHORTEST),
        )


class NotOnAList:
    """A password that thieves have on their lists is tried first."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Refuse what is common, or on the list that the site was given."""
        del user
        listed = settings.BREACHED_PASSWORDS
        if is_common(password) or (listed is not None and password in breached(listed)):
            raise ValidationError(
                say("Thieves have this password on their lists. Choose another one")
            )

    def get_help_text(self) -> str:
        """What is asked for."""
        return say("It must not be on the lists of stolen passwords.")


class NotAboutYou:
    """What can be read on a business card is no secret."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Refuse what is mostly the person's own name or address, or the name of the service."""
        typed = password.lower()
        left = typed
        for word in sorted(_own(user) | OWN_WORDS, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < len(typed) / 2:
            raise ValidationError(
                say("This is mostly your name, your address or this service’s name")
            )

    def get_help_text(self) -> str:
        """What is asked for."""
        return say("It must not be mostly your own name.")


@cache
def breached(path: Path) -> Packed:
    """The list that the site was given, opened once."""
    return Packed(path)


def _own(user: Person | None) -> frozenset[str]:
    if user is None:
        return frozenset()
    said = f"{user.name} {user.email.replace('@', ' ').replace('.', ' ')}".lower()
    return frozenset(word for word in said.split() if len(word) >= SHORTEST_OWN)
