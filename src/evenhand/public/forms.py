"""The forms of public pages that are not about a domain: what may be remembered."""

from django import forms

from evenhand.measures.words.messages import say
from evenhand.public.cookies import FORCE_ID, Choice, Remembered


class CookiesForm(forms.Form):
    """What a reader lets us keep on their device."""

    choice = forms.ChoiceField(
        choices=[(one, one) for one in (Choice.ESSENTIAL, Choice.PREFERENCES)]
    )
    plain_titles = forms.BooleanField(required=False)
    force = forms.RegexField(FORCE_ID, required=False, max_length=50)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as given
        words = say("Choose whether we may remember your preferences")
        self.fields["choice"].error_messages.update(required=words, invalid_choice=words)

    def clean(self) -> None:
        """Nobody is given plain titles who does not let us remember them."""
        super().clean()
        wanted = self.cleaned_data
        if wanted.get("plain_titles") and wanted.get("choice") == Choice.ESSENTIAL:
            self.add_error(
                "choice", say("To have plain page titles, let us remember your preferences")
            )

    def remembered(self) -> Remembered:
        """What was chosen."""
        wanted = self.cleaned_data
        return Remembered(Choice(wanted["choice"]), wanted["force"], wanted["plain_titles"])
