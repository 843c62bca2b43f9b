"""What the checks found, for a person: the gravest first, and the same said once."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evenhand.cli.harmless import harmless

SEVERITIES = ("note", "warning", "error")  # from the mildest
INDENT = "  "
_NUMBERS = re.compile(r"[\d,.()-]*\d[\d,.()-]*")

Found = Mapping[str, Any]


def text(findings: Sequence[Found], *, every: bool, width: int | None) -> str:
    """Write findings, those that differ only in their month and numbers as one.

    Parameters
    ----------
    findings : as ``check --json`` gives them.
    every : write each month's finding.
    width : where to break lines; None leaves sentences whole.
    """
    said = "\n\n".join(
        f"{_heading(group)}\n{_indented(group[-1]['message'], width)}"
        for group in _groups(findings, every=every)
    )
    return harmless(said)


def _groups(findings: Sequence[Found], *, every: bool) -> Iterator[list[Found]]:
    groups: dict[tuple[Any, ...], list[Found]] = {}
    for place, each in enumerate(findings):
        shape = place if every else _NUMBERS.sub("#", each["message"])
        key = (each["severity"], each["force"], each["check"], shape)
        groups.setdefault(key, []).append(each)
    yield from sorted(groups.values(), key=_gravest_first)


def _gravest_first(group: list[Found]) -> tuple[int, str, str, str]:
    first = group[0]
    grave = -SEVERITIES.index(first["severity"])
    return grave, first["force"], first["check"], first["month"] or ""


def _heading(group: list[Found]) -> str:
    last = group[-1]
    months = sorted({each["month"] for each in group if each["month"]})
    when = months[0] if len(months) == 1 else ""
    if len(months) > 1:
        when = f"{len(months)} months from {months[0]} to {months[-1]}; the last says"
    return ", ".join(filter(None, (f"{last['severity']}: {last['check']}", last["force"], when)))


def _indented(message: str, width: int | None) -> str:
    if width is None:
        return INDENT + message
    return textwrap.fill(message, width, initial_indent=INDENT, subsequent_indent=INDENT)
