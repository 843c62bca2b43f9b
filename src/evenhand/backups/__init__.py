"""A whole site in one file, and back: its database, the files of its evidence, its lake.

An archive is a zip of data alone, with a manifest that has the SHA-256 of everything else in it.
"""

from evenhand.backups.restoring import check, restore
from evenhand.backups.taking import take

__all__ = ["check", "restore", "take"]
