"""Forms of the steps that follow a promise, each a question or a few."""

import re
from typing import Any

from django import forms

from evenhand.govuk.fields import LineField, WordsField, chosen_of
from evenhand.ledger.texts import A_LINK
from evenhand.measures.words.messages import say
from evenhand.plan import words
from evenhand.plan.forms.questions import StepForm
from evenhand.plan.history import Proof
from evenhand.plan.models import EvidenceKind
from evenhand.plan.quarters import in_words
from evenhand.plan.status import SAYABLE

LONGEST_ADDRESS = 500


class ReportForm(StepForm):
    """How it is going."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("How is it going?"),
            help_text=say("What was done since the last word, and what comes next. Plain words."),
            missing=say("Say how it is going"),
        )


class LearnForm(StepForm):
    """What a pilot taught."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("What was learnt?"),
            help_text=say("What worked, what did not, and what you would tell who tries it next."),
            missing=say("Say what was learnt"),
        )


class ReachForm(StepForm):
    """A milestone, and how it was reached."""

    def build(self) -> None:
        """Which one, and how."""
        now = self.about.now
        open_ = [one for one in now.now.milestones if one.key not in now.reached]
        self.fields["milestone"] = chosen_of(
            [
                (
                    one.key,
                    say("{milestone}, by {day}", milestone=one.words, day=in_words(one.due_on)),
                )
                for one in open_
            ],
            label=say("Which milestone was reached?"),
            missing=say("Choose a milestone that is still to be reached"),
        )
        if len(open_) == 1:
            self.initial.setdefault("milestone", open_[0].key)
        self.fields["words"] = WordsField(
            label=say("How was it reached?"),
            help_text=say("The day it counts from is today."),
            missing=say("Say how it was reached"),
        )


class _EvidenceForm(StepForm):
    """What shows that something was done."""

    kind: EvidenceKind

    def build(self) -> None:
        """What it is called, where it is, what it shows."""
        self.fields["title"] = LineField(
            label=say("What is it called?"), missing=say("Say what it is called")
        )
        self.ask_where()
        self.fields["words"] = WordsField(
            label=say("What does it show?"), missing=say("Say what it shows")
        )

    def ask_where(self) -> None:
        """Where it is; a note is nowhere else."""

    @property
    def said(self) -> dict[str, Any]:
        """The words, and the proof."""
        found = self.cleaned_data
        proof = Proof(str(self.kind), found["title"], found.get("address", ""))
        return {"words": found["words"], "proof": proof}


class AddressField(LineField):
    """An address that anybody can open."""

    def validate(self, value: str) -> None:
        """Refuse what is no address, and what only looks like one."""
        super().validate(value)
        if not re.fullmatch(A_LINK, value):
            raise forms.ValidationError(self.error_messages["required"])


class LinkForm(_EvidenceForm):
    """Evidence that has an address."""

    kind = EvidenceKind.LINK

    def ask_where(self) -> None:
        """An address that anybody can open."""
        self.fields["address"] = AddressField(
            label=say("Its address"),
            help_text=say("It begins with https:// and anybody can open it."),
            missing=say("Enter an address that begins with https://"),
            most=LONGEST_ADDRESS,
        )


class FigureForm(_EvidenceForm):
    """A published figure as evidence."""

    kind = EvidenceKind.FIGURE

    def ask_where(self) -> None:
        """One of the figures that stand."""
        missing = say("Choose a figure")
        self.fields["address"] = forms.ChoiceField(
            choices=[("", say("Choose one")), *self.about.figures.items()],
            label=say("Which figure?"),
            help_text=say("It is kept as it is today, also when a later one corrects it."),
            error_messages={"required": missing, "invalid_choice": missing},
        )


class NoteForm(_EvidenceForm):
    """Evidence that is only told."""

    kind = EvidenceKind.NOTE


class CompleteForm(StepForm):
    """That the promise is kept."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("What was done?"),
            help_text=say("Somebody who was promised this should be able to check it."),
            missing=say("Say what was done"),
        )


class DisputeForm(StepForm):
    """That a promise was not kept, whatever the force says."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("What was promised and is not there?"),
            help_text=say("It stands beside the force’s word, in the name of your group."),
            missing=say("Say what is not there"),
        )


class AnswerForm(StepForm):
    """What the force says to a dispute."""

    def build(self) -> None:
        """Which dispute, what the answer is, and why."""
        disputes = [one.change for one in self.about.now.open_disputes]
        self.fields["answers"] = chosen_of(
            [
                (
                    str(one.number),
                    say("{who}: “{words}”", who=one.organisation, words=one.words),
                )
                for one in disputes
            ],
            label=say("Which dispute do you answer?"),
            missing=say("Choose a dispute that has no answer yet"),
        )
        if len(disputes) == 1:
            self.initial.setdefault("answers", str(disputes[0].number))
        self.fields["stands"] = chosen_of(
            [
                ("no", say("They are right: the action is open again")),
                ("yes", say("We keep to our word: it is complete")),
            ],
            label=say("What do you say?"),
            missing=say("Choose an answer"),
        )
        self.fields["words"] = WordsField(label=say("Why?"), missing=say("Say why"))

    @property
    def said(self) -> dict[str, Any]:
        """The number of the dispute, whether the force keeps to its word, and why."""
        found = self.cleaned_data
        return {
            "answers": int(found["answers"]),
            "stands": found["stands"] == "yes",
            "words": found["words"],
        }


class _ReasonForm(StepForm):
    """A public reason, and nothing else."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("Why? Everybody will read it."), missing=say("Say why")
        )


class ReopenForm(_ReasonForm):
    """Why a completion is taken back."""


class EndOverrideForm(_ReasonForm):
    """Why the worked-out status stands alone again."""


class WithdrawForm(_ReasonForm):
    """Why a promise is given up."""


class OverrideForm(StepForm):
    """A status that the force states beside the one worked out."""

    def build(self) -> None:
        """Which, and why."""
        held = self.about.now.override
        self.fields["says"] = chosen_of(
            [
                (str(one), words.name(one))
                for one in SAYABLE
                if held is None or str(one) != held.says
            ],
            label=say("Which status do you state?"),
            missing=say("Choose a status"),
        )
        self.fields["words"] = WordsField(
            label=say("Why? Everybody will read it."), missing=say("Say why")
        )


class CommentForm(StepForm):
    """What somebody who looks at the force’s work has to say."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("Your comment"),
            help_text=say("It is public, in the name of your organisation, and is never edited."),
            missing=say("Write a comment"),
        )
