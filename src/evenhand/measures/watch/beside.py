"""What stands beside an alert for description: other charts of its months, and its areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OtherCharts:
    """What other charts of the same months show; none of them raises anything.

    Attributes
    ----------
    stretches : months with which a new stretch of one level begins (change points).
    smoothed : months since the move in which the smoothed chart (EWMA) is beyond its limit, on the
        side of the move.
    rules : run rules that speak since the move, by their names.

    Each is None where there are too few months to tell, and empty where it shows nothing.
    """

    stretches: tuple[str, ...] | None
    smoothed: tuple[str, ...] | None
    rules: tuple[str, ...] | None


@dataclass(frozen=True)
class Part:
    """A part of a change, as times as much, with its likely range."""

    times: float
    low: float
    high: float


@dataclass(frozen=True)
class Places:
    """A ratio's change taken apart: within areas and between them; the two multiply to it.

    ``areas`` is how many were set side by side, small ones put together.
    """

    areas: int
    within: Part
    between: Part


def read_others(said: Mapping[str, Any] | None) -> OtherCharts | None:
    """Other charts as JSON brought them back; alerts from before there were any have none."""
    if said is None:
        return None
    return OtherCharts(
        **{name: None if value is None else tuple(value) for name, value in said.items()}
    )


def read_places(said: Mapping[str, Any] | None) -> Places | None:
    """The same of areas."""
    if said is None:
        return None
    return Places(said["areas"], Part(**said["within"]), Part(**said["between"]))
