"""Forms of meetings of a panel, and of its visits within the force."""

from datetime import datetime
from typing import Any

from django import forms

from evenhand.govuk.fields import LineField, WordsField, chosen_of
from evenhand.measures.words.messages import say
from evenhand.plan.forms.questions import DayField
from evenhand.plan.history import LONDON
from evenhand.scrutiny.forms.questions import AskForm, WholeField
from evenhand.scrutiny.visiting import words
from evenhand.scrutiny.visiting.rules import LONGEST_MINUTES
from evenhand.scrutiny.visiting.steps import What

TIMES = ("%H:%M", "%H.%M", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p", "%H")
"""Times as people here type them."""
PENCE = 100


class TimeField(forms.TimeField):
    """A time of the day."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = say("Enter a time, like 18:30")
        super().__init__(
            input_formats=TIMES,
            widget=forms.TextInput(),
            error_messages={"required": wrong, "invalid": wrong},
            **kwargs,
        )


class SlotForm(AskForm):
    """When and where, and how members of the public can come."""

    def ask_slot(self) -> None:
        """Day, times, place, and places for the public."""
        self.fields["on"] = DayField(
            label=say("On which day?"), missing=say("Enter a day, like 31/3/2027")
        )
        self.fields["begins"] = TimeField(label=say("From when?"), help_text=say("Like 18:30."))
        self.fields["ends"] = TimeField(label=say("Until when?"))
        self.fields["where"] = LineField(label=say("Where?"), missing=say("Say where"))
        self.fields["places"] = WholeField(
            label=say("How many places for members of the public?"),
            help_text=say("0 where it is not open to them."),
            missing=say("Enter how many places; 0 is a number"),
            most=1000,
            initial=0,
        )
        self.fields["how"] = WordsField(
            label=say("How do they ask for a place?"),
            help_text=say("An address to write to, say. Empty where there are no places."),
            required=False,
            widget=forms.TextInput,
            most=500,
        )

    @property
    def slot(self) -> dict[str, Any]:
        """When and where, as the service takes it."""
        found = self.cleaned_data
        return {
            "starts": datetime.combine(found["on"], found["begins"], tzinfo=LONDON),
            "ends": datetime.combine(found["on"], found["ends"], tzinfo=LONDON),
            "where": found["where"],
            "places": found["places"],
            "how": found["how"],
        }

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and says how to come where somebody can."""
        found = super().clean() or {}
        if found.get("begins") and found.get("ends") and found["ends"] <= found["begins"]:
            self.add_error("ends", say("It ends after it begins"))
        if found.get("places") and not found.get("how"):
            self.add_error("how", say("Say how members of the public ask for a place"))
        return found


class CallForm(SlotForm):
    """A meeting that is called, or a visit that is proposed."""

    def build(self) -> None:
        """What, when, where, what for."""
        self.fields["what"] = chosen_of(
            [(one.value, words.what(one)) for one in What],
            label=say("What is it?"),
            help_text=say(
                "A meeting needs no leave. The force agrees to a visit, or says why not."
            ),
            missing=say("Choose a meeting or one of the visits"),
        )
        self.ask_slot()
        self.fields["words"] = WordsField(
            label=say("What for? Everybody will read it."), missing=say("Say what for")
        )

    @property
    def said(self) -> dict[str, Any]:
        """What the service is given."""
        return {
            "what": self.cleaned_data["what"],
            "slot": self.slot,
            "words": self.cleaned_data["words"],
        }


class MoveForm(SlotForm):
    """Another time or place."""

    def build(self) -> None:
        """When, where, and why."""
        self.ask_slot()
        self.fields["words"] = WordsField(
            label=say("Why is it moved? Everybody will read it."), missing=say("Say why")
        )

    @property
    def said(self) -> dict[str, Any]:
        """What the service is given."""
        return {"slot": self.slot, "words": self.cleaned_data["words"]}


class ToldForm(AskForm):
    """One question: why, or what somebody should know."""

    def build(self) -> None:
        """The question."""
        self.fields["words"] = WordsField(
            label=say("What should the others know? Everybody will read it."),
            missing=say("Say why, or what the others should know"),
        )


class AgendaForm(AskForm):
    """What is spoken of beside all that is open."""

    def build(self) -> None:
        """Further items, and a word on it."""
        self.fields["others"] = forms.CharField(
            label=say("What else is on the agenda?"),
            help_text=say(
                "One on each line. Open draws, findings and recommendations are on it by "
                "themselves."
            ),
            widget=forms.Textarea,
            required=False,
            max_length=5000,
        )
        self.fields["words"] = WordsField(
            label=say("A word on this agenda"), missing=say("Say a word on it")
        )

    @property
    def said(self) -> dict[str, Any]:
        """Items as a list, and the words."""
        lines = [one.strip() for one in self.cleaned_data["others"].splitlines()]
        return {"others": [one for one in lines if one], "words": self.cleaned_data["words"]}


class PackForm(AskForm):
    """Why the data pack of a meeting is made now."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("Why is it made now? Everybody will read it."),
            help_text=say("The version before stays, and the new one says what changed."),
            missing=say("Say why it is made now"),
        )


class HeldForm(AskForm):
    """Who came, what it took and, of a visit, what was found. ``about``: whether it is a visit."""

    def build(self) -> None:
        """Counts, money, findings, and a word on it."""
        self.fields["members"] = WholeField(
            label=say("How many members came?"),
            missing=say("Enter how many members came"),
            least=1,
            most=1000,
        )
        self.fields["public"] = WholeField(
            label=say("How many members of the public came?"),
            missing=say("Enter how many came; 0 is a number"),
            most=10_000,
            initial=0,
        )
        self.fields["hours"] = WholeField(
            label=say("How many hours did members give, all together?"),
            help_text=say("Empty where fewer than three members came."),
            missing="",
            most=10_000,
            required=False,
        )
        self.fields["pounds"] = WholeField(
            label=say("How many pounds of expenses, all together?"),
            help_text=say("Whole pounds. Empty where fewer than three members came."),
            missing="",
            required=False,
        )
        if self.about:
            self.fields["findings"] = forms.CharField(
                label=say("What did you find?"),
                help_text=say("One finding on each line, in words that may be public."),
                widget=forms.Textarea,
                required=False,
                max_length=20_000,
            )
        self.fields["words"] = WordsField(
            label=say("How was it, in a sentence or two?"), missing=say("Say how it was")
        )

    @property
    def said(self) -> dict[str, Any]:
        """What the service is given."""
        found = self.cleaned_data
        pounds = found["pounds"]
        lines = [one.strip() for one in found.get("findings", "").splitlines()]
        held = {
            "members": found["members"],
            "public": found["public"],
            "hours": found["hours"],
            "pence": None if pounds is None else pounds * PENCE,
            "findings": tuple(one for one in lines if one),
        }
        return {"held": held, "words": found["words"]}


class MinutesForm(AskForm):
    """The minutes of a meeting. ``about``: whether they correct some that stand."""

    def build(self) -> None:
        """What was wrong, where there were some; the words; what was decided."""
        if self.about:
            self.fields["wrong"] = WordsField(
                label=say("What is corrected?"),
                help_text=say("The earlier minutes stay to be read, below these."),
                missing=say("Say what is corrected in the minutes that stand"),
                most=1000,
            )
        self.fields["words"] = WordsField(
            label=say("The minutes"),
            help_text=say("No name, and no case. Write them whole, also to correct them."),
            missing=say("Write the minutes"),
            most=LONGEST_MINUTES,
        )
        self.fields["decisions"] = forms.CharField(
            label=say("What was decided?"),
            help_text=say("One decision on each line. Empty where nothing was."),
            widget=forms.Textarea,
            required=False,
            max_length=20_000,
        )

    @property
    def said(self) -> dict[str, Any]:
        """What the service is given."""
        found = self.cleaned_data
        lines = [one.strip() for one in found["decisions"].splitlines()]
        return {
            "words": found["words"],
            "decisions": tuple(one for one in lines if one),
            "wrong": found.get("wrong", ""),
        }
