"""Answers kept by the fingerprint of what went in, so that nothing is drawn twice."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

FORM = 1
"""Raised whenever the model or the way of drawing changes: older answers are then not read."""


def kept(
    folder: Path | None,
    key: str,
    make: Callable[[], dict[str, Any]],
    *,
    again: bool = False,
) -> dict[str, Any]:
    """Return the answer kept under a key, or make it and keep it.

    What is cut short or is not the answer to this key is made again. Two processes may write at
    once: a file is there whole or not at all.
    """
    if folder is None:
        return make()
    path = folder / f"{key}.json"
    found = None if again else _read(path, key)
    if found is not None:
        return found
    answer = make()
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"key": key, "answer": answer}, file)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return answer


def _read(path: Path, key: str) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict) or told.get("key") != key:
        return None
    answer = told.get("answer")
    return answer if isinstance(answer, dict) else None
