"""Keeping the choice of hidden cells from telling anything about what they hide."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

from evenhand.stats.disclosure.release import Release
from evenhand.stats.errors import InvalidCounts

SPREAD = 3.0  # the dearest chance outcome costs this many times the cheapest
LEAST_SECRET = 16  # bytes


def secret_costs(release: Release, secret: bytes) -> Release:
    """Vary what hiding each cell costs by a secret, so that the choice cannot be replayed.

    Hiding 3 and 14 in the row 3, 14, 15 shows their sum, 17, and someone who has this program can
    tell that they are not 1 and 16: from 1, 16, 15 it would have hidden the 15. With costs that
    only the publisher can work out, each table that prints alike may have led to the same choice.
    One secret kept for good gives the same cells the same costs each time, so that successive
    releases do not drift apart.

    Parameters
    ----------
    release : what is about to be published.
    secret : 16 bytes or more, kept where keys are kept, and never published.

    Raises
    ------
    InvalidCounts
        If the secret is shorter than 16 bytes.

    Notes
    -----
    Replaying a known anonymiser is the minimality attack of Wong, Fu, Wang and Pei (2007).
    """
    if len(secret) < LEAST_SECRET:
        raise InvalidCounts(f"The secret needs {LEAST_SECRET} bytes or more.")
    costs = {
        cell: float(cost) * (1.0 + (SPREAD - 1.0) * _chance(secret, repr(cell)))
        for cell, cost in zip(release.cells, release.costs, strict=True)
    }
    return replace(release, cost=costs)


def _chance(secret: bytes, name: str) -> float:
    """A number from 0 to 1 that only the holder of the secret can work out."""
    digest = hmac.digest(secret, name.encode(), hashlib.sha256)
    return int.from_bytes(digest[:7], "big") / 2**56
