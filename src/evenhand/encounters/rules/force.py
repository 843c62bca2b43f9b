"""Force that the officer used on one person, as the national form asks it."""

from typing import Annotated

from pydantic import Field

from evenhand.encounters.rules.conditions import MOST_PEOPLE
from evenhand.encounters.rules.kinds import (
    UNIQUE,
    InList,
    Once,
    Part,
    Reference,
    whole,
)


class Tactic(Part):
    """One thing the officer did, in the order in which it was done."""

    tactic: Annotated[str, InList("tactics")] = Field(title="Tactic")
    effective: bool = Field(title="Whether it worked")


class Ced(Part):
    """What the form asks once a Taser was discharged."""

    cycles: Annotated[int, whole(1, 50)] = Field(title="Cycles")
    cycle_extended: bool = Field(title="Whether a cycle lasted longer than five seconds")
    probes_missed: Annotated[int, whole(0, 2)] = Field(title="Probes that missed")
    device: Reference | None = Field(default=None, title="Serial number of the Taser")


class Force(Part):
    """One officer's force on one person. Force by another officer is that officer's report."""

    person: Annotated[int, whole(1, MOST_PEOPLE)] = Field(title="Person")
    tactics: list[Tactic] = Field(min_length=1, max_length=20, title="Tactics")
    reasons: Annotated[list[Annotated[str, InList("force_reasons")]], Once] = Field(
        min_length=1, max_length=13, title="Reasons for force", json_schema_extra=UNIQUE
    )
    impact_factors: Annotated[list[Annotated[str, InList("impact_factors")]], Once] = Field(
        default=[], max_length=9, title="Impact factors", json_schema_extra=UNIQUE
    )
    conduct: Annotated[str, InList("conducts")] = Field(title="The person’s main conduct")
    assaulted_officer: bool = Field(title="Whether the person assaulted the officer")
    threatened_with_weapon: bool = Field(title="Whether the person threatened with a weapon")
    assaulted_with_weapon: bool = Field(title="Whether the person assaulted with a weapon")
    where: Annotated[str, InList("force_places")] = Field(title="Where force was used")
    single_crewed: bool = Field(title="Whether the officer was alone")
    trained_ced: bool = Field(title="Whether the officer is trained to use a Taser")
    carrying_ced: bool = Field(title="Whether the officer carried a Taser")
    ced: Ced | None = Field(default=None, title="Discharge of a Taser")
    physical_disability: bool = Field(title="Whether a physical disability was seen")
    mental_disability: bool = Field(title="Whether a mental disability was seen")
    injured: Annotated[str, InList("injuries")] = Field(title="The person’s injury")
    medical_help: Annotated[str, InList("medical_help")] = Field(
        title="Medical help for the person"
    )
    officer_injured: Annotated[str, InList("staff_injuries")] = Field(title="The officer’s injury")
    officer_injured_on_purpose: bool | None = Field(
        default=None, title="Whether the officer was injured on purpose"
    )
    officer_medical_help: bool | None = Field(
        default=None, title="Whether the officer had medical help"
    )
    outcome: Annotated[str, InList("force_outcomes")] = Field(title="Outcome of the force")
