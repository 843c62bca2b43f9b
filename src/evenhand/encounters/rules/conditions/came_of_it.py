"""What a stop cannot say at once of what came of it."""

from evenhand.encounters.rules.clauses import (
    Alone,
    Given,
    Inside,
    Joined,
    NamesThere,
    NoneTwice,
    Not,
    Rule,
    Some,
    every,
    has,
    is_,
    lacks,
)
from evenhand.encounters.rules.conditions.limits import MOST_PEOPLE, NO_SPECIFIC_REASON

CHILD = ("under_10", "10_17")

CAME_OF_IT = (
    Rule(
        code="action_and_no_action",
        field="outcomes",
        words="“No action” stands alone; another outcome contradicts it.",
        when=has("outcomes", ["no_action"]),
        then=Alone("outcomes"),
    ),
    Rule(
        code="search_only_and_more",
        field="outcomes",
        words="“Searched, nothing more” stands alone; another outcome contradicts it.",
        when=has("outcomes", ["search_only"]),
        then=Alone("outcomes"),
    ),
    Rule(
        code="search_only_without_search",
        field="searches",
        words="The outcome is a search, but no search is recorded.",
        when=has("outcomes", ["search_only"]),
        then=Given("searches"),
    ),
    Rule(
        code="search_and_no_action",
        field="outcomes",
        words="Somebody or something was searched, so the outcome cannot be “No action”.",
        when=Given("searches"),
        then=Not(has("outcomes", ["no_action"])),
    ),
    Rule(
        code="breath_test_both",
        field="outcomes",
        words="A breath test was either negative or positive.",
        then=Not(every(has("outcomes", ["breath_test_neg"]), has("outcomes", ["breath_test_pos"]))),
    ),
    Rule(
        code="drug_wipe_both",
        field="outcomes",
        words="A drug wipe was either negative or positive.",
        then=Not(every(has("outcomes", ["drug_wipe_neg"]), has("outcomes", ["drug_wipe_pos"]))),
    ),
    Rule(
        code="arrest_without_reason",
        field="arrest_reason",
        words="Somebody was arrested; say what for.",
        when=has("outcomes", ["arrest"]),
        then=Given("arrest_reason"),
    ),
    Rule(
        code="arrest_reason_without_arrest",
        field="arrest_reason",
        words="There is a reason for arrest, but nobody was arrested.",
        when=Given("arrest_reason"),
        then=has("outcomes", ["arrest"]),
    ),
    Rule(
        code="other_outcome_unsaid",
        field="outcome_text",
        words="The outcome is something else; say in words what it was.",
        when=has("outcomes", ["other"]),
        then=Given("outcome_text"),
    ),
    Rule(
        code="cycle_seized_uninsured",
        field="outcomes",
        words="A pedal cycle needs no insurance and cannot be seized under section 165A.",
        when=Inside("vehicle", is_("kind", "pedal_cycle")),
        then=Not(has("outcomes", ["vehicle_seized_s165a"])),
    ),
    Rule(
        code="nothing_linked_to_reason",
        field="outcome_linked",
        words="Nothing came of the stop, so nothing can have to do with its reason.",
        when=has("outcomes", ["no_action", "search_only"]),
        then=is_("outcome_linked", False),
    ),
    Rule(
        code="linked_to_no_reason",
        field="outcome_linked",
        words="There was no specific reason, so the outcome cannot have to do with it.",
        when=is_("reason", NO_SPECIFIC_REASON),
        then=is_("outcome_linked", False),
    ),
    Rule(
        code="receipt_without_secret",
        field="receipt_digest",
        words="A receipt was given, so the digest of its secret must be there.",
        when=is_("receipt", "shown", "texted", "printed"),
        then=Given("receipt_digest"),
    ),
    Rule(
        code="search_of_nobody",
        field="searches",
        words="A search names a person who is not among the people of this stop.",
        then=NamesThere("searches", "of", MOST_PEOPLE),
    ),
    Rule(
        code="search_arrest_without_arrest",
        field="outcomes",
        words="A search ended in an arrest, so arrest is an outcome of the stop.",
        when=Some("searches", is_("outcome", "arrest")),
        then=has("outcomes", ["arrest"]),
    ),
    Rule(
        code="search_outcome_but_search_only",
        field="outcomes",
        words="A search led to something, so the outcome is not “Searched, nothing more”.",
        when=Some("searches", Not(is_("outcome", "no_further_action"))),
        then=Not(has("outcomes", ["search_only"])),
    ),
    Rule(
        code="strip_of_child_without_age",
        field="searches",
        words="A child was strip-searched; give the child’s age.",
        then=Not(
            Joined(
                people=is_("age_band", *CHILD),
                field="searches",
                by="of",
                named=Inside("strip", lacks("child_age")),
                most=MOST_PEOPLE,
            )
        ),
    ),
    Rule(
        code="strip_of_adult_with_age",
        field="searches",
        words="A child’s age is given for a strip search, but the person searched is an adult.",
        then=Not(
            Joined(
                people=Not(is_("age_band", *CHILD, "not_known")),
                field="searches",
                by="of",
                named=Inside("strip", Given("child_age")),
                most=MOST_PEOPLE,
            )
        ),
    ),
    Rule(
        code="force_on_nobody",
        field="force_used",
        words="Force was used on a person who is not among the people of this stop.",
        then=NamesThere("force_used", "person", MOST_PEOPLE),
    ),
    Rule(
        code="force_twice_on_one",
        field="force_used",
        words="There are two reports of force on one person; put all tactics into one.",
        then=NoneTwice("force_used", "person", tuple(range(1, MOST_PEOPLE + 1))),
    ),
    Rule(
        code="force_arrest_without_arrest",
        field="outcomes",
        words="Somebody was arrested with force, so arrest is an outcome of the stop.",
        when=Some("force_used", is_("outcome", "arrested")),
        then=has("outcomes", ["arrest"]),
    ),
)
