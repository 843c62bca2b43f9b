"""The 50% interval of every rate, beside its 95% one: the thick part of a mark in a picture."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from evenhand import stats


def add_half_intervals(result: dict[str, Any], *, share: bool) -> None:
    """Add to each row the 50% interval of its rate, by the method of its 95% one."""
    for row in result["rows"]:
        low, high = (None, None) if row["rate"] is None else _half(row, share=share)
        row["rate_low_50"], row["rate_high_50"] = low, high


def _half(row: Mapping[str, Any], *, share: bool) -> tuple[float, float]:
    events, exposure = np.array([row["events"]]), np.array([row["exposure"]])
    if share:
        found = stats.proportion(events, exposure, confidence=0.5)
    else:
        found = stats.rate(events, exposure, per=1000, confidence=0.5)
    return float(found.low[0]), float(found.high[0])
