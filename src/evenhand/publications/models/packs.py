"""A data pack: what a panel reads before a meeting, frozen when it is made."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.ledger.kept import Redactable
from evenhand.publications.models.reports import DIGEST, NO_DIGEST
from evenhand.scrutiny.models import Appointment


class Pack(Redactable):
    """A pack of one meeting as it was made. What comes later is another, with the next number."""

    meeting = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    """All that it says: see :mod:`evenhand.publications.packs.content`."""
    digest = models.CharField(max_length=64)
    """The sha256 of its content; it stands in the public ledger."""
    made_at = models.DateTimeField(db_index=True)
    made_by = models.CharField(max_length=100)
    """A role, or the site itself; never a person's name."""
    organisation = models.CharField(max_length=100)

    TEXTS: ClassVar = {"content": ("{}",), "digest": (NO_DIGEST,)}

    class Meta:
        ordering: ClassVar = ["meeting", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="packs_of_a_meeting_are_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="packs_are_numbered_from_one"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="a_pack_has_a_digest"),
            models.CheckConstraint(
                condition=~Q(made_by="") & ~Q(organisation=""), name="a_pack_was_made_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What the public ledger calls it, and what its address is made of."""
        return f"pack/{self.meeting.panel_id}/{self.meeting.number}/{self.number}"


class PackPaper(Redactable):
    """A pack as PDF, made once for each print: its digest is in the ledger."""

    ORDINARY, LARGE = "ordinary", "large"
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="papers")
    print = models.CharField(max_length=10)
    """Ordinary, or large for those who read no small print."""
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    """Its bytes."""
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    TEXTS: ClassVar = {"content": ("", "\\x"), "sha256": (NO_DIGEST,)}

    class Meta:
        ordering: ClassVar = ["pack", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pack", "print"], name="a_pack_is_printed_once_in_each_print"
            ),
            models.CheckConstraint(
                condition=Q(print__in=("ordinary", "large")), name="a_pack_is_in_a_known_print"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=DIGEST), name="a_pack_on_paper_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}, {self.print} print"
