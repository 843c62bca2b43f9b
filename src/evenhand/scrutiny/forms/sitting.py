"""Forms about who sits on a panel: its terms, how a member stands, whom it is made of."""

from typing import Any

from evenhand.govuk.fields import WordsField, chosen_of
from evenhand.measures.words.messages import say
from evenhand.plan.forms.questions import DayField
from evenhand.records import codes
from evenhand.scrutiny.forms.questions import AskForm, Section, WholeField
from evenhand.scrutiny.sitting.terms import Training, Vetting
from evenhand.scrutiny.visiting.composition import GROUPING
from evenhand.scrutiny.visiting.services.counting import MOST


def training_words(one: Training) -> str:
    """How training stands."""
    return {
        Training.NONE: say("Not begun"),
        Training.IN_HAND: say("In hand"),
        Training.DONE: say("Done"),
    }[one]


def vetting_words(one: Vetting) -> str:
    """How vetting stands: never what is in it, and never that it was refused."""
    return {
        Vetting.NOT_ASKED: say("Not asked for"),
        Vetting.IN_HAND: say("In hand"),
        Vetting.HELD: say("Held"),
    }[one]


class TermsForm(AskForm):
    """What the panel asks of members before they open a case."""

    def build(self) -> None:
        """Two choices and the reason."""
        choices = [("yes", say("Yes")), ("no", say("No"))]
        self.fields["vetting"] = chosen_of(
            choices,
            label=say("Must a member’s vetting be held before they open a case?"),
            missing=say("Say whether vetting must be held"),
        )
        self.fields["training"] = chosen_of(
            choices,
            label=say("Must a member’s training be done before they open a case?"),
            help_text=say("This binds you as well. Somebody else keeps how you stand."),
            missing=say("Say whether training must be done"),
        )
        self.fields["words"] = WordsField(
            label=say("Why? Everybody will read it."), missing=say("Say why")
        )

    @property
    def said(self) -> dict[str, Any]:
        """What the service is given."""
        found = self.cleaned_data
        return {
            "vetting": found["vetting"] == "yes",
            "training": found["training"] == "yes",
            "words": found["words"],
        }


class ReadinessForm(AskForm):
    """How a member stands: a status and a day, and no word of what is in it."""

    def build(self) -> None:
        """Training and vetting, each with the day on which it runs out."""
        self.fields["training"] = chosen_of(
            [(one.value, training_words(one)) for one in Training],
            label=say("Training"),
            missing=say("Say how training stands"),
        )
        self.fields["trained_until"] = DayField(
            label=say("Done: until which day does it count?"),
            help_text=say("Empty where it is not done."),
            missing="",
            required=False,
        )
        self.fields["vetting"] = chosen_of(
            [(one.value, vetting_words(one)) for one in Vetting],
            label=say("Vetting"),
            help_text=say(
                "Whether it is held, and nothing else: no level, no content, no refusal."
            ),
            missing=say("Say how vetting stands"),
        )
        self.fields["vetted_until"] = DayField(
            label=say("Held: until which day?"),
            help_text=say("Empty where it is not held."),
            missing="",
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """A day stands where something is done or held, and only there."""
        found = super().clean() or {}
        for state, until, needs in (
            ("training", "trained_until", Training.DONE.value),
            ("vetting", "vetted_until", Vetting.HELD.value),
        ):
            if until in self.errors:
                continue
            needed, there = found.get(state) == needs, found.get(until) is not None
            if needed and not there:
                self.add_error(until, say("Enter until which day it holds, like 31/3/2027"))
            elif there and not needed and state in found:
                self.add_error(until, say("Leave the day empty, or say that it is done or held"))
        return found


class CountForm(AskForm):
    """How many members say what they are. ``about`` is how many sit on the panel now."""

    def build(self) -> None:
        """The day, how many there are, and a number for each group."""
        self.fields["counted_on"] = DayField(
            label=say("On which day were they asked?"), missing=say("Enter a day, like 31/3/2027")
        )
        self.fields["members"] = WholeField(
            label=say("How many members did the panel have on that day?"),
            help_text=say("Members who sit here now: {count}.", count=str(self.about)),
            missing=say("Enter how many members there were"),
            least=1,
            most=MOST,
            initial=self.about,
        )
        for group in codes.GROUPINGS[GROUPING].groups:
            self.fields[f"group-{group}"] = WholeField(
                label=say(group), missing=say("Enter a number; 0 is a number"), most=MOST
            )

    @property
    def sections(self) -> tuple[Section, ...]:
        """The groups stand together."""
        groups = tuple(f"group-{one}" for one in codes.GROUPINGS[GROUPING].groups)
        about = say(
            "Ask each member in a way in which nobody else learns the answer. Who says nothing is "
            "in no group."
        )
        return (Section(say("How many say that they are of each group?"), about, groups),)

    def clean(self) -> dict[str, Any]:
        """No more say something than there are."""
        found = super().clean() or {}
        stated = sum(one or 0 for name, one in found.items() if name.startswith("group-"))
        if found.get("members") is not None and stated > found["members"]:
            self.add_error("members", say("More members said something than there are"))
        return found

    @property
    def said(self) -> dict[str, Any]:
        """What the service is given."""
        found = self.cleaned_data
        names = codes.GROUPINGS[GROUPING].groups
        return {
            "counted_on": found["counted_on"],
            "members": found["members"],
            "stated": {name: found[f"group-{name}"] for name in names if found[f"group-{name}"]},
        }
