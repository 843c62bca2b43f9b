"""Ethnicity: what each published text means, and how the codes fold into groups."""

import itertools

import pytest

from evenhand.records.codes import (
    FIVE_GROUPS,
    GROUPINGS,
    NINETEEN_GROUPS,
    Ethnicity,
    ages,
    ethnicities,
    officer_defined,
)

FIVE, NINETEEN = GROUPINGS["five-groups"], GROUPINGS["nineteen-groups"]
BLACK = GROUPINGS["black-including-mixed"]


def found(text: str) -> Ethnicity:
    ethnicity = ethnicities().find(text)
    assert ethnicity is not None, text
    return ethnicity


# CJS Exchange Data Standards Catalogue v6 (codes), data.police.uk (labels).
CURRENT = {
    "White - English/Welsh/Scottish/Northern Irish/British": "W1",
    "White - Irish": "W2",
    "White - Gypsy or Irish Traveller": "W3",
    "White - Any other White background": "W9",
    "Mixed/Multiple ethnic groups - White and Black Caribbean": "M1",
    "Mixed/Multiple ethnic groups - White and Black African": "M2",
    "Mixed/Multiple ethnic groups - White and Asian": "M3",
    "Mixed/Multiple ethnic groups - Any other Mixed/Multiple ethnic background": "M9",
    "Asian/Asian British - Indian": "A1",
    "Asian/Asian British - Pakistani": "A2",
    "Asian/Asian British - Bangladeshi": "A3",
    "Asian/Asian British - Chinese": "A4",
    "Asian/Asian British - Any other Asian background": "A9",
    "Black/African/Caribbean/Black British - Caribbean": "B1",
    "Black/African/Caribbean/Black British - African": "B2",
    "Black/African/Caribbean/Black British - Any other Black/African/Caribbean background": "B9",
    "Other ethnic group - Arab": "O2",
    "Other ethnic group - Any other ethnic group": "O9",
    "Other ethnic group - Not stated": "NS",
}


@pytest.mark.parametrize(("label", "code"), CURRENT.items())
def test_a_current_label_has_its_published_code(label: str, code: str) -> None:
    entry = ethnicities().by_id[ethnicities().labels[label]]
    assert (entry.vocabulary, entry.sde_code) == ("current", code)


@pytest.mark.parametrize("code", ["W1", "W2", "W9", "M1", "M2", "M3", "M9", "A1", "A2", "A3", "A9"])
def test_an_old_label_means_what_the_current_one_with_its_code_means(code: str) -> None:
    old, new = (
        next(e for e in ethnicities() if e.vocabulary == words and e.sde_code == code)
        for words in ("old", "current")
    )
    assert old.label.endswith(f"({code})")
    assert (old.five_group, old.census_group, old.residual) == (
        (new.five_group, new.census_group, new.residual)
    )


def test_not_stated_is_never_the_group_other() -> None:
    for text in ("Other ethnic group - Not stated", "Not Stated (NS)", "NS", "not stated", ""):
        entry = found(text)
        assert entry.five_group == "Unknown"
        assert [grouping.of(entry) for grouping in GROUPINGS.values()] == [None, None, None]


def test_chinese_is_asian_from_either_vocabulary() -> None:
    for text in (
        "Chinese or other ethnic group - Chinese (O1)",
        "Asian/Asian British - Chinese",
        "O1",
        "A4",
    ):
        assert FIVE.of(found(text)) == "Asian"
        assert NINETEEN.of(found(text)) == "Asian, Asian British or Asian Welsh: Chinese"


def test_roma_people_are_counted_by_the_census_and_by_no_police_code() -> None:
    police = {NINETEEN.of(e) for e in ethnicities() if e.sde_code}
    assert set(NINETEEN_GROUPS) - police == NINETEEN.not_recordable == {"White: Roma"}


def test_the_residual_codes_are_the_nines_in_every_vocabulary() -> None:
    residual = {e.sde_code for e in ethnicities() if e.residual}
    assert residual == {"W9", "M9", "A9", "B9", "O9"}
    assert all(e.residual for e in ethnicities() if (e.sde_code or "").endswith("9"))


def test_a_reason_for_no_ethnicity_keeps_declined_apart_from_not_asked() -> None:
    reasons = {e.label: e.n_code_reason for e in ethnicities() if e.n_code_reason}
    assert reasons["N4"] == reasons["Prefer not to say"] == "declined"
    assert reasons["N1"] == "urgently_required_elsewhere"
    assert reasons["not_asked"] == "not_asked"
    assert all(found(label).five_group == "Unknown" for label in reasons)


