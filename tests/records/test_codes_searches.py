"""Types, powers, objects and outcomes of searches."""

import pytest

from evenhand.records.codes import objects, outcomes, powers, types


def test_only_a_vehicle_search_has_no_person() -> None:
    assert {t.label for t in types() if not t.person} == {"Vehicle search"}
    assert {t.label for t in types() if t.vehicle} == {
        "Vehicle search",
        "Person and Vehicle search",
    }
    assert types().by_id[0].person


def test_the_suspicionless_powers_are_the_five_that_parliament_gave() -> None:
    assert {power.short for power in powers() if power.kind == "suspicionless"} == {
        "Section 60",
        "Terrorism Act s47A",
        "Terrorism Act s44",
        "Public Order Act s11",
        "Serious violence reduction order",
    }


def test_every_listed_power_has_a_kind_and_an_unrecorded_one_has_not() -> None:
    kinds = {power.kind for power in powers()}
    assert kinds == {"reasonable_grounds", "suspicionless", "other"}
    assert {powers().by_id[number].kind for number in (0, 255)} == {"unknown"}


def test_a_law_with_an_odd_space_is_found_with_and_without_it() -> None:
    published = "Environmental Protection Act 1990 (section 34B )"
    assert published in powers().labels
    assert powers().find(published.replace(" )", ")")) is powers().find(published)


def test_sections_of_one_act_are_not_confused() -> None:
    one = powers().find("Police and Criminal Evidence Act 1984 (section 1)")
    six = powers().find("Police and Criminal Evidence Act 1984 (section 6)")
    assert one is not None
    assert six is not None
    assert (one.kind, six.kind) == ("reasonable_grounds", "other")
    assert powers().find("Police and Criminal Evidence Act 1984 (section 7)") is None


def test_objects_fall_into_drugs_weapons_and_other() -> None:
    by_category = {
        category: {o.label for o in objects() if o.category == category}
        for category in ("drugs", "weapons", "other", "unavailable")
    }
    assert by_category["drugs"] == {"Controlled drugs", "Psychoactive substances", "Drugs"}
    assert by_category["weapons"] == {
        "Offensive weapons",
        "Firearms",
        "Anything to threaten or harm anyone",
        "Crossbows",
        "Anticipation of Violence",
    }
    assert "Stolen goods" in by_category["other"]
    assert by_category["unavailable"] == {"Detailed object of search unavailable"}
    assert sum(map(len, by_category.values())) == len(objects())


@pytest.mark.parametrize(
    ("old", "current"),
    [
        ("Nothing found - no further action", "A no further action disposal"),
        ("Suspect arrested", "Arrest"),
        ("Suspect summonsed to court", "Summons / charged by post"),
        ("Offender cautioned", "Caution (simple or conditional)"),
        ("Offender given penalty notice", "Penalty Notice for Disorder"),
        ("Offender given drugs possession warning", "Khat or Cannabis warning"),
        ("Local resolution", "Community resolution"),
        ("false", "A no further action disposal"),
        ("FALSE", "A no further action disposal"),
        ("No Further Action", "A no further action disposal"),
        ("Summons", "Summons / charged by post"),
        ("Caution", "Caution (simple or conditional)"),
    ],
)
def test_an_outcome_counts_alike_in_every_vocabulary(old: str, current: str) -> None:
    one, other = outcomes().find(old), outcomes().find(current)
    assert one is not None
    assert other is not None
    assert (one.kind, one.found) == (other.kind, other.found)


def test_something_was_found_unless_no_further_action_was_taken() -> None:
    for outcome in outcomes():
        assert outcome.found is (outcome.kind != "no_further_action")


def test_an_outcome_that_was_not_recorded_is_not_a_search_that_found_nothing() -> None:
    assert outcomes().by_id[0].found is None
    assert outcomes().by_id[255].found is None


def test_an_article_found_with_its_outcome_lost_still_was_found() -> None:
    lost = outcomes().find("Article found - Detailed outcome unavailable")
    assert lost is not None
    assert (lost.kind, lost.found) == ("unavailable", True)


HOME_OFFICE = (
    "Arrest",
    "Caution",
    "Community Resolution",
    "Guardian Intervention",
    "Khat or Cannabis Warning",
    "No Further Action",
    "Other Action",
    "Penalty Notice for Disorder",
    "Seizure of Property",
    "Summons",
    "Verbal Warning or Words of Advice",
    "Voluntary Attendance",
)


@pytest.mark.parametrize("label", HOME_OFFICE)
def test_every_outcome_of_the_home_office_tables_is_known(label: str) -> None:
    assert outcomes().find(label) is not None
