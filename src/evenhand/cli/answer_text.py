"""A measure's answer for a person at a terminal: sentences, then the table, then what to know."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from evenhand.cli.answer_csv import NO_DATA, nothing_recorded
from evenhand.cli.tables import columns
from evenhand.measures.words import numbers
from evenhand.measures.words.notes import (
    explanation,
    likely_range,
    listed,
    period,
    transport_police,
    wide_range,
)

NOT_SHOWN = "not shown"  # to protect people
NO_RATE = "no rate"  # nobody lives there, or too few people do
TOO_FEW = "too few"
NO_RATIO = "no ratio"
NO_RANGE = "no range"  # the unknown could move the ratio without a limit that can be given
HEADINGS = {
    "group": "Group",
    "events": "Events",
    "rate": "Rate",
    "rate_range": "Likely range",
    "ratio": "Ratio",
    "ratio_range": "Likely range",
    "unknown_range": "If unknown",
}
WITHIN = {"within": "Within forces", "within_range": "Likely range"}
NUMBERS = ("events", "rate", "ratio", "within")
COMPARISONS = ("compared", "cannot tell")
FEW_ROWS = 6  # with more groups the table says it better than as many sentences

Row = Mapping[str, Any]


def text(answer: Row, *, width: int | None) -> str:
    """Write the whole answer.

    Parameters
    ----------
    answer : what ``Result.as_json`` gives.
    width : where to break lines; None leaves sentences whole.
    """
    sentences = list(_sentences(answer))
    behind = [line for line in _behind(answer) if not _said(line, sentences)]
    warnings = [line for line in answer["warnings"] if not _said(line, [*sentences, *behind])]
    parts = [
        f"{answer['title']}\n{_whose(answer)}",
        *(_wrapped(sentence, width) for sentence in sentences),
        "\n".join(_wrapped(line, width) for line in _how_to_read(answer)),
        _table(answer),
        "\n".join(_wrapped(line, width) for line in behind),
        "\n".join(_wrapped(f"Bear in mind: {line}", width) for line in answer["caveats"]),
        "\n".join(_wrapped(f"Warning: {line}", width) for line in warnings),
    ]
    return "\n\n".join(part for part in parts if part)


def _said(sentence: str, before: list[str]) -> bool:
    """Whether it was said already, perhaps with more after it."""
    return any(each.startswith(sentence) for each in before)


def _whose(answer: Row) -> str:
    names = listed(answer["force_names"])
    return f"{names}, {period(answer['from'], answer['to'])}"


def _sentences(answer: Row) -> Iterator[str]:
    """The headline, what the unknown could change about it, and the other groups' sentences."""
    focus = [row for row in answer["rows"] if row["group"] == answer["ratio_group"]]
    rest = [row for row in answer["rows"] if row not in focus]
    if len(answer["rows"]) > FEW_ROWS or nothing_recorded(answer):
        rest = []  # of what nobody wrote down, every group's sentence says the same
    yield answer["sentence"] + "".join(_care(row) for row in focus)
    for row in focus:
        if row["unknown_sentence"]:
            yield row["unknown_sentence"]
    for row in [*focus, *rest]:
        if row["sentence"] != answer["sentence"]:
            yield row["sentence"] + _care(row)
        if row.get("detectable_sentence"):
            yield row["detectable_sentence"]


def _care(row: Row) -> str:
    """What to add to a sentence whose range says little."""
    return f" {wide_range()}" if row["unstable"] and row["status"] in COMPARISONS else ""


def _how_to_read(answer: Row) -> Iterator[str]:
    """What the sentences' ranges are, and what a difference is evidence of. Said once."""
    if any(row["rate"] is not None for row in answer["rows"]):
        yield likely_range(unknown=any(row["unknown_sentence"] for row in answer["rows"]))
    if any(row["status"] == "compared" for row in answer["rows"]):
        yield explanation()


