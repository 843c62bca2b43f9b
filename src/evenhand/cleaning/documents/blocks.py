"""What is seen of a text document: blocks one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from evenhand.cleaning import limits
from evenhand.cleaning.unseen import without_unseen
from evenhand.cleaning.words import Told, refuse, told

LEVELS = 6
NUMBERED, BULLETS = "numbered", "bullets"


class Run(NamedTuple):
    """Words that look the same."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass
class Paragraph:
    """A paragraph; a heading where it has a level, an item where it belongs to a list."""

    runs: list[Run] = field(default_factory=list)
    level: int = 0
    list_of: str = ""
    depth: int = 0


@dataclass
class Table:
    """Rows of cells, each with its own paragraphs and how many columns it spans."""

    rows: list[list[tuple[list[Paragraph], int]]] = field(default_factory=list)


Block = Paragraph | Table


class Seen:
    """Gathers what is left out while a document is read, to say it once each."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}
        self.unseen = 0

    def leave_out(self, what: Told) -> None:
        """Something that does not come along."""
        self._told[what.message] = self._told.get(what.message, 0) + 1

    def clean(self, text: str) -> str:
        """A text without characters that nobody sees."""
        clean = without_unseen(text)
        self.unseen += len(text) - len(clean)
        return clean

    def sentences(self) -> list[Told]:
        """What to tell, with how often it was there."""
        found = [Told(message, {"count": f"{count:,}"}) for message, count in self._told.items()]
        if self.unseen:
            found.append(told("Characters that nobody sees: {count}.", count=f"{self.unseen:,}"))
        return found


def text_of(blocks: Iterable[Block]) -> str:
    """All words, to see whether there are any."""
    words = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words += [run.text for run in block.runs]
        else:
            words += [text_of(cell) for row in block.rows for cell, _ in row]
    return " ".join(words).strip()


def counted(blocks: list[Block]) -> list[Block]:
    """The blocks, unless there are too many, or nothing in them is seen."""
    many = sum(len(block.rows) if isinstance(block, Table) else 1 for block in blocks)
    if many > limits.CELLS:
        raise refuse("This file has too much in it. Divide it.")
    if not text_of(blocks):
        raise refuse("Nothing in this file can be seen.")
    return blocks
