"""What the forms of all steps share: the words that become public, days as people write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django import forms
from django.http import QueryDict

from evenhand.measures.words.messages import say
from evenhand.plan import models
from evenhand.plan.history import Present
from evenhand.plan.importers.rows import DAYS

TYPED_DAYS = (*DAYS, "%d/%m/%y", "%d-%m-%Y", "%d %m %Y", "%d.%m.%y")
"""Days as people here type them, the day before the month."""
Typed = QueryDict | Mapping[str, Any]


@dataclass(frozen=True)
class About:
    """What a form is about.

    Attributes
    ----------
    now : the action as the writer saw it.
    figures : references of published figures that can be evidence, with what each is called.
    """

    plan: models.Plan
    now: Present
    figures: Mapping[str, str] = field(default_factory=dict)


class DayField(forms.DateField):
    """A day, typed as people here do: 31/3/2027, 31 March 2027, 2027-03-31."""

    is_day = True
    """Tells the page that a short box is enough."""

    def __init__(self, *, missing: str, **kwargs: Any) -> None:
        wrong = say("Enter a day, like 31/3/2027")
        super().__init__(
            input_formats=TYPED_DAYS,
            error_messages={"required": missing, "invalid": wrong},
            widget=forms.TextInput,
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        """“31st March, 2027” is a day too."""
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)(st|nd|rd|th)\b|,", "", " ".join(value.split()))
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A day as it can be typed again."""
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value


class StepForm(forms.Form):
    """The form of one step with an action.

    ``cleaned_data`` holds attributes of :class:`evenhand.plan.history.Change`, so that what was
    typed can be compared with what was recorded.
    """

    def __init__(self, data: Typed | None = None, *, about: About, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.about = about
        self.build()
        self.fields["expected"] = forms.CharField(
            widget=forms.HiddenInput, initial=about.now.number, required=False
        )

    def build(self) -> None:
        """Add the questions; sentences are made here, in the reader's language."""
        raise NotImplementedError

    @property
    def said(self) -> dict[str, Any]:
        """What the change would say."""
        return {name: found for name, found in self.cleaned_data.items() if name != "expected"}

    def again(self, about: About) -> Self:
        """The same words, in a form about the action as it stands by now."""
        return type(self)({**_plain(self.data), "expected": about.now.number}, about=about)


def _plain(data: Typed) -> dict[str, Any]:
    """What was typed, where a question with several answers keeps them all."""
    if not isinstance(data, QueryDict):
        return dict(data)
    return {
        name: values if len(values) > 1 else values[-1] for name, values in data.lists() if values
    }
