"""Forms of who runs a plan as a whole."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django import forms

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership
from evenhand.govuk.fields import LineField, WordsField
from evenhand.measures.words.messages import say
from evenhand.plan import models, services
from evenhand.plan.importers.opening import LARGEST
from evenhand.plan.quarters import Span
from evenhand.plan.status import STALE_AFTER

EXAMPLE = "example"


class TableForm(forms.Form):
    """A table of the plan, as a file."""

    table = forms.FileField(max_length=200, allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = say("Choose a file: .xlsx, .ods or .csv")
        self.fields["table"].error_messages.update(required=words, invalid=words, missing=words)
        self.fields["table"].error_messages["max_length"] = say("The file’s name is too long")

    def clean_table(self) -> Any:
        """A plan is small; what is larger is not read at all."""
        sent = self.cleaned_data["table"]
        if sent.size > LARGEST:
            raise forms.ValidationError(say("The file is larger than 5 MB. A plan is much smaller"))
        return sent


class OpenForm(forms.Form):
    """The next iteration of a plan."""

    framework = forms.ChoiceField()
    columns = forms.CharField(required=False, max_length=2000)
    stale_after = forms.IntegerField(min_value=1, max_value=366)
    iteration = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, frameworks: Sequence[models.Framework], iteration: int, **kwargs: Any
    ) -> None:
        initial = {"iteration": iteration, "stale_after": STALE_AFTER, "framework": EXAMPLE}
        if frameworks:
            initial["framework"] = str(frameworks[-1].pk)
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["title"] = LineField(missing=say("Say what the plan is called"))
        offered = [(str(one.pk), str(one)) for one in frameworks] or [(EXAMPLE, EXAMPLE)]
        self.fields["framework"] = forms.ChoiceField(choices=offered)
        self.known = frameworks
        fields = self.fields
        days = say("Enter a number of days from 1 to 366")
        fields["stale_after"].error_messages.update(
            required=days, invalid=days, min_value=days, max_value=days
        )
        chosen = say("Choose a framework")
        fields["framework"].error_messages.update(required=chosen, invalid_choice=chosen)

    def clean_columns(self) -> tuple[Span, ...]:
        """One column a line, each after the one before; none for one column a quarter."""
        lines = [one.strip() for one in self.cleaned_data["columns"].splitlines() if one.strip()]
        try:
            found = tuple(Span.parse(one) for one in lines)
        except ValueError as error:
            raise forms.ValidationError(
                say("Write one column a line, like 2026-Q1 or 2026-Q3 to 2026-Q4")
            ) from error
        if any(later.first <= earlier.last for earlier, later in pairwise(found)):
            raise forms.ValidationError(say("Columns follow each other and do not overlap"))
        return found

    def open(self, *, by: Acting, now: datetime) -> models.Plan:
        """Open it, as the person who filled this in."""
        said = self.cleaned_data
        chosen = next((one for one in self.known if str(one.pk) == said["framework"]), None)
        return services.open_by(
            by=by,
            framework=chosen,
            title=said["title"],
            columns=said["columns"],
            stale_after=said["stale_after"],
            expected=said["iteration"],
            now=now,
        )


class LeadForm(forms.Form):
    """Which role leads a workstream, and why it changes."""

    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, named: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"expected": named}
        super().__init__(*args, **kwargs)
        asked = say("Enter a role, like Superintendent, operations. Never a person’s name")
        self.fields["role"] = LineField(missing=asked)
        self.fields["reason"] = WordsField(missing="", required=False)


class AssignForm(forms.Form):
    """Who of the force's people."""

    member = forms.ChoiceField()

    def __init__(self, *args: Any, members: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.pk), one.person.name) for one in members]
        self.fields["member"] = forms.ChoiceField(choices=offered)
        words = say("Choose somebody")
        self.fields["member"].error_messages.update(required=words, invalid_choice=words)
