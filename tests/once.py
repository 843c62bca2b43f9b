"""What is costly to make, made once for all workers of a run: whoever needs it first makes it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that all workers share, and that one of them has filled.

    Parameters
    ----------
    make : fills the folder, which is new; called again by the next who asks if it fails.
    """
    shared = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / f"once-{name}", shared / f"once-{name}.done"
    with FileLock(shared / f"once-{name}.lock"):
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder
