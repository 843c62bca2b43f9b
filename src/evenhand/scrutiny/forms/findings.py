"""Forms of findings: what the panel found, and what was learnt."""

from evenhand.govuk.fields import WordsField, chosen_of
from evenhand.measures.words.messages import say
from evenhand.plan.forms.questions import DayField
from evenhand.scrutiny.forms import wording
from evenhand.scrutiny.forms.questions import AskForm
from evenhand.scrutiny.services.findings import DAYS, LEAST, MOST
from evenhand.scrutiny.terms import Fault, Taken

NO_CASE = "none"
"""Of a finding about the draw itself."""


class FindForm(AskForm):
    """A finding. ``about`` are the cases it can come from, with what each is called."""

    def build(self) -> None:
        """Which case, what, in words, and until when."""
        self.fields["case"] = chosen_of(
            [*self.about, (NO_CASE, say("No single case: it is about the draw"))],
            label=say("From which case does it come?"),
            help_text=say("Nobody outside the panel reads which case it was."),
            missing=say("Choose the case, or that it is about the draw"),
        )
        self.fields["fault"] = chosen_of(
            [(one.value, wording.fault(one)) for one in Fault],
            label=say("What did you find?"),
            missing=say("Choose what you found"),
        )
        self.fields["words"] = WordsField(
            label=say("Say it in words that may be public"),
            help_text=say("No name, number, plate, place or day."),
            missing=say("Say what you found"),
        )
        self.fields["due"] = DayField(
            label=say("Until when is an answer awaited?"),
            help_text=say(
                "Between {least} and {most} days from today. Empty: {days} days.",
                least=str(LEAST),
                most=str(MOST),
                days=str(DAYS),
            ),
            missing="",
            required=False,
        )


class AnswerForm(AskForm):
    """What a supervisor did about a finding, and what was learnt."""

    def build(self) -> None:
        """What was done, and in words."""
        self.fields["taken"] = chosen_of(
            [(one.value, wording.taken(one)) for one in Taken],
            label=say("What was done?"),
            missing=say("Choose what was done"),
        )
        self.fields["words"] = WordsField(
            label=say("What was learnt?"),
            help_text=say("The panel and the public read it. Name nobody, also not by a number."),
            missing=say("Say what was learnt"),
        )
