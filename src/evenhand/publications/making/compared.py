"""Forces beside each other, for the analyst: the funnel, and the log of each force's ratio."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from evenhand import stats
from evenhand.measures import Measure, Result
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.publications import charts
from evenhand.publications.charts import analyst
from evenhand.stats import Estimate

Rows = list[dict[str, Any]]


def compared(result: Result, measure: Measure) -> Rows:
    """Give each force's ratio as the pictures for analysts draw it.

    Returns
    -------
    For each force ``name``, ``ratio`` with its ends, ``error`` (the standard error of its log) and
    ``label``. All are None, but for the words, where fewer events than the measure asks for were
    counted in either group: such a ratio is not compared, and a small count is not shown.
    """
    if len(result.strata) != len(result.force_names):
        return []
    rate = measure.kind == "rate"
    return [
        _row(name, stratum, rate=rate, least=measure.minimum.events)
        for name, stratum in zip(result.force_names, result.strata, strict=True)
    ]


def _row(name: str, stratum: Sequence[float], *, rate: bool, least: int) -> dict[str, Any]:
    a, n, b, m = stratum
    if min(a, b) < least or min(n, m) <= 0:
        nothing = dict.fromkeys(("ratio", "ratio_low", "ratio_high", "error"))
        return {"name": name, **nothing, "label": say("too few to compare")}
    found: Estimate = (stats.ratio_of_rates if rate else stats.ratio_of_proportions)(a, n, b, m)
    error = sqrt(max(0.0, 1 / a + 1 / b - (0 if rate else 1 / n + 1 / m)))
    ends = [float(one) for one in (found.value, found.low, found.high)]
    _, low, high = numbers.times_with_range(*ends)
    return {
        "name": name,
        **dict(zip(("ratio", "ratio_low", "ratio_high"), ends, strict=True)),
        "error": error or None,
        "label": say("{low} to {high}", low=low, high=high),
    }


def draw(
    rows: Rows, *, centre: float | None, dispersion: Mapping[str, Any] | None, title: str
) -> dict[str, dict[str, str]]:
    """Draw both pictures in both widths; nothing where fewer than two forces can be compared.

    Parameters
    ----------
    rows : as :func:`compared` gives them.
    centre : the ratio within all forces.
    dispersion : how much more forces differ than chance would make them, where that is known.
    title : of the measure.
    """
    drawn = [row for row in rows if row["ratio"] and row["error"]]
    if len(drawn) < 2 or not centre:
        return {}
    said = [f"{row['name']} {row['label']}" for row in sorted(rows, key=_by_name)]
    words = {
        "description": say(
            "{rows}. The same numbers are in the table.",
            rows="; ".join(said),
        )
    }
    spread = stats.Overdispersion(**dispersion) if dispersion else None
    funnel, logs = {}, {}
    for width in charts.WIDTHS:
        funnel[str(width)] = analyst.funnel(
            rows,
            centre=centre,
            overdispersion=spread,
            width=width,
            name=f"funnel-{width}",
            title=say("{title}: each force’s ratio against how exactly it is known", title=title),
            **words,
        )
        logs[str(width)] = analyst.log_ratios(
            rows,
            width=width,
            name=f"log-ratios-{width}",
            title=say("{title}: each force’s ratio, on a log scale", title=title),
            **words,
        )
    return {"funnel": funnel, "log_ratios": logs}


def _by_name(row: Mapping[str, Any]) -> str:
    return str(row["name"]).casefold()
