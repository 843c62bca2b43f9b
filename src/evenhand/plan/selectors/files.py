"""Files of evidence: what waits to be looked at, and what is public."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from evenhand.accounts.acting import Acting
from evenhand.plan import files, models
from evenhand.plan.redactions import is_taken_out

LONGEST_NAME = 60


@dataclass(frozen=True)
class PublicFile:
    """A file that evidence names.

    Attributes
    ----------
    name : what it is called where it is saved: the title of the evidence.
    kind : its media type.
    """

    digest: str
    name: str
    kind: str
    ending: str
    size: int


def public_name(title: str, ending: str) -> str:
    """A file's name in its address: the words of its title that every system takes."""
    words = slugify(title)[:LONGEST_NAME].strip("-")
    return f"{words or 'evidence'}.{ending}"


def public_files(plan: models.Plan, titles: Mapping[str, str]) -> dict[str, PublicFile]:
    """Files by their digests, as far as this plan has them.

    A title that was taken out takes its file along.

    Parameters
    ----------
    titles : of pieces of evidence that are files, by their digests.
    """
    titles = {digest: title for digest, title in titles.items() if not is_taken_out(title)}
    rows = _rows(plan, titles)
    return {
        digest: PublicFile(
            digest, public_name(titles[digest], row.ending), row.kind, row.ending, row.size
        )
        for digest, row in rows.items()
    }


def _rows(plan: models.Plan, digests: Collection[str]) -> dict[str, models.CleanedFile]:
    if not digests:
        return {}
    found = models.CleanedFile.objects.filter(action__plan=plan, digest__in=list(digests))
    return {row.digest: row for row in found}


def public_file(plan: models.Plan, key: str, digest: str) -> PublicFile | None:
    """A file, if evidence of an action of this plan names it and it is there."""
    proof = models.Evidence.objects.filter(
        change__action__plan=plan,
        change__action__key=key,
        kind=models.EvidenceKind.FILE,
        address=digest,
    ).last()
    return public_files(plan, {digest: proof.title}).get(digest) if proof else None


def content(digest: str) -> bytes | None:
    """The bytes of a file; nothing where it is gone."""
    return files.read(digest)


def waiting_file(by: Acting, action: models.Action, number: int) -> models.CleanedFile | None:
    """A file that was sent for an action by whoever the organisation lets see it, if it is there.

    Parameters
    ----------
    by : of the force whose plan it is; nobody else is shown what is not public.
    """
    if not by.is_of(action.plan.force_id):
        return None
    row: models.CleanedFile | None = models.CleanedFile.objects.filter(
        pk=number, action=action
    ).first()
    return row if row is not None and files.touch(row.digest) else None
