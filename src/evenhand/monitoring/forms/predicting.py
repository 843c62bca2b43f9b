"""The form of an explanation: its type, what it rests on, and a prediction that can fail."""

from collections.abc import Iterable
from typing import Any

from django import forms
from pydantic import ValidationError

from evenhand.govuk.fields import LONGEST_TITLE, LineField, WordsField, chosen_of
from evenhand.measures.apart import WAYS
from evenhand.measures.watch.found import Series
from evenhand.measures.words import apart, notes
from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import SEARCHES
from evenhand.monitoring.forms.questions import Section, StepForm
from evenhand.monitoring.forms.series import quantity_of, series_words, to_choose
from evenhand.monitoring.history import Step
from evenhand.monitoring.terms import Evidence, Explanation, Prediction
from evenhand.monitoring.testing import cannot_test
from evenhand.plan.forms.steps import AddressField
from evenhand.plan.quarters import Quarter
from evenhand.records.dimensions import bands

WITHOUT = ("hours", "categories")


def types() -> list[tuple[str, str]]:
    """Every type of explanation in words."""
    return [
        (Explanation.MIX.value, say("Another mix of places or times")),
        (Explanation.OPERATION.value, say("An operation led by intelligence")),
        (Explanation.REPEAT.value, say("The same few people again and again")),
        (Explanation.VISITORS.value, say("Visitors rather than residents")),
        (Explanation.RECORDING.value, say("How things are written down")),
        (Explanation.PRACTICE.value, say("One policy, or one team’s practice")),
        (Explanation.UNEXPLAINED.value, say("Nothing that we found explains it")),
    ]


class NumberField(forms.FloatField):
    """A number as people type it."""

    is_day = True
    """Tells the page that a short box is enough."""

    def __init__(self, *, missing: str, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TextInput,
            error_messages={"required": missing, "invalid": say("Enter a number, like 2.5")},
            **kwargs,
        )


class MaybeAddressField(AddressField):
    """An address that anybody can open, or none."""

    def validate(self, value: str) -> None:
        """Nothing is no wrong address."""
        if value:
            super().validate(value)


def several_of(
    choices: Iterable[tuple[str, str]], *, label: str, help_text: str = ""
) -> forms.Field:
    """A question with any number of answers, none among them."""
    return forms.MultipleChoiceField(
        choices=list(choices),
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": say("Choose of the list")},
    )


