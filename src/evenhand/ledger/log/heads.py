"""What an outsider kept: a checkpoint, or a whole export with its entries."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from evenhand.ledger.errors import NotAHead
from evenhand.ledger.tree.notes import Checkpoint, NotANote, Note


@dataclass(frozen=True)
class Head:
    """One kept checkpoint, and the leaves under it where they were kept too."""

    note: Note
    checkpoint: Checkpoint
    leaves: list[bytes] = field(default_factory=list)


def parse(text: str) -> list[Head]:
    """Read a signed checkpoint, or an export with one or more of them.

    Raises
    ------
    NotAHead
        If the text is neither.
    """
    try:
        return list(_exported(text)) if text.lstrip().startswith("{") else [_head(text)]
    except (NotANote, KeyError, TypeError, ValueError) as error:
        raise NotAHead(
            f"This is neither a checkpoint nor an export of a log. {error}".strip()
        ) from error


def _head(text: str) -> Head:
    note = Note.parse(text)
    return Head(note, Checkpoint.parse(note.text))


def _exported(text: str) -> Iterator[Head]:
    head: Head | None = None
    for line in text.split("\n"):  # not splitlines: what people wrote may hold other line ends
        said = json.loads(line or "{}")
        if "checkpoint" in said:
            if head is not None:
                yield head
            head = _head(str(said["checkpoint"]))
        elif "leaf" in said and head is not None:
            head.leaves.append(bytes.fromhex(said["leaf"]))
    if head is None:
        raise NotAHead("There is no checkpoint in it.")
    yield head


def lost(head: Head) -> str:
    """Name a checkpoint that a log no longer holds, as an entry that admits it does."""
    return f"{head.checkpoint.size} {head.checkpoint.root.hex()}"
