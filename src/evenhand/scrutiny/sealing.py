"""Whether a frozen frame is under a signed checkpoint of the public log, and who witnessed it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery

from evenhand.ledger.log.reading import tree
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Checkpoint, Cosignature, Entry
from evenhand.ledger.tree import merkle, notes
from evenhand.scrutiny import models


@dataclass(frozen=True)
class Sealed:
    """The log as it stood with the frame's entry last: there is one such, and nobody chooses it.

    Attributes
    ----------
    text : origin, size and root, a line each, as the seed takes them.
    signed_at : when the first checkpoint that holds the entry was signed.
    """

    text: str
    size: int
    signed_at: datetime

    def witnesses(self, *, before: datetime | None = None) -> tuple[str, ...]:
        """Who had signed a checkpoint that holds the entry, before a moment or until now."""
        return witnesses(self.size, before=before)


def witnesses(size: int, *, before: datetime | None = None) -> tuple[str, ...]:
    """Who had signed a checkpoint of so many entries or more, before a moment or until now."""
    rows = Cosignature.objects.filter(size__gte=size)
    if before is not None:
        rows = rows.filter(received_at__lte=before)
    return tuple(rows.order_by("witness").values_list("witness", flat=True).distinct())


def signed_over(leaf: str) -> int | None:
    """The size of the first signed checkpoint that holds an entry; None while there is none.

    It says no more than :func:`sealed` does, but reads no tree: pages need to know no more.
    """
    position = Entry.objects.filter(leaf=bytes.fromhex(leaf)).values("position")[:1]
    over = Checkpoint.objects.filter(size__gt=Subquery(position)).order_by("size")
    found: int | None = over.values_list("size", flat=True).first()
    return found


def sealed(frame: models.Frame) -> Sealed | None:
    """The checkpoint over a frame; None while it waits for its place and its signature."""
    entry = Entry.objects.filter(leaf=bytes.fromhex(frame.leaf)).first()
    if entry is None or entry.position is None:
        return None
    over = Checkpoint.objects.filter(size__gt=entry.position).order_by("size").first()
    if over is None:
        return None
    origin = notes.Checkpoint.parse(notes.Note.parse(over.note).text).origin
    size = entry.position + 1
    own = notes.Checkpoint(origin, size, merkle.root(tree(LEDGER), size))
    return Sealed(own.text, over.size, over.signed_at)
