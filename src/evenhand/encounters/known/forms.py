"""Forms about stops known from elsewhere: sending a table, and what an event turned out to be."""

from typing import Any

from django import forms

from evenhand.encounters.known import mappings, tables
from evenhand.encounters.models import Why
from evenhand.measures.words.messages import say

LONGEST_NAME, MONTH = 200, 7
A_MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


class KnownForm(forms.Form):
    """A table of events with its mapping, and the months of which it tells everything."""

    mapping = forms.FileField(max_length=LONGEST_NAME, allow_empty_file=True)
    table = forms.FileField(max_length=LONGEST_NAME, allow_empty_file=True)
    first = forms.RegexField(A_MONTH, max_length=MONTH)
    last = forms.RegexField(A_MONTH, max_length=MONTH)

    def __init__(self, *args: Any, larger: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.larger = larger
        for name, words in (
            ("mapping", say("Choose the mapping, a .yaml file")),
            ("table", say("Choose the table, a .csv file")),
        ):
            self.fields[name].error_messages.update(required=words, invalid=words, missing=words)
            self.fields[name].error_messages["max_length"] = say("The file’s name is too long")
        for name in ("first", "last"):
            words = say("Enter a month, like 2026-03")
            self.fields[name].error_messages.update(required=words, invalid=words, max_length=words)

    def clean_mapping(self) -> Any:
        """A mapping is small."""
        return self._small("mapping", mappings.LARGEST, say("The mapping is too large to be one"))

    def clean_table(self) -> Any:
        """What is larger is not read at all."""
        words = say("The table has more than 20 MB. Send it month by month")
        return self._small("table", tables.LARGEST, words)

    def clean(self) -> dict[str, Any]:
        """A request that was far too large has lost its files."""
        if self.larger:
            raise forms.ValidationError(
                say("The table has more than 20 MB. Send it month by month")
            )
        return self.cleaned_data

    def _small(self, name: str, most: int, words: str) -> Any:
        sent = self.cleaned_data[name]
        if sent.size > most:
            raise forms.ValidationError(words)
        return sent


class WhyForm(forms.Form):
    """What an event that is in no record turned out to be."""

    why = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.ChoiceField(
            label=say("What did you find out?"), choices=why_choices(), widget=forms.RadioSelect
        )
        words = say("Choose what you found out")
        field.error_messages.update(required=words, invalid_choice=words)
        self.fields["why"] = field


def why_choices() -> list[tuple[str, str]]:
    """Each reason with its words."""
    return [
        (Why.NOT_A_STOP, say("It was no vehicle stop")),
        (Why.OTHER_POWER, say("It was recorded under another power")),
        (Why.DUPLICATE, say("It is here twice")),
        (Why.NOT_RECORDED, say("It was a vehicle stop, and nobody recorded it")),
    ]


def source_names() -> dict[str, str]:
    """What each source is called."""
    return {
        "anpr": say("Camera for number plates"),
        "control_room": say("Control room"),
        "video": say("Body-worn video"),
    }
