"""Whether a record that comes again says what was kept, whatever the rules have become since.

A record is judged once, when it first comes. Sent again it may use a code that has gone, or name a
team that has ended; what it says is then compared with what was kept, letter for letter.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.encounters import rules
from evenhand.encounters.arriving.columns import said
from evenhand.encounters.arriving.splitting import Apart, split, whole
from evenhand.ledger.kept import REDACTED

GONE = (None, "", REDACTED)
"""What stands where something was erased or taken out: the digest then says what it was."""
NOT_GIVEN: tuple[Any, ...] = (None, [], {})
POINT = ("latitude", "longitude")


class _Other(ValueError):
    """They do not say the same."""


def says_the_same(
    raw: Mapping[str, Any], *, opened: Mapping[str, Any], apart: Apart, digest: str
) -> bool:
    """Whether what was sent is the record that was kept.

    Parameters
    ----------
    raw : the record as it was sent now.
    opened, apart : both parts of the version that was kept first, as far as they are still there.
    digest : of all that it said when it came; see :func:`~.columns.said`.
    """
    try:
        record = _as_kept(rules.read(raw), whole(opened, apart))
        for name in POINT:
            if type(record["place"][name]) is int:
                record["place"][name] = float(record["place"][name])
        return said(*split(record)) == digest
    except (rules.Unreadable, ValueError, OverflowError):  # or what no record says
        return False


def _as_kept(raw: Any, kept: Any) -> Any:
    """What was sent, written as it is kept: what was left out filled in, moments in one form."""
    if isinstance(kept, Mapping):
        given = {} if raw is None else raw
        if not isinstance(given, Mapping):
            raise _Other
        if any(value not in NOT_GIVEN for name, value in given.items() if name not in kept):
            raise _Other
        return {name: _as_kept(given.get(name), value) for name, value in kept.items()}
    if isinstance(kept, list):
        given = [] if raw is None else raw
        if not isinstance(given, list) or len(given) != len(kept):
            raise _Other
        return [_as_kept(*pair) for pair in zip(given, kept, strict=True)]
    if raw == kept and isinstance(raw, bool) == isinstance(kept, bool):
        return kept
    if kept in GONE and (raw is None or type(raw) in {str, int, float}):
        return raw
    if isinstance(raw, str) and isinstance(kept, str) and _moment(raw) == kept:
        return kept
    raise _Other


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return ""
