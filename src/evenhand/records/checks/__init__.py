"""What is wrong, odd or missing in the files that were supplied, each said in one plain sentence.

Nothing is repaired: a finding says what was seen, the figures say that it was counted as it is.
"""

from evenhand.records.checks.findings import CHECKS, Finding
from evenhand.records.checks.rules import findings
from evenhand.records.checks.usable import spoils, spoilt, usable_months

__all__ = ["CHECKS", "Finding", "findings", "spoils", "spoilt", "usable_months"]
