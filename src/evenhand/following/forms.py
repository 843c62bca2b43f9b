"""The form to follow something: an address, and how much to be told."""

from django import forms

from evenhand.following.addresses import mailable
from evenhand.measures.words.messages import say

MOVES, EVERYTHING = "moves", "everything"


class FollowForm(forms.Form):
    """Where to write, and whether to tell every update or only what moves a promise."""

    email = forms.CharField(max_length=320)
    how_much = forms.ChoiceField(required=False, choices=[(MOVES, MOVES), (EVERYTHING, EVERYTHING)])
    website = forms.CharField(required=False)
    """Shown to nobody: what is typed here was typed by a machine."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as given
        wrong = say("Enter an e-mail address in the correct format, like name@example.com")
        self.fields["email"].error_messages.update(
            required=say("Enter an e-mail address"), max_length=wrong, invalid=wrong
        )
        self.fields["how_much"].error_messages["invalid_choice"] = say(
            "Choose how much you want to be told"
        )

    def clean_email(self) -> str:
        """The plain address of one mailbox; nothing else is written to."""
        try:
            return mailable(self.cleaned_data["email"])
        except ValueError as error:
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"]) from error

    def clean_website(self) -> str:
        """A person is told what happened; a machine does not read it."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(say("Check what you typed and send it again"))
        return ""

    @property
    def wants_everything(self) -> bool:
        """Whether every update is to be told."""
        return bool(self.cleaned_data.get("how_much") == EVERYTHING)
