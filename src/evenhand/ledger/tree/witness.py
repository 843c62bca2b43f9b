"""A witness: it remembers one checkpoint of a log and signs only what continues it (C2SP)."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evenhand.ledger.tree import merkle, tiles
from evenhand.ledger.tree.keys import NotAKey, SigningKey, VerifierKey
from evenhand.ledger.tree.notes import Checkpoint, NotANote, Note

LARGEST_NOTE = 64 * 1024
Fetch = Callable[[str], bytes]
"""Returns what stands at a path under the log's address."""


class Refused(Exception):
    """A witness will not sign; the sentence says why, and `evidence` holds what it was shown."""

    def __init__(self, says: str, *evidence: Note) -> None:
        super().__init__(says)
        self.evidence = evidence


@dataclass(frozen=True)
class Memory:
    """All that a witness keeps of a log: its key, and the last checkpoint that it signed."""

    log: VerifierKey
    last: Note | None = None

    @classmethod
    def read(cls, file: Path) -> "Memory | None":
        """Read what was kept; nothing the first time.

        Raises
        ------
        Refused
            If the file is not what we wrote.
        """
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            last = Note.parse(kept["last"]) if kept["last"] else None
            return cls(VerifierKey.parse(kept["log"]), last)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, NotAKey, NotANote) as error:
            raise Refused(f"“{file}” is not what a witness keeps: {error}") from error

    def write(self, file: Path) -> None:
        """Keep it: all of it or what was there before, even when the power fails."""
        text = json.dumps({"log": str(self.log), "last": str(self.last) if self.last else ""})
        whole = file.with_name(f"{file.name}.new")
        with whole.open("w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        whole.replace(file)


def witness(
    memory: Memory,
    fetch: Fetch,
    *,
    key: SigningKey,
    now: datetime,
    seen: Sequence[Note] = (),
) -> Memory:
    """Look at a log and sign its checkpoint, if it continues the last one that was signed.

    Parameters
    ----------
    seen : checkpoints that the log has shown to others; it must continue these too.

    Returns
    -------
    What to keep; its note holds the new signature. Keep it before showing the signature to anyone.

    Raises
    ------
    Refused
        If the log is not signed with its key, has become shorter, shows a second version, or does
        not continue what was signed before.
    """
    offered = _offered(memory, fetch)
    now_at = Checkpoint.parse(offered.text)
    if memory.last is not None:
        then = Checkpoint.parse(memory.last.text)
        _refuse_other(then, now_at, memory.last, offered)
        if not _continues(then, now_at, fetch):
            raise Refused(
                f"The {now_at.size} entries of {now_at.origin} do not continue the {then.size} "
                "that were signed before: the past was rewritten.",
                memory.last,
                offered,
            )
    for note in seen:
        _refuse_another_s(memory, note, now_at, offered, fetch)
    only_log = Note(offered.text, tuple(filter(None, [offered.verified(memory.log)])))
    return Memory(memory.log, only_log.signed(key, now))


def _refuse_another_s(
    memory: Memory, note: Note, now: Checkpoint, offered: Note, fetch: Fetch
) -> None:
    """Refuse a log that showed somebody else what its checkpoint does not hold."""
    if not note.verified(memory.log):
        raise Refused(f"What others were shown is not signed by {memory.log.name}.", note)
    theirs = Checkpoint.parse(note.text)
    same = theirs.size == now.size and theirs.root == now.root
    if same or (theirs.size < now.size and _continues(theirs, now, fetch)):
        return
    raise Refused(
        f"{now.origin} showed somebody else {theirs.size} entries that are not in the "
        f"{now.size} that it shows here: there are two versions.",
        note,
        offered,
    )


def _offered(memory: Memory, fetch: Fetch) -> Note:
    try:
        note = Note.parse(fetch("checkpoint").decode())
        checkpoint = Checkpoint.parse(note.text)
    except (NotANote, UnicodeDecodeError) as error:
        raise Refused(f"The log shows no checkpoint that can be read. {error}") from error
    if checkpoint.origin != memory.log.name or not note.verified(memory.log):
        raise Refused(f"The checkpoint is not signed with the key of {memory.log.name}.", note)
    return note


def _refuse_other(then: Checkpoint, now: Checkpoint, last: Note, offered: Note) -> None:
    if now.size < then.size:
        raise Refused(
            f"{now.origin} shows {now.size} entries; {then.size} were signed before.", last, offered
        )
    if now.size == then.size and now.root != then.root:
        raise Refused(
            f"{now.origin} shows a second version of its {now.size} entries.", last, offered
        )


def _continues(then: Checkpoint, now: Checkpoint, fetch: Fetch) -> bool:
    """Work the proof out from the log's own tiles, and check it."""

    def read(level: int, number: int) -> list[bytes]:
        count = now.size >> (tiles.HEIGHT * level)
        width = min(tiles.WIDTH, count - number * tiles.WIDTH)
        return tiles.split(fetch(tiles.path(level, number, width)))

    try:
        proof = merkle.consistency(tiles.whole(read), then.size, now.size)
    except (LookupError, ValueError):
        return False
    return merkle.extends(
        proof, old_size=then.size, old_root=then.root, size=now.size, root=now.root
    )