def _table(answer: Row) -> str:
    several = len(answer["force_names"]) > 1
    headings = HEADINGS | (WITHIN if several else {})
    unbounded = NOT_SHOWN if answer["unknown_events"] is None else NO_RANGE
    lines = []
    heading = ""
    for row in answer["rows"]:
        family, _, group = row["group"].rpartition(": ")
        if family not in ("", heading):
            lines.append(dict.fromkeys(headings, "") | {"group": family})
        heading = family or heading
        name = f"  {group}" if family else group
        cells = _cells(row, share=answer["rate_unit"] == "share", unbounded=unbounded)
        lines.append({"group": name} | cells)
    return columns(list(headings.items()), lines, right=NUMBERS)


def _cells(row: Row, *, share: bool, unbounded: str) -> dict[str, str]:
    cells = {"events": _absent(row, NO_DATA), "rate": _absent(row, NO_RATE)}
    cells["rate_range"] = cells["rate"]
    if row["events"] is not None:
        cells["events"] = numbers.whole(row["events"])
    if row["rate"] is not None:
        ends = (row["rate"], row["rate_low"], row["rate_high"])
        rate, *likely = numbers.rate_with_range(*ends, share=share)
        cells |= {"rate": rate, "rate_range": " to ".join(likely)}
    return cells | _ratios(row, unbounded=unbounded)


def _ratios(row: Row, *, unbounded: str) -> dict[str, str]:
    if row["status"] == "reference":
        ratios = {"ratio": "1", "ratio_range": "(reference)", "unknown_range": "(reference)"}
        return ratios | {"within": "1", "within_range": "(reference)"}
    absent = _absent(row, TOO_FEW if row["status"] == "too few to compare" else NO_RATIO)
    unknown_absent = absent if row["ratio"] is None else unbounded
    ratio, ratio_range = _times(row, "ratio", absent)
    within, within_range = _times(row, "within_force_ratio", absent)
    return {
        "ratio": ratio,
        "ratio_range": ratio_range,
        "unknown_range": _range(row["unknown_low"], row["unknown_high"], unknown_absent),
        "within": within,
        "within_range": within_range,
    }


def _absent(row: Row, otherwise: str) -> str:
    """Return the words for a number that is not given; they say why, and are never a blank."""
    if row["suppressed"]:
        return NOT_SHOWN
    return NO_DATA if row["events"] is None else otherwise


def _times(row: Row, name: str, absent: str) -> tuple[str, str]:
    """Write a ratio and its range, to the same decimals."""
    ends = (row[name], row[f"{name}_low"], row[f"{name}_high"])
    if None in ends:
        return absent, absent
    ratio, *likely = numbers.times_with_range(*ends)
    return ratio, " to ".join(likely)


def _range(low: float | None, high: float | None, absent: str) -> str:
    return absent if low is None or high is None else " to ".join(numbers.times_range(low, high))


def _behind(answer: Row) -> Iterator[str]:
    """What stands behind every number: unit, months, residents, reference, what is not known."""
    share = answer["rate_unit"] == "share"
    unknown = answer["unknown_events"]
    yield f"Rates are {'of every 100' if share else answer['rate_unit']}."
    yield "If unknown: how far the ratio could lie, whoever the people not recorded were."
    yield f"Months observed: {_months(answer)}."
    if answer["population"]:
        yield f"Residents: Census {answer['population']}."
    yield f"Compared with: {answer['reference']}."
    if nothing_recorded(answer):
        yield f"Group not recorded: {NO_DATA}."
    else:
        yield f"Group not recorded: {NOT_SHOWN if unknown is None else numbers.whole(unknown)}."
    yield transport_police(included=answer["includes_btp"])
    yield from answer["notes"]


def _months(answer: Row) -> str:
    by_force = answer["months_observed_by_force"]
    if len(by_force) <= 1:
        return str(answer["months_observed"])
    each = listed([f"{force} {count}" for force, count in by_force.items()])
    return f"{answer['months_observed']} ({each})"


def _wrapped(sentence: str, width: int | None) -> str:
    return sentence if width is None else textwrap.fill(sentence, width)
