"""The rules for a recorded vehicle stop, written once for the form, the API, imports, devices."""

from evenhand.encounters.rules.checking import Checked, Problem, check, check_read
from evenhand.encounters.rules.codes import Code, codes, label
from evenhand.encounters.rules.context import Context
from evenhand.encounters.rules.reading import MOST_BYTES, Unreadable, read
from evenhand.encounters.rules.stop import Stop

__all__ = [
    "MOST_BYTES",
    "Checked",
    "Code",
    "Context",
    "Problem",
    "Stop",
    "Unreadable",
    "check",
    "check_read",
    "codes",
    "label",
    "read",
]
