"""Takes a group, and all that is made from its count, out of a result."""

from typing import Any

from evenhand.measures import Measure
from evenhand.measures.words import notes, numbers
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


def hide_group(result: dict[str, Any], group: str, *, beside: bool = False) -> None:
    """Hide a group's row: its count and every number, range and sentence made from it.

    Hiding the reference group hides every comparison with it. The number for everyone together goes
    with any hidden group, because the others taken from it would give the group back. ``beside``
    says that figures published before had a part in it.
    """
    why = _beside(group) if beside else _sentence(group)
    for row in result["rows"]:
        if row["group"] == group:
            row.update(dict.fromkeys(set(row) - KEPT))
            row.update(suppressed=True, status=NOT_SHOWN, sentence=why)
        elif group == result["reference"] and not row["suppressed"]:
            _forget_comparison(row)
    if group in {result["reference"], result["ratio_group"]}:
        _forget_headline(result, why)
    result["overall"] = None
    result["notes"] = []


def hide_unknown(result: dict[str, Any], measure: Measure) -> None:
    """Hide how many records have no known group, and every range made from that."""
    _forget_share(result, measure)
    for key in ("unknown_events", "unknown_exposure"):
        result[key] = None
    for row in result["rows"]:
        row.update(dict.fromkeys(UNKNOWN))
    result["overall"] = None
    result["notes"] = []


def hide_everybody(result: dict[str, Any], measure: Measure) -> None:
    """Hide the numbers of everyone together, and the share that would give them back."""
    _forget_share(result, measure)
    for row in result["rows"]:
        row["unknown_sentence"] = None
    result["overall"] = None
    result["notes"] = []


def hide_left_out(result: dict[str, Any], measure: Measure) -> None:
    """Hide how many records do not say what was asked."""
    words = measure.sentences.left_out
    if words is not None:
        told = {say(words, share=numbers.of_every_100(share / 1000)) for share in range(1001)}
        result["warnings"] = [one for one in result["warnings"] if one not in told]
    result.update(left_out=None, notes=[])
    if measure.kind == "agreement":  # there the unknown are the searches that were left out
        result.update(unknown_events=None, unknown_exposure=None, unknown_share=None)


def hide_agreement(result: dict[str, Any]) -> None:
    """Hide both views laid out against each other: only the rows of the measure are protected."""
    found = result.get("agreement")
    if found is not None:
        kept = {"groups", "rows_are", "columns_are"}
        found.update(dict.fromkeys(set(found) - kept))
    result["notes"] = []


def _forget_share(result: dict[str, Any], measure: Measure) -> None:
    share = result["unknown_share"]
    if share is None:
        return
    seen = measure.group_by == "officer-defined"
    told = notes.unknown_share(share, seen_by_officers=seen, power=measure.power)
    warnings = [one for one in result["warnings"] if one != told]
    result.update(unknown_share=None, warnings=[*warnings, notes.unknown_hidden()])


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


def _beside(group: str) -> str:
    return say(
        "Not shown to protect people: the number for {group} is small, or would let a small "
        "number be worked out, from here or together with figures published before.",
        group=people(group),
    )


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
