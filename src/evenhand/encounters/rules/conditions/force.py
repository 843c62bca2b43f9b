"""What a report of force cannot say at once."""

from evenhand.encounters.rules.clauses import (
    Given,
    Not,
    Rule,
    Some,
    every,
    is_,
    lacks,
)
from evenhand.encounters.rules.codes import codes

DISCHARGES = ("ced_drive_stun", "ced_angled_drive_stun", "ced_fired")

FORCE = (
    Rule(
        code="discharge_without_details",
        field="ced",
        words="A Taser was discharged; give its cycles and probes.",
        when=Some("tactics", is_("tactic", *DISCHARGES)),
        then=Given("ced"),
    ),
    Rule(
        code="details_without_discharge",
        field="ced",
        words="No Taser was discharged, so there are no cycles and probes.",
        when=Given("ced"),
        then=Some("tactics", is_("tactic", *DISCHARGES)),
    ),
    Rule(
        code="taser_not_carried",
        field="carrying_ced",
        words="A Taser was used, so the officer carried one.",
        when=Some("tactics", is_("tactic", *(c for c in codes("tactics") if c.startswith("ced_")))),
        then=is_("carrying_ced", True),
    ),
    Rule(
        code="injury_without_how",
        field="officer_injured_on_purpose",
        words="The officer was injured; say if it was on purpose and if there was medical help.",
        when=Not(is_("officer_injured", "none")),
        then=every(Given("officer_injured_on_purpose"), Given("officer_medical_help")),
    ),
    Rule(
        code="how_without_injury",
        field="officer_injured",
        words="The officer was not injured, so nothing can be said of how or of medical help.",
        when=is_("officer_injured", "none"),
        then=every(lacks("officer_injured_on_purpose"), lacks("officer_medical_help")),
    ),
    Rule(
        code="weapon_assault_without_assault",
        field="assaulted_officer",
        words="The person assaulted with a weapon, so they also assaulted.",
        when=is_("assaulted_with_weapon", True),
        then=is_("assaulted_officer", True),
    ),
    Rule(
        code="death_with_other_outcome",
        field="outcome",
        words="The person died, so the outcome of the force is a death.",
        when=is_("injured", "death"),
        then=is_("outcome", "fatality"),
    ),
    Rule(
        code="fatality_without_death",
        field="injured",
        words="The outcome of the force is a death, so the person’s injury is too.",
        when=is_("outcome", "fatality"),
        then=is_("injured", "death"),
    ),
)
