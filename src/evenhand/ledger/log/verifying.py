"""Checking a log from end to end: every entry, tile and signature, and what outsiders kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log import guards
from evenhand.ledger.log.erasing import ERASED
from evenhand.ledger.log.heads import Head, lost
from evenhand.ledger.log.reading import leaf, named
from evenhand.ledger.log.sequencing import KEY
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import AbstractCheckpoint, AbstractEntry
from evenhand.ledger.tree import merkle, tiles
from evenhand.ledger.tree.keys import NotAKey, VerifierKey
from evenhand.ledger.tree.notes import Checkpoint, NotANote, Note, Signature

CLOCKS = timedelta(days=1)
"""How far clocks may be apart, and how long a writer may take, before a date is impossible."""
RESTORED = "log-restored"
"""The kind of entry that admits which checkpoint was lost, and why."""
REPLACED = "is of other entries than these"


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: the log, the entry where there is one, and a sentence."""

    log: str
    entry: int | None
    says: str
    head: bool = False
    """Whether it is a kept checkpoint that does not hold."""


@dataclass(frozen=True)
class Checked:
    """What a check of one log found."""

    log: str
    size: int
    root: bytes
    erased: int
    waiting: int
    faults: tuple[Fault, ...]


def verify(
    log: Log,
    *,
    heads: Iterable[Head] = (),
    key: VerifierKey | None = None,
    witnesses: Iterable[VerifierKey] = (),
) -> Checked:
    """Check everything that a log holds against everything else, and against what was kept outside.

    Nothing is changed. Faults come in the order of the log, so the first names the first entry that
    is broken.

    Parameters
    ----------
    heads : checkpoints that somebody kept, of this log; it must continue each of them.
    key : the site's own key; without it, the keys that the log itself names are believed.
    witnesses : those whose signature must be on some checkpoint.
    """
    return _Check(log).run(list(heads), key, list(witnesses))


