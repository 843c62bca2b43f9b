"""The form that changes a promise: every part of it, and the public reason."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from django import forms
from pydantic import ValidationError

from evenhand.govuk.fields import LineField, WordsField
from evenhand.measures.words.messages import say
from evenhand.plan import goals, selectors
from evenhand.plan.errors import UnknownReference
from evenhand.plan.forms.merging import Merged, merge
from evenhand.plan.forms.questions import About, DayField, StepForm, Typed
from evenhand.plan.forms.rows import KINDS, as_milestones, as_targets, filled, missing_day
from evenhand.plan.quarters import in_words
from evenhand.plan.services.recording import check_references
from evenhand.plan.terms import Terms

EMPTY_ROWS = 1
LONGEST_TEXT = 1000
WORDING = ("title", "what", "why", "starts_on")
AROUND = ("partners", "request", "commitments", "pilot", "adopts")


class ChangeForm(StepForm):
    """All that is promised, as it stands, to be changed in part; and why."""

    def __init__(
        self, data: Typed | None = None, *, about: About, values: Mapping[str, Any] | None = None
    ) -> None:
        self.values = values or {name: getattr(about.now.now, name) for name in Terms.model_fields}
        self.rows = {kind: self._count(kind, data) for kind in KINDS}
        self.both: tuple[str, ...] = ()
        super().__init__(data, about=about, initial=_initial(self.values))

    def _count(self, kind: str, data: Typed | None) -> int:
        """How many rows are shown: those there are and an empty one, or as many as were sent."""
        most = KINDS[kind][0]
        if data is None:
            return min(most, len(self.values[kind]) + EMPTY_ROWS)
        sent = str(data.get(kind, ""))
        return min(most, int(sent)) if sent.isdecimal() and len(sent) < 4 else 0

    def build(self) -> None:
        """The date and the owner first: they change most."""
        self.fields["due_on"] = DayField(
            label=say("By when?"),
            help_text=say(
                "First promised for {day}, and that stays visible. Such as 31/3/2027.",
                day=in_words(self.about.now.first.due_on),
            ),
            missing=say("Enter the day by which it is promised"),
        )
        self.fields["owner"] = LineField(
            label=say("Who leads it?"),
            help_text=say("A role, never a person’s name: it is public."),
            missing=say("Enter the role that leads it"),
        )
        self.fields["words"] = WordsField(
            label=say("Why does it change? Everybody will read it."),
            missing=say("Say why it changes"),
        )
        self._build_wording()
        self._build_around()
        for kind, (_, fields, _) in KINDS.items():
            self.fields[kind] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=self.rows[kind]
            )
            for place in range(self.rows[kind]):
                self.fields.update(fields(f"{kind}-{place}"))

    def _build_wording(self) -> None:
        self.fields["title"] = LineField(label=say("Title"), missing=say("Enter the title"))
        self.fields["what"] = WordsField(
            label=say("What is promised?"), missing=say("Say what is promised"), most=LONGEST_TEXT
        )
        self.fields["why"] = WordsField(
            label=say("Why is it done?"), missing="", required=False, most=LONGEST_TEXT
        )
        self.fields["starts_on"] = DayField(
            label=say("When does work start?"), missing=say("Enter the day on which work starts")
        )

    def _build_around(self) -> None:
        self.fields["partners"] = WordsField(
            label=say("With whom?"),
            help_text=say("One partner a line."),
            missing="",
            required=False,
        )
        self.fields["request"] = WordsField(
            label=say("Who asked for it, and for what?"),
            missing="",
            required=False,
            most=LONGEST_TEXT,
        )
        known = selectors.commitments(self.about.plan)
        self.fields["commitments"] = forms.MultipleChoiceField(
            label=say("Which commitments does it answer?"),
            choices=[(key, say(one.words)) for key, one in known.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={"invalid_choice": say("Choose commitments of the list")},
        )
        self.fields["pilot"] = forms.BooleanField(
            label=say("It is a pilot: tried here first, so that others can take it up"),
            required=False,
        )
        self.fields["adopts"] = LineField(
            label=say("Does it take up what another force tried?"),
            help_text=say("The action as its page calls it, like plan/dorset/1/vehicle-stops."),
            missing="",
            required=False,
            most=200,
        )

    def clean(self) -> None:
        """Ask the rules that every promise meets; what they say stands beside its question."""
        super().clean()
        rows = {kind: list(filled(kind, self.rows[kind], self.cleaned_data)) for kind in KINDS}
        for kind, found in rows.items():
            for place, row in found:
                day = missing_day(kind, row)
                if day and f"{kind}-{place}-{day}" not in self.errors:
                    self.add_error(f"{kind}-{place}-{day}", say("Enter the day"))
        if self.errors:
            return
        said = {name: self.cleaned_data[name] for name in self._plain_parts()}
        said["partners"] = [one.strip() for one in said["partners"].split("\n") if one.strip()]
        said["commitments"] = _in_order(said["commitments"], self.about.now.now.commitments)
        said["milestones"] = as_milestones(
            [row for _, row in rows["milestones"]], self.about.now.now.milestones
        )
        said["targets"] = as_targets([row for _, row in rows["targets"]])
        try:
            terms = Terms.model_validate(said)
            check_references(self.about.plan, terms)
        except ValidationError as error:
            places = {kind: [place for place, _ in found] for kind, found in rows.items()}
            self._put(error, places)
        except UnknownReference as error:
            self.add_error(self._refused(rows["targets"], terms), str(error))
        else:
            self.cleaned_data["terms"] = terms

    def _refused(self, rows: Sequence[tuple[int, Any]], terms: Terms) -> str:
        """The question whose answer names something that there is not."""
        targets = zip(rows, terms.targets, strict=True)
        wrong = [place for (place, _), one in targets if goals.refusal(one)]
        return f"targets-{wrong[0]}-measure" if wrong else "adopts"

    def _plain_parts(self) -> tuple[str, ...]:
        return tuple(name for name in Terms.model_fields if name not in KINDS)

    def _put(self, error: ValidationError, places: Mapping[str, Sequence[int]]) -> None:
        """Put each message of the rules beside its question."""
        for one in error.errors():
            where = self._question(one["loc"], places)
            self.add_error(where, _in_words(one))

    def _question(self, loc: Sequence[Any], places: Mapping[str, Sequence[int]]) -> str:
        if not loc:  # parts that contradict each other: days, all of them
            early = self.cleaned_data["due_on"] < self.cleaned_data["starts_on"]
            late = (
                []
                if early
                else [
                    f"milestones-{place}-due_on"
                    for place in places["milestones"]
                    if self.cleaned_data[f"milestones-{place}-due_on"] > self.cleaned_data["due_on"]
                ]
            )
            return late[0] if late else "due_on"
        if loc[0] in KINDS and len(loc) > 1:
            row = f"{loc[0]}-{places[loc[0]][loc[1]]}"
            named = [
                f"{row}-{part}" for part in reversed(loc[2:]) if f"{row}-{part}" in self.fields
            ]
            whole = f"{row}-quantity" if "goal" in loc or loc[0] == "targets" else f"{row}-words"
            return named[0] if named else whole
        return str(loc[0]) if loc[0] in self.fields else "due_on"

    @property
    def said(self) -> dict[str, Any]:
        """What is promised from now on, and why."""
        return {"words": self.cleaned_data["words"], "terms": self.cleaned_data["terms"]}

    def again(self, about: About) -> Self:
        """What this writer changed, on what another changed meanwhile."""
        found: Merged = merge(
            seen=self.about.now.now, theirs=about.now.now, mine=self.cleaned_data["terms"]
        )
        form = type(self)(about=about, values=found.values)
        form.initial["words"] = self.cleaned_data["words"]
        form.both = found.both
        return form


def _in_order(chosen: Sequence[str], before: Sequence[str]) -> list[str]:
    """What was there stays in its order: another order is no change of a promise."""
    kept = [one for one in before if one in chosen]
    return kept + [one for one in chosen if one not in kept]


def _initial(values: Mapping[str, Any]) -> dict[str, Any]:
    """A promise as its questions hold it."""
    found = {name: value for name, value in values.items() if name not in KINDS}
    found["partners"] = "\n".join(values["partners"])
    found["commitments"] = list(values["commitments"])
    for kind, (_, _, value_of) in KINDS.items():
        for place, one in enumerate(values[kind]):
            found |= value_of(f"{kind}-{place}", one)
    return found


def _in_words(error: Any) -> str:
    """What a rule says, for the person who typed."""
    kind, context, where = error["type"], error.get("ctx", {}), error["loc"]
    if kind == "value_error":
        return str(context["error"])
    if kind in {"string_too_long", "too_long"}:
        most = f"{context['max_length']:,}"
        return (
            say("Use {most} characters or fewer", most=most)
            if kind == "string_too_long"
            else say("These are more than {most}", most=most)
        )
    asked = {
        "adopts": say("Write it like plan/dorset/1/vehicle-stops"),
        "level": say("Enter a number, like 3.5"),
        "baseline": say("Enter the reference of a figure, as its page shows it"),
        "quantity": say("Choose which number should move"),
        "direction": say("Choose where it should be"),
    }
    found = [asked[part] for part in where if part in asked]
    return found[0] if found else say("Write something here")
