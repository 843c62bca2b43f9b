"""Files on their way to being evidence: cleaned, kept until looked at, or forgotten."""

from datetime import datetime, timedelta

from django.db import transaction

from evenhand.cleaning import Cleaned
from evenhand.ledger.kept import REDACTED
from evenhand.plan import files, models

FORGOTTEN_AFTER = timedelta(days=7)
"""How long a file waits for somebody to look at it and add it: a week has every working day."""


@transaction.atomic
def keep_file(
    *,
    action: models.Action,
    cleaned: Cleaned,
    sent: bytes,
    by: str,
    organisation: str,
    now: datetime,
) -> models.CleanedFile:
    """Keep what was made of a file, and what was left out. Nobody can read it yet.

    Parameters
    ----------
    cleaned : what :func:`evenhand.cleaning.clean` made of it.
    sent : the file itself; only its digest and size are kept.

    Raises
    ------
    NoRoom
        If the disk does not take it. Nothing is written then.
    """
    digest = files.put(cleaned.content)
    return models.CleanedFile.objects.create(
        action=action,
        digest=digest,
        size=len(cleaned.content),
        kind=cleaned.kind,
        ending=cleaned.ending,
        removed=list(cleaned.removed),
        sent_digest=files.digest_of(sent),
        sent_size=len(sent),
        cleaned_at=now,
        by=by,
        organisation=organisation,
    )


def is_ready(action: models.Action, digest: str) -> bool:
    """Whether a file was cleaned for this action and is there; from now on it stays."""
    known = models.CleanedFile.objects.filter(action=action, digest=digest).exists()
    return known and files.touch(digest)


def forget_files(*, now: datetime) -> int:
    """Remove files that no evidence names and nobody has needed for a week; how many they were.

    A file goes with the title of its evidence, where that was taken out. What was kept about it
    stays.
    """
    before = (now - FORGOTTEN_AFTER).timestamp()
    old = [digest for digest in files.stored() if files.touched_at(digest) < before]
    named = set(
        models.Evidence.objects.filter(kind=models.EvidenceKind.FILE, address__in=old)
        .exclude(title=REDACTED)
        .values_list("address", flat=True)
    )
    files.remove_unfinished(before)
    return sum(files.remove_if_untouched(one, before) for one in old if one not in named)
