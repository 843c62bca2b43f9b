"""Forms of the steps of a review, each a question or a few; longer ones have their own module."""

from typing import Any

from evenhand.govuk.fields import LineField, WordsField, chosen_of
from evenhand.measures.apart import ways_of
from evenhand.measures.words import apart
from evenhand.measures.words.messages import say
from evenhand.monitoring.forms.possible import to_judge
from evenhand.monitoring.forms.questions import StepForm
from evenhand.monitoring.terms import Conclusion
from evenhand.plan.forms.questions import DayField
from evenhand.plan.quarters import in_words


class OwnerForm(StepForm):
    """Who answers, by role."""

    def build(self) -> None:
        """The role, and why it is this one."""
        self.fields["role"] = LineField(
            label=say("Which role answers this alert?"),
            help_text=say("A role, such as “Superintendent, operations”. Never a person’s name."),
            missing=say("Say which role answers"),
            initial=self.about.now.owner_role or self.about.role,
        )
        self.fields["words"] = WordsField(
            label=say("Why this role?"),
            help_text=say("What this role can find out, and what it can change."),
            missing=say("Say why it is this role"),
        )


class ExtendForm(StepForm):
    """More time, for a reason that everybody reads."""

    def build(self) -> None:
        """Until when, and why."""
        most = str(self.about.now.limits.extension)
        self.fields["until"] = DayField(
            label=say("Until which day does the clock stand still?"),
            help_text=say("At most {days} days from today. The days go on after it.", days=most),
            missing=say("Enter a day, like 31/3/2027"),
        )
        self.fields["words"] = WordsField(
            label=say("Why is more time lawful and needed?"),
            help_text=say("Everybody will read it, beside the days that it takes."),
            missing=say("Say why more time is needed"),
        )


class AnalyseForm(StepForm):
    """What moved, taken apart by something that records say."""

    def build(self) -> None:
        """By what, and what it is to show."""
        power = self.about.found.series.power
        self.fields["by"] = chosen_of(
            [(one, apart.way(one, power)) for one in ways_of(power)],
            label=say("Take it apart by what?"),
            missing=say("Choose by what it is taken apart"),
        )
        self.fields["words"] = WordsField(
            label=say("What do you want to know by it?"),
            help_text=say(
                "It is written down before you see the answer, and both become public, whatever "
                "the answer is."
            ),
            missing=say("Say what you want to know by it"),
        )


class JudgeForm(StepForm):
    """What an independent reviewer thinks of an explanation."""

    def build(self) -> None:
        """Which explanation, whether it is accepted, and why."""
        open_ = to_judge(self.about.now)
        self.fields["explanation"] = chosen_of(
            [
                (
                    str(one.number),
                    say(
                        "{who}, {day}: “{words}”",
                        who=one.step.by,
                        day=in_words(one.step.on),
                        words=one.step.words,
                    ),
                )
                for one in open_
            ],
            label=say("Which explanation do you judge?"),
            missing=say("Choose an explanation that nobody has judged yet"),
        )
        if len(open_) == 1:
            self.initial.setdefault("explanation", str(open_[0].number))
        self.fields["accepted"] = chosen_of(
            [
                ("yes", say("The evidence supports it, and the prediction could fail")),
                ("no", say("It does not hold: the review goes on without it")),
            ],
            label=say("What do you find?"),
            missing=say("Choose what you find"),
        )
        self.fields["words"] = WordsField(
            label=say("Why?"),
            help_text=say("What you looked at, and what would change your mind."),
            missing=say("Say why"),
        )

    @property
    def said(self) -> dict[str, Any]:
        """The number of the explanation, whether it is accepted, and why."""
        found = self.cleaned_data
        return {
            "explanation": int(found["explanation"]),
            "accepted": found["accepted"] == "yes",
            "words": found["words"],
        }


class ConcludeForm(StepForm):
    """What the force comes to."""

    def build(self) -> None:
        """One of four, and why."""
        self.fields["conclusion"] = chosen_of(
            [
                (Conclusion.EXPLAINED.value, say("Explained: what was said accounts for it")),
                (Conclusion.PARTLY.value, say("Partly explained: something is left over")),
                (
                    Conclusion.NOT_EXPLAINED.value,
                    say("Not explained: practice has to change, in the plan"),
                ),
                (Conclusion.CANNOT_TELL.value, say("We cannot tell from what there is")),
            ],
            label=say("What do you conclude?"),
            missing=say("Choose a conclusion"),
        )
        self.fields["words"] = WordsField(
            label=say("Why?"),
            help_text=say("It stands once somebody else has signed it off."),
            missing=say("Say why"),
        )

    @property
    def said(self) -> dict[str, Any]:
        """The conclusion, and why."""
        found = self.cleaned_data
        return {"conclusion": Conclusion(found["conclusion"]), "words": found["words"]}


class SignForm(StepForm):
    """That a conclusion stands, said by somebody who did not write it."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("What did you check before you sign?"),
            help_text=say("You answer for the conclusion from now on."),
            missing=say("Say what you checked"),
        )


class ReopenForm(StepForm):
    """Why a review that was over begins again."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("Why? Everybody will read it."), missing=say("Say why")
        )


class CommentForm(StepForm):
    """What a community, a panel or an oversight body says."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("Your comment"),
            help_text=say("It is public, in the name of your organisation, and is never edited."),
            missing=say("Write a comment"),
        )


class ReplyForm(StepForm):
    """What the force answers to a comment."""

    def build(self) -> None:
        """Which comment, and the answer."""
        open_ = [one.step for one in self.about.now.unanswered]
        self.fields["comment"] = chosen_of(
            [
                (
                    str(one.number),
                    say("{who}: “{words}”", who=one.organisation, words=one.words),
                )
                for one in open_
            ],
            label=say("Which comment do you answer?"),
            missing=say("Choose a comment that has no answer yet"),
        )
        if len(open_) == 1:
            self.initial.setdefault("comment", str(open_[0].number))
        self.fields["words"] = WordsField(label=say("Your answer"), missing=say("Write an answer"))

    @property
    def said(self) -> dict[str, Any]:
        """The number of the comment, and the answer."""
        found = self.cleaned_data
        return {"comment": int(found["comment"]), "words": found["words"]}
