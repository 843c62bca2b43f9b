"""Takes a group, and all that is made from its count, out of a result."""

from typing import Any

from evenhand.measures.words.messages import say
from evenhand.measures.words.people import people

KEPT = frozenset({"group", "suppressed", "sentence", "status"})
COMPARED = ("ratio", "difference", "excess", "within_force_ratio")
UNKNOWN = (
    *("ratio_if_unknown_all_reference", "ratio_if_unknown_all_group", "tipping_share"),
    *("unknown_low", "unknown_high", "unknown_sentence"),
)
SEEN = ("detectable_below", "detectable_above", "detectable_sentence", "unstable")
NOT_SHOWN = "not shown"


def hide_group(result: dict[str, Any], group: str) -> None:
    """Hide a group's row: its count and every number, range and sentence made from it.

    Hiding the reference group hides every comparison with it. The number for everyone together goes
    with any hidden group, because the others taken from it would give the group back.
    """
    for row in result["rows"]:
        if row["group"] == group:
            row.update(dict.fromkeys(set(row) - KEPT))
            row.update(suppressed=True, status=NOT_SHOWN, sentence=_sentence(group))
        elif group == result["reference"] and not row["suppressed"]:
            _forget_comparison(row)
    if group in {result["reference"], result["ratio_group"]}:
        _forget_headline(result, _sentence(group))
    result["overall"] = None
    result["notes"] = []


def hide_unknown(result: dict[str, Any]) -> None:
    """Hide how many records have no known group, and every range made from that."""
    for key in ("unknown_events", "unknown_exposure", "unknown_share", "left_out"):
        result[key] = None
    for row in result["rows"]:
        row.update(dict.fromkeys(UNKNOWN))
    result["overall"] = None
    result["notes"] = []


def _forget_comparison(row: dict[str, Any]) -> None:
    for name in COMPARED:
        row.update(dict.fromkeys((name, f"{name}_low", f"{name}_high")))
    row.update(dict.fromkeys((*UNKNOWN, *SEEN)))
    row.update(
        status="alone",
        sentence=say(
            "{group} cannot be compared, because the group they are compared with is not shown.",
            group=_capital(people(row["group"])),
        ),
    )


def _forget_headline(result: dict[str, Any], sentence: str) -> None:
    for name in ("pooled_ratio", "within_force_ratio"):
        result.update(dict.fromkeys((name, f"{name}_low", f"{name}_high")))
    result.update(smallest_detectable_ratio=None, sentence=sentence)


def _sentence(group: str) -> str:
    return say(
        "Not shown to protect people: the number for {group} is small, or would let a small "
        "number be worked out.",
        group=people(group),
    )


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
