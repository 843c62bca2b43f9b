"""The two tests of visibility over anybody's dataframe: one row comes back for each group.

Where a test is refused its row says why, and holds no number.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.darkness import veil_of_darkness
from evenhand.stats.errors import CannotTell, InvalidTable
from evenhand.stats.estimate import Estimate, FloatArray, Range
from evenhand.stats.frames import Frame, open_frame
from evenhand.stats.visibility import visibility_test

Flags = NDArray[np.bool_]


def visibility_table(
    df: Any,
    *,
    stops: str,
    seen: str,
    group: str,
    reference: object,
    unknown: object = None,
    by: Sequence[str] = (),
    answers: tuple[object, object, object] = ("yes", "no", "unsure"),
    method: str = "exact",
    confidence: float = 0.95,
) -> Any:
    """Test the visibility of each group in a table of counts.

    Parameters
    ----------
    df : a pandas, polars or PyArrow table, a polars lazy frame or a DuckDB relation, one row for
        each group and answer (and set).
    stops, seen, group : names of its columns of counts, of officers' answers and of groups.
    reference : the reference group's label.
    unknown : the label of stops whose group nobody wrote down; so are those without a label.
    by : columns that divide the table into sets (force, quarter).
    answers : how "could see", "could not see" and "unsure" are written; a stop with no answer is in
        none of the three, and to be counted beside.
    method, confidence : as for ``visibility_test``.

    Returns
    -------
    A new table of the same kind, one row for each set and group but the reference: ``odds_ratio``,
    ``share_seen`` and ``share_not_seen``, each also with ``_low`` and ``_high``;
    ``odds_ratio_if_unsure_seen``, ``odds_ratio_if_unsure_not_seen``,
    ``odds_ratio_if_unknown_low`` and ``_high``; and ``refused``: why there is no answer, or null.

    Raises
    ------
    InvalidTable
        If a column is missing or is not numbers, or a set has a group and answer twice.
    InvalidCounts
        If a count is negative or not whole.

    Notes
    -----
    See ``visibility_test``.
    """
    frame = open_frame(df, stops=stops, group=group, by=[*by, seen])
    counts = frame.numbers(stops)
    of_answer = [np.array([each == said for each in frame.values(seen)]) for said in answers]

    def test(label: object, here: Flags) -> dict[str, object]:
        own, other, nobody = (
            [float(counts[here & of & each].sum()) for each in of_answer]
            for of in (frame.is_group(label), frame.is_group(reference), _unknown(frame, unknown))
        )
        found = visibility_test(
            *own[:2],
            *other[:2],
            unsure=own[2],
            reference_unsure=other[2],
            unknown_seen=nobody[0],
            unknown_not_seen=nobody[1],
            method=method,
            confidence=confidence,
        )
        return {
            **_said("odds_ratio", found.odds_ratio),
            **_said("share_seen", found.share_seen),
            **_said("share_not_seen", found.share_not_seen),
            "odds_ratio_if_unsure_seen": float(found.if_unsure_seen),
            "odds_ratio_if_unsure_not_seen": float(found.if_unsure_not_seen),
            **_ends(found.if_unknown),
        }

    parts = ("odds_ratio", "share_seen", "share_not_seen")
    names = [f"{part}{end}" for part in parts for end in ("", "_low", "_high")]
    names += ["odds_ratio_if_unsure_seen", "odds_ratio_if_unsure_not_seen", *ENDS]
    return _each_group(frame, test, names, group=group, by=by, left_out=(reference, unknown))


def darkness_table(
    df: Any,
    *,
    group: str,
    reference: object,
    minute: str,
    sunset: str,
    dusk: str,
    day: str,
    unknown: object = None,
    area: str | None = None,
    cluster: str | None = None,
    by: Sequence[str] = (),
    degrees: int = 6,
    confidence: float = 0.95,
) -> Any:
    """Draw the veil of darkness over each group in a table of stops.

    Parameters
    ----------
    df : as for ``visibility_table``, but one row for each stop.
    group, minute, sunset, dusk, day, area, cluster : names of its columns, as ``veil_of_darkness``
        takes them; ``group`` holds labels.
    reference, unknown, by : as for ``visibility_table``.
    degrees, confidence : as for ``veil_of_darkness``.

    Returns
    -------
    A new table of the same kind, one row for each set and group but the reference: ``odds_ratio``
    and ``crude``, each also with ``_low`` and ``_high``, ``odds_ratio_if_unknown_low`` and
    ``_high``, ``stops`` that were compared, and ``refused``: why there is no answer, or null.

    Raises
    ------
    InvalidTable
        If a column is missing or is not numbers.
    InvalidCounts
        If a time is no minute of the day, or a stop has no date.

    Notes
    -----
    See ``veil_of_darkness``.
    """
    numbers = {"minute": minute, "sunset": sunset, "dusk": dusk}
    named = {name: name for name in (area, cluster) if name is not None}
    frame = open_frame(df, group=group, by=by, repeated=True, day=day, **numbers, **named)
    at, sets, ends = (frame.numbers(name) for name in numbers.values())
    days = np.array(frame.values(day), dtype="datetime64[D]")
    areas, clusters = (
        None if name is None else np.array(frame.values(name), dtype=object)
        for name in (area, cluster)
    )
    nobody = _unknown(frame, unknown)

    def test(label: object, here: Flags) -> dict[str, object]:
        own, other = frame.is_group(label), frame.is_group(reference)
        used = here & (own | other | nobody)
        of = np.where(own, 1.0, np.where(other, 0.0, np.nan))[used]
        found = veil_of_darkness(
            of,
            at[used],
            sets[used],
            ends[used],
            days[used],
            area=None if areas is None else areas[used],
            cluster=None if clusters is None else clusters[used],
            degrees=degrees,
            confidence=confidence,
        )
        return {
            **_said("odds_ratio", found.odds_ratio),
            **_said("crude", found.crude),
            **_ends(found.if_unknown),
            "stops": float(found.light + found.dark + found.reference_light + found.reference_dark),
        }

    names = [f"{part}{end}" for part in ("odds_ratio", "crude") for end in ("", "_low", "_high")]
    names += [*ENDS, "stops"]
    return _each_group(frame, test, names, group=group, by=by, left_out=(reference, unknown))


ENDS = ("odds_ratio_if_unknown_low", "odds_ratio_if_unknown_high")


def _each_group(
    frame: Frame,
    test: Callable[[object, Flags], dict[str, object]],
    names: list[str],
    *,
    group: str,
    by: Sequence[str],
    left_out: tuple[object, object],
) -> Any:
    keys = list(zip(*(frame.values(name) for name in by), strict=True)) if by else []
    keys = keys or [()] * len(frame.groups)
    some = ~_unknown(frame, None)
    given = dict.fromkeys(np.array(frame.groups, dtype=object)[some].tolist())
    labels = [one for one in given if one not in left_out]
    if not labels:
        raise InvalidTable(f"there is no group to compare with {left_out[0]!r}")
    columns: dict[str, list[object]] = {name: [] for name in [*by, group, *names, "refused"]}
    for key in dict.fromkeys(keys):
        here = np.array([each == key for each in keys], dtype=bool)
        for label in labels:
            row: dict[str, object] = {**dict(zip(by, key, strict=True)), group: label}
            try:
                row |= test(label, here)
            except CannotTell as refusal:
                row["refused"] = str(refusal)
            for name, cells in columns.items():
                cells.append(row.get(name, float("nan") if name in names else None))
    return frame.new_table(columns)


def _unknown(frame: Frame, label: object) -> Flags:
    # pandas has NaN where others have no label; it alone is not equal to itself.
    bare = np.array([each is None or each != each for each in frame.groups], dtype=bool)  # noqa: PLR0124
    return np.asarray(frame.is_group(label) | bare)


def _said(name: str, found: Estimate) -> dict[str, object]:
    parts: dict[str, FloatArray] = {"": found.value, "_low": found.low, "_high": found.high}
    return {f"{name}{end}": float(part) for end, part in parts.items()}


def _ends(span: Range) -> dict[str, object]:
    return dict(zip(ENDS, (float(span.low), float(span.high)), strict=True))
