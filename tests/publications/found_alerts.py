"""Moves of a series with a whole history of quarters, to draw and to show."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evenhand.measures.watch.found import Benchmarked, Found, Span, Standing
from monitoring.made_alerts import found

VALUES: Sequence[Any] = (2.4, 2.9, 2.6, 2.3, "missing", 2.7, "too-few", 2.5, (2.8,), 3.1, 4.3)
LAST = 2026 * 12 + 3


def month(number: int) -> str:
    """A month by its number since the year nought."""
    return f"{number // 12}-{number % 12 + 1:02d}"


def quarters(values: Sequence[Any] = VALUES) -> tuple[Span, ...]:
    """Quarters up to April 2026: numbers, one in brackets partly supplied, or why none."""
    spans = []
    for place, value in enumerate(values):
        last = LAST - 3 * (len(values) - 1 - place)
        ends = month(last - 2), month(last)
        if isinstance(value, str):
            spans.append(Span(*ends, 3 if value == "too-few" else 0, value))
            continue
        status = "partial" if isinstance(value, tuple) else "whole"
        spans.append(span(*ends, value[0] if isinstance(value, tuple) else value, status=status))
    return tuple(spans)


def span(first: str, last: str, value: float, *, status: str = "whole") -> Span:
    """A stretch with a ratio of so much."""
    return Span(
        *(first, last, 3, status, 105, 310, 4.1 * value, 4.1, value),
        *(round(value * 0.8, 2), round(value * 1.25, 2), round(value * 0.9, 2), value * 2, 9.0),
    )


def rise(number: int = 0, **other: Any) -> Found:
    """A rise of the ratio with its whole history; each number is another alert."""
    told = quarters()
    said: dict[str, Any] = {
        "key": f"rise/{number}",
        "quarters": told,
        "before": span(told[0].first, "2025-12", 2.6),
        "after": replace(span("2026-01", "2026-04", 4.0), unknown_share=13.0),
        "examined": 1284,
        "findings": (),
        "sentence": (
            "Demoshire Police, January 2026 to April 2026: Black people were searched between 3.2 "
            "and 5.0 times as often as White people. Before (August 2023 to December 2025) it was "
            "between 2.1 and 3.2 times."
        ),
    }
    return found(**(said | other))


STANDS = Standing(
    stated=1.5,
    whole=replace(span("2024-05", "2026-04", 3.0), unknown_share=13.0),
    forces=43,
    centre=2.4,
    spread=0.2,
    drawn_to=2.4,
    drawn_spread=0.2,
    alone=False,
    above=True,
    expected_low=1.5,
    expected_high=3.7,
    shrunk=2.9,
    shrunk_low=2.3,
    shrunk_high=3.5,
    probability=0.998,
    benchmarks=(
        Benchmarked("residents", 2021, 3.0, 2.4, 3.8, "higher"),
        Benchmarked("residents", 2011, 3.4, 2.7, 4.2, "higher"),
    ),
)


def stands(number: int = 0, said: Standing = STANDS, **other: Any) -> Found:
    """A disparity that has stood for two years."""
    about: dict[str, Any] = {
        "key": f"stands/{number}",
        "since": "2024-05",
        "before": span("2024-05", "2025-04", 2.9),
        "after": span("2025-05", "2026-04", 3.1),
        "smallest": None,
        "standing": said,
        "sentence": (
            "Demoshire Police, May 2024 to April 2026: Black people were searched between 2.4 and "
            "3.8 times as often as White people."
        ),
    }
    return rise(number, **(about | other))
