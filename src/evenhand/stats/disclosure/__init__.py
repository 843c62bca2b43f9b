"""Disclosure control: hiding small counts so that nobody can work them out, and trying to.

``protect`` chooses what to hide in a ``Release``; ``attack`` tries to undo it with everything that
is printed, was printed, or is public elsewhere; ``prove`` refuses a release that can be undone.
"""

from evenhand.stats.disclosure.attack import attack, bounds, prove
from evenhand.stats.disclosure.earlier import as_published
from evenhand.stats.disclosure.errors import NotProtected
from evenhand.stats.disclosure.facts import Between, Derived, OneOf, Sum
from evenhand.stats.disclosure.primary import THRESHOLD_POWERS, THRESHOLD_STAFF, primary
from evenhand.stats.disclosure.printed import consistent_counts, printed_ratio, printed_sum
from evenhand.stats.disclosure.protect import protect
from evenhand.stats.disclosure.protection import Protection, primary_only
from evenhand.stats.disclosure.release import Release
from evenhand.stats.disclosure.secrecy import secret_costs
from evenhand.stats.disclosure.tables import TOTAL, correction, difference, join, table
from evenhand.stats.disclosure.undone import Undone

__all__ = [
    "THRESHOLD_POWERS",
    "THRESHOLD_STAFF",
    "TOTAL",
    "Between",
    "Derived",
    "NotProtected",
    "OneOf",
    "Protection",
    "Release",
    "Sum",
    "Undone",
    "as_published",
    "attack",
    "bounds",
    "consistent_counts",
    "correction",
    "difference",
    "join",
    "primary",
    "primary_only",
    "printed_ratio",
    "printed_sum",
    "protect",
    "prove",
    "secret_costs",
    "table",
]
