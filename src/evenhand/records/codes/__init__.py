"""What the published codes mean: reviewed lists, each entry with a number that never changes."""

from evenhand.records.codes.errors import NoPopulation, UnknownForce
from evenhand.records.codes.forces import (
    Force,
    force,
    forces,
    real_forces,
    territorial_forces,
)
from evenhand.records.codes.groupings import (
    FIVE_GROUPS,
    GROUPINGS,
    NINETEEN_GROUPS,
    Grouping,
)
from evenhand.records.codes.lists import BLANK, UNLISTED, CodeList
from evenhand.records.codes.people import (
    Age,
    Ethnicity,
    Gender,
    OfficerDefined,
    ages,
    ethnicities,
    genders,
    officer_defined,
)
from evenhand.records.codes.places import (
    CELL_LAT,
    CELL_LON,
    COLUMNS,
    Authority,
    area_cells,
    authorities,
    cell_of,
)
from evenhand.records.codes.populations import CENSUSES, population
from evenhand.records.codes.searches import (
    Object,
    Outcome,
    Power,
    SearchType,
    objects,
    outcomes,
    powers,
    types,
)

__all__ = [
    "BLANK",
    "CELL_LAT",
    "CELL_LON",
    "CENSUSES",
    "COLUMNS",
    "FIVE_GROUPS",
    "GROUPINGS",
    "NINETEEN_GROUPS",
    "UNLISTED",
    "Age",
    "Authority",
    "CodeList",
    "Ethnicity",
    "Force",
    "Gender",
    "Grouping",
    "NoPopulation",
    "Object",
    "OfficerDefined",
    "Outcome",
    "Power",
    "SearchType",
    "UnknownForce",
    "ages",
    "area_cells",
    "authorities",
    "cell_of",
    "ethnicities",
    "force",
    "forces",
    "genders",
    "objects",
    "officer_defined",
    "outcomes",
    "population",
    "powers",
    "real_forces",
    "territorial_forces",
    "types",
]
