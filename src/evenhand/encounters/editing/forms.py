"""Forms about records: questions made of the rules, reasons, keys of systems."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from evenhand.encounters.editing import asking, shaping
from evenhand.encounters.editing.asking import Kind, Question
from evenhand.encounters.errors import NotNow
from evenhand.encounters.rules import Problem
from evenhand.measures.words.messages import say

LONGEST_WORDS = 1000
LONGEST_NAME = 60
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
ASKED, ADD, REMOVE = "asked", "add", "remove"
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
    """Some fields of a record, something to add or to take out, and why it is changed.

    Parameters
    ----------
    record : what it says now; what was typed is put into a copy of it.
    fields : which of its fields are asked for.
    add, remove : lists that get one more, and items that go; see
        :mod:`~evenhand.encounters.editing.shaping`.

    Attributes
    ----------
    refused : why something cannot be taken out; empty where it can.
    """

    def __init__(
        self,
        data: QueryDict | None,
        *,
        record: object,
        fields: Iterable[str] = (),
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.before, self.typed = record, data
        self.add, self.remove = tuple(add), tuple(remove)
        self.refused = ""
        try:
            self.record, new = shaping.shaped(record, add=self.add, remove=self.remove)
        except NotNow as error:
            self.refused = str(error)
            self.record, new = shaping.shaped(record, add=self.add)
        asked = dict.fromkeys((*fields, *new))
        self.questions = asking.questions(asked, self.record)[:MOST_ASKED]
        for one in self.questions:
            self.fields[one.field] = _field(one, asking.said(self.record, one.field))
        self.fields["words"] = self.fields.pop("words")  # last

    @classmethod
    def sent(cls, data: QueryDict, **kwargs: Any) -> "RecordForm":
        """A form as it was sent: it names the fields that it asked for, and what it adds."""
        names = {"fields": ASKED, "add": ADD, "remove": REMOVE}
        asked = {name: data.getlist(key)[:MOST_ASKED] for name, key in names.items()}
        return cls(data, **asked, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        """Refuse what cannot be taken out."""
        if self.refused:
            self.add_error(None, self.refused)
        return super().clean()

    @property
    def changed_record(self) -> dict[str, Any]:
        """The record with what was typed."""
        typed = {
            one.field: self.typed.getlist(one.field) if self.typed is not None else []
            for one in self.questions
        }
        changed = asking.answered(self.record, typed, self.questions)
        return shaping.without_blanks(changed) if self.add else changed

    def with_problems(self, problems: Iterable[Problem]) -> "RecordForm":
        """The form again, with what the rules say, and with the fields that they ask for too."""
        left = tuple(problems)
        fields = [*(one.field for one in self.questions), *(one.field for one in left)]
        again = RecordForm(
            self.typed,
            record=self.before,
            fields=fields,
            add=self.add,
            remove=self.remove,
            label=str(self.fields["words"].label),
            missing=str(self.fields["words"].error_messages["required"]),
        )
        again.full_clean()
        for one in left:
            again.add_error(one.field if one.field in again.fields else None, one.words)
        return again


class RedactForm(WordsForm):
    """Which texts are taken out of a stop, and what the law says against them.

    Parameters
    ----------
    offered : each text that stands there, by a name for it.
    """

    def __init__(self, *args: Any, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = say("Choose what is taken out")
        self.fields["chosen"] = forms.MultipleChoiceField(
            choices=list(offered.items()),
            widget=forms.CheckboxSelectMultiple,
            label=say("What is taken out"),
            error_messages=dict.fromkeys(("required", "invalid_choice"), missing),
        )
        self.fields["words"] = self.fields.pop("words")  # last
        self.offered = offered

    @property
    def texts(self) -> list[str]:
        """What was chosen, letter for letter."""
        return [self.offered[one] for one in self.cleaned_data["chosen"]]


class DecideForm(WordsForm):
    """Which of two records stands, and why.

    Parameters
    ----------
    choices : what can be decided, with its words.
    """

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = say("Choose which of them stands")
        self.fields["stands"] = forms.ChoiceField(
            choices=list(choices),
            widget=forms.RadioSelect,
            label=say("Which of them stands"),
            error_messages=dict.fromkeys(("required", "invalid_choice"), missing),
        )
        self.fields["words"] = self.fields.pop("words")  # last


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
    if question.kind in {Kind.CODE, Kind.WHO}:
        return forms.ChoiceField(choices=[("", say("Not given")), *choices], **more)
    if question.kind is Kind.YES_NO:
        more["initial"] = {True: "true", False: "false"}.get(value, "")
        pair = [("true", say("Yes")), ("false", say("No"))]
        return forms.ChoiceField(choices=pair, widget=forms.RadioSelect, **more)
    if question.kind is Kind.LEAVE_OUT:
        more["help_text"] = say("A record has no such field. Empty it to leave it out.")
    if asking.FREE.fullmatch(question.field):
        more["widget"] = forms.Textarea
    return forms.CharField(max_length=LONGEST_WORDS, **more)


class TeamNameForm(forms.Form):
    """The name of a team, as it is to stand in each record."""

    name = forms.CharField(max_length=LONGEST_NAME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.error_messages["required"] = say("Enter the name of the team")
        name.error_messages["max_length"] = say(
            "Use {most} characters or fewer", most=str(LONGEST_NAME)
        )


class TeamForm(TeamNameForm):
    """Another name for a team, or its end, and why."""

    words = forms.CharField(max_length=LONGEST_WORDS, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends = self.data.get("end") == "yes"
        self.fields["name"].required = not self.ends
        words = self.fields["words"]
        words.label = say("Why")
        words.error_messages["required"] = say("Enter why: it is kept")
        words.error_messages["max_length"] = say(
            "Use {most} characters or fewer", most=f"{LONGEST_WORDS:,}"
        )
