"""By what vehicle stops can be divided."""

from __future__ import annotations

from collections.abc import Callable

from evenhand.records import codes
from evenhand.records.codes import stops
from evenhand.records.coding import NO_HOUR
from evenhand.records.dimensions import (
    OF_PEOPLE,
    UNKNOWN,
    Dimension,
    Dimensions,
    attribute,
    flags,
    labels,
)
from evenhand.records.stops.schema import FLAGS, LENGTHS, LIGHTS, TOLD_AS

INSIDE = frozenset({"team", "area"})
"""What only a force's own people may divide by.

A team can be so small that it is one officer; a small area has a few hundred households, and in a
month so few stops that each may be one person.
"""


def _flag(name: str) -> Callable[[], Dimension]:
    return lambda: Dimension(name, flags())


def _hours() -> dict[int, str]:
    return {**{hour: f"{hour:02d}" for hour in range(24)}, NO_HOUR: UNKNOWN}


OF_STOPS: Dimensions = {
    **OF_PEOPLE,
    "stop_power": lambda: Dimension("power", labels(stops.simple("powers"))),
    "duty": lambda: Dimension("duty", labels(stops.simple("duties"))),
    "reason": lambda: Dimension("reason", labels(stops.reasons())),
    "discretion": lambda: Dimension("reason", attribute(stops.reasons(), "discretion")),
    "told": lambda: Dimension("told", labels(stops.simple("told"))),
    "told_as": lambda: Dimension("told_as", dict(TOLD_AS)),
    "known_before": lambda: Dimension("known_before", labels(stops.simple("pre_stop_information"))),
    "seen_before": lambda: Dimension("seen_before", labels(stops.simple("seen_before"))),
    "perceived_before": lambda: Dimension(
        "perceived_before", attribute(codes.officer_defined(), "five_group")
    ),
    "not_stated": lambda: Dimension("not_stated", attribute(stops.not_stated(), "why")),
    "road": lambda: Dimension("road", labels(stops.simple("roads"))),
    "vehicle": lambda: Dimension("vehicle", labels(stops.simple("vehicles"))),
    "outcome": lambda: Dimension("outcome", labels(stops.stop_outcomes())),
    "outcome_kind": lambda: Dimension("outcome", attribute(stops.stop_outcomes(), "kind")),
    "receipt": lambda: Dimension("receipt", labels(stops.simple("receipts"))),
    "light": lambda: Dimension("light", dict(LIGHTS)),
    "hour": lambda: Dimension("hour", _hours()),
    "length": lambda: Dimension("length", dict(LENGTHS)),
    "minutes": lambda: Dimension("minutes", None),
    "seconds": lambda: Dimension("seconds", None),
    "team": lambda: Dimension("team", None),
    **{name: _flag(name) for name in FLAGS},
}
"""By what vehicle stops can be divided; ``linked`` is to the reason for the stop."""