class ExplainForm(StepForm):
    """What is behind a move, by those whose work it is."""

    def build(self) -> None:
        """The type and the words, then evidence, then the prediction."""
        self.fields["type"] = chosen_of(
            types(), label=say("What is behind it?"), missing=say("Choose what is behind it")
        )
        self.fields["words"] = WordsField(
            label=say("Explain it in plain words"),
            help_text=say(
                "Somebody who was stopped should be able to follow it. Everybody will read it."
            ),
            missing=say("Explain it in plain words"),
        )
        self._ask_evidence()
        self._ask_prediction()

    def _ask_evidence(self) -> None:
        analyses = self.about.now.analyses
        if analyses:
            self.fields["analyses"] = several_of(
                [(str(one.number), _analysis(one)) for one in analyses],
                label=say("Which analyses of this review show it?"),
            )
        if self.about.figures:
            self.fields["figure"] = forms.ChoiceField(
                choices=[("", say("None")), *self.about.figures.items()],
                label=say("Which published figure shows it?"),
                required=False,
                error_messages={"invalid_choice": say("Choose a figure")},
            )
        self.fields["link"] = MaybeAddressField(
            label=say("Address of a document that shows it"),
            help_text=say("It begins with https:// and anybody can open it."),
            missing=say("Enter an address that begins with https://"),
            most=500,
            required=False,
        )
        self.fields["link_title"] = LineField(
            label=say("What is that document called?"), required=False
        )

    def _ask_prediction(self) -> None:
        self.fields["series"] = forms.ChoiceField(
            choices=[
                ("", say("Choose one")),
                *((str(place), series_words(one)) for place, one in enumerate(self.choices)),
            ],
            label=say("Which number will show it?"),
            required=False,
            error_messages={"invalid_choice": say("Choose of the list")},
        )
        self.fields["direction"] = chosen_of(
            [("at most", say("At most")), ("at least", say("At least"))],
            label=say("Will it be at most or at least your number?"),
            missing=say("Choose at most or at least"),
        )
        self.fields["direction"].required = False
        self.fields["limit"] = NumberField(
            label=say("Your number"),
            help_text=say(
                "Of a ratio, times as much. Of a rate, for every 1,000 residents a year. Of a "
                "share, of every 100 records."
            ),
            missing=say("Enter a number, like 2.5"),
            required=False,
        )
        self.fields["quarter"] = forms.ChoiceField(
            choices=[("", say("Choose one")), *self._quarters()],
            label=say("In which quarter?"),
            required=False,
            error_messages={"invalid_choice": say("Choose a quarter of the list")},
        )
        self.fields["hours"] = several_of(
            [(one, apart.part(one, "time")) for one in _hours()],
            label=say("Which hours are left out before it is tested?"),
            help_text=say("Such as those of an operation. None is left out if you choose none."),
        )
        if self.about.found.series.power == SEARCHES:
            self.fields["categories"] = several_of(
                categories().items(),
                label=say("Searches for what are left out before it is tested?"),
            )

    @property
    def choices(self) -> tuple[Series, ...]:
        """The series that a prediction can be about."""
        return to_choose(self.about.found)

    def _quarters(self) -> list[tuple[str, str]]:
        now, ahead = Quarter.of(self.about.now.on), []
        for _ in range(self.about.now.limits.ahead):
            now = now.following
            ahead.append((str(now), quarter_words(now)))
        return ahead

    @property
    def sections(self) -> tuple[Section, ...]:
        """Evidence, and the prediction."""
        here = [
            name for name in ("analyses", "figure", "link", "link_title") if name in self.fields
        ]
        asked = ["series", "direction", "limit", "quarter", *WITHOUT]
        return (
            Section(
                say("What it rests on"),
                say("At least one of these. Run an analysis first if there is none yet."),
                tuple(here),
            ),
            Section(
                say("A prediction that can fail"),
                say(
                    "If your explanation is true, what will be seen? The site tests it by itself "
                    "when the records of that quarter are there. If it fails, the review opens "
                    "again. Leave it out only where nothing explains it."
                ),
                tuple(name for name in asked if name in self.fields),
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Put the evidence and the prediction together, and say what either lacks."""
        found = super().clean() or {}
        self._clean_link(found)
        if "type" in found:
            self._clean_prediction(found)
        return found

    def _clean_link(self, found: dict[str, Any]) -> None:
        if bool(found.get("link")) != bool(found.get("link_title")):
            name = "link_title" if found.get("link") else "link"
            if name not in self.errors:
                self.add_error(
                    name,
                    say("Say what the document is called")
                    if name == "link_title"
                    else say("Enter an address that begins with https://"),
                )

    def _clean_prediction(self, found: dict[str, Any]) -> None:
        said = {name: found.get(name) for name in ("series", "direction", "limit", "quarter")}
        empty = all(value in {None, ""} for value in said.values())
        if empty and found["type"] == Explanation.UNEXPLAINED and not self._broken(said):
            return
        missing = {
            "series": say("Choose which number will show it"),
            "direction": say("Choose at most or at least"),
            "limit": say("Enter a number, like 2.5"),
            "quarter": say("Choose in which quarter"),
        }
        for name, value in said.items():
            if value in {None, ""} and name not in self.errors:
                self.add_error(name, missing[name])
        if self._broken(said):
            return
        series = self.choices[int(said["series"] or 0)]
        try:
            prediction = Prediction.about(
                series,
                quantity=quantity_of(series),
                direction=said["direction"],
                limit=said["limit"],
                quarter=said["quarter"],
                without={name: tuple(found.get(name) or ()) for name in WITHOUT},
            )
        except ValidationError:
            self.add_error("limit", say("Enter a number above 0; of a share, one below 100"))
            return
        if wrong := cannot_test(prediction):
            self.add_error("series", wrong)
        found["prediction"] = prediction

    def _broken(self, names: Iterable[str]) -> bool:
        return any(name in self.errors for name in names)

    @property
    def said(self) -> dict[str, Any]:
        """The type, the words, the evidence and the prediction."""
        found = self.cleaned_data
        return {
            "type": Explanation(found["type"]),
            "words": found["words"],
            "evidence": tuple(self._evidence(found)),
            "prediction": found.get("prediction"),
        }

    def _evidence(self, found: dict[str, Any]) -> Iterable[Evidence]:
        titles = {str(one.number): _analysis(one) for one in self.about.now.analyses}
        for number in found.get("analyses") or ():
            yield Evidence(kind="analysis", title=titles[number], address=number)
        if found.get("figure"):
            title = self.about.figures[found["figure"]]
            yield Evidence(kind="figure", title=title[:LONGEST_TITLE], address=found["figure"])
        if found.get("link"):
            yield Evidence(kind="link", title=found["link_title"], address=found["link"])


def _analysis(step: Step) -> str:
    """What an analysis is called: by what, and its number."""
    result = step.data["result"]
    if result.get("by") not in WAYS:  # another kind of analysis, or of another site's version
        return say("Step {number}: {name}", number=str(step.number), name=step.data["name"])
    way = apart.way(result["by"], result["power"]).lower()
    return say("Step {number}: taken apart by {way}", number=str(step.number), way=way)


def _hours() -> list[str]:
    return sorted({one for one in bands().values() if "-" in one})


def categories() -> dict[str, str]:
    """What can be searched for, in the broad kinds that the records know."""
    return {
        "drugs": say("Searches for drugs"),
        "weapons": say("Searches for weapons"),
        "other": say("Searches for other things"),
    }


def quarter_words(quarter: Quarter) -> str:
    """“April to June 2027”."""
    return notes.period(f"{quarter.first_day:%Y-%m}", f"{quarter.last_day:%Y-%m}")
