"""What the checks found, for a person: the gravest first, and the same said once."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from evenhand.cli.harmless import harmless

SEVERITIES = ("note", "warning", "error")  # from the mildest
INDENT = "  "
FEW = 3  # so many months are named each; of more, the first and the last
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
        for group in groups(findings, every=every)
    )
    return harmless(said)


def groups(findings: Sequence[Found], *, every: bool) -> list[list[Found]]:
    """Put together the findings that are told as one, the gravest first.

    Parameters
    ----------
    findings : as ``check --json`` gives them.
    every : leave each by itself.
    """
    alike: dict[tuple[Any, ...], list[Found]] = {}
    for place, each in enumerate(findings):
        shape = place if every else _shape(each)
        key = (each["severity"], each["force"], each["check"], shape)
        alike.setdefault(key, []).append(each)
    return sorted(alike.values(), key=_gravest_first)


def _shape(found: Found) -> str:
    """Its words without its month and its numbers."""
    from evenhand.records.clock import in_words  # loads Arrow, which --help must not

    message = found["message"]
    if found["month"]:
        message = message.replace(in_words(found["month"]), "#")
    return _NUMBERS.sub("#", message)


def _gravest_first(group: list[Found]) -> tuple[int, str, str, str]:
    first = group[0]
    grave = -SEVERITIES.index(first["severity"])
    return grave, first["force"], first["check"], first["month"] or ""


def _heading(group: list[Found]) -> str:
    last = group[-1]
    months = sorted({each["month"] for each in group if each["month"]})
    when = months[0] if len(months) == 1 else ""
    if len(months) > FEW:
        when = f"{len(months)} months from {months[0]} to {months[-1]}; the last says"
    elif len(months) > 1:
        when = f"{', '.join(months[:-1])} and {months[-1]}; the last says"
    return ", ".join(filter(None, (f"{last['severity']}: {last['check']}", last["force"], when)))


def _indented(message: str, width: int | None) -> str:
    if width is None:
        return INDENT + message
    return textwrap.fill(message, width, initial_indent=INDENT, subsequent_indent=INDENT)
