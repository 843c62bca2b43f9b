"""Whether a result moved since the months before, or whether nobody can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from evenhand import stats
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.stats import combine

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """What can be said of a change.

    Attributes
    ----------
    changed : true, or false where we cannot tell.
    sentence : what changed, or that we cannot tell.
    seen : how large a change would have had to be to be seen; nothing where that is not known.
    """

    changed: bool
    sentence: str
    seen: str | None


def between(now: Mapping[str, Any], before: Mapping[str, Any], *, kind: str) -> Change | None:
    """Compare the ratio of two results of one measure over two periods.

    Parameters
    ----------
    now, before : results as plain values, ``before`` over the months just before ``now``.
    kind : the measure's: ``rate``, ``share`` or ``agreement``.

    Returns
    -------
    Nothing where one of the two has no ratio.
    """
    later, earlier = _focus(now), _focus(before)
    if None in (later.get("ratio"), earlier.get("ratio")):
        return None
    moved = combine.ratio(_estimate(later), _estimate(earlier))
    low, high = float(moved.low), float(moved.high)
    if not (isfinite(low) and isfinite(high)):
        return None
    ends = dict(zip(("low", "high"), numbers.times_range(low, high), strict=True))
    seen = _seen(before, earlier, kind=kind)
    if low <= 1 <= high:
        return Change(False, _cannot_tell(ends), seen)
    return Change(True, _rose(ends) if low > 1 else _fell(ends), None)


def _cannot_tell(ends: dict[str, str]) -> str:
    return say(
        "We cannot tell whether that changed since the 12 months before: it is likely to be "
        "between {low} and {high} times what it was.",
        **ends,
    )


def _rose(ends: dict[str, str]) -> str:
    return say(
        "That rose since the 12 months before, to between {low} and {high} times what it was.",
        **ends,
    )


def _fell(ends: dict[str, str]) -> str:
    return say(
        "That fell since the 12 months before, to between {low} and {high} times what it was.",
        **ends,
    )


def _seen(before: Mapping[str, Any], earlier: Row, *, kind: str) -> str | None:
    if kind != "rate":
        return None
    reference = next(row for row in before["rows"] if row["group"] == before["reference"])
    ends = [
        earlier["ratio"]
        * float(
            stats.smallest_detectable_change_in_ratio(
                earlier["events"], reference["events"], direction=direction
            )
        )
        for direction in ("fall", "rise")
    ]
    if not all(isfinite(end) for end in ends):
        return None
    low, high = numbers.times_range(ends[0], ends[1])
    return say(
        "It was {ratio} times. It would have had to fall below {low} or rise above {high} to be "
        "seen.",
        ratio=numbers.times(earlier["ratio"]),
        low=low,
        high=high,
    )


def _focus(result: Mapping[str, Any]) -> Row:
    rows: list[Row] = result["rows"]
    return next((row for row in rows if row["group"] == result["ratio_group"]), {})


def _estimate(row: Row) -> stats.Estimate:
    return stats.estimate.estimate(row["ratio"], row["ratio_low"], row["ratio_high"])
