"""What one member, or the meeting together, answered about one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.scoring.forms import Colour, Form, Said, form


@dataclass(frozen=True)
class Answer:
    """An answer to one question, with what was written beside it."""

    said: Said
    comment: str = ""


@dataclass(frozen=True)
class Answers:
    """All answers of one sheet, and the version of the form under which they were given.

    Attributes
    ----------
    version : of the form; it stays, whatever versions come later.
    facts : of the case, as they were when it was scored: they decided what was asked.
    given : by the key of the question, in the order of the form, one for each that was asked.
    overall : the colour, or that it cannot be told.
    comment : on the whole case.
    """

    version: int
    facts: Facts
    given: Mapping[str, Answer]
    overall: Colour
    comment: str = ""

    @property
    def form(self) -> Form:
        """The form as it was when these answers were given."""
        return form(self.version)

    @property
    def said(self) -> dict[str, Said]:
        """What was answered, without the comments."""
        return {key: one.said for key, one in self.given.items()}

    @property
    def escalates(self) -> bool:
        """Whether the colour sends the case to a supervisor with a deadline."""
        meant = self.form.colour(self.overall)
        return meant is not None and meant.escalates

    def told(self) -> dict[str, Any]:
        """The answers as they are kept: plain values, which ``answers.kept`` reads back."""
        return {
            "version": self.version,
            "facts": self.facts.told(),
            "given": {
                key: {"said": one.said, "comment": one.comment} for key, one in self.given.items()
            },
            "overall": self.overall,
            "comment": self.comment,
        }
