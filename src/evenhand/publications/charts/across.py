"""All forces beside each other: one tiny picture a force, for the cells of a table.

A table of 44 pictures made by Vega would weigh 380 kB, so these are written by hand; their colours
and widths of line are in the style sheet. Rows stay in the order given: never sorted by value.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import escape

from evenhand.publications.charts.lighter import one_image
from evenhand.publications.charts.scale import Linear, furthest

WIDTH, HEIGHT = 200, 24
EDGE = 6  # room for half a dot at either end of the scale
MIDDLE = HEIGHT / 2
FURTHEST = 2.5  # an interval reaches at most so many times as far as what is seen or expected
TICKS = 3
ARROW = 4
LETTER = 8  # pixels that a digit needs; a number on the scale never leaves the picture


def scale_of(rows: Sequence[Mapping[str, Any]], *, same: float | None = None) -> Linear:
    """Give the one linear scale, from zero, that all rows share.

    An interval without an end, or with a very long one, does not squeeze everything else together:
    it is drawn as going on.
    """
    seen = furthest(
        (row[key] for row in rows for key in ("value", "expected_high")), least=same or 0.0
    )
    widest = furthest((row["high"] for row in rows), least=seen)
    return Linear((min(widest, seen * FURTHEST) or 1.0) * 1.02, EDGE, WIDTH - EDGE)


def cell(row: Mapping[str, Any], scale: Linear, *, label: str, same: float | None = None) -> str:
    """Draw one force: its own expected range as a bar, its value as a mark, and its interval.

    Parameters
    ----------
    row : ``value``, ``low``, ``high``, ``expected_low``, ``expected_high``; each may be None. What
        is None is not drawn. Without a value there is a cross where ``status`` is ``not shown``,
        and nothing else: neither looks like zero.
    scale : of all rows together (:func:`scale_of`).
    label : the one sentence that a screen reader reads; it holds the numbers.
    same : where both groups fare alike, drawn as an upright line (1 for a ratio).
    """
    parts = [] if same is None else [_upright("s", scale.at(same))]
    if None not in (row["expected_low"], row["expected_high"]):
        left, right = scale.at(row["expected_low"]), scale.at(row["expected_high"])
        parts.append(f'<rect class="e" x="{left:g}" y="3" width="{right - left:g}" height="18"/>')
    if row["value"] is not None:
        parts += _mark(row, scale)
    elif row.get("status") == "not shown":
        parts.append(f'<path class="x" d="M{WIDTH / 2 - 4:g} {MIDDLE - 4:g}l8 8m0-8l-8 8"/>')
    return _svg(label, parts)


def axis(scale: Linear, *, label: str, same: float | None = None) -> str:
    """Draw the scale itself, for the heading of the column and for its foot."""
    parts = [] if same is None else [_upright("s", scale.at(same), top=16)]
    for value, word in scale.ticks(TICKS):
        x = scale.at(value)
        half = len(word) * LETTER / 2
        at = max(half, min(x, WIDTH - half))
        parts.append(f'<text x="{at:g}" y="13">{word}</text>')
        parts.append(_upright("t", x, top=18))
    return _svg(label, [one_image("".join(parts))])


def _mark(row: Mapping[str, Any], scale: Linear) -> list[str]:
    parts = []
    if None not in (row["low"], row["high"]):
        left, right = scale.at(row["low"]), scale.at(row["high"])
        on = f"m-{ARROW}-{ARROW}l{ARROW} {ARROW}l-{ARROW} {ARROW}"
        beyond = on if row["high"] > scale.end else ""
        parts.append(f'<path class="i" d="M{left:g} {MIDDLE:g}H{right:g}{beyond}"/>')
    parts.append(f'<circle class="d" cx="{scale.at(row["value"]):g}" cy="{MIDDLE:g}" r="4"/>')
    return parts


def _upright(kind: str, x: float, *, top: int = 0) -> str:
    return f'<path class="{kind}" d="M{x:g} {top}V{HEIGHT}"/>'


def _svg(label: str, parts: Sequence[str]) -> str:
    return (
        f'<svg class="eh-cell" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
