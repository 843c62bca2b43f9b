"""Forms of the body that keeps anchor cases: the set, a case, when panels get it, what opens it."""

from typing import Any, get_args

from evenhand.govuk.fields import LineField, WordsField, chosen_of
from evenhand.measures.words.messages import say
from evenhand.plan.forms.questions import DayField
from evenhand.scrutiny.anchoring.services.keeping import LONGEST_RECORD
from evenhand.scrutiny.anchoring.steps import Origin
from evenhand.scrutiny.forms.questions import AskForm, Section
from evenhand.scrutiny.models import Anchor
from evenhand.scrutiny.scoring.facts import POWERS, Facts, Power

KNOWN = {"yes": True, "no": False, "not-recorded": None}
CONDITIONS = ("searched", "needs_grounds", "force", "handcuffs", "strip", "child")


def power_words(one: Power) -> str:
    """Of which records an anchor case is."""
    return {
        "vehicle-stop": say("A vehicle stop"),
        "stop-and-search": say("A stop and search"),
        "custody-strip-search": say("A strip search in custody"),
        "use-of-force": say("A use of force"),
        "intelligence-report": say("An intelligence report"),
    }[one]


def origin_words(one: Origin) -> str:
    """Where an anchor case comes from."""
    return {
        Origin.INVENTED: say("It is made up: nobody is in it"),
        Origin.CONSENTED: say("It happened, and whoever is in it agreed to its being shown"),
    }[one]


def condition_words(name: str) -> str:
    """What is asked of the record, so that the form asks only what fits."""
    return {
        "searched": say("Was somebody, or the vehicle, searched?"),
        "needs_grounds": say("Does the search power need reasonable grounds?"),
        "force": say("Was force used?"),
        "handcuffs": say("Were handcuffs used?"),
        "strip": say("Were intimate parts exposed?"),
        "child": say("Was somebody under 18?"),
    }[name]


class SetForm(AskForm):
    """A set: its name, and what it is for."""

    def build(self) -> None:
        """Two questions."""
        self.fields["title"] = LineField(
            label=say("What is the set called? Everybody will read it."),
            help_text=say("Such as: Searches in which little was said."),
            missing=say("Name the set"),
        )
        self.fields["words"] = WordsField(
            label=say("What is it for? Everybody will read it."), missing=say("Say what it is for")
        )


class CaseForm(AskForm):
    """An anchor case. ``about`` is its last version, or nothing where it is new."""

    def build(self) -> None:
        """Where it comes from, what is known of it, the record itself."""
        self.fields["origin"] = chosen_of(
            [(one.value, origin_words(one)) for one in Origin],
            label=say("Where does it come from?"),
            missing=say("Say where the case comes from"),
        )
        self.fields["power"] = chosen_of(
            [(one, power_words(one)) for one in POWERS],
            label=say("What is it a record of?"),
            missing=say("Choose what it is a record of"),
        )
        answers = [
            ("yes", say("Yes")),
            ("no", say("No")),
            ("not-recorded", say("The record does not say")),
        ]
        for name in CONDITIONS:
            self.fields[name] = chosen_of(
                answers,
                label=condition_words(name),
                missing=say("Answer this, or say that the record does not"),
            )
        self.fields["words"] = WordsField(
            label=say("The record, as panels will read it"),
            help_text=say(
                "An empty line begins a new part. No name, plate, number or exact place, not even "
                "one that is made up: a reader cannot tell."
            ),
            missing=say("Write the record"),
            most=LONGEST_RECORD,
        )
        self.fields["video"] = LineField(
            label=say("Where is the video that members may watch?"),
            help_text=say("An address that begins with https://. Empty where there is none."),
            required=False,
            most=500,
        )
        for name, value in _typed(self.about).items():
            self.fields[name].initial = value

    @property
    def sections(self) -> tuple[Section, ...]:
        """What is known of it stands together."""
        about = say("The scoring form asks only what fits the case.")
        return (Section(say("What is known of it"), about, ("power", *CONDITIONS)),)

    @property
    def said(self) -> dict[str, Any]:
        """What the service is given."""
        found = self.cleaned_data
        known = {name: KNOWN[found[name]] for name in CONDITIONS}
        power: Power = next(one for one in get_args(Power) if one == found["power"])
        return {
            "origin": found["origin"],
            "facts": Facts(power, **known),
            "words": found["words"],
            "video": found["video"],
        }


def _typed(last: Anchor | None) -> dict[str, str]:
    if last is None:
        return {}
    names = {value: name for name, value in KNOWN.items()}
    return {
        "origin": last.origin,
        "power": last.facts["power"],
        "words": last.words,
        "video": last.video,
        **{name: names[last.facts[name]] for name in CONDITIONS},
    }


class IssueForm(AskForm):
    """Until when panels agree, and a word to them."""

    def build(self) -> None:
        """Two questions."""
        self.fields["due"] = DayField(
            label=say("Until which day can panels agree?"),
            help_text=say("At least two weeks from today. Panels meet once in some weeks."),
            missing=say("Enter a day, like 31/3/2027"),
        )
        self.fields["words"] = WordsField(
            label=say("A word to the panels. Everybody will read it."),
            missing=say("Say a word to the panels"),
        )


class RevealForm(AskForm):
    """A word on the sealed scores that are opened."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("A word on it. Everybody will read it."), missing=say("Say a word on it")
        )
