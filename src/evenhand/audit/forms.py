"""The form with which an investigator asks: who, about whom or what, which act, when, and why."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from evenhand.audit.models import Act
from evenhand.audit.selectors import Asked
from evenhand.govuk.fields import chosen_of
from evenhand.ledger.unlawful import Reason, sentence
from evenhand.measures.words.messages import say

LONGEST_REASON = 300
Choices = Sequence[tuple[str, str]]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class AskForm(forms.Form):
    """What is wanted; everything may stay open but the reason, where one is asked for.

    Parameters
    ----------
    people : references and names of those whom the investigator may choose.
    things : the same of what else can be asked about; one that ends in a slash is the beginning of
        many subjects.
    needs_why : whether the site asks for a reason.
    """

    by = forms.ChoiceField(required=False)
    about = forms.ChoiceField(required=False)
    act = forms.ChoiceField(required=False, choices=[("", ""), *Act.choices])
    since = forms.DateField(required=False, input_formats=DAYS)
    until = forms.DateField(required=False, input_formats=DAYS)
    why = forms.CharField(required=False, max_length=LONGEST_REASON)

    def __init__(
        self, *args: Any, people: Choices, things: Choices, needs_why: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        anybody = [("", "")]
        self.fields["by"] = forms.ChoiceField(required=False, choices=[*anybody, *people])
        self.fields["about"] = forms.ChoiceField(
            required=False, choices=[*anybody, *things, *people]
        )
        for name in ("by", "about", "act"):
            self.fields[name].error_messages["invalid_choice"] = say("Choose one of the list")
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = say(
                "Enter a date, like 31/3/2027, or leave it out"
            )
        why = self.fields["why"]
        why.required = needs_why
        why.error_messages["required"] = say("Enter why you look: it is kept")
        why.error_messages["max_length"] = say(
            "The reason must be {most} characters or fewer", most=str(LONGEST_REASON)
        )

    def clean(self) -> None:
        """The first day is not after the last."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", say("The last day must be the first day or later"))

    def asked(self, *, now: datetime) -> Asked:
        """The question; what is written after it was asked is not part of the answer."""
        said = self.cleaned_data
        about = said["about"]
        until = _begins(said["until"] + timedelta(days=1)) if said["until"] else now
        return Asked(
            subject="" if about.endswith("/") else about,
            under=about if about.endswith("/") else "",
            by=said["by"],
            act=said["act"],
            since=_begins(said["since"]) if said["since"] else None,
            until=min(until, now),
        )


class TakeOutForm(forms.Form):
    """Why the reason of an entry may not stand: one of a list, which is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"] = chosen_of(
            [(one.value, sentence(one)) for one in Reason],
            label=say("Why does the law not allow these words?"),
            help_text=say("Kept beside the entry. It is a list so that no reason says them again."),
            missing=say("Choose why the law does not allow them"),
        )


def _begins(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
