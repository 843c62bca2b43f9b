"""The form of a new promise: every part of it, its workstream and its name in addresses."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django import forms

from evenhand.govuk.fields import LineField, chosen_of
from evenhand.ledger.texts import SLUG
from evenhand.measures.words.messages import say
from evenhand.plan import models
from evenhand.plan.forms.changing import ChangeForm
from evenhand.plan.forms.questions import About, Typed
from evenhand.plan.history import Present
from evenhand.plan.terms import Terms

LONGEST_KEY = 60
LONG_AGO = date(1, 1, 1)
NOTHING = Terms.model_construct(title="", what="", owner="", starts_on=LONG_AGO, due_on=LONG_AGO)
"""What is promised before anything is."""
NOT_YET = Present(
    number=0,
    promised_on=LONG_AGO,
    first=NOTHING,
    now=NOTHING,
    last_at=datetime.min.replace(tzinfo=UTC),
    last_on=LONG_AGO,
)


class PromiseForm(ChangeForm):
    """All that is promised of an action that the plan does not have yet."""

    def __init__(
        self,
        data: Typed | None = None,
        *,
        plan: models.Plan,
        streams: Sequence[tuple[str, str]],
    ) -> None:
        self.streams = streams
        values = {name: getattr(NOTHING, name) for name in Terms.model_fields}
        values |= {"starts_on": None, "due_on": None}
        super().__init__(data, about=About(plan, NOT_YET), values=values)
        if len(streams) == 1:
            self.fields["workstream"].initial = streams[0][0]

    def build(self) -> None:
        """Where it belongs, then what a change asks for too."""
        self.fields["workstream"] = chosen_of(
            list(self.streams),
            label=say("Which workstream?"),
            missing=say("Choose a workstream"),
        )
        self.fields["key"] = LineField(
            label=say("A short name for its address"),
            help_text=say(
                "Small letters, digits and hyphens, like vehicle-stops. It never changes."
            ),
            missing=say("Enter a short name"),
            most=LONGEST_KEY,
        )
        super().build()
        self.fields["due_on"].help_text = say(
            "The day first promised stays visible for ever. Such as 31/3/2027."
        )
        words = self.fields["words"]
        words.required, words.label = False, say("Anything else that everybody should read?")

    def clean(self) -> None:
        """A name that addresses can hold, and that no action of the plan has."""
        super().clean()
        key = self.cleaned_data.get("key", "")
        if key and not re.fullmatch(SLUG, key):
            self.add_error("key", say("Use small letters, digits and single hyphens"))

    @property
    def said(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("key", "workstream", "words", "terms")}

    @property
    def order(self) -> tuple[forms.BoundField, ...]:
        """The questions that come first."""
        first = ("title", "what", "workstream", "key", "owner", "starts_on", "due_on")
        return tuple(self[name] for name in first)
