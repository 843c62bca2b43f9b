"""Forms about a case: whether it touches the reader, and what of its words is hidden."""

from collections.abc import Sequence

from django import forms

from evenhand.govuk.fields import chosen_of
from evenhand.measures.words.messages import say
from evenhand.scrutiny import naming
from evenhand.scrutiny.forms.questions import AskForm, SomeField
from evenhand.scrutiny.reading import Text

AROUND = 30
"""Signs before and after a stretch, so that it can be judged where it stands."""


class TouchesForm(AskForm):
    """Whether a case touches the member; asked before anything of it is shown."""

    def build(self) -> None:
        """One question; there is no answer that is chosen beforehand."""
        self.fields["touches"] = chosen_of(
            [
                ("no", say("No: I know of nobody in it, and none of my work is in it")),
                ("yes", say("Yes, or it could: I neither see nor score it")),
            ],
            label=say("Does this case touch you, or somebody close to you?"),
            help_text=say("If you notice it only later, come back here and say so."),
            missing=say("Say whether the case touches you"),
        )


class HideForm(AskForm):
    """What of a case’s words is hidden from members. ``about`` are the texts as they stand."""

    def build(self) -> None:
        """Each stretch that may tell somebody, and others that the chair finds."""
        stretches = [
            (f"{place}-{span.first}-{span.last}", _where(text, span))
            for place, text in enumerate(self.about)
            for span in text.spans
        ]
        self.fields["hide"] = SomeField(
            stretches,
            label=say("Hide these stretches"),
            help_text=say("What may tell who or where it was is chosen. Untick what may stay."),
            wrong=say("Choose from the list"),
            initial=[key for key, _ in stretches],
        )
        self.fields["more"] = forms.CharField(
            label=say("Hide these too"),
            help_text=say("One on each line, as it stands in the text. No list finds all."),
            widget=forms.Textarea,
            required=False,
            max_length=5000,
        )
        self.fields["read"] = forms.BooleanField(
            label=say("I have read every word, and nobody can be recognised by what stays"),
            error_messages={"required": say("Read every word, and say so")},
        )

    def clean_more(self) -> list[str]:
        """Each line, which must stand in one of the texts."""
        lines = [one.strip() for one in str(self.cleaned_data["more"]).splitlines()]
        wanted = [one for one in lines if one]
        for one in wanted:
            if not any(one in text.words for text in self.about):
                raise forms.ValidationError(say("“{words}” is in none of the texts", words=one))
        return wanted

    @property
    def hidden(self) -> list[tuple[str, int, int]]:
        """Field, first sign and the sign after the last, of each stretch."""
        found: list[tuple[str, int, int]] = []
        for key in self.cleaned_data["hide"]:
            place, first, last = (int(one) for one in key.split("-"))
            found.append((self.about[place].field, first, last))
        for words in self.cleaned_data["more"]:
            found += _everywhere(self.about, words)
        return found

    def shown(self) -> tuple[tuple[str, str], ...]:
        """Each text by its title, as members will read it."""
        return tuple(
            (
                text.title,
                naming.hidden(text.words, [(a, b) for f, a, b in self.hidden if f == text.field]),
            )
            for text in self.about
        )


def _where(text: Text, span: naming.Span) -> str:
    before = text.words[max(0, span.first - AROUND) : span.first]
    after = text.words[span.last : span.last + AROUND]
    return say(
        "“{words}” in: {before}{words}{after}",
        words=text.words[span.first : span.last],
        before=f"…{before}" if span.first > AROUND else before,
        after=f"{after}…" if span.last + AROUND < len(text.words) else after,
    )


def _everywhere(texts: Sequence[Text], words: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for text in texts:
        at = text.words.find(words)
        while at >= 0:
            found.append((text.field, at, at + len(words)))
            at = text.words.find(words, at + len(words))
    return found
