"""Recognise one code behind the many ways in which people and spreadsheets write it."""

import re
import unicodedata
from collections.abc import Callable, Iterator

# A slash stays: "Mixed/Other" is one or the other, and "Mixed other" is a group.
_DOES_NOT_COUNT = re.compile(r"[^0-9a-z/]+")
_CODE_IN_BRACKETS = re.compile(r"\s*\(\s*([A-Za-z0-9]{2})\s*\)\s*$")
_LEADING_CODE = re.compile(r"^\s*((?:IC|[A-Za-z])[-\s]?[0-9])\b")
_SHORT_CODE = re.compile(r"^[0-9a-z]{1,3}$")
# Home Office arrest tables put this before each group since 2019/20.
_FROM_YEAR = re.compile(r"^\s*\d{4}/\d{2} onwards\s*-\s*", re.IGNORECASE)
# Spreadsheets read the age range 10-17 as October 2017.
_AS_MONTH = re.compile(r"^\s*(?:(oct|october)\W*(?:20)?(\d{2})|(\d{2})\W*(oct|october))\s*$", re.I)


def key(text: str) -> str:
    """What is left of a text when case, spacing, hyphens and punctuation do not count.

    Two labels with one key are the same label, written differently. ``&`` counts as *and*; a
    slash counts.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return _DOES_NOT_COUNT.sub("", plain)


def without_code(text: str) -> str:
    """``White - White British (W1)`` without its ``(W1)``."""
    return _CODE_IN_BRACKETS.sub("", text)


def _without_year(text: str) -> str:
    return _FROM_YEAR.sub("", text)


def _bracketed(text: str) -> str:
    found = _CODE_IN_BRACKETS.search(text)
    return found.group(1) if found else ""


def _leading(text: str) -> str:
    found = _LEADING_CODE.match(text)
    return found.group(1) if found else ""


def _letter_for_digit(text: str) -> str:
    """``01`` and ``09`` are the codes O1 and O9; ``ICO`` is IC0."""
    short = key(text)
    if not _SHORT_CODE.match(short):
        return ""
    return ("o" + short[1:]) if short[0] == "0" else short[:-1] + short[-1].replace("o", "0")


def _date_for_age(text: str) -> str:
    """``Oct-17`` is the age range 10-17 after a spreadsheet took it for a date."""
    found = _AS_MONTH.match(text)
    if not found:
        return ""
    month_first, last, first, _ = found.groups()
    return f"10-{last}" if month_first else f"10-{first}"


_REWRITINGS: tuple[Callable[[str], str], ...] = (
    _without_year,
    _bracketed,
    _leading,
    without_code,
    _letter_for_digit,
    _date_for_age,
)


def keys(text: str) -> Iterator[str]:
    """The keys that a text may stand for, the most literal first."""
    yield key(text)
    for rewrite in _REWRITINGS:
        rewritten = rewrite(text)
        if rewritten:
            yield key(rewritten)
            yield key(_letter_for_digit(rewritten))
