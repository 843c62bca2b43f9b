"""Measures: reviewed questions about the use of a power, and how each is answered.

``measures()`` lists them, ``compute()`` answers one from a lake of records.
"""

from evenhand.measures.compute import compute
from evenhand.measures.errors import (
    BadGrouping,
    BadPeriod,
    InvalidMeasure,
    MeasureError,
    MixedForces,
    NothingObserved,
    OtherPower,
    UnknownMeasure,
)
from evenhand.measures.library import POWERS, measure, measures
from evenhand.measures.result import Result, Row
from evenhand.measures.schema import Measure

__all__ = [
    "POWERS",
    "BadGrouping",
    "BadPeriod",
    "InvalidMeasure",
    "Measure",
    "MeasureError",
    "MixedForces",
    "NothingObserved",
    "OtherPower",
    "Result",
    "Row",
    "UnknownMeasure",
    "compute",
    "measure",
    "measures",
]
