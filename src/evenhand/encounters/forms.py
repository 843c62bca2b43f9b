"""Forms about records: questions made of the rules, reasons, keys of systems."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from evenhand.encounters import asking
from evenhand.encounters.asking import Kind, Question
from evenhand.encounters.rules import Problem
from evenhand.measures.words.messages import say

LONGEST_WORDS = 1000
LONGEST_NAME = 60
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
ASKED = "asked"
MOST_ASKED = 40
"""Fields that one form asks for; what is left is asked next."""


class WordsForm(forms.Form):
    """A reason, a question, an answer: words that are kept."""

    words = forms.CharField(max_length=LONGEST_WORDS, widget=forms.Textarea)

    def __init__(self, *args: Any, label: str, missing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.label = label
        words.error_messages["required"] = missing
        words.error_messages["max_length"] = say(
            "Use {most} characters or fewer", most=f"{LONGEST_WORDS:,}"
        )


class RecordForm(WordsForm):
    """Some fields of a record, and why they are changed.

    Parameters
    ----------
    record : what it says now; what was typed is put into a copy of it.
    fields : which of its fields are asked for.
    """

    def __init__(
        self, data: QueryDict | None, *, record: object, fields: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.record, self.typed = record, data
        self.questions = asking.questions(fields, record)[:MOST_ASKED]
        for one in self.questions:
            self.fields[one.field] = _field(one, asking.said(record, one.field))
        self.fields["words"] = self.fields.pop("words")  # last

    @classmethod
    def sent(cls, data: QueryDict, **kwargs: Any) -> "RecordForm":
        """A form as it was sent: it names the fields that it asked for."""
        return cls(data, fields=data.getlist(ASKED)[:MOST_ASKED], **kwargs)

    @property
    def changed_record(self) -> dict[str, Any]:
        """The record with what was typed."""
        typed = {
            one.field: self.typed.getlist(one.field) if self.typed is not None else []
            for one in self.questions
        }
        return asking.answered(self.record, typed, self.questions)

    def with_problems(self, problems: Iterable[Problem]) -> "RecordForm":
        """The form again, with what the rules say, and with the fields that they ask for too."""
        left = tuple(problems)
        fields = [*(one.field for one in self.questions), *(one.field for one in left)]
        again = RecordForm(
            self.typed,
            record=self.record,
            fields=fields,
            label=str(self.fields["words"].label),
            missing=str(self.fields["words"].error_messages["required"]),
        )
        again.full_clean()
        for one in left:
            again.add_error(one.field if one.field in again.fields else None, one.words)
        return again


class SystemForm(forms.Form):
    """A new key for a system of the force."""

    name = forms.CharField(max_length=LONGEST_NAME)
    until = forms.DateField(input_formats=DAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = say("Enter what the system is called")
        for wrong in ("required", "invalid"):
            self.fields["until"].error_messages[wrong] = say("Enter a date, like 31/3/2027")

    @property
    def ends(self) -> datetime:
        """The end of the last day on which the key works."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"], time.max))


def _field(question: Question, value: Any) -> forms.Field:
    label, choices = question.title, [*question.choices]
    more: dict[str, Any] = {"label": label, "required": False, "initial": value}
    if question.kind is Kind.CODES:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **more
        )
    if question.kind is Kind.CODE:
        return forms.ChoiceField(choices=[("", say("Not given")), *choices], **more)
    if question.kind is Kind.YES_NO:
        more["initial"] = {True: "true", False: "false"}.get(value, "")
        pair = [("true", say("Yes")), ("false", say("No"))]
        return forms.ChoiceField(choices=pair, widget=forms.RadioSelect, **more)
    if question.kind is Kind.LEAVE_OUT:
        more["help_text"] = say("A record has no such field. Empty it to leave it out.")
    return forms.CharField(max_length=LONGEST_WORDS, **more)
