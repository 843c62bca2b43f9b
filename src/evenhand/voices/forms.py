"""The form to tell us something. What is typed is kept as typed."""

from uuid import UUID, uuid4

from django import forms
from django.core import signing

from evenhand.measures.words.messages import say
from evenhand.voices.models import LONGEST, Satisfaction

SALT = "evenhand.voices.feedback"
OPEN_FOR = 24 * 60 * 60  # seconds that a form may stay open before it must be sent again


def new_ticket() -> str:
    """A signed number for one form, so that it is kept once, however often it is sent."""
    return signing.dumps(uuid4().hex, salt=SALT)


class FeedbackForm(forms.Form):
    """What were you doing, what is wrong, how satisfied are you? Only the second is needed."""

    doing = forms.CharField(required=False, strip=False, max_length=LONGEST)
    wrong = forms.CharField(strip=False, max_length=LONGEST)
    satisfaction = forms.ChoiceField(required=False, choices=Satisfaction.choices)
    ticket = forms.CharField(required=False, max_length=200)
    website = forms.CharField(required=False)
    """Shown to nobody: what is typed here was typed by a machine."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as given
        for name in ("doing", "wrong"):
            self.fields[name].error_messages["max_length"] = say(
                "What you wrote must be {most} characters or fewer", most=str(LONGEST)
            )
        self.fields["wrong"].error_messages["required"] = say("Tell us what went wrong")
        self.fields["satisfaction"].error_messages["invalid_choice"] = say(
            "Choose how satisfied you are, or leave it out"
        )

    def clean_wrong(self) -> str:
        """Spaces alone say nothing."""
        typed: str = self.cleaned_data["wrong"]
        if not typed.strip():
            raise forms.ValidationError(self.fields["wrong"].error_messages["required"])
        return typed

    def clean_website(self) -> str:
        """A person is told what happened; a machine does not read it."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(say("Check what you wrote and send it again"))
        return ""

    def clean_ticket(self) -> UUID:
        """The number of this form, if we gave it out not long ago."""
        try:
            number = signing.loads(self.cleaned_data["ticket"], salt=SALT, max_age=OPEN_FOR)
        except signing.BadSignature as error:
            raise forms.ValidationError(
                say("This page was open for a long time. Check what you wrote and send it again")
            ) from error
        return UUID(number)
