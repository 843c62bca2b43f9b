"""The form that takes unlawful words out: which, and the public reason."""

from collections.abc import Mapping
from typing import Any

from django import forms

from evenhand.govuk.fields import LineField
from evenhand.measures.words.messages import say
from evenhand.plan.forms.questions import Typed


class RedactForm(forms.Form):
    """Which words, by the change and the part they stand in; why; and what the writer has seen.

    Parameters
    ----------
    offered : what can be chosen, each with its words.
    last : the number of the last change when the page was opened.
    """

    expected = forms.IntegerField(min_value=1, max_value=100_000)

    def __init__(
        self, data: Typed | None = None, *, offered: Mapping[str, str], last: int, **kwargs: Any
    ) -> None:
        super().__init__(data, initial={"expected": last}, **kwargs)
        again = say("Open the page again: it was not sent whole")
        self.fields["expected"].error_messages.update(
            dict.fromkeys(("required", "invalid", "min_value", "max_value"), again)
        )
        words = say("Choose the words to take out")
        self.fields["chosen"] = forms.MultipleChoiceField(
            choices=list(offered.items()),
            error_messages={"required": words, "invalid_choice": words},
        )
        self.fields["reason"] = LineField(
            missing=say("Enter why the law does not allow them"), most=300
        )

    def chosen(self) -> list[tuple[int, str]]:
        """The number of each chosen change, with the part of it."""
        split = (one.split(" ", 1) for one in self.cleaned_data["chosen"])
        return [(int(number), part) for number, part in split]
