"""Downloading records that the police published, politely, and again where it broke off."""

from evenhand.records.fetch.clock import Clock
from evenhand.records.fetch.failures import NetworkFailure
from evenhand.records.fetch.police_uk import SITE, fetch_police_uk
from evenhand.records.fetch.report import FetchReport, ForceMonth, Status

__all__ = [
    "SITE",
    "Clock",
    "FetchReport",
    "ForceMonth",
    "NetworkFailure",
    "Status",
    "fetch_police_uk",
]
