"""What a search and a strip search cannot say at once."""

from evenhand.encounters.rules.clauses import (
    Clause,
    Given,
    Not,
    Rule,
    either,
    every,
    is_,
    lacks,
)
from evenhand.encounters.rules.codes import codes

_AUTHORISED = tuple(c for c, said in codes("search_powers").items() if said.more.get("authorised"))


def _wrong_object(power: str, objects: list[str]) -> Clause:
    return every(is_("power", power), Not(is_("object", *objects)))


SEARCH = (
    Rule(
        code="depth_missing",
        field="depth",
        words="A person was searched; say how deep the search went: 1, 2 or 3.",
        when=Not(is_("of", "vehicle")),
        then=Given("depth"),
    ),
    Rule(
        code="vehicle_with_depth",
        field="depth",
        words="Only the search of a person has a depth; this one was of the vehicle.",
        when=is_("of", "vehicle"),
        then=lacks("depth"),
    ),
    Rule(
        code="strip_without_safeguards",
        field="strip",
        words="Intimate parts were exposed, so the safeguards must be recorded.",
        when=is_("depth", 3),
        then=Given("strip"),
    ),
    Rule(
        code="safeguards_without_strip",
        field="strip",
        words="No intimate parts were exposed, so safeguards of a strip search do not belong here.",
        when=Not(is_("depth", 3)),
        then=lacks("strip"),
    ),
    Rule(
        code="found_nothing_but_linked",
        field="found_linked",
        words="Nothing was found, so what was found cannot be what was looked for.",
        when=is_("found", "nothing"),
        then=is_("found_linked", False),
    ),
    Rule(
        code="authorisation_missing",
        field="authorisation",
        words="This power needs an authorisation given beforehand; give its reference.",
        when=is_("power", *_AUTHORISED),
        then=Given("authorisation"),
    ),
    Rule(
        code="authorisation_not_needed",
        field="authorisation",
        words="This power is not used by authorisation, so there is none to refer to.",
        when=Not(is_("power", *_AUTHORISED)),
        then=lacks("authorisation"),
    ),
    Rule(
        code="object_outside_power",
        field="object",
        words="Under this power an officer can look only for what it names, not for this object.",
        then=Not(
            either(
                *(
                    _wrong_object(code, said.more["objects"])
                    for code, said in codes("search_powers").items()
                    if "objects" in said.more
                )
            )
        ),
    ),
    Rule(
        code="vehicle_power_on_person",
        field="power",
        words="Psychoactive Substances Act, section 37, is for vehicles; a person was searched.",
        when=is_("power", "psychoactive_s37"),
        then=is_("of", "vehicle"),
    ),
    Rule(
        code="person_power_on_vehicle",
        field="power",
        words="Psychoactive Substances Act, section 36, is for people; the vehicle was searched.",
        when=is_("power", "psychoactive_s36"),
        then=Not(is_("of", "vehicle")),
    ),
)

STRIP = (
    Rule(
        code="authorised_by_nobody_at_a_time",
        field="authorised_at",
        words="Nobody authorised it, so there cannot be a time when it was authorised.",
        when=is_("authorised_by", "none"),
        then=lacks("authorised_at"),
    ),
    Rule(
        code="authorised_without_time",
        field="authorised_at",
        words="Somebody authorised it; say when.",
        when=Not(is_("authorised_by", "none")),
        then=Given("authorised_at"),
    ),
    Rule(
        code="no_adult_without_reason",
        field="why_no_adult",
        words="There was no appropriate adult; say why.",
        when=is_("appropriate_adult", "waived", "absent"),
        then=Given("why_no_adult"),
    ),
    Rule(
        code="adult_present_with_reason",
        field="why_no_adult",
        words="An appropriate adult was there or not needed, so there is no reason why not.",
        when=is_("appropriate_adult", "present", "not_needed"),
        then=lacks("why_no_adult"),
    ),
    Rule(
        code="child_without_adult_rule",
        field="appropriate_adult",
        words="A child was searched, so it cannot be that no appropriate adult was needed.",
        when=Given("child_age"),
        then=Not(is_("appropriate_adult", "not_needed")),
    ),
    Rule(
        code="child_without_safeguarding_answer",
        field="safeguarding_referral",
        words="A child was strip-searched; say whether a safeguarding referral was made.",
        when=Given("child_age"),
        then=Given("safeguarding_referral"),
    ),
)
