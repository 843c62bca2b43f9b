"""The rules across fields, written once: Python asks them, and the published schema holds them.

A rule refuses a contradiction, never an inconvenient truth. That nobody authorised a search, or
that a child had no appropriate adult, can be recorded; that a search was the outcome and that
nobody was searched cannot both be.
"""

from collections.abc import Mapping

from evenhand.encounters.rules.clauses import Rule
from evenhand.encounters.rules.conditions.about import ABOUT
from evenhand.encounters.rules.conditions.came_of_it import CAME_OF_IT
from evenhand.encounters.rules.conditions.force import FORCE
from evenhand.encounters.rules.conditions.limits import MOST_PEOPLE
from evenhand.encounters.rules.conditions.parts import PERSON, PLACE, VEHICLE, VIDEO
from evenhand.encounters.rules.conditions.searches import SEARCH, STRIP

RULES: Mapping[str, tuple[Rule, ...]] = {
    "Place": PLACE,
    "Person": PERSON,
    "Vehicle": VEHICLE,
    "Video": VIDEO,
    "Search": SEARCH,
    "Strip": STRIP,
    "Force": FORCE,
    "Stop": ABOUT + CAME_OF_IT,
}
"""The rules by the part of a record that they are asked of."""

__all__ = ["MOST_PEOPLE", "RULES"]
