"""Folders that last as long as the tests: what is made once for all of them lies there."""

import atexit
from pathlib import Path
from tempfile import TemporaryDirectory


def lasting_folder() -> Path:
    """A new empty folder, removed when this process of the tests ends."""
    kept = TemporaryDirectory(prefix="evenhand-tests-")
    atexit.register(kept.cleanup)
    return Path(kept.name)
