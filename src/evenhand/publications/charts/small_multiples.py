"""A ratio over time, small enough for a cell of a table: one picture a force, on one scale."""

from collections.abc import Sequence
from typing import Any

from markupsafe import escape

from evenhand.publications.charts.scale import Linear, furthest, runs

WIDTH, HEIGHT = 240, 56
EDGE = 4
MOST = 2.5  # ranges reach at most so many times as far as what was seen


def scale_over_time(series: Sequence[Sequence[dict[str, Any]]]) -> Linear:
    """Give the one linear scale, from zero, that all forces share.

    Parameters
    ----------
    series : the points of each force.
    """
    points = [point for one in series for point in one]
    seen = furthest((point["ratio"] for point in points), least=1.0)
    widest = furthest((point["ratio_high"] for point in points), least=seen)
    return Linear(min(widest, seen * MOST) * 1.02, HEIGHT - EDGE, EDGE)


def spark(points: Sequence[dict[str, Any]], scale: Linear, *, label: str) -> str:
    """Draw one force: its likely range as a band, a line upon it, and gaps where nothing is known.

    Parameters
    ----------
    points : in the order of time, each with ``ratio`` and its ends, or None, and ``status``.
    scale : of all forces together (:func:`scale_over_time`).
    label : the one sentence that a screen reader reads.
    """
    step = (WIDTH - 2 * EDGE) / max(len(points), 1)
    places = [float(round(EDGE + step * (number + 0.5))) for number in range(len(points))]
    known = [None not in (point["ratio"], point["ratio_low"]) for point in points]
    parts = [f'<path class="s" d="M0 {scale.at(1):g}H{WIDTH}"/>']
    for gap in runs([point["status"] == "missing" for point in points]):
        left, right = places[gap[0]] - step / 2, places[gap[-1]] + step / 2
        parts.append(
            f'<path class="m" d="M{left:g} {EDGE}V{HEIGHT - EDGE}M{right:g} {EDGE}V{HEIGHT - EDGE}'
            f'M{left:g} {HEIGHT - EDGE}L{right:g} {EDGE}"/>'
        )
    for run in runs(known):
        parts += _run([(places[number], points[number]) for number in run], scale)
    return (
        f'<svg class="eh-cell" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _run(placed: Sequence[tuple[float, dict[str, Any]]], scale: Linear) -> list[str]:
    """An unbroken run is a band and a line; a point alone keeps its range as an upright rule."""
    middle = [f"{x:g} {_up(point['ratio'], scale)}" for x, point in placed]
    low = [f"{x:g} {_up(point['ratio_low'], scale)}" for x, point in placed]
    top = scale.end if placed[-1][1]["ratio_high"] is None else placed[-1][1]["ratio_high"]
    if len(placed) == 1:
        x, _ = placed[0]
        rule = f'<path class="i" d="M{low[0]}V{_up(top, scale)}"/>'
        return [rule, f'<circle class="d" cx="{x:g}" cy="{middle[0].split()[1]}" r="3"/>']
    high = [
        f"{x:g} {_up(scale.end if point['ratio_high'] is None else point['ratio_high'], scale)}"
        for x, point in placed
    ]
    band = f'<path class="b" d="M{"L".join([*high, *reversed(low)])}Z"/>'
    across, up = middle[-1].split()
    return [
        band,
        f'<path class="i" d="M{"L".join(middle)}"/>',
        f'<circle class="d" cx="{across}" cy="{up}" r="3"/>',
    ]


def _up(value: float, scale: Linear) -> str:
    """Write a height to a tenth of a pixel: a page has 44 of these pictures."""
    return f"{round(scale.at(value), 1):g}"
