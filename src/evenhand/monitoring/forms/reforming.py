"""The form of a reform: an action of the plan, what it should move, and when that is measured."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from pydantic import ValidationError

from evenhand.govuk.fields import WordsField, chosen_of
from evenhand.measures.watch.found import Looks, Series
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring.forms.predicting import NumberField
from evenhand.monitoring.forms.questions import Section, StepForm
from evenhand.monitoring.forms.series import series_words, to_choose
from evenhand.monitoring.terms import Reform
from evenhand.plan.forms.questions import DayField
from evenhand.records.clock import month_name, month_number
from evenhand.stats.before_after.registration import MONTHS_BEFORE
from evenhand.stats.before_after.series import FEWEST_AFTER

AHEAD = 36
"""So many months ahead a reform may still be measured."""


class ReformForm(StepForm):
    """What is done about what nobody could explain."""

    def build(self) -> None:
        """The action, what should move, and the months that are compared."""
        self.fields["action"] = forms.ChoiceField(
            choices=[("", say("Choose one")), *self.about.actions.items()],
            label=say("Which action of the plan is the reform?"),
            error_messages={
                "required": say("Choose an action of the plan"),
                "invalid_choice": say("Choose an action of the plan"),
            },
        )
        self.fields["question"] = WordsField(
            label=say("What does it change, and what should move?"),
            help_text=say("One sentence that somebody can check, at least ten letters long."),
            missing=say("Say what it changes and what should move"),
            most=500,
        )
        self.fields["words"] = WordsField(
            label=say("Why this?"),
            help_text=say("What the review found that makes this the thing to change."),
            missing=say("Say why this is what you change"),
        )
        self._ask_change()

    def _ask_change(self) -> None:
        wrong = say("Choose what is measured again")
        self.fields["series"] = forms.ChoiceField(
            choices=[("", say("Choose one")), *((key, words) for key, words, _ in self.choices)],
            label=say("What is measured again, against its own past?"),
            error_messages={"required": wrong, "invalid_choice": wrong},
        )
        self.fields["direction"] = chosen_of(
            [("at most", say("At most")), ("at least", say("At least"))],
            label=say("Where should it be?"),
            missing=say("Choose at most or at least"),
        )
        self.fields["change"] = NumberField(
            label=say("How many times what it was before?"),
            help_text=say("0.8 means a fifth less than before; 1 means as before."),
            missing=say("Enter a number, like 0.8"),
        )
        self.fields["before_from"] = self._month(
            say("From which month is “before” counted?"),
            self._past(),
            say("At least two years before the reform, so that its season can be told from it."),
        )
        self.fields["after_from"] = self._month(
            say("Which is the first month after the reform?"), self._coming()
        )
        self.fields["after_until"] = self._month(
            say("Which is the last month that counts?"),
            self._coming(),
            say("At least six months count: with fewer, one odd month would decide."),
        )
        self.fields["remeasure_on"] = DayField(
            label=say("By which day is it measured again?"),
            help_text=say("The records of the last month must have come by then."),
            missing=say("Enter a day, like 31/3/2027"),
        )
        self.initial.setdefault("before_from", self.about.found.before.first)

    @property
    def choices(self) -> list[tuple[str, str, Series]]:
        """What can be measured again: the ratio of two groups, or a group's own rate or share."""
        found: list[tuple[str, str, Series]] = []
        for place, one in enumerate(to_choose(self.about.found)):
            if one.reference:
                found.append((f"{place} ratio", series_words(one), one))
            alone = say("{line}, against its own past alone", line=_alone(one))
            found.append((f"{place} rate", alone, one))
        return found

    def _month(self, label: str, months: list[str], help_text: str = "") -> forms.ChoiceField:
        wrong = say("Choose a month of the list")
        return forms.ChoiceField(
            choices=[("", say("Choose one")), *((one, notes.month(one)) for one in months)],
            label=label,
            help_text=help_text,
            error_messages={"required": wrong, "invalid_choice": wrong},
        )

    def _past(self) -> list[str]:
        found = self.about.found
        first, last = month_number(found.before.first), month_number(found.as_of)
        return [month_name(one) for one in range(first, last + 1)]

    def _coming(self) -> list[str]:
        this = month_number(f"{self.about.now.on:%Y-%m}")
        return [month_name(one) for one in range(this, this + AHEAD)]

    @property
    def sections(self) -> tuple[Section, ...]:
        """What should move, written down before anybody can know."""
        return (
            Section(
                say("How everybody will see whether it worked"),
                say(
                    "Written down now, so that nobody chooses the months afterwards. The site "
                    "measures it again by itself."
                ),
                (
                    *("series", "direction", "change"),
                    *("before_from", "after_from", "after_until", "remeasure_on"),
                ),
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Put the reform together."""
        found = super().clean() or {}
        if self.errors:
            return found
        own = ("series", "words", "expected")
        named = {name: found[name] for name in self.fields if name not in own}
        series = {key: one for key, _, one in self.choices}[found["series"]]
        named["quantity"] = found["series"].split(" ")[1]
        if found["after_until"] < found["after_from"]:
            self.add_error("after_until", say("The last month comes before the first"))
        elif found["before_from"] >= found["after_from"]:
            self.add_error("after_from", say("Choose a month after those before"))
        elif _months(found["before_from"], found["after_from"]) < MONTHS_BEFORE:
            self.add_error(
                "before_from",
                say("Choose a month at least two years before the first one after the reform"),
            )
        elif _months(found["after_from"], found["after_until"]) + 1 < FEWEST_AFTER:
            self.add_error("after_until", say("Let at least six months count"))
        elif found["remeasure_on"] <= _last_day(found["after_until"]):
            self.add_error("remeasure_on", say("Enter a day after the last month that counts"))
        else:
            try:
                found["reform"] = Reform.about(series, **named)
            except ValidationError as error:
                name = str(error.errors()[0]["loc"][0])
                words = {
                    "question": say("Say it in one sentence, at least ten letters long"),
                    "change": say("Enter a number above 0, like 0.8"),
                }
                self.add_error(name if name in words else None, words.get(name, str(error)))
        return found

    @property
    def said(self) -> dict[str, Any]:
        """The reform, and why it is this one."""
        return {"reform": self.cleaned_data["reform"], "words": self.cleaned_data["words"]}


def _alone(series: Series) -> str:
    """A series without the group that it is compared with."""
    looks = Looks.RATE if series.looks is Looks.RATIO else series.looks
    return series_words(replace(series, looks=looks, reference=""))


def _months(first: str, until: str) -> int:
    """From a month until before another."""
    return month_number(until) - month_number(first)


def _last_day(month: str) -> date:
    year, number = (int(part) for part in month.split("-"))
    following = date(year + (number == 12), number % 12 + 1, 1)
    return following - timedelta(days=1)
