"""What somebody with a slip can send: the group they belong to, and where a copy is to go."""

from django import forms

from evenhand.encounters.models import CopyAsked
from evenhand.encounters.rules.codes import codes
from evenhand.govuk.fields import LineField, chosen_of
from evenhand.measures.words.messages import say

LONGEST_CONTACT = 300


class SlipForm(forms.Form):
    """A form on a page that a slip opens."""

    def problem(self, name: str) -> str:
        """What is wrong with an answer; empty where nothing is, or nothing was sent."""
        return str(self.errors[name][0]) if self.is_bound and name in self.errors else ""


class EthnicityForm(SlipForm):
    """Which of the 18 groups of the national list."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # handed on as given
        self.fields["group"] = chosen_of(
            [(one.code, one.label) for one in codes("ethnicities").values()],
            label=say("Which group do you belong to?"),
            missing=say("Choose a group, or go back without"),
        )

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The groups under their headings, which stand in the order of the alphabet everywhere."""
        found: dict[str, list[tuple[str, str]]] = {}
        for one in codes("ethnicities").values():
            found.setdefault(str(one.more["group"]), []).append((one.code, one.label))
        return sorted(found.items())


class CopyForm(SlipForm):
    """Of what, and where it is to go."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # handed on as given
        self.fields["of"] = chosen_of(
            CopyAsked.Of.choices,
            label=say("What do you want a copy of?"),
            missing=say("Choose what you want a copy of"),
        )
        self.fields["contact"] = LineField(
            missing=say("Enter where the copy is to go"), most=LONGEST_CONTACT
        )
