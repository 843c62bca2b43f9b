"""The form that takes unlawful words out of scrutiny: which, and for which reason of a list."""

from collections.abc import Mapping
from typing import Any

from django import forms

from evenhand.govuk.fields import chosen_of
from evenhand.ledger.unlawful import Reason, sentence
from evenhand.measures.words.messages import say
from evenhand.scrutiny.forms.questions import Typed
from evenhand.scrutiny.redacting.threads import Place


class RedactForm(forms.Form):
    """Which words, by the step and the part they stand in; why; and what the writer has seen.

    Parameters
    ----------
    offered : what can be chosen, each with its words.
    last : the number of the last step with words when the page was opened.
    """

    expected = forms.IntegerField(min_value=0, max_value=1_000_000)

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
        self.fields["reason"] = chosen_of(
            [(one.value, sentence(one)) for one in Reason],
            label=say("Why does the law not allow them?"),
            help_text=say("Public, and it stays. It is a list so that no reason says them again."),
            missing=say("Choose why the law does not allow them"),
        )

    def chosen(self) -> list[Place]:
        """The number of each chosen step, with the part of it."""
        split = (one.split(" ", 1) for one in self.cleaned_data["chosen"])
        return [(int(number), part) for number, part in split]

    @property
    def because(self) -> Reason:
        """The chosen reason."""
        return Reason(self.cleaned_data["reason"])
