"""What is learnt of a source while it is read, and the rows of it that cannot be loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.records.readers.sources import Source

# Of more rows than these only the number is kept: a manifest is not the place for a whole file.
MOST_KEPT = 10_000
LONGEST_KEPT = 2000


@dataclass(frozen=True)
class Reject:
    """A row that cannot be loaded: where it stood, why, and what was in it."""

    row: int | None
    reason: str
    text: str


@dataclass
class Reading:
    """What is learnt of a source while it is read.

    Attributes
    ----------
    rejected : how many rows cannot be loaded.
    rejects : the first of them.
    misfits : how many of them the parser passed over, so that no batch holds them.
    skipped : the numbers of the first of those.
    """

    source: Source
    sha256: str = ""
    content_sha256: str = ""
    size: int = 0
    columns: tuple[str, ...] = ()
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)
    misfits: int = 0
    skipped: list[int] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What to call the source in a sentence."""
        return self.source.name

    def reject(self, row: int | None, reason: str, text: str) -> None:
        """Note a row that cannot be loaded."""
        self.rejected += 1
        if len(self.rejects) < MOST_KEPT:
            self.rejects.append(Reject(row, reason, text[:LONGEST_KEPT]))

    def skip(self, row: int | None, reason: str, text: str) -> None:
        """Note a row that no batch will hold."""
        self.misfits += 1
        if row is not None and len(self.skipped) < MOST_KEPT:
            self.skipped.append(row)
        self.reject(row, reason, text)

    @property
    def first_reject(self) -> str:
        """The first row that cannot be loaded, and why, for a sentence."""
        first = min(self.rejects, key=lambda reject: (reject.row is None, reject.row))
        where = f"row {first.row:,}" if first.row else "one of its rows"
        return f"{where} has {first.reason}"
