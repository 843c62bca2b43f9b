"""What is kept of a sheet of the scoring form: alike for a case of a draw and for an anchor."""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evenhand.ledger.texts import plain
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say
from evenhand.scrutiny.errors import NotNow
from evenhand.scrutiny.scoring.answers import read
from evenhand.scrutiny.scoring.comparing import why_lowered
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.scoring.forms import form as form_of
from evenhand.scrutiny.scoring.scores import Answers

LONGEST = 2000
"""Characters of what a meeting said."""


@dataclass(frozen=True)
class Scored:
    """What somebody scores.

    Attributes
    ----------
    subject : what the public ledger calls it, inside what it commits to.
    facts : what decides which questions are asked.
    version : of the form under which all of it is scored; None where nobody has scored yet.
    """

    subject: str
    facts: Facts
    version: int | None

    def read(self, answers: Mapping[str, Any]) -> Answers:
        """The fields of the form, as answers.

        Raises
        ------
        ScoringError
            With what is wrong in them.
        """
        return read(form_of(self.version), answers, self.facts)

    def columns(self, given: Answers, *, at: datetime) -> dict[str, Any]:
        """The columns of :class:`evenhand.scrutiny.models.Sheet`, with a commitment made anew."""
        nonce = secrets.token_bytes(16)
        return {
            "form": given.version,
            "answers": given.told(),
            "rating": given.overall,
            "nonce": nonce.hex(),
            "commitment": commitment(self.subject, given.told(), nonce),
            "at": at,
        }


def commitment(subject: str, told: Mapping[str, Any], nonce: bytes) -> str:
    """What the public ledger has of a sheet: nobody can open it without the nonce."""
    return hmac.digest(nonce, committed_to(subject, told), "sha256").hex()


def committed_to(subject: str, told: Mapping[str, Any]) -> bytes:
    """What a commitment is made of, with the nonce as the key of HMAC-SHA-256."""
    return canonical({"case": subject, "answers": dict(told)})


def refuse_unscored(left: int) -> None:
    """Refuse to close the scoring while so many cases have no score.

    Raises
    ------
    NotNow
    """
    if left == 1:
        raise NotNow(say("1 case has no score yet. Every case is scored first."))
    if left:
        raise NotNow(
            say("{count} cases have no score yet. Every case is scored first.", count=str(left))
        )


def refuse_words(words: str) -> str:
    """What a meeting said, as it is kept; it may be empty.

    Raises
    ------
    NotNow
        If there are too many, or signs that nobody types.
    """
    if len(words) > LONGEST:
        raise NotNow(say("Say it in at most {most} characters.", most=f"{LONGEST:,}"))
    try:
        plain(words)
    except ValueError as error:
        raise NotNow(str(error)) from error
    return words.strip()


def refuse_silence(blind: Sequence[str], given: Answers, words: str) -> None:
    """Refuse that a red which somebody saw alone is agreed away without a word.

    Parameters
    ----------
    blind : the colours that members gave alone.

    Raises
    ------
    NotNow
    """
    if why := why_lowered(blind, given, words):
        raise NotNow(why)
