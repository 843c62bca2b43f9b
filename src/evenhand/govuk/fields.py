"""Questions of forms whose answers become public, for good."""

from collections.abc import Iterable
from typing import Any

from django import forms

from evenhand.ledger.texts import plain
from evenhand.measures.words.messages import say

LONGEST_WORDS = 2000
"""A public reason is read by people: a page of text, not a report."""
LONGEST_TITLE = 120


class WordsField(forms.CharField):
    """A few sentences that everybody will read."""

    def __init__(self, *, missing: str = "", most: int = LONGEST_WORDS, **kwargs: Any) -> None:
        """``missing``: what who leaves it out is told; empty where it may be left out."""
        words = say("Use {most} characters or fewer", most=f"{most:,}")
        super().__init__(
            max_length=most,
            widget=kwargs.pop("widget", forms.Textarea),
            error_messages={"required": missing, "max_length": words},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """A browser ends lines in its own way; what is kept has one."""
        found = super().to_python(value)
        return found.replace("\r\n", "\n").replace("\r", "\n") if found else found

    def validate(self, value: str) -> None:
        """Refuse what nobody can see."""
        super().validate(value)
        try:
            plain(value or "")
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class LineField(WordsField):
    """One line of words."""

    def __init__(self, *, missing: str = "", most: int = LONGEST_TITLE, **kwargs: Any) -> None:
        super().__init__(missing=missing, most=most, widget=forms.TextInput, **kwargs)


def chosen_of(
    choices: Iterable[tuple[str, str]], *, label: str, missing: str, help_text: str = ""
) -> forms.ChoiceField:
    """A question with one answer out of a few."""
    return forms.ChoiceField(
        choices=list(choices),
        label=label,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )
