"""Which tables make a log."""

from dataclasses import dataclass

from evenhand.ledger.models import (
    AbstractCheckpoint,
    AbstractCosignature,
    AbstractEntry,
    AbstractTile,
    Checkpoint,
    Cosignature,
    Entry,
    Tile,
)


@dataclass(frozen=True)
class Log:
    """One log: its name, which ends its origin, and its tables."""

    name: str
    entries: type[AbstractEntry]
    tiles: type[AbstractTile]
    checkpoints: type[AbstractCheckpoint]
    cosignatures: type[AbstractCosignature]

    def latest(self) -> AbstractCheckpoint | None:
        """Return the checkpoint of the most entries."""
        return self.checkpoints._default_manager.order_by("size").last()


LEDGER = Log("ledger", Entry, Tile, Checkpoint, Cosignature)
