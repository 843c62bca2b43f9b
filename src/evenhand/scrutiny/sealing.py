"""Whether a frozen frame is under a signed checkpoint of the public log, and who witnessed it.

Where the site knows witnesses when a frame is frozen, they are named with it, in public: nothing is
drawn before one of them has signed. So nobody can name them, or leave them out, once the seed is
known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Subquery

from evenhand.ledger.log.reading import tree
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Checkpoint, Cosignature, Entry
from evenhand.ledger.tree import merkle, notes
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models
from evenhand.scrutiny.drawing.chains import AHEAD
from evenhand.scrutiny.terms import Kind

ASKED = "witnesses"
"""What the data of the step that freezes a frame calls the witnesses that are named with it."""


@dataclass(frozen=True)
class Sealed:
    """The log as it stood with the frame's entry last: there is one such, and nobody chooses it.

    Attributes
    ----------
    text : origin, size and root, a line each, as the seed takes them.
    signed_at : when the first checkpoint that holds the entry was signed.
    asked : witnesses that were named with the frame; one of them signs before anything is drawn.
    """

    text: str
    size: int
    signed_at: datetime
    asked: tuple[str, ...] = ()

    def witnesses(self, *, before: datetime | None = None) -> tuple[str, ...]:
        """Who had signed a checkpoint that holds the entry, before a moment or until now."""
        return witnesses(self.size, before=before)

    def awaited(self, *, before: datetime | None = None) -> str:
        """Why nothing is drawn yet: no witness that was named had signed. Empty where one had."""
        if not self.asked or set(self.asked) & set(self.witnesses(before=before)):
            return ""
        return awaited(self.asked)

    def too_late(self, at: datetime) -> str:
        """Why a round that was told at a moment gives nothing; empty where it does."""
        if self.signed_at >= at:
            return say(
                "The frame was signed after its round was told. Abandon this draw, and say why."
            )
        if self.awaited(before=at - AHEAD):
            return say(
                "No witness had signed the frame ten minutes before its round was told. Abandon "
                "this draw, and say why."
            )
        return ""


def named() -> dict[str, Any]:
    """The witnesses that this site knows, as a part of the data of the step that freezes a frame.

    Nothing where it knows none.
    """
    names = sorted({key.name for key in settings.WITNESSES})
    return {ASKED: names} if names else {}


def asked(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The witnesses that were named with a frame, from the data of the step that froze it."""
    return tuple(data.get(ASKED, ()))


def awaited(names: tuple[str, ...]) -> str:
    """That one of some witnesses has to sign first."""
    if len(names) == 1:
        return say(
            "The witness {name} has not signed the checkpoint over this frame yet. Nothing is "
            "drawn before.",
            name=names[0],
        )
    return say(
        "No witness has signed the checkpoint over this frame yet. Nothing is drawn before one of "
        "these has: {names}.",
        names="; ".join(names),
    )


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
    frozen = models.DrawStep.objects.filter(draw=frame.draw_id, kind=Kind.FROZEN.value).first()
    return Sealed(own.text, over.size, over.signed_at, asked(frozen.data) if frozen else ())
