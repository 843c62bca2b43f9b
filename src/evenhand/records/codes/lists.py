"""A code list: what a published text means, and the number that stands for it in the lake."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from evenhand.records.codes import matching

BLANK = 0
"""The number of a cell that was left empty."""

UNLISTED = 255
"""The number of a text that the list does not hold: kept, counted and reported, never dropped."""


class Coded(Protocol):
    """Anything with a number that never changes and the text that was published."""

    @property
    def id(self) -> int: ...

    @property
    def label(self) -> str: ...


T = TypeVar("T", bound=Coded)


@dataclass(frozen=True)
class CodeList(Generic[T]):
    """The entries of one list, by number, by exact text and by anything close to it.

    Attributes
    ----------
    name : what the list is of, such as ``ethnicity``.
    by_id : every entry by its number, :data:`BLANK` and :data:`UNLISTED` among them.
    labels : the number of every exact published text; the empty text has :data:`BLANK`.
    """

    name: str
    by_id: Mapping[int, T]
    labels: Mapping[str, int]
    _keys: Mapping[str, T] = field(repr=False)

    def __iter__(self) -> Iterator[T]:
        """The listed entries in the order of their file; not the blank nor the unlisted one."""
        return (entry for number, entry in self.by_id.items() if number not in {BLANK, UNLISTED})

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def find(self, text: str) -> T | None:
        """The entry that a text means, or None where the list holds nothing like it.

        An exact label comes first. Then case, spacing, hyphens and punctuation stop counting; a
        code in brackets or in front is read; the letter O and the digit 0 stand for each other in
        short codes; ``Oct-17`` is the age range 10-17. An empty text is the blank entry.
        """
        if text in self.labels:
            return self.by_id[self.labels[text]]
        if not text.strip():
            return self.by_id.get(BLANK)
        known = (self._keys[key] for key in matching.keys(text) if key in self._keys)
        return next(known, None)


def code_list(
    name: str, entries: Iterable[T], other_names: Mapping[int, tuple[str, ...]] | None = None
) -> CodeList[T]:
    """Build a list from its entries; the first of two entries with one key answers to it.

    Parameters
    ----------
    name : text
        What the list is of.
    entries : codes
        In the order of the file.
    other_names : texts by number
        What else means an entry; without it, its label without a code in brackets.
    """
    by_id = {entry.id: entry for entry in entries}
    labels = {entry.label: entry.id for entry in by_id.values() if entry.id != UNLISTED}
    known: dict[str, T] = {}
    listed = [entry for entry in by_id.values() if entry.id not in {BLANK, UNLISTED}]
    for entry in listed:
        known.setdefault(matching.key(entry.label), entry)
    for entry in listed:
        for text in (other_names or {}).get(entry.id, (matching.without_code(entry.label),)):
            known.setdefault(matching.key(text), entry)
    return CodeList(name, by_id, labels, known)