@dataclass
class _Check:
    log: Log
    faults: list[Fault] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    keys: list[tuple[int, VerifierKey]] = field(default_factory=list)
    erased: dict[str, AbstractEntry] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)
    admitted: dict[str, str] = field(default_factory=dict)
    waiting: int = 0
    whole: bool = True

    def run(
        self, heads: list[Head], key: VerifierKey | None, witnesses: list[VerifierKey]
    ) -> Checked:
        signed = list(self.log.checkpoints._default_manager.order_by("size"))
        self._entries(signed)
        self._erasures()
        if self.whole:
            self._tiles()
            self._checkpoints(signed)
            self._own_key(key)
            for head in heads:
                self._head(head)
            for witness in witnesses:
                self._witness(witness, signed)
        for guard in guards.missing(self.log.name):
            self._fault(None, f"The database lost its guard {guard}.")
        self.faults.sort(key=lambda fault: (fault.entry is None, fault.entry or 0))
        size = len(self.leaves)
        root = merkle.root(self.tree, size) if self.whole else b""
        return Checked(
            self.log.name, size, root, len(self.erased), self.waiting, tuple(self.faults)
        )

    @cached_property
    def tree(self) -> merkle.Whole:
        """The tree over the leaves as they are; asked for once they are all there."""
        return merkle.over(self.leaves)

    def _fault(self, entry: int | None, says: str) -> None:
        self.faults.append(Fault(self.log.name, entry, says))

    def _entries(self, signed: Sequence[AbstractCheckpoint]) -> None:
        """Work out every leaf again, in the order of places."""
        bounds = iter(signed)
        passed, ahead = None, next(bounds, None)
        every = self.log.entries._default_manager
        for entry in every.exclude(position=None).order_by("position").iterator():
            place = entry.position or 0
            if self.whole and place != len(self.leaves):
                wrong = min(place, len(self.leaves))
                says = "is missing" if place > wrong else "has a double"
                self._fault(wrong, f"Entry {wrong} {says}.")
                self.whole = False
            while ahead and place >= ahead.size:
                passed, ahead = ahead, next(bounds, None)
            self._entry(entry)
            if passed and entry.at and entry.at < passed.signed_at - CLOCKS:
                self._fault(
                    place,
                    f"Entry {place} says that it was made on {entry.at:%Y-%m-%d}, but it is not "
                    f"under the checkpoint of {passed.signed_at:%Y-%m-%d}.",
                )
            self.leaves.append(merkle.leaf_hash(bytes(entry.leaf)))
        for entry in every.filter(position=None).order_by("pk").iterator():
            self.waiting += 1
            self._entry(entry)

    def _entry(self, entry: AbstractEntry) -> None:
        try:
            leaf(entry)
        except BrokenLog as broken:
            self._fault(entry.position, str(broken))
            return
        if entry.nonce is None:
            self.erased[bytes(entry.leaf).hex()] = entry
        elif entry.kind == ERASED:
            self.excused.update(content(entry)["body"]["leaves"])
        elif entry.kind == RESTORED:
            said = content(entry)["body"]
            self.admitted[said["lost"]] = said["why"]
        elif entry.kind == KEY and entry.position is not None:
            try:
                key = VerifierKey.parse(content(entry)["body"]["key"])
            except (NotAKey, KeyError):
                self._fault(entry.position, f"{named(entry)} names no key.")
            else:
                self.keys.append((entry.position, key))

    def _erasures(self) -> None:
        """An entry is erased in the open, or it was torn out."""
        for kept, entry in self.erased.items():
            if kept not in self.excused:
                self._fault(entry.position, f"{named(entry)} was emptied, and no entry says why.")

    def _tiles(self) -> None:
        """Compare each tile with the one that the entries give."""
        expected = {
            place: b"".join(hashes)
            for place, hashes in tiles.grow(lambda *_place: [], 0, self.leaves).items()
        }
        rows = self.log.tiles._default_manager.order_by("level", "number")
        kept = {(row.level, row.number): bytes(row.hashes) for row in rows.iterator()}
        for level, number in sorted(expected.keys() | kept.keys()):
            right, found = expected.get((level, number), b""), kept.get((level, number), b"")
            if right == found:
                continue
            if level:
                self._fault(None, f"Tile {level}/{number} is not what the entries give.")
                continue
            pairs = zip(tiles.split(right), [*tiles.split(found), *[b""] * 256], strict=False)
            differ = (at for at, (one, other) in enumerate(pairs) if one != other)
            place = number * tiles.WIDTH + next(differ, len(right) // tiles.HASH)
            self._fault(place, f"Entry {place} is not the one in tile 0/{number}.")

    def _checkpoints(self, signed: Sequence[AbstractCheckpoint]) -> None:
        """Every checkpoint must be of these entries, and signed with the keys of its time."""
        before = 0
        for row in signed:
            says = self._checkpoint(row, before)
            if says:
                self._fault(None, f"The checkpoint of {row.size} entries {says}.")
                if says == REPLACED and not self._named(before, row.size):
                    self._fault(before, f"An entry from {before} to {row.size - 1} was replaced.")
                return
            before = row.size
        if before < len(self.leaves):
            self._fault(before, f"Entry {before} has a place, but no checkpoint was signed.")

    def _checkpoint(self, row: AbstractCheckpoint, before: int) -> str:
        if row.size > len(self.leaves):
            return f"has more entries than there are: {len(self.leaves)}"
        right = Checkpoint("", row.size, merkle.root(self.tree, row.size))
        try:
            note = Note.parse(row.note)
            found = Checkpoint.parse(note.text)
        except NotANote as error:
            return f"cannot be read: {error}"
        if found.root != right.root:
            return REPLACED
        if found.size != row.size or bytes(row.root) != found.root:
            return "was changed"
        due = {self._in_force(row.size), self._in_force(before) if before else None} - {None}
        if not all(key and key.name == found.origin and note.verified(key) for key in due):
            return "is not signed with the key that the log names"
        return "" if due else "is signed with a key that the log does not name"

    def _named(self, first: int, end: int) -> bool:
        """Tell whether a fault names an entry among these already."""
        return any(fault.entry is not None and first <= fault.entry < end for fault in self.faults)

    def _in_force(self, size: int) -> VerifierKey | None:
        """The key that the first so many entries name last."""
        named_before = [key for place, key in self.keys if place < size]
        return named_before[-1] if named_before else None

    def _own_key(self, key: VerifierKey | None) -> None:
        if key is not None and self.leaves and self._in_force(len(self.leaves)) != key:
            self._fault(None, "The log names another key than this site's own.")

    def _head(self, head: Head) -> None:
        """The log must hold what somebody kept, unchanged."""
        place, says = self._unheld(head)
        if says:
            why = self.admitted.get(lost(head))
            admits = f" The log admits that it was put back from a backup: {why}" if why else ""
            self.faults.append(Fault(self.log.name, place, says + admits, head=True))

    def _unheld(self, head: Head) -> tuple[int | None, str]:
        """The entry, where one can be named, and what is wrong; an empty sentence for nothing."""
        kept = head.checkpoint
        key = self._in_force(min(kept.size, len(self.leaves)))
        if key and kept.origin != key.name:
            return None, f"The checkpoint you kept is of {kept.origin}, not of this log."
        for place, (one, other) in enumerate(zip(head.leaves, self.leaves, strict=False)):
            if merkle.leaf_hash(one) != other:
                return place, f"Entry {place} is not the one that you kept."
        if kept.size > len(self.leaves):
            place = len(self.leaves)
            return place, f"Entry {place} is missing: you kept a checkpoint of {kept.size}."
        if merkle.root(self.tree, kept.size) != kept.root:
            return None, (
                "The log does not continue the checkpoint that you kept: among its first "
                f"{kept.size} entries at least one was replaced."
            )
        if key and not head.note.verified(key):
            return None, f"The checkpoint you kept, of {kept.size}, is not signed by the log."
        return None, ""

    def _witness(self, witness: VerifierKey, signed: Sequence[AbstractCheckpoint]) -> None:
        """A witness must have signed a checkpoint of these very entries."""
        known = self._in_force(len(self.leaves))
        seen = list(self._seen(witness))
        for size, signature in seen:
            if size > len(self.leaves):
                self._fault(None, f"{witness.name} saw {size} entries; there are fewer.")
                continue
            origin = known.name if known else ""
            text = Checkpoint(origin, size, merkle.root(self.tree, size)).text
            if not Note(text, (signature,)).verified(witness):
                self._fault(None, f"{witness.name} saw other entries among the first {size}.")
        if not seen:
            self._fault(None, f"{witness.name} has signed none of the {len(signed)} checkpoints.")

    def _seen(self, witness: VerifierKey) -> Iterator[tuple[int, Signature]]:
        rows = self.log.cosignatures._default_manager.filter(witness=witness.name)
        for row in rows.order_by("size"):
            try:
                (signature,) = Note.parse(f"\n\n{row.line}\n").signatures
            except NotANote:
                self._fault(None, f"A signature of {witness.name} cannot be read.")
            else:
                yield row.size, signature
