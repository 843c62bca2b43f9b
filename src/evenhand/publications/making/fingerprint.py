"""The digest of a figure: of its numbers and of what they were made from."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

PARTS = ("result", "months", "quality", "inputs", "series")
"""What the digest is of, with the measure's version. Sentences of the page, pictures, the SQL and
the expected range, which depends on other forces, are not part of it."""


def fingerprint(parts: Mapping[str, Any]) -> str:
    """The digest of a figure whose parts are given, each under its own name.

    Raises
    ------
    KeyError
        If a part is missing.
    """
    content = {name: parts[name] for name in PARTS}
    return digest({**content, "measure_version": parts["result"]["measure_version"]})


def digest(content: Mapping[str, Any]) -> str:
    """The sha256 of some plain values, the same whatever the order of their keys."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
