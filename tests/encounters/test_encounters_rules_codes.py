"""The code lists, and their way to the texts of national data."""

from importlib.resources import files

import pytest
import yaml

from evenhand.encounters.rules import Code, codes, label
from evenhand.encounters.rules.codes import lists
from evenhand.records import codes as records


def test_a_code_is_a_short_name_that_can_be_stored_anywhere():
    for name, entries in lists().items():
        assert entries, name
        for code in entries:
            assert code.replace("_", "").isalnum()
            assert code.isascii()
            assert len(code) <= 40
            assert code == code.lower() or name == "ethnicities"


def test_every_label_can_be_read_and_no_two_of_a_list_are_the_same():
    for name, entries in lists().items():
        labels = [entry.label for entry in entries.values()]
        assert len(set(labels)) == len(labels), name
        assert all(isinstance(text, str) and 0 < len(text) <= 75 for text in labels), name


def test_no_word_of_the_file_was_taken_for_something_else():
    """YAML reads yes as true and 10_17 as 1017 where nobody watches."""
    text = (files("evenhand.encounters.rules") / "codes.yaml").read_text(encoding="utf-8")
    for entries in yaml.safe_load(text).values():
        assert all(isinstance(code, str) for code in entries)


def test_ethnicities_are_the_eighteen_with_the_groups_of_the_records():
    known = {e.sde_code: e for e in records.ethnicities() if e.vocabulary == "current"}
    ours = codes("ethnicities")
    assert set(ours) == set(known) - {"NS"}
    assert len(ours) == 18
    assert {code: said.more["group"] for code, said in ours.items()} == {
        code: known[code].five_group for code in ours
    }


def test_the_reasons_for_no_ethnicity_are_those_of_the_records():
    known = {e.label: e for e in records.ethnicities() if e.vocabulary in {"n-code", "local"}}
    ours = codes("not_stated")
    assert {said.published for said in ours.values()} == set(known) - {"vehicle_only"}
    for code, said in ours.items():
        assert known[said.published].n_code_reason == code
        assert known[said.published].five_group == "Unknown"


def test_declined_not_asked_and_not_practicable_stay_apart():
    why = {code: said.more["why"] for code, said in codes("not_stated").items()}
    assert set(why.values()) == {"declined", "not asked", "not practicable"}
    assert [code for code, kind in why.items() if kind == "declined"] == ["declined"]


@pytest.mark.parametrize(
    ("name", "known", "unpublished"),
    [
        ("search_powers", records.powers, set()),
        ("objects", records.objects, set()),
        ("search_outcomes", records.outcomes, set()),
        ("ages", records.ages, {"not_known"}),
        ("sexes", records.genders, {"not_known"}),
        ("perceived", records.officer_defined, {"unknown"}),
        ("perceived_before", records.officer_defined, set()),
    ],
)
def test_what_national_data_call_it_is_in_their_list(name, known, unpublished):
    labels = known().labels
    for code, said in codes(name).items():
        assert (said.published == "") == (code in unpublished), code
        assert said.published in labels, code


def test_what_is_not_known_is_never_published_as_other():
    for name in ("perceived", "ages", "sexes", "not_stated"):
        for code, said in codes(name).items():
            assert said.published != "Other" or code == "other"


def test_every_power_of_the_records_to_search_can_be_chosen():
    """But section 6 of PACE, which is no search of people, and section 44, which was repealed."""
    ours = {said.published for said in codes("search_powers").values()}
    missing = {power.short for power in records.powers()} - {
        power.short for power in records.powers() if power.label in ours
    }
    assert missing == {"PACE s6", "Terrorism Act s44"}


def test_powers_without_suspicion_are_used_by_authorisation_or_by_an_order():
    kinds = {power.label: power.kind for power in records.powers()}
    for code, said in codes("search_powers").items():
        authorised = said.more.get("authorised", False) or code == "svro_s342e"
        assert authorised == (kinds[said.published] == "suspicionless"), code


def test_a_power_names_only_objects_that_there_are():
    for said in codes("search_powers").values():
        assert set(said.more.get("objects", [])) <= set(codes("objects"))


def test_the_driver_can_be_told_any_reason_that_the_officer_can_have_in_the_same_words():
    told = dict(codes("told"))
    assert told.pop("not_told")
    assert {code: said.label for code, said in told.items()} == {
        code: said.label for code, said in codes("reasons").items()
    }


def test_every_reason_knows_what_is_usually_known_before_and_how_free_the_choice_was():
    for said in codes("reasons").values():
        assert said.more["before"] in codes("pre_stop_information")
        assert said.more["discretion"] in {"low", "middle", "high"}


def test_everything_about_force_has_its_words_on_the_national_form():
    names = ("tactics", "force_reasons", "impact_factors", "conducts", "force_places")
    for name in (*names, "injuries", "staff_injuries", "force_outcomes", "duties"):
        assert all(said.form for said in codes(name).values()), name


def test_a_label_is_english_until_somebody_translated_it():
    assert label("reasons", "vehicle_defect", "cy") == "Vehicle defect"
    assert Code("x", "Nothing", "Dim byd").named("cy") == "Dim byd"
    assert Code("x", "Nothing", "Dim byd").named() == "Nothing"
    assert Code("x", "Nothing").named("cy") == "Nothing"


def test_nobody_can_change_a_list_while_the_program_runs():
    with pytest.raises(TypeError):
        codes("reasons")["attitude"] = Code("attitude", "Attitude")
