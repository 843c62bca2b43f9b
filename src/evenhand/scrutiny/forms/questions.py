"""What the forms of all steps of scrutiny share: the last step that was seen, days, numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from evenhand.measures.words.messages import say

Typed = QueryDict | Mapping[str, Any]
EXPECTED = "expected"
LARGEST = 1_000_000


@dataclass(frozen=True)
class Section:
    """Questions under one heading, with what they are for."""

    title: str
    about: str
    questions: tuple[str, ...]


class AskForm(forms.Form):
    """The form of one step.

    ``said`` holds what the service that takes the step is given. ``expected`` is the number of the
    last step that the writer has seen.
    """

    def __init__(
        self, data: Typed | None = None, *, about: Any = None, expected: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.about = about
        self.build()
        self.fields[EXPECTED] = forms.CharField(
            widget=forms.HiddenInput, initial=expected, required=False
        )

    def build(self) -> None:
        """Add the questions; sentences are made here, in the reader's language."""

    @property
    def said(self) -> dict[str, Any]:
        """What the step says."""
        return {name: found for name, found in self.cleaned_data.items() if name != EXPECTED}

    @property
    def expected(self) -> int:
        """The number of the last step that the writer has seen; 0 where that is no number."""
        found = str(self.data.get(EXPECTED, ""))
        return int(found) if found.isascii() and found.isdigit() and len(found) < 9 else 0

    @property
    def sections(self) -> tuple[Section, ...]:
        """Questions that are put together under a heading; none where there are few."""
        return ()

    @property
    def alone(self) -> tuple[str, ...]:
        """Questions that stand in no section."""
        inside = {name for one in self.sections for name in one.questions}
        return tuple(one.name for one in self.visible_fields() if one.name not in inside)


class WholeField(forms.IntegerField):
    """A whole number, typed in."""

    def __init__(self, *, missing: str, least: int = 0, most: int = LARGEST, **kwargs: Any) -> None:
        low, high = f"{least:,}", f"{most:,}"
        wrong = say("Enter a whole number from {least} to {most}", least=low, most=high)
        super().__init__(
            min_value=least,
            max_value=most,
            widget=forms.TextInput(),
            error_messages={
                "required": missing,
                "invalid": wrong,
                "min_value": wrong,
                "max_value": wrong,
            },
            **kwargs,
        )


class SomeField(forms.MultipleChoiceField):
    """Some of a few, or none."""

    def __init__(self, choices: list[tuple[str, str]], *, wrong: str, **kwargs: Any) -> None:
        super().__init__(
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={"invalid_choice": wrong},
            **kwargs,
        )


class SureForm(AskForm):
    """A step that asks nothing: only whether it is meant."""
