"""What came of each file that was sent as evidence."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.ledger.kept import Kept
from evenhand.plan.models.plans import Action

A_DIGEST = r"^[0-9a-f]{64}$"


class CleanedFile(Kept):
    """A file that was sent for an action, and the one that was made of what is seen in it.

    The one that was sent is not kept, nor what it was called: names of files name people. The one
    that was made is on disk by its digest, and public once evidence names it.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="files")
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=100)
    """Its media type."""
    ending = models.CharField(max_length=8)
    removed = models.JSONField(default=list)
    """Sentences: what did not come along, and where it was."""
    sent_digest = models.CharField(max_length=64)
    sent_size = models.PositiveIntegerField()
    cleaned_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digest__regex=A_DIGEST) & Q(sent_digest__regex=A_DIGEST),
                name="a_file_is_known_by_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, sent_size__gte=1), name="a_file_has_something_in_it"
            ),
            models.CheckConstraint(
                condition=Q(ending__regex=r"^[a-z]+$") & ~Q(kind=""), name="a_file_is_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""), name="a_file_is_sent_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]}.{self.ending}"
