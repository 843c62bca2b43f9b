"""Forms of a file as evidence: sending it, and saying what it shows once it was looked at."""

from typing import Any

from django import forms

from evenhand.cleaning.limits import BYTES
from evenhand.measures.words.messages import say
from evenhand.plan.forms.steps import NoteForm
from evenhand.plan.models import EvidenceKind

LONGEST_NAME = 200


def too_large() -> str:
    """What is said of a file that is not read at all."""
    return say("The file is larger than {most} MB. Divide it", most=str(BYTES // 2**20))


class SendFileForm(forms.Form):
    """A file, as it is on somebody's computer."""

    file = forms.FileField(max_length=LONGEST_NAME)

    def __init__(self, *args: Any, larger: bool = False, **kwargs: Any) -> None:
        """Ask for a file.

        Parameters
        ----------
        larger : whether one was sent that is too large, and so was thrown away on the way in.
        """
        super().__init__(*args, **kwargs)
        words = too_large() if larger else say("Choose a file")
        self.fields["file"].error_messages.update(required=words, invalid=words, missing=words)
        self.fields["file"].error_messages["empty"] = say("The file is empty")
        self.fields["file"].error_messages["max_length"] = say("The file’s name is too long")

    def clean_file(self) -> Any:
        """What is too large is not read at all."""
        sent = self.cleaned_data["file"]
        if sent.size > BYTES:
            raise forms.ValidationError(too_large())
        return sent


class FileStepForm(NoteForm):
    """What a file is called in public, and what it shows."""

    kind = EvidenceKind.FILE
