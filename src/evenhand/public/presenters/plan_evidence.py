"""Files of evidence: what they are called on a page, and where they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.plan import models
from evenhand.plan.files_words import file_size
from evenhand.plan.history import Change
from evenhand.plan.selectors import PublicFile


@dataclass(frozen=True)
class FileLink:
    """Where a file is, and what it is in a few words."""

    url: str
    kind: str


Files = Mapping[str, FileLink]
"""By the digest of the file."""


def file_links(plan: models.Plan, key: str, files: Mapping[str, PublicFile]) -> Files:
    """The files of an action that can be taken."""
    return {
        digest: FileLink(
            url=reverse(
                "evidence-file", args=[plan.force_id, plan.iteration, key, digest, one.name]
            ),
            kind=say("File: {kind}, {size}", kind=one.ending.upper(), size=file_size(one.size)),
        )
        for digest, one in files.items()
    }


def titles_of_files(changes: tuple[Change, ...]) -> dict[str, str]:
    """The titles of evidence that is a file, by its digest."""
    proofs = (change.proof for change in changes)
    return {one.address: one.title for one in proofs if one and one.kind == "file"}
