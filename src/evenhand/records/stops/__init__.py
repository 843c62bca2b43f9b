"""Vehicle stops: a second kind of records, kept in a lake of their own inside the lake's folder.

Their snapshots hold more about a stop than anybody publishes about a search, so they lie in a
folder that can be given to fewer people: ``stops`` in the folder that ``--lake`` names. There
they are written as searches are: immutable, versioned, all or nothing.
"""

from evenhand.records.stops.coding import StopRow
from evenhand.records.stops.snapshot import Month, Snapshot, folder, open_stops, take

__all__ = ["Month", "Snapshot", "StopRow", "folder", "open_stops", "take"]
