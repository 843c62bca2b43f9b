"""Who answered what: one bar for each row, as long as all of its answers, in parts.

Parts differ by pattern as well as by colour, and carry their number where there is room. What
rounding leaves over stays open at the end of the bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from markupsafe import escape

from evenhand.publications.charts.drawing import LABEL, SMALL
from evenhand.publications.charts.lighter import one_image

BAR, LANE, KEY = 26, 74, 24
WIDE_ENOUGH = 26
LETTER = 7.6
"""About so many pixels for a letter of the key."""


class Part(Enum):
    """How a part of a bar is painted; in the order from plain to open."""

    FULL = "full"
    HATCHED = "hatch"
    DOTTED = "dot"
    OPEN = "open"


@dataclass(frozen=True)
class Bar:
    """One row: its words, and how many of ``whole`` each part has."""

    name: str
    label: str
    whole: int
    parts: tuple[tuple[Part, int], ...]


def answered(
    bars: Sequence[Bar],
    key: Sequence[tuple[Part, str]],
    *,
    width: int,
    name: str,
    title: str,
    description: str,
) -> str:
    """Draw bars of answers below a key.

    Parameters
    ----------
    bars : each fills the width, whatever its ``whole``; a row without answers has its words alone.
    key : what each kind of part says.
    name : unique on its page; ids inside the picture begin with it.
    """
    keys, top = _key(key, width, name)
    rows = [_bar(bar, top + LANE * place, width, name) for place, bar in enumerate(bars)]
    height = top + LANE * len(bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
        f"<defs>{_hatch(name)}{_dots(name)}</defs>{one_image(keys + ''.join(rows))}</svg>"
    )


def _key(key: Sequence[tuple[Part, str]], width: int, name: str) -> tuple[str, int]:
    """The key, in as many lines as it needs, and how high it is."""
    drawn, x, y = "", 0.0, 0
    for part, words in key:
        needed = 26 + len(words) * LETTER
        if x and x + needed > width:
            x, y = 0.0, y + KEY
        drawn += _box(part, (x, y + 3, 16, 16), name) + _text(words, x + 22, y + 16, SMALL)
        x += needed + 14
    return drawn, y + KEY + 12


def _bar(bar: Bar, top: float, width: int, name: str) -> str:
    drawn = _text(bar.name, 0, top + 14, LABEL, bold=True) + _text(bar.label, 0, top + 32, SMALL)
    if not bar.whole:
        return drawn
    # Rounding may make the parts add up to more than the whole: then they fill the bar.
    scale = (width - 2) / max(bar.whole, sum(count for _, count in bar.parts))
    y, x = top + 38, 1.0
    drawn += _frame(1, y, width - 2)
    for part, count in bar.parts:
        wide = count * scale
        if count:
            drawn += _box(part, (x, y, max(wide - 2, 1), BAR), name)
        if wide >= WIDE_ENOUGH:
            drawn += _number(part, count, x + wide / 2, y)
        x += wide
    return drawn


def _number(part: Part, count: int, middle: float, y: float) -> str:
    """The number of a part; on colour and pattern it stands on a plate of its own."""
    words, ink = str(count), "var(--govuk-text-colour)"
    plate = ""
    if part is not Part.OPEN:
        wide = 8 + 8 * len(words)
        plate = (
            f'<rect x="{middle - wide / 2 - 1:.0f}" y="{y + 4:.0f}" width="{wide}" height="18" '
            'fill="var(--govuk-body-background-colour)"/>'
        )
    return (
        f'{plate}<text x="{middle - 1:.0f}" y="{y + 18:.0f}" font-size="{SMALL}" '
        f'text-anchor="middle" fill="{ink}">{words}</text>'
    )


def _frame(x: float, y: float, width: float) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BAR}" fill="none" '
        'stroke="var(--govuk-border-colour)"/>'
    )


def _box(part: Part, place: tuple[float, float, float, float], name: str) -> str:
    x, y, width, height = place
    fill, stroke = {
        Part.FULL: ("var(--eh-known)", "var(--eh-known)"),
        Part.HATCHED: (f"url(#{name}-hatch)", "var(--eh-unknown)"),
        Part.DOTTED: (f"url(#{name}-dot)", "var(--govuk-text-colour)"),
        Part.OPEN: ("none", "var(--eh-quiet)"),
    }[part]
    return (
        f'<rect x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="{height:.0f}" fill="{fill}" '
        f'stroke="{stroke}"/>'
    )


def _text(words: str, x: float, y: float, size: int, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}"{weight} '
        f'fill="var(--govuk-text-colour)">{escape(words)}</text>'
    )


def _hatch(name: str) -> str:
    return (
        f'<pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V6" stroke="var(--eh-unknown)" '
        'stroke-width="2.5"/></pattern>'
    )


def _dots(name: str) -> str:
    return (
        f'<pattern id="{name}-dot" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<circle cx="3" cy="3" r="1.3" fill="var(--govuk-text-colour)"/></pattern>'
    )
