"""The pictures of a figure, drawn once when it is frozen, in two widths, as SVG."""

from evenhand.publications.charts.by_month import months
from evenhand.publications.charts.drawing import ORDER, WIDTHS
from evenhand.publications.charts.expected import expected
from evenhand.publications.charts.not_known import unknown
from evenhand.publications.charts.over_time import over_time
from evenhand.publications.charts.rates_by_group import rates
from evenhand.publications.charts.thousand import THOUSAND, people

__all__ = [
    "ORDER",
    "THOUSAND",
    "WIDTHS",
    "expected",
    "months",
    "over_time",
    "people",
    "rates",
    "unknown",
]
