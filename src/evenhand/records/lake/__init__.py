"""Records that were loaded, as Parquet by power, force and month; never changed, only added to.

A lake is a folder. `manifest/000001.json` and its successors each add force-months, all or none;
a file that no manifest names does not exist. So an import that is killed leaves nothing behind
that anyone can see, and a force-month supplied again stands beside its earlier version.
"""

from evenhand.records.lake.manifest import Commit, ForceMonth, SourceFile
from evenhand.records.lake.reading import Lake
from evenhand.records.lake.writing import Writer

__all__ = ["Commit", "ForceMonth", "Lake", "SourceFile", "Writer"]
