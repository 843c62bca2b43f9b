"""The same statistics over anybody's dataframe: pandas, polars, Arrow or DuckDB in, the same out.

A table has one row for each group (and each force, month or whatever else ``by`` names), with a
column of counts and a column of exposures. The measures come back as new columns beside them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.differences import excess_events, rate_difference
from evenhand.stats.errors import InvalidTable
from evenhand.stats.estimate import Estimate, FloatArray
from evenhand.stats.frames import open_frame
from evenhand.stats.proportions import (
    difference_of_proportions,
    proportion,
    ratio_of_proportions,
)
from evenhand.stats.rates import rate
from evenhand.stats.ratios import ratio_of_rates
from evenhand.stats.standardise import indirect_ratio
from evenhand.stats.strata import mantel_haenszel_rate_ratio
from evenhand.stats.unknown import tipping_share, unknown_range


def rate_table(
    df: Any,
    *,
    events: str,
    exposure: str,
    group: str,
    reference: object,
    by: Sequence[str] = (),
    unknown: object = None,
    per: float = 1.0,
    method: str = "exact",
    ratio_method: str = "exact",
    confidence: float = 0.95,
) -> Any:
    """Add rates, ratios, differences and excess events to a table of counts.

    Parameters
    ----------
    df : a pandas, polars or PyArrow table, a polars lazy frame or a DuckDB relation.
    events, exposure, group : names of its columns of counts, of exposures and of groups.
    reference : the reference group's label; it must occur once in every set.
    by : columns that divide the table into sets (force, month), each with its own reference row.
    unknown : the label of records whose group nobody wrote down, if there is such a row: it gets no
        rate (its exposure is not read) and widens the others' range.
    per : rates and differences are given per this much exposure.
    method, ratio_method : as for ``rate`` and ``ratio_of_rates``.
    confidence : the share of such intervals that cover the truth.

    Returns
    -------
    The same kind of table, rows as they were, with ``rate``, ``ratio``, ``difference`` and
    ``excess`` (each also with ``_low`` and ``_high``) and, where ``unknown`` is given,
    ``ratio_if_unknown_all_reference``, ``ratio_if_unknown_all_group`` and ``tipping_share``. The
    reference's own ratio is 1 and its difference 0. NaN means "not defined".

    Raises
    ------
    InvalidTable
        If a column is missing or is not numbers, or a set lacks its reference or has a group twice.
    InvalidCounts
        If a count is negative or not whole, or an exposure is not above zero.

    Notes
    -----
    See ``rate``, ``ratio_of_rates``, ``rate_difference`` and ``unknown_range``.
    """
    frame = open_frame(df, events=events, exposure=exposure, group=group, by=by)
    a = frame.numbers(events)
    known = ~frame.is_group(unknown)
    n = np.full(a.shape, np.nan)
    n[known] = frame.numbers(exposure)[known]
    on = frame.reference_rows(reference, unknown)[known]
    four = (a[known], n[known], a[on], n[on])
    own = frame.is_group(reference)[known]
    rates = rate(*four[:2], per=per, method=method, confidence=confidence)
    ratios = ratio_of_rates(*four, method=ratio_method, confidence=confidence)
    gaps = rate_difference(*four, per=per, method=method, confidence=confidence)
    excess = excess_events(*four, method=method, confidence=confidence)
    columns = {
        **_columns("rate", rates),
        **_columns("ratio", _with_itself(ratios, own, 1.0)),
        **_columns("difference", _with_itself(gaps, own, 0.0)),
        **_columns("excess", _with_itself(excess, own, 0.0)),
    }
    if unknown is not None:
        not_recorded = frame.of_group_in_set(a, unknown)[known]
        columns |= _ignorance(four, not_recorded, own)
    return frame.with_columns(columns, known)


def proportion_table(
    df: Any,
    *,
    successes: str,
    trials: str,
    group: str,
    reference: object,
    by: Sequence[str] = (),
    ratio_method: str = "score",
    confidence: float = 0.95,
) -> Any:
    """Add proportions (such as find rates), their ratios and differences to a table of counts.

    Parameters
    ----------
    df, group, reference, by, confidence : as for ``rate_table``.
    successes, trials : names of its columns of counts; successes at most their trials.
    ratio_method : as for ``ratio_of_proportions``.

    Returns
    -------
    The same kind of table, rows as they were, with ``proportion``, ``ratio`` and ``difference``,
    each also with ``_low`` and ``_high``. The reference's own ratio is 1 and its difference 0. NaN
    means "not defined".

    Raises
    ------
    InvalidTable
        If a column is missing or is not numbers, or a set lacks its reference or has a group twice.
    InvalidCounts
        If a count is negative or not whole, or successes exceed trials.

    Notes
    -----
    See ``proportion``, ``ratio_of_proportions`` and ``difference_of_proportions``.
    """
    frame = open_frame(df, successes=successes, trials=trials, group=group, by=by)
    x, n = frame.numbers(successes), frame.numbers(trials)
    on = frame.reference_rows(reference)
    four = (x, n, x[on], n[on])
    own = frame.is_group(reference)
    ratios = ratio_of_proportions(*four, method=ratio_method, confidence=confidence)
    gaps = difference_of_proportions(*four, confidence=confidence)
    columns = {
        **_columns("proportion", proportion(x, n, confidence=confidence)),
        **_columns("ratio", _with_itself(ratios, own, 1.0)),
        **_columns("difference", _with_itself(gaps, own, 0.0)),
    }
    return frame.with_columns(columns, np.ones(x.shape, dtype=bool))


def within_table(
    df: Any,
    *,
    events: str,
    exposure: str,
    group: str,
    reference: object,
    strata: Sequence[str],
    confidence: float = 0.95,
) -> Any:
    """Put each group's pooled ratio beside its ratios within strata, one row for each group.

    A pooled figure is never to be shown without its within-area counterpart: they can move in
    opposite directions.

    Parameters
    ----------
    df, events, exposure, group, reference, confidence : as for ``rate_table``.
    strata : the columns that divide the table into strata, such as the force.

    Returns
    -------
    A new table of the same kind, groups in order of first appearance, without the reference:
    the group's column, ``strata`` (how many have the group), ``pooled_ratio`` (totals over totals,
    exact), ``within_ratio`` (Mantel-Haenszel) and ``indirect_ratio`` (observed over expected), each
    also with ``_low`` and ``_high``.

    Raises
    ------
    InvalidTable, InvalidCounts
        As for ``rate_table``.

    Notes
    -----
    See ``mantel_haenszel_rate_ratio`` and ``indirect_ratio``.
    """
    frame = open_frame(df, events=events, exposure=exposure, group=group, by=strata)
    a, n = frame.numbers(events), frame.numbers(exposure)
    on = frame.reference_rows(reference)
    rows: list[dict[str, object]] = []
    for label in dict.fromkeys(frame.groups):
        if label == reference:
            continue
        of = frame.is_group(label)
        four = (a[of], n[of], a[on][of], n[on][of])
        totals = [part.sum() for part in four]
        estimates = {
            "pooled_ratio": ratio_of_rates(*totals, confidence=confidence),
            "within_ratio": mantel_haenszel_rate_ratio(*four, confidence=confidence),
            "indirect_ratio": indirect_ratio(*four, confidence=confidence),
        }
        row: dict[str, object] = {group: label, "strata": int(of.sum())}
        for name, result in estimates.items():
            row |= {key: float(part) for key, part in _columns(name, result).items()}
        rows.append(row)
    if not rows:
        raise InvalidTable(f"there is no group to compare with {reference!r}")
    return frame.new_table({key: [row[key] for row in rows] for key in rows[0]})


def _with_itself(result: Estimate, own: NDArray[np.bool_], value: float) -> Estimate:
    # The reference compared with itself is certain, not a comparison of two samples.
    parts = (result.value, result.low, result.high)
    return Estimate(*(np.where(own, value, part) for part in parts))


def _ignorance(
    four: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
    not_recorded: FloatArray,
    own: NDArray[np.bool_],
) -> dict[str, FloatArray]:
    span = unknown_range(*four, not_recorded)
    columns = {
        "ratio_if_unknown_all_reference": span.if_all_reference,
        "ratio_if_unknown_all_group": span.if_all_group,
        "tipping_share": tipping_share(*four, not_recorded),
    }
    return {name: np.where(own, np.nan, values) for name, values in columns.items()}


def _columns(name: str, result: Estimate) -> dict[str, FloatArray]:
    return {name: result.value, f"{name}_low": result.low, f"{name}_high": result.high}