def test_every_entry_has_a_group_that_its_census_group_agrees_with() -> None:
    for entry in ethnicities():
        assert entry.five_group in {*FIVE_GROUPS, "Unknown"}
        if entry.census_group:
            assert entry.census_group in NINETEEN_GROUPS
            assert entry.five_group in entry.census_group.partition(":")[0]
        if entry.sde_code and entry.sde_code != "NS":
            assert entry.census_group


def test_a_broad_label_is_not_guessed_into_a_fine_group() -> None:
    assert NINETEEN.of(found("Black or Black British")) is None
    assert BLACK.of(found("Black or Black British")) == "Black (including mixed Black heritage)"
    assert BLACK.of(found("Mixed")) is None


def test_black_including_mixed_adds_exactly_the_two_mixed_black_codes() -> None:
    codes = {
        e.sde_code
        for e in ethnicities()
        if e.sde_code and BLACK.of(e) == "Black (including mixed Black heritage)"
    }
    assert codes == {"B1", "B2", "B9", "M1", "M2"}
    assert {BLACK.of(found(code)) for code in ("M3", "M9")} == {"Mixed (other)"}


def test_each_grouping_compares_with_one_of_its_own_groups() -> None:
    assert set(GROUPINGS) == {"five-groups", "nineteen-groups", "black-including-mixed"}
    for name, grouping in GROUPINGS.items():
        assert grouping.id == name
        assert grouping.reference in grouping.groups
        assert grouping.not_recordable <= set(grouping.groups)
        assert {grouping.of(e) for e in ethnicities()} <= {*grouping.groups, None}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("01", "O1"),
        ("09", "O9"),
        ("w-1", "W1"),
        ("B 9", "B9"),
        ("White - White British", "W1"),
        ("Asian or Asian British - Indian [A1]", "A1"),
        ("Black (B2)", "B2"),
        ("B1 Caribbean", "B1"),
        ("White: English/Welsh/Scottish/Northern Irish/British", "W1"),
        ("MIXED – WHITE & BLACK CARIBBEAN (M1)", "M1"),
    ],
)
def test_a_code_is_read_however_it_was_typed(text: str, code: str) -> None:
    assert found(text).sde_code == code


def test_a_home_office_label_with_its_year_is_the_label() -> None:
    assert found("2019/20 onwards - Asian or Asian British").five_group == "Asian"


def test_a_text_that_mixes_groups_is_left_for_a_person_to_decide() -> None:
    for text in ("Chinese or other", "BAME", "Asian and other", "Mixed/Other", "Non-White"):
        assert ethnicities().find(text) is None


# PNC codes, six and unknown.
IC_CODES = {
    "IC1": "White",
    "IC2": "White",
    "IC3": "Black",
    "IC4": "Asian",
    "IC5": "Asian",
    "IC6": "Other",
    "IC9": "Unknown",
}


@pytest.mark.parametrize(("code", "group"), IC_CODES.items())
def test_an_ic_code_has_the_group_it_is_compared_with(code: str, group: str) -> None:
    entry = officer_defined().find(code.lower())
    assert entry is not None
    assert (entry.label, entry.five_group) == (code, group)


def test_no_ic_code_says_mixed_and_ic8_is_not_one() -> None:
    assert "Mixed" not in {e.five_group for e in officer_defined() if e.vocabulary == "ic-code"}
    assert officer_defined().find("IC8") is None


def test_an_officer_who_did_not_know_is_not_an_officer_who_saw_another_group() -> None:
    for text in ("ICO", "IC7", "Don't know", "Not reported", ""):
        entry = officer_defined().find(text)
        assert entry is not None
        assert entry.five_group == "Unknown"


@pytest.mark.parametrize("text", ["Oct-17", "17-Oct", "October 2017", "10 – 17", "OCT-17"])
def test_an_age_that_a_spreadsheet_took_for_a_date_is_ten_to_seventeen(text: str) -> None:
    entry = ages().find(text)
    assert entry is not None
    assert entry.label == "10-17"


def test_age_ranges_of_one_publisher_leave_no_gap_and_do_not_overlap() -> None:
    current = [age for age in ages() if age.vocabulary == "current"]
    for younger, older in itertools.pairwise(current):
        assert younger.oldest is not None
        assert older.youngest == younger.oldest + 1
    assert (current[0].youngest, current[-1].oldest) == (0, None)
