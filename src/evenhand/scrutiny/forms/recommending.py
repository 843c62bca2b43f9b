"""Forms of the steps of a recommendation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from evenhand.govuk.fields import LineField, WordsField, chosen_of
from evenhand.measures.words.messages import say
from evenhand.plan.forms.questions import DayField
from evenhand.scrutiny.forms.questions import AskForm, SomeField
from evenhand.scrutiny.recommending import words
from evenhand.scrutiny.recommending.clocks import clocks
from evenhand.scrutiny.recommending.history import Present
from evenhand.scrutiny.recommending.rules import SHORTEST_REASON
from evenhand.scrutiny.recommending.terms import Response, View
from evenhand.sheets.reading import LARGEST


@dataclass(frozen=True)
class Making:
    """What a new recommendation can be to, and come from.

    Attributes
    ----------
    forces : to choose from, by id; empty where there is one only.
    origins : findings, draws and visits, as the public ledger calls them, with what each is.
    """

    forces: Sequence[tuple[str, str]] = ()
    origins: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class About:
    """What a step is about: the recommendation as it was seen, and actions that can carry it."""

    now: Present
    actions: Mapping[str, str] = field(default_factory=dict)


class ListForm(forms.Form):
    """A list of recommendations, as a file."""

    table = forms.FileField(max_length=200, allow_empty_file=True)

    def __init__(self, *args: Any, larger: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.larger = larger
        words = say("Choose a file: .xlsx, .ods or .csv")
        if larger:
            words = _too_large()
        self.fields["table"].error_messages.update(required=words, invalid=words, missing=words)
        self.fields["table"].error_messages["max_length"] = say("The file’s name is too long")

    def clean_table(self) -> Any:
        """A list is small; what is larger is not read at all."""
        sent = self.cleaned_data["table"]
        if sent.size > LARGEST:
            raise forms.ValidationError(_too_large())
        return sent


def _too_large() -> str:
    return say("The file is larger than 5 MB. A list of recommendations is much smaller")


class RecommendForm(AskForm):
    """A new recommendation. ``about`` is :class:`Making`."""

    def build(self) -> None:
        """To whom, what, why, until when, and from what it comes."""
        if self.about.forces:
            self.fields["force"] = forms.ChoiceField(
                choices=[("", say("Choose a force")), *self.about.forces],
                label=say("To which force?"),
                error_messages={"required": say("Choose a force")},
            )
        self.fields["what"] = WordsField(
            label=say("What should be done?"),
            help_text=say("One thing, so that anybody can say whether it was done."),
            missing=say("Say what should be done"),
        )
        self.fields["why"] = WordsField(
            label=say("Why?"),
            help_text=say("What you saw. No name, and nothing that tells who it was."),
            missing=say("Say why"),
        )
        self.fields["to"] = LineField(
            label=say("To which role?"),
            help_text=say("Such as “Chief constable”. Never a person’s name."),
            missing=say("Say to which role"),
        )
        self.fields["due"] = DayField(
            label=say("By which day should it be done?"),
            missing=say("Enter a day, like 31/3/2027"),
        )
        if self.about.origins:
            self.fields["comes_from"] = SomeField(
                list(self.about.origins),
                label=say("What does it come from?"),
                wrong=say("Choose from the list"),
            )


class RespondForm(AskForm):
    """The force’s answer."""

    def build(self) -> None:
        """One of three, and why."""
        self.fields["response"] = chosen_of(
            [(one.value, words.response(one)) for one in Response],
            label=say("What does the force answer?"),
            missing=say("Choose an answer"),
        )
        self.fields["words"] = WordsField(
            label=say("Why, and what follows?"),
            help_text=say(
                "Of what is refused, or accepted in part, the reason in at least {least} "
                "characters.",
                least=str(SHORTEST_REASON),
            ),
            missing=say("Say why, or what follows"),
        )


class ExtendForm(AskForm):
    """More time, on a lawful ground."""

    def build(self) -> None:
        """Until when, on which ground, and why."""
        most = str(self.about.now.limits.extension)
        self.fields["ground"] = chosen_of(
            [(one.name, say(one.about)) for one in clocks().grounds],
            label=say("On which ground?"),
            missing=say("Choose the ground"),
        )
        self.fields["until"] = DayField(
            label=say("Until which day does the clock stand still?"),
            help_text=say("At most {days} days from today. The days go on after it.", days=most),
            missing=say("Enter a day, like 31/3/2027"),
        )
        self.fields["words"] = WordsField(
            label=say("Why? Everybody will read it."), missing=say("Say why")
        )


class CarryForm(AskForm):
    """The action of the plan that carries it."""

    def build(self) -> None:
        """Which action, and how it carries it."""
        self.fields["action"] = forms.ChoiceField(
            choices=[("", say("Choose an action")), *self.about.actions.items()],
            label=say("Which action of the plan carries it?"),
            error_messages={
                "required": say("Choose an action"),
                "invalid_choice": say("Choose an action of the list"),
            },
        )
        self.fields["words"] = WordsField(
            label=say("What of it does the action do?"), missing=say("Say what the action does")
        )


class ShowForm(AskForm):
    """Evidence that it was done."""

    def build(self) -> None:
        """What it is, and where."""
        self.fields["kind"] = chosen_of(
            [
                ("link", say("Something on the web")),
                ("figure", say("A figure that this site has published")),
                ("note", say("A note: there is nothing to link to")),
            ],
            label=say("What is the evidence?"),
            missing=say("Choose what it is"),
        )
        self.fields["title"] = LineField(
            label=say("What is it called?"), missing=say("Say what it is called")
        )
        self.fields["address"] = LineField(
            label=say("Where is it?"),
            help_text=say("An address that begins with https://, or the reference of a figure."),
            required=False,
            most=500,
        )
        self.fields["words"] = WordsField(
            label=say("What does it show?"), missing=say("Say what it shows")
        )

    @property
    def said(self) -> dict[str, Any]:
        """The evidence in one, and what it shows."""
        found = self.cleaned_data
        proof = {name: found[name] for name in ("kind", "title", "address")}
        return {"proof": proof, "words": found["words"]}


class CompleteForm(AskForm):
    """That it is done."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("What was done?"),
            help_text=say("Those who recommended it say next whether they see it so too."),
            missing=say("Say what was done"),
        )


class ViewForm(AskForm):
    """What those who recommended it think of what came of it."""

    def build(self) -> None:
        """One of three, and why."""
        self.fields["view"] = chosen_of(
            [(one.value, words.view(one)) for one in View],
            label=say("What do you think of what came of it?"),
            missing=say("Choose what you think"),
        )
        self.fields["words"] = WordsField(label=say("Why?"), missing=say("Say why"))


class WithdrawForm(AskForm):
    """Why it is taken back."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("Why do you take it back? Everybody will read it."), missing=say("Say why")
        )
