"""Which tables make a log, and which logs there are."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.utils.module_loading import import_string

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
    hourly: bool = False
    """Whether others are shown it only as it was at the last full hour, so that it does not tell
    when something was written."""

    def latest(self) -> AbstractCheckpoint | None:
        """Return the checkpoint of the most entries."""
        return self.checkpoints._default_manager.order_by("size").last()

    def given_out(self, now: datetime) -> AbstractCheckpoint | None:
        """Return the checkpoint that others are shown."""
        if not self.hourly:
            return self.latest()
        hour = now.replace(minute=0, second=0, microsecond=0)
        signed = self.checkpoints._default_manager.filter(signed_at__lt=hour)
        return signed.order_by("size").last()


LEDGER = Log("ledger", Entry, Tile, Checkpoint, Cosignature)


def every() -> tuple[Log, ...]:
    """Return every log of this site, the public one first.

    An app that keeps a log names it in its configuration, as ``log``. Whatever serves all logs asks
    here: sequencing, verifying, backups, witnesses.
    """
    named = (getattr(one, "log", None) for one in apps.get_app_configs())
    return tuple(import_string(one) for one in named if one)
