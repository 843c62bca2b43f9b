"""Forms of a draw until its cases are known: what is drawn from, what is known, the seed."""

from typing import Any
from uuid import UUID

from django import forms

from evenhand.govuk.fields import LineField, WordsField, chosen_of
from evenhand.measures.words.messages import say
from evenhand.plan.forms.questions import DayField
from evenhand.scrutiny.drawing.seed import DIGITS
from evenhand.scrutiny.forms import wording
from evenhand.scrutiny.forms.questions import AskForm, Section, SomeField, WholeField
from evenhand.scrutiny.services import exclusions
from evenhand.scrutiny.services.frames import MOST_CASES, MOST_RESERVES
from evenhand.scrutiny.terms import Beacon, Dimension, Power, Why

HEXADECIMAL = "0123456789abcdef"


class OpenForm(AskForm):
    """Of which records a draw is made, how many, and where its seed comes from."""

    def build(self) -> None:
        """Power, period, strata, size, beacon, and why."""
        self.fields["power"] = chosen_of(
            [(one.value, wording.power(one)) for one in Power],
            label=say("Of which records?"),
            missing=say("Choose the records"),
        )
        self.fields["first"] = DayField(
            label=say("From which day?"),
            help_text=say("Like 1/3/2026. At most a year."),
            missing=say("Enter the first day, like 1/3/2026"),
        )
        self.fields["last"] = DayField(
            label=say("Until which day?"),
            help_text=say("This day too. It must be over: what is still to come cannot be drawn."),
            missing=say("Enter the last day, like 31/5/2026"),
        )
        self.fields["dimensions"] = SomeField(
            [(one.value, wording.dimension(one)) for one in Dimension],
            label=say("Divide them by"),
            help_text=say(
                "From each part at least one case is drawn. Parts of fewer than ten go together. "
                "None: they are not divided."
            ),
            wrong=say("Choose from the list"),
        )
        self.fields["cases"] = WholeField(
            label=say("How many cases?"),
            help_text=say("From all of them together. “How many cases are enough” above helps."),
            missing=say("Enter how many cases"),
            least=1,
            most=MOST_CASES,
        )
        self.fields["reserves"] = WholeField(
            label=say("How many reserves in each part?"),
            help_text=say(
                "They stand in for a case that the law keeps from you, in the drawn order."
            ),
            missing=say("Enter how many reserves; 0 is a number"),
            most=MOST_RESERVES,
            initial=2,
        )
        self.fields["beacon"] = chosen_of(
            [
                (Beacon.DICE.value, say("Twenty rolls of a ten-sided die, in the meeting")),
                (Beacon.DRAND.value, say("A round of drand, named beforehand, from the network")),
            ],
            label=say("Where does chance come from?"),
            help_text=say("Both are as good. Nobody can know either before the frame is fixed."),
            missing=say("Choose where chance comes from"),
        )
        self.fields["words"] = WordsField(
            label=say("Why do you look at these?"),
            help_text=say("Everybody will read it."),
            missing=say("Say why you look at these"),
        )

    @property
    def sections(self) -> tuple[Section, ...]:
        """What, how many, and how."""
        return (
            Section(say("What is drawn from"), "", ("power", "first", "last", "dimensions")),
            Section(say("How many"), "", ("cases", "reserves")),
            Section(say("Chance, and why"), "", ("beacon", "words")),
        )

    def clean(self) -> dict[str, Any]:
        """A period begins before it ends."""
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", say("The last day is before the first"))
        return found


class TotalForm(AskForm):
    """How many there were, as somebody else published it."""

    def build(self) -> None:
        """The number and its source."""
        self.fields["count"] = WholeField(
            label=say("How many were there in this period?"),
            help_text=say("As it was published for the same force, power and days."),
            missing=say("Enter how many there were"),
            least=1,
        )
        self.fields["source"] = WordsField(
            label=say("Where does this number stand?"),
            help_text=say("Title, publisher and date; an address if there is one. It is public."),
            missing=say("Say where the number stands"),
            most=300,
        )


