"""The private log: who did or saw what."""

from evenhand.audit.models import Checkpoint, Cosignature, Entry, Tile
from evenhand.ledger.log.tables import Log

AUDIT = Log("audit", Entry, Tile, Checkpoint, Cosignature)
