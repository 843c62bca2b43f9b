"""The form of an assessment: a level, why, and what it rests on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from pydantic import ValidationError

from evenhand.govuk.fields import LineField, WordsField
from evenhand.maturity import words
from evenhand.maturity.history import CANNOT_TELL
from evenhand.maturity.telling import kind
from evenhand.maturity.terms import EVIDENCE, LONGEST_REASONS, MOST_EVIDENCE, Judgement, Proof
from evenhand.measures.words.messages import say

PARTS = ("kind", "title", "address", "words")
LONGEST_NUMBER = 99_999
ON_A_PAGE = "/figures/"


def _reference(address: str) -> str:
    """A figure's reference, where somebody pasted the address of its page."""
    _, _, after = address.partition(ON_A_PAGE)
    return after.rstrip("/") or address


class AssessForm(forms.Form):
    """What somebody says of one standard.

    Parameters
    ----------
    levels : the names of the framework's levels, the lowest first.
    expected : the number of the organisation's last assessment that the writer has seen.
    """

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, levels: Sequence[str], expected: int
    ) -> None:
        super().__init__(data)
        numbers = (*range(1, len(levels) + 1), CANNOT_TELL)
        missing = say("Choose a level, or that you cannot tell")
        self.fields["level"] = forms.ChoiceField(
            choices=[(str(number), words.level(number, levels)) for number in numbers],
            widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
        )
        self.fields["rationale"] = WordsField(
            missing=say("Say why, in words that may be public"),
            most=LONGEST_REASONS,
            label=say("Why"),
            help_text=say("Public, and it stays. What was seen, and what is missing."),
        )
        for row in self.rows:
            self._add_evidence(row)
        self.fields["expected"] = forms.IntegerField(
            widget=forms.HiddenInput,
            initial=expected,
            required=False,
            min_value=0,
            max_value=LONGEST_NUMBER,
        )

    def _add_evidence(self, row: int) -> None:
        kinds = [("", say("No evidence here")), *((one, kind(one)) for one in EVIDENCE)]
        self.fields[f"kind{row}"] = forms.ChoiceField(
            choices=kinds,
            required=False,
            label=say("What it is"),
            error_messages={"invalid_choice": say("Choose what it is")},
        )
        self.fields[f"title{row}"] = LineField(missing="", required=False, label=say("Title"))
        self.fields[f"address{row}"] = LineField(
            missing="",
            most=500,
            required=False,
            label=say("Where it is"),
            help_text=say(
                "Of a link, its address with https://. Of a figure, its reference, as on its page. "
                "Of a note, nothing."
            ),
        )
        self.fields[f"words{row}"] = WordsField(
            missing="", most=1000, required=False, label=say("What it shows")
        )

    @property
    def rows(self) -> range:
        """The numbers of the places for evidence."""
        return range(1, MOST_EVIDENCE + 1)

    def opened(self, row: int) -> bool:
        """Whether a place for evidence has something in it, or something wrong with it."""
        names = [f"{part}{row}" for part in PARTS]
        filled = any(self.data.get(name) for name in names)
        return row == 1 or filled or any(name in self.errors for name in names)

    @property
    def expected(self) -> int:
        """What the writer has seen; a form without it has seen nothing."""
        return self.cleaned_data.get("expected") or 0

    def clean(self) -> None:
        """Hold what was typed against the rules of every assessment."""
        proofs = [proof for row in self.rows if (proof := self._proof(row))]
        if self.errors:
            return
        said = self.cleaned_data
        self.said = Judgement(
            level=int(said["level"]), rationale=said["rationale"], evidence=tuple(proofs)
        )

    def _proof(self, row: int) -> Proof | None:
        given = {part: self.cleaned_data.get(f"{part}{row}", "") for part in PARTS}
        if given["kind"] == "figure":
            given["address"] = _reference(given["address"])
        if not any(given.values()):
            return None
        if not given["kind"]:
            self._wrong("kind", row, say("Choose what it is"))
        if not given["title"]:
            self._wrong("title", row, say("Give it a title"))
        if not (given["kind"] and given["title"]):
            return None
        try:
            return Proof.model_validate(given)
        except ValidationError:
            told = {
                "link": say("Enter the whole address of the link, beginning with https://"),
                "figure": say("Enter the reference of a figure, as it stands on the figure’s page"),
                "note": say("A note has no address: leave this empty"),
            }
            self._wrong("address", row, told[given["kind"]])
            return None

    def _wrong(self, part: str, row: int, sentence: str) -> None:
        if f"{part}{row}" not in self.errors:
            self.add_error(f"{part}{row}", sentence)
