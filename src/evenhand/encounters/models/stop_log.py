"""The tables of the log of stops: a third instance of those of the public log."""

from django.db import models

from evenhand.ledger.models import (
    AbstractCheckpoint,
    AbstractCosignature,
    AbstractEntry,
    AbstractTile,
)
from evenhand.ledger.tree.entries import MARKED_LEAF


class StopEntry(AbstractEntry):
    """That a stop was kept or corrected, in digests alone."""

    leaf = models.BinaryField(max_length=MARKED_LEAF)

    class Meta(AbstractEntry.Meta):
        db_table = "stops_entry"
        verbose_name_plural = "stop entries"


class StopTile(AbstractTile):
    """A tile of the log of stops."""

    class Meta(AbstractTile.Meta):
        db_table = "stops_tile"


class StopCheckpoint(AbstractCheckpoint):
    """A checkpoint of the log of stops."""

    class Meta(AbstractCheckpoint.Meta):
        db_table = "stops_checkpoint"


class StopCosignature(AbstractCosignature):
    """A witness's signature on a checkpoint of the log of stops."""

    class Meta(AbstractCosignature.Meta):
        db_table = "stops_cosignature"
