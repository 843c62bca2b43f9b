"""A measure's answer as tidy rows: one group a row, the range beside every number."""

from collections.abc import Iterator, Mapping
from typing import Any

OF_THE_ANSWER = (
    "measure",
    "measure_version",
    "force",
    "from",
    "to",
    "months_observed",
    "population",
    "includes_btp",
    "group_by",
    "reference",
    "rate_unit",
)
OF_THE_GROUP = (
    "group",
    "events",
    "exposure",
    "rate",
    "rate_low",
    "rate_high",
    "difference",
    "difference_low",
    "difference_high",
    "ratio",
    "ratio_low",
    "ratio_high",
    "ratio_if_unknown_all_reference",
    "ratio_if_unknown_all_group",
    "unknown_low",
    "unknown_high",
    "tipping_share",
    "within_force_ratio",
    "within_force_ratio_low",
    "within_force_ratio_high",
    "excess",
    "excess_low",
    "excess_high",
    "detectable_below",
    "detectable_above",
    "unstable",
)
COLUMNS = (*OF_THE_ANSWER, *OF_THE_GROUP, "status", "reason", "sentence")
NOT_KNOWN = "Not known"
NO_DATA = "no data"


def rows(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give a row for each group and one for those whose group is not known.

    ``status`` tells apart what looks alike in an empty cell: ``shown``, ``not shown`` (to protect
    people) and ``no data``. Zero is a number. ``reason`` says more.
    """
    shared = {name: answer.get(name) for name in OF_THE_ANSWER}
    shared["force"] = answer.get("force") or "; ".join(answer["forces"])
    for row in answer["rows"]:
        own = {name: row[name] for name in OF_THE_GROUP}
        yield (
            shared
            | own
            | {
                "status": _status(row["events"], suppressed=row["suppressed"]),
                "reason": row["status"],
                "sentence": row["sentence"],
            }
        )
    unknown = answer["unknown_events"]
    nothing = nothing_recorded(answer)
    yield shared | {
        "group": NOT_KNOWN,
        "events": None if nothing else unknown,
        "status": _status(unknown, suppressed=unknown is None) if not nothing else NO_DATA,
        "reason": "not recorded",
    }


def nothing_recorded(answer: Mapping[str, Any]) -> bool:
    """Tell whether what is asked was written down for nobody, so that zero would be untrue."""
    nobody = all(row["status"] == "nothing recorded" for row in answer["rows"])
    return nobody and not answer["unknown_exposure"]


def _status(events: int | None, *, suppressed: bool) -> str:
    if suppressed:
        return "not shown"
    return NO_DATA if events is None else "shown"
