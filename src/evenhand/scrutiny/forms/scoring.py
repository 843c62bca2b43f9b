"""The scoring form as it is asked on a page: made from the data of `evenhand.scrutiny.scoring`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from evenhand.govuk.fields import WordsField
from evenhand.measures.words.messages import say
from evenhand.scrutiny.forms.questions import EXPECTED, AskForm, Typed
from evenhand.scrutiny.scoring.answers import COMMENT, LONGEST_COMMENT, OVERALL, read
from evenhand.scrutiny.scoring.errors import WrongAnswers
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.scoring.forms import COLOURS, SAID, Colour, Form, Said
from evenhand.scrutiny.scoring.scores import Answers


def said_words(one: Said) -> str:
    """An answer as it is read."""
    return {
        "yes": say("Yes"),
        "partly": say("Partly"),
        "no": say("No"),
        "cannot_tell": say("Cannot tell"),
    }[one]


def colour_words(one: Colour) -> str:
    """A colour as it is read."""
    return {
        "green": say("Green"),
        "amber": say("Amber"),
        "red": say("Red"),
        "cannot_tell": say("Cannot tell"),
    }[one]


@dataclass(frozen=True)
class Fields:
    """One fieldset of the sheet: its title, and the names of its questions."""

    title: str
    names: tuple[str, ...]


class SheetForm(AskForm):
    """All questions that are asked of a case, each with a comment, and the colour."""

    def __init__(
        self, data: Typed | None = None, *, version: Form, facts: Facts, **kwargs: Any
    ) -> None:
        self.version, self.facts = version, facts
        super().__init__(data, **kwargs)

    def build(self) -> None:
        """From the version of the form, for the facts of the case."""
        offered = [(one, said_words(one)) for one in SAID]
        for question in self.version.questions_for(self.facts):
            self._ask(question.key, say(question.asks), offered)
        self._ask(OVERALL, say("All in all?"), [(one, colour_words(one)) for one in COLOURS])

    def _ask(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        # What is missing or strange is said by `read` alone, in one way everywhere.
        self.fields[name] = forms.CharField(label=label, required=False)
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # the page offers them
        self.fields[f"{name}{COMMENT}"] = forms.CharField(
            label=say("Comment"), required=False, widget=forms.Textarea
        )

    @property
    def parts(self) -> tuple[Fields, ...]:
        """The fieldsets, in order; the colour stands by itself."""
        return tuple(
            Fields(say(part.title), tuple(one.key for one in questions))
            for part, questions in self.version.parts_for(self.facts)
        )

    @property
    def meanings(self) -> tuple[tuple[str, str, str], ...]:
        """Each colour, what it means and what follows."""
        return tuple(
            (say(one.name), say(one.means), say(one.follows)) for one in self.version.colours
        )

    @property
    def longest(self) -> int:
        """Characters of a comment."""
        return LONGEST_COMMENT

    def clean(self) -> dict[str, Any]:
        """Read the sheet as the service will, and say what is wrong beside each question."""
        found = super().clean() or {}
        raw = {name: one for name, one in found.items() if name in self._sheet}
        try:
            self.answers: Answers = read(self.version, raw, self.facts)
        except WrongAnswers as error:
            for name, sentence in error.problems.items():
                self.add_error(name if name in self.fields else None, sentence)
        return found

    @property
    def _sheet(self) -> set[str]:
        keys = {one.key for one in self.version.questions_for(self.facts)} | {OVERALL}
        return keys | {f"{key}{COMMENT}" for key in keys}

    @property
    def said(self) -> dict[str, Any]:
        """The fields of the sheet alone, as the service takes them."""
        return {name: one for name, one in self.cleaned_data.items() if name in self._sheet}


class AgreeForm(SheetForm):
    """The sheet once more, for what the meeting agreed, and what it said."""

    def build(self) -> None:
        """The sheet, and words for the panel alone."""
        super().build()
        self.fields["words"] = WordsField(
            label=say("What the meeting said"),
            help_text=say("For the panel alone. It may stay empty."),
            required=False,
        )


def typed_as(answers: Answers | None) -> Mapping[str, str]:
    """Answers as the fields of the sheet, to begin a form with."""
    if answers is None:
        return {}
    told = {OVERALL: answers.overall, f"{OVERALL}{COMMENT}": answers.comment}
    for key, one in answers.given.items():
        told |= {key: one.said, f"{key}{COMMENT}": one.comment}
    return told


__all__ = [
    "EXPECTED",
    "AgreeForm",
    "Fields",
    "SheetForm",
    "colour_words",
    "said_words",
    "typed_as",
]
