"""Whether the public log was told of a frame, by a proof that carries everything it needs."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.ledger.tree.entries import commit
from evenhand.ledger.tree.merkle import includes, leaf_hash, node_hash
from evenhand.scrutiny.drawing.errors import NotADraw
from evenhand.scrutiny.drawing.reading import parse

FORMAT = "c2sp.org/tlog-proof@v1"
HEAD = re.compile(r"[^\s\ud800-\udfff]+\n[1-9][0-9]{0,17}\n[A-Za-z0-9+/]{43}=\n")
"""How a checkpoint begins: origin, size and root, a line each."""
INDEX = re.compile(r"index (0|[1-9][0-9]{0,17})")


def own_checkpoint(origin: str, position: int, root: bytes) -> str:
    """Return the checkpoint of a log as it stood with an entry last: what a seed is made of.

    Parameters
    ----------
    position : the entry's in the log, from 0.
    root : over the entries up to and with it, ``merkle.root(tree, position + 1)``.
    """
    return f"{origin}\n{position + 1}\n{base64.b64encode(root).decode()}\n"


@dataclass(frozen=True)
class Proof:
    """A proof (C2SP tlog-proof) that an entry stands in a log, with what opens the entry."""

    entry: Mapping[str, Any]
    nonce: bytes
    index: int
    hashes: tuple[bytes, ...]
    note: str
    """The signed checkpoint that it was made under; its signatures are checked elsewhere."""

    @classmethod
    def read(cls, text: str) -> "Proof":
        """Read a proof, as the public log gives it out for an entry.

        Raises
        ------
        NotADraw
            If it has another form.
        """
        head, _blank, note = text.partition("\n\n")
        first, *lines = head.split("\n")
        try:
            extra, index, *hashes = lines
            opened = parse(base64.b64decode(extra.removeprefix("extra "), validate=True))
            made = cls(
                entry=dict(opened["entry"]),
                nonce=bytes.fromhex(opened["nonce"]),
                index=int(index.removeprefix("index ")),
                hashes=tuple(base64.b64decode(each, validate=True) for each in hashes),
                note=note,
            )
            whole = bool(made._leaf) and isinstance(made.entry["body"], dict)
        except (KeyError, TypeError, ValueError) as error:
            raise NotADraw("The proof is not one that opens an entry.") from error
        if first != FORMAT or not INDEX.fullmatch(index) or not whole:
            raise NotADraw("The proof is not one that opens an entry.")
        if not HEAD.match(note) or made.index >= made.size:
            raise NotADraw("The proof is not under a checkpoint that holds its entry.")
        return made

    @property
    def checkpoint(self) -> str:
        """The checkpoint of the log as it stood with this entry last: origin, size, root.

        The log's signed checkpoints come when they come, and one of several could be picked. This
        one cannot: it follows from the entry's own place. It is made of the same hashes as the
        proof: those to the left of the way from the leaf to the root.
        """
        reached = self._leaf
        for each in self._left():
            reached = node_hash(each, reached)
        return own_checkpoint(self._head[0], self.index, reached)

    def holds(self) -> bool:
        """Tell whether the entry stands at its place under the checkpoint of the note."""
        root = base64.b64decode(self._head[2])
        return includes(
            self.hashes, position=self.index, size=self.size, leaf=self._leaf, root=root
        )

    @property
    def size(self) -> int:
        """How many entries the log had when the proof was made."""
        return int(self._head[1])

    @property
    def _head(self) -> list[str]:
        return self.note.split("\n")[:3]

    @property
    def _leaf(self) -> bytes:
        return leaf_hash(commit(self.nonce, self.entry))

    def _left(self) -> list[bytes]:
        """Return the hashes beside the way that stand before the entry, the nearest first."""
        number, last, found = self.index, self.size - 1, list[bytes]()
        for each in self.hashes:
            if number & 1 or number == last:
                found.append(each)
                while not number & 1 and number:
                    number, last = number >> 1, last >> 1
            number, last = number >> 1, last >> 1
        return found
