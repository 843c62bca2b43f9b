"""Everyone together: the figure that the groups are parts of."""

import numpy as np

from evenhand import stats
from evenhand.measures.compare import Table
from evenhand.measures.result import Overall
from evenhand.measures.schema import Measure
from evenhand.measures.words import notes
from evenhand.measures.words.rows import searches


def overall(
    measure: Measure, table: Table, *, residents: bool, hidden: bool, left_out: bool
) -> Overall:
    """Give the figure for everyone, people whose group is not known among them.

    Parameters
    ----------
    measure : whose thresholds hold.
    table : the counts.
    residents : False where there is nobody living in the area to set a rate against.
    hidden : every group is hidden, so that the total must not be known either.
    left_out : some records do not say what is asked.
    """
    events = int(table.events.sum() + table.unknown_events.sum())
    exposure = float(table.exposure.sum() + table.unknown_exposure.sum())
    parts = [events, exposure, exposure - events] if table.share else [events]
    if hidden or any(0 < part < measure.minimum.shown for part in parts):
        return Overall(None, None, None, None, None, None)
    if exposure == 0 or not (table.share or residents):
        known = None if table.share else events  # none recorded is not none
        return Overall(known, exposure if table.share else None, None, None, None, None)
    found = (
        stats.proportion(np.int64(events), exposure)
        if table.share
        else stats.rate(events, exposure, per=measure.per)
    )
    rate, low, high = float(found.value), float(found.low), float(found.high)
    whose = searches(measure, left_out=left_out) if table.share else None
    sentence = notes.everyone(rate, low, high, searches=whose)
    return Overall(events, exposure, rate, low, high, sentence)