class AbandonForm(AskForm):
    """Why a draw is abandoned."""

    def build(self) -> None:
        """One question."""
        self.fields["words"] = WordsField(
            label=say("Why is it abandoned? Everybody will read it."),
            help_text=say("A draw that is abandoned stays to be seen, with your reason."),
            missing=say("Say why it is abandoned"),
        )


class DiceForm(AskForm):
    """Twenty rolls, for one side."""

    def build(self) -> None:
        """The digits, and the checkpoint that was read out; ``about`` is the latter."""
        self.fields["digits"] = LineField(
            label=say("The twenty rolls, in their order"),
            help_text=say("Digits from 0 to 9. Spaces may stand between them."),
            missing=say("Type in the twenty rolls"),
        )
        self.fields["checkpoint"] = forms.CharField(
            widget=forms.HiddenInput, initial=self.about, required=False
        )

    def clean_digits(self) -> str:
        """Twenty digits, without what stands between them."""
        plain = "".join(str(self.cleaned_data["digits"]).split())
        if not DIGITS.fullmatch(plain):
            raise forms.ValidationError(
                say("Type twenty digits from 0 to 9. These are {many} signs.", many=str(len(plain)))
            )
        return plain


class RoundForm(AskForm):
    """What drand told in the round that the frame named."""

    def build(self) -> None:
        """Its signature, as everybody can read it on the network."""
        self.fields["signature"] = LineField(
            label=say("The signature of the round"),
            help_text=say("As drand tells it, in hexadecimal. It is checked here."),
            missing=say("Paste the signature of the round"),
            most=192,
        )
        self.fields["previous"] = LineField(
            label=say("The previous signature, if the chain has one"), required=False, most=192
        )

    def clean_signature(self) -> str:
        """Hexadecimal, in small letters."""
        return _hexadecimal(self.cleaned_data["signature"])

    def clean_previous(self) -> str:
        """The same."""
        return _hexadecimal(self.cleaned_data["previous"])


def _hexadecimal(text: str) -> str:
    plain = "".join(text.split()).lower()
    if set(plain) - set(HEXADECIMAL) or len(plain) % 2:
        raise forms.ValidationError(say("A signature has only the signs 0 to 9 and a to f"))
    return plain


class ReasonForm(AskForm):
    """One of the reasons for which alone the law keeps a record from the panel."""

    def build(self) -> None:
        """Which, and in words."""
        self.fields["reason"] = chosen_of(
            [(one.value, wording.why(one)) for one in Why],
            label=say("Which reason?"),
            help_text=say("There are no others. A missing video or record is a finding."),
            missing=say("Choose one of the reasons"),
        )


class ReserveForm(ReasonForm):
    """Why a reserve stands in for a case."""

    def build(self) -> None:
        """The reason of the list, and words that may be public."""
        super().build()
        self.fields["words"] = WordsField(
            label=say("What can you say of it in public?"),
            help_text=say("Nothing that tells who or which case it was."),
            missing=say("Say why, in words that may be public"),
        )


class ExcludeForm(ReasonForm):
    """Which record the law keeps from the panel."""

    def build(self) -> None:
        """The record and the reason."""
        self.fields["stop"] = LineField(
            label=say("The number of the record"),
            help_text=say(
                "As the recorder shows it, such as 3f8a…-…, or for a registered record as your own "
                "system calls it. It is not public."
            ),
            missing=say("Enter the number of the record"),
        )
        super().build()

    def clean_stop(self) -> UUID:
        """The record's id, whichever of the two was typed in."""
        typed = str(self.cleaned_data["stop"]).strip()
        try:
            return UUID(typed)
        except ValueError:
            found = exclusions.registered_as(self.about, typed) if self.about else None
        if found is None:
            raise forms.ValidationError(say("That is not the number of a record"))
        return found
