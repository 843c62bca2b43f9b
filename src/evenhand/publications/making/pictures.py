"""Turns a result into the rows that each picture draws."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from evenhand.measures.words import numbers
from evenhand.measures.words.messages import language, say
from evenhand.measures.words.people import at_the_start, people
from evenhand.measures.words.powers import said_of
from evenhand.publications import charts
from evenhand.publications.making import wording

Rows = list[dict[str, Any]]


def draw(
    result: Mapping[str, Any],
    about: Mapping[str, Any],
    months: Rows,
    *,
    series: Mapping[str, Any],
    expected: Mapping[str, Any],
) -> dict[str, Any]:
    """Draw every picture this figure can have, in both widths.

    Returns
    -------
    ``{"rates": {"340": svg, "620": svg}, ...}``; a picture that cannot be drawn is left out.
    """
    share = about["kind"] != "rate"
    picture = partial(charts.rates, everyone=everyone(result, share=share))
    drawn = {}
    by_group = rates(result, share=share)
    if any(row["rate"] is not None for row in by_group):
        drawn["rates"] = _both(picture, by_group, "rates", about["title"], _seen)
    unknown = unknown_rows(result)
    if unknown:
        title = say("How far each answer could lie if ethnicity had been recorded every time")
        drawn["unknown"] = _both(charts.unknown, unknown, "unknown", title, _seen)
    thousand = of_thousand(result, about)
    if thousand:
        title = say("Of every 1,000 people")
        drawn["people"] = _both(charts.people, thousand, "people", title, _seen)
    if months:
        drawn["months"] = _months_drawn(language(), json.dumps(months), about["power"])
    if _has_rates(series, about["focus"]):
        drawn["over_time"] = _over_time(series, about)
    if "low" in expected:
        drawn["expected"] = _expected(result, expected)
    return drawn


def _has_rates(series: Mapping[str, Any], focus: str) -> bool:
    """Tell whether at least two points of the group in question can be drawn."""
    groups = [(one["groups"].get(focus) or {}) for one in series.get("points", [])]
    return sum(group.get("rate") is not None for group in groups) > 1


def _over_time(series: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, str]:
    share = about["kind"] != "rate"
    return {
        str(width): charts.over_time(
            dict(series),
            focus=about["focus"],
            width=width,
            name=f"over-time-{width}",
            title=say("{title}, over time", title=about["title"]),
            description=wording.over_time_seen(series, about["focus"], share=share),
            share=share,
        )
        for width in charts.WIDTHS
    }


def _expected(result: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, str]:
    row = next(one for one in result["rows"] if one["group"] == result["ratio_group"])
    drawn = {
        "value": row["ratio"],
        "low": row["ratio_low"],
        "high": row["ratio_high"],
        "expected_low": found["low"],
        "expected_high": found["high"],
        "unknown_low": row["unknown_low"],
        "unknown_high": row["unknown_high"],
        "same": 1,
    }
    return {
        str(width): charts.expected(
            drawn,
            width=width,
            name=f"expected-{width}",
            title=say("This force, and where it would be expected"),
            description=found["sentence"],
        )
        for width in charts.WIDTHS
    }


@lru_cache(maxsize=8)
def _months_drawn(_: Callable[[str], str], months: str, power: str) -> dict[str, str]:
    """Every measure of a force and period has the same months: draw them once in a language."""
    title = said_of(power, "Searches of people recorded each month")
    seen = partial(_months_seen, power=power)
    return _both(charts.months, json.loads(months), "months", title, seen)


def _both(
    picture: Callable[..., str], rows: Rows, name: str, title: str, seen: Callable[[Rows], str]
) -> dict[str, str]:
    return {
        str(width): picture(
            rows, width=width, name=f"{name}-{width}", title=title, description=seen(rows)
        )
        for width in charts.WIDTHS
    }


def _seen(rows: Rows) -> str:
    said = [f"{row['group']} {row['label']} {row.get('range', '')}".strip() for row in rows]
    return say("{rows}. The same numbers are in the table.", rows="; ".join(said))


def _months_seen(rows: Rows, *, power: str) -> str:
    if "forces" in rows[0]:
        return wording.months_together(rows)
    return wording.months_seen(rows, usual(rows), power=power)


def usual(rows: Rows) -> int:
    """The middle count of the months that are whole: a usual month."""
    whole = sorted(row["count"] for row in rows if row["status"] == "whole")
    return int(whole[len(whole) // 2]) if whole else 0


def rates(result: Mapping[str, Any], *, share: bool) -> Rows:
    """Rows of the picture of rates, with the 50% interval beside the 95% one."""
    times = 100 if share else 1
    rows = []
    for row in result["rows"]:
        label, between = wording.rate_with_range(row, share=share)
        keys = ("rate", "rate_low", "rate_high", "rate_low_50", "rate_high_50")
        values = {key: None if row[key] is None else row[key] * times for key in keys}
        rows.append({"group": row["group"], **values, "label": label, "range": between})
    return rows


def everyone(result: Mapping[str, Any], *, share: bool) -> float | None:
    """The rate of all groups together, in the units shown; nothing where it is hidden."""
    overall = result.get("overall")
    if overall is None or overall["rate"] is None:
        return None
    return float(overall["rate"]) * (100 if share else 1)


def unknown_rows(result: Mapping[str, Any]) -> Rows:
    """Rows of the picture of what we do not know: every group whose ratio has both ends."""
    rows = []
    for row in result["rows"]:
        ends = (row["unknown_low"], row["unknown_high"])
        if None in ends or row["group"] == result["reference"] or ends[0] == ends[1]:
            continue
        low, high = numbers.times_range(*ends)
        rows.append(
            {
                "group": row["group"],
                "low": ends[0],
                "high": ends[1],
                "label": say("{low} to {high}", low=low, high=high),
            }
        )
    return rows


def of_thousand(result: Mapping[str, Any], about: Mapping[str, Any]) -> Rows:
    """Rows of the picture of a thousand: the group in question and the one it is compared with.

    Only for rates from 1 to 1,000 in 1,000; below that a picture of whole marks would show nothing.
    """
    if about["kind"] != "rate":
        return []
    wanted = {about["focus"], result["reference"]}
    rows = [row for row in result["rows"] if row["group"] in wanted and row["rate"] is not None]
    if len(rows) != len(wanted) or any(not 1 <= row["rate"] <= charts.THOUSAND for row in rows):
        return []
    return [
        {
            "group": row["group"],
            "name": at_the_start(people(row["group"])),
            "of_thousand": round(row["rate"]),
            "label": said_of(
                about["power"],
                "about {count} searches for every 1,000",
                count=f"{row['rate']:.0f}",
            ),
        }
        for row in rows
    ]
