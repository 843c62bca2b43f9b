"""The private log, and all logs together."""

from evenhand.audit.models import Checkpoint, Cosignature, Entry, Tile
from evenhand.ledger.log.tables import LEDGER, Log

AUDIT = Log("audit", Entry, Tile, Checkpoint, Cosignature)
ALL = (LEDGER, AUDIT)
