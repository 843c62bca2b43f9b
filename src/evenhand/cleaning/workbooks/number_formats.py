"""What a number format lets a reader see of a value: digits, a date, or nothing at all."""

import re
from typing import NamedTuple

QUOTED = re.compile(r'"([^"]*)"|\\(.)')
BRACKETS = re.compile(r"\[([^\]]*)\]")
FILLING = re.compile(r"[_*].")
PALE = frozenset({"white", "color2"})
CLOCK = frozenset("hs")
BUILT_IN = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"},
    **{11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy"},
    **{16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss"},
    **{22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"},
    **{41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00"},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "0.0E+0", 49: "@"},
}
"""Formats that a file names by number alone (ECMA-376, part 1, 18.8.30)."""
DATE, DATE_AND_TIME, TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss", "hh:mm:ss"
MOST_DECIMALS = 10


class Shown(NamedTuple):
    """What is left of a value: nothing where ``hidden``; a text in its place; or a number."""

    hidden: bool = False
    instead: str = ""
    number: float = 0.0
    format: str = ""


def shows_text(code: str) -> bool:
    """Whether a format shows a cell's text."""
    sections = _sections(code)
    if any(_is_pale(one) for one in sections):
        return False
    return len(sections) < 4 or "@" in _bare(sections[3]) or "general" in sections[3].lower()


def shown_of(value: float, code: str) -> Shown:
    """What a format shows of a number: no digit and no time of day that is not on the sheet."""
    sections = _sections(code)
    section = _for_value(sections, value)
    if section is None or _is_pale(section):
        return Shown(hidden=True)
    if not section.strip():
        return Shown(hidden=True)
    bare = _bare(section)
    if "general" in section.lower() or "@" in bare:
        return Shown(number=value)
    if _is_date(section):
        return _date(value, section)
    if not re.search(r"[0#?]", bare):
        words = "".join(a or b for a, b in QUOTED.findall(section)).strip()
        return Shown(instead=words) if words else Shown(hidden=True)
    return _digits(value, bare)


def _sections(code: str) -> list[str]:
    """The parts between semicolons that are not quoted."""
    parts, quoted, part, escaped = [], False, "", False
    for letter in code or "General":
        if escaped:
            escaped = False
        elif letter == "\\" and not quoted:
            escaped = True
        elif letter == '"':
            quoted = not quoted
        elif letter == ";" and not quoted:
            parts.append(part)
            part = ""
            continue
        part += letter
    return [*parts, part]


def _for_value(sections: list[str], value: float) -> str | None:
    if any(re.search(r"\[[<>=]", one) for one in sections):  # conditions of its own
        return None if any(not one.strip() for one in sections) else sections[0]
    if len(sections) == 1 or value > 0 or (value == 0 and len(sections) < 3):
        return sections[0]
    return sections[1] if value < 0 else sections[2]


def _is_pale(section: str) -> bool:
    return any(one.lower() in PALE for one in BRACKETS.findall(section))


def _bare(section: str) -> str:
    """A section without its texts, colours and fillings."""
    return FILLING.sub("", BRACKETS.sub("", QUOTED.sub("", section)))


def _is_date(section: str) -> bool:
    clock = any(set(one.lower()) <= CLOCK | {"m"} and one for one in BRACKETS.findall(section))
    return clock or bool(re.search(r"[ymdhs]", _bare(section).lower()))


def _date(value: float, section: str) -> Shown:
    low = _bare(section).lower()
    timed = "h" in low or "s" in low or bool(re.search(r"\[[hms]+\]", section.lower()))
    dated = "y" in low or "d" in low or ("m" in low and not timed)
    if value < 0 or value >= 2_958_466:  # the year 10000
        return Shown(hidden=True)
    if dated and not timed:
        return Shown(number=float(int(value)), format=DATE)
    return Shown(number=value, format=DATE_AND_TIME if dated else TIME)


def _digits(value: float, bare: str) -> Shown:
    """A number rounded to the digits that are shown."""
    percent = "%" in bare
    if "e" in bare.lower() or "/" in bare:
        return Shown(number=value)
    whole, _, after = bare.partition(".")
    decimals = min(len(re.findall(r"[0#?]", after)), MOST_DECIMALS)
    digits = (after or whole).strip().rstrip("%)")
    thousands = len(digits) - len(digits.rstrip(","))
    rounded = round(value, decimals + (2 if percent else 0) - 3 * thousands)
    pattern = "#,##0" if "," in whole.rstrip(",") else "0"
    pattern += f".{'0' * decimals}" if decimals and not thousands else ""
    return Shown(number=rounded, format=pattern + ("%" if percent else ""))
