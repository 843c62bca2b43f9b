"""A log's tables. The public log is one instance; those of `audit` and of stops are others.

They are named after the log: ``audit_entry``, ``audit_tile`` and so on.

Nothing in them is changed or deleted. The only exceptions, which the database itself enforces
(:mod:`evenhand.ledger.log.guards`): an entry gets its position, once; an entry is erased, once,
with who and why; a tile grows at its end.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.ledger.tree.entries import LEAF, NONCE

WHOLE = Q(nonce__isnull=False, at__isnull=False, erased_at=None, erased_by="", erased_why="")
ERASED = (
    Q(nonce=None, at=None, erased_at__isnull=False)
    & Q(kind="", subject="", by="", organisation="", body="")
    & ~Q(erased_by="")
    & ~Q(erased_why="")
)


class AbstractEntry(models.Model):
    """One thing that was said or done. Its leaf in the tree commits to all of it."""

    kind = models.CharField(max_length=60)
    """What happened, such as ``promise-moved`` or ``consultation``."""
    subject = models.CharField(max_length=200)
    """What it happened to: a stable reference that any reader can be shown."""
    by = models.CharField(max_length=200)
    """Who did it: a stable reference, not a name."""
    organisation = models.CharField(max_length=200, blank=True)
    """For whom they did it."""
    at = models.DateTimeField(null=True)
    body = models.TextField()
    """The rest, as canonical JSON, letter for letter as it is committed to."""
    nonce = models.BinaryField(null=True, max_length=NONCE)
    """Opens the leaf; it is erased with the rest, so that nobody can guess what was said."""
    leaf = models.BinaryField(max_length=LEAF)
    position = models.BigIntegerField(null=True, unique=True)
    """Its place in the tree, from zero; nothing until the sequencer has been.

    The sequencer finds what waits by this index too: each further one would cost every write.
    """
    erased_at = models.DateTimeField(null=True)
    erased_by = models.CharField(max_length=200, blank=True)
    erased_why = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=WHOLE | ERASED, name="%(class)s_of_%(app_label)s_is_whole_or_erased"
            ),
            models.CheckConstraint(
                condition=Q(position=None) | Q(position__gte=0),
                name="%(class)s_of_%(app_label)s_stands_after_the_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject"], name="%(app_label)s_subject"),
        ]

    def __str__(self) -> str:
        place = "waiting" if self.position is None else self.position
        return f"{place}: {self.kind or 'erased'} {self.subject}"


class AbstractTile(models.Model):
    """Up to 256 hashes of one level of the tree, side by side (C2SP tlog-tiles)."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "number"], name="one_%(class)s_of_%(app_label)s_in_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"tile {self.level}/{self.number}"


class AbstractCheckpoint(models.Model):
    """A signed statement: the log has so many entries, and this is the root of its tree."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField()
    note = models.TextField()
    """The signed note, as given out."""

    class Meta:
        abstract = True
        ordering: ClassVar = ["size"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(size__gt=0), name="%(class)s_of_%(app_label)s_is_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"


class AbstractCosignature(models.Model):
    """A witness saw a checkpoint, and that it extends all those it had seen before."""

    size = models.BigIntegerField()
    witness = models.CharField(max_length=200)
    line = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["size", "witness"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["size", "witness"], name="one_%(class)s_of_%(app_label)s_a_witness"
            )
        ]

    def __str__(self) -> str:
        return f"{self.witness} on {self.size}"


class Entry(AbstractEntry):
    """An entry of the public log."""

    class Meta(AbstractEntry.Meta):
        pass


class Tile(AbstractTile):
    """A tile of the public log."""

    class Meta(AbstractTile.Meta):
        pass


class Checkpoint(AbstractCheckpoint):
    """A checkpoint of the public log."""

    class Meta(AbstractCheckpoint.Meta):
        pass


class Cosignature(AbstractCosignature):
    """A witness's signature on a checkpoint of the public log."""

    class Meta(AbstractCosignature.Meta):
        pass
