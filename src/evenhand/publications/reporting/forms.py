"""The form in which a report is prepared: words of the force's own, figures, actions in detail."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from evenhand.govuk.fields import WordsField
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.plan.quarters import Quarter
from evenhand.plan.selectors import Stream, Tracked
from evenhand.publications.models import Draft, Figure
from evenhand.publications.reporting.choosing import (
    LONGEST,
    MOST_FIGURES,
    Choice,
    told_anyway,
)


class PrepareForm(forms.Form):
    """Everything that can be chosen for a report."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        draft: Draft,
        streams: Sequence[Stream],
        figures: Sequence[Figure],
        found: Sequence[Tracked],
    ) -> None:
        chosen = Choice.model_validate(draft.choice)
        quarter = Quarter.parse(draft.quarter)
        self.streams = [(f"words-{one.key}", one.key) for one in streams]
        self.always = [one.now.now.title for one in found if told_anyway(one, quarter)]
        super().__init__(
            data,
            initial={
                "version": draft.version,
                "foreword": chosen.foreword,
                "figures": chosen.figures,
                "actions": chosen.actions,
                **{name: chosen.words.get(key, "") for name, key in self.streams},
            },
        )
        self.fields["foreword"] = _own_words(say("Words to begin with (optional)"))
        for stream, (name, _) in zip(streams, self.streams, strict=True):
            self.fields[name] = _own_words(say("{name} (optional)", name=say(stream.name)))
        free = [one for one in found if not told_anyway(one, quarter)]
        self.fields["actions"] = _several(
            say("Which other promises should be told in detail?"),
            [(one.key, one.now.now.title) for one in free],
        )
        self.fields["figures"] = _several(
            say("Which figures should stand in it?"),
            [(one.reference, _figure(one)) for one in figures],
        )

    def clean_figures(self) -> list[str]:
        """No more than anybody reads."""
        figures: list[str] = self.cleaned_data["figures"]
        if len(figures) > MOST_FIGURES:
            raise forms.ValidationError(
                say("Choose {most} figures or fewer", most=str(MOST_FIGURES))
            )
        return figures

    @property
    def choice(self) -> Choice:
        """What was chosen, once it is valid."""
        said = self.cleaned_data
        return Choice(
            foreword=said["foreword"],
            words={key: said[name] for name, key in self.streams if said[name]},
            figures=tuple(said["figures"]),
            actions=tuple(said["actions"]),
        )


def _own_words(label: str) -> WordsField:
    return WordsField(label=label, required=False, most=LONGEST)


def _several(label: str, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    words = say("Choose only from this list")
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": words, "invalid_list": words},
    )


def _figure(one: Figure) -> str:
    period = notes.period(one.first_month, one.last_month)
    return say("{title}, {period}", title=one.result["title"], period=period)
