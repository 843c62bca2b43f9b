"""A file on its way to being evidence, as its page shows it."""

from dataclasses import dataclass

from django.urls import reverse

from evenhand.cleaning.kinds import MEDIA_TYPES
from evenhand.measures.words.messages import say
from evenhand.plan import models
from evenhand.plan.files_words import file_size
from evenhand.plan.services.filing import FORGOTTEN_AFTER


@dataclass(frozen=True)
class Looked:
    """What will be public of a file, and what will not.

    Attributes
    ----------
    kind : what it is now, and how large.
    about : what was done with its kind of file, in a sentence.
    url : where the cleaned file can be taken, to be looked at.
    removed : sentences.
    """

    kind: str
    about: str
    url: str
    removed: tuple[str, ...]


def looked(row: models.CleanedFile, address: tuple[str, int, str]) -> Looked:
    """Shape a file for the page where it is looked at."""
    return Looked(
        kind=say("{kind}, {size}", kind=row.ending.upper(), size=file_size(row.size)),
        about=_about(row.ending),
        url=reverse("see-file", args=[*address, row.pk]),
        removed=tuple(row.removed),
    )


def _about(ending: str) -> str:
    if ending in {"xlsx", "ods"}:
        return say("The cells that can be seen were written into a new file as plain values.")
    if ending in {"docx", "odt"}:
        return say(
            "Headings, paragraphs, lists, tables and notes were written into a new file. Pictures "
            "were not."
        )
    if ending == "pdf":
        return say("Each page was drawn as it is seen, and the text that is seen laid behind.")
    if ending in {"csv", "txt"}:
        return say("The text was read and written again.")
    return say("The picture was decoded and encoded again.")


def endings() -> str:
    """The kinds of files that are taken."""
    return ", ".join(f".{one}" for one in MEDIA_TYPES)


def days_kept() -> str:
    """How long a file waits to be added."""
    return str(FORGOTTEN_AFTER.days)
