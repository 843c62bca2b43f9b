"""What a stop cannot say at once of its reason and its people."""

from evenhand.encounters.rules.clauses import (
    Clause,
    Given,
    Inside,
    Not,
    Numbered,
    Rule,
    Some,
    either,
    every,
    has,
    is_,
    lacks,
)
from evenhand.encounters.rules.codes import codes
from evenhand.encounters.rules.conditions.limits import MOST_PEOPLE, NO_SPECIFIC_REASON


def _same_reason(reason: str) -> Clause:
    return every(is_("reason", reason), has("more_reasons", [reason]))


ABOUT = (
    Rule(
        code="power_not_named",
        field="reason_text",
        words="Another power was used to stop; say which, in the reason’s words.",
        when=is_("power", "other_stop_power"),
        then=Given("reason_text"),
    ),
    Rule(
        code="other_reason_unsaid",
        field="reason_text",
        words="The reason is something else; say in words what it was.",
        when=either(is_("reason", "other"), has("more_reasons", ["other"])),
        then=Given("reason_text"),
    ),
    Rule(
        code="same_reason_twice",
        field="more_reasons",
        words="A further reason is the same as the first.",
        then=Not(either(*(_same_reason(reason) for reason in codes("reasons")))),
    ),
    Rule(
        code="no_reason_and_reasons",
        field="more_reasons",
        words="It was a routine check with no specific reason, so there are no further reasons.",
        when=is_("reason", NO_SPECIFIC_REASON),
        then=lacks("more_reasons"),
    ),
    Rule(
        code="reasons_and_no_reason",
        field="more_reasons",
        words="There is a specific reason, so “no specific reason” cannot be a further one.",
        then=Not(has("more_reasons", [NO_SPECIFIC_REASON])),
    ),
    Rule(
        code="camera_hit_without_camera",
        field="pre_stop_information",
        words="The reason is a camera hit, so a camera hit was known before the stop.",
        when=is_("reason", "anpr_other_marker"),
        then=is_("pre_stop_information", "anpr"),
    ),
    Rule(
        code="intelligence_without_information",
        field="pre_stop_information",
        words="The reason is intelligence, so something was known before the stop.",
        when=is_("reason", "intelligence_led"),
        then=Not(is_("pre_stop_information", "none")),
    ),
    Rule(
        code="offence_not_seen",
        field="pre_stop_information",
        words="The reason is something seen on the road, so something was known before the stop.",
        when=is_("reason", "moving_offence", "phone_or_seatbelt"),
        then=Not(is_("pre_stop_information", "none")),
    ),
    Rule(
        code="told_but_not_explained",
        field="reason_explained",
        words="The driver was told a reason, so it was explained.",
        when=Not(is_("reason_told", "not_told")),
        then=is_("reason_explained", True),
    ),
    Rule(
        code="explained_but_not_told",
        field="reason_told",
        words="The reason was explained, so say which reason the driver was told.",
        when=is_("reason_told", "not_told"),
        then=is_("reason_explained", False),
    ),
    Rule(
        code="seen_without_group",
        field="perceived_before",
        words="The driver’s ethnicity could be seen before the stop; say what was seen.",
        when=is_("seen_before", "yes"),
        then=Given("perceived_before"),
    ),
    Rule(
        code="group_without_seeing",
        field="perceived_before",
        words="The driver’s ethnicity was not surely seen before the stop, so none can be said.",
        when=Not(is_("seen_before", "yes")),
        then=lacks("perceived_before"),
    ),
    Rule(
        code="people_out_of_order",
        field="people",
        words="The people must be numbered 1, 2, 3 and so on, in their order.",
        then=Numbered("people", MOST_PEOPLE),
    ),
    Rule(
        code="not_one_driver",
        field="people",
        words="A stop has exactly one driver or rider.",
        then=Some("people", is_("role", "driver"), exactly=1),
    ),
    Rule(
        code="child_at_the_wheel",
        field="people",
        words="A child under 10 can ride a cycle or scooter, but not drive this.",
        when=Some("people", every(is_("role", "driver"), is_("age_band", "under_10"))),
        then=Inside("vehicle", is_("kind", "pedal_cycle", "e_scooter", "other")),
    ),
)
