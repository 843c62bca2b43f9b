"""What a person reads: nothing that is hidden, missing or zero looks like anything else."""

from typing import Any

import pytest

from evenhand.cli import answer_csv, answer_text, findings_text
from evenhand.records.clock import in_words

NUMBERS = (
    *("events", "exposure", "rate", "rate_low", "rate_high", "ratio", "ratio_low", "ratio_high"),
    *("ratio_if_unknown_all_reference", "ratio_if_unknown_all_group", "tipping_share"),
    *("unknown_low", "unknown_high", "difference", "difference_low", "difference_high"),
    *("excess", "excess_low", "excess_high", "within_force_ratio", "within_force_ratio_low"),
    *("within_force_ratio_high", "detectable_below", "detectable_above", "unstable"),
)


def row(group: str, status: str, **given: Any) -> dict[str, Any]:
    said = {"group": group, "status": status, "suppressed": status == "not shown"}
    said |= {"sentence": f"{group}: {status}.", "unknown_sentence": None}
    return dict.fromkeys(NUMBERS) | said | {"detectable_sentence": None} | given


def answer(*rows: dict[str, Any], forces: int = 1, **given: Any) -> dict[str, Any]:
    ids = ["kent", "essex"][:forces]
    return {
        "measure": "search-rate",
        "measure_version": 1,
        "title": "Searches for every 1,000 residents",
        **({"force": "kent"} if forces == 1 else {"forces": ids}),
        "force_names": ["Kent Police", "Essex Police"][:forces],
        "from": "2022-01",
        "to": "2022-02",
        "months_observed": 2,
        "months_observed_by_force": dict.fromkeys(ids, 2),
        "population": 2021,
        "includes_btp": False,
        "group_by": "five-groups",
        "reference": "White",
        "rate_unit": "per 1,000 residents a year",
        "ratio_group": "Black",
        "rows": list(rows),
        "unknown_events": 12,
        "unknown_exposure": None,
        "sentence": "Black: compared.",
        "notes": [],
        "caveats": [],
        "warnings": [],
    } | given


COMPARED = row(
    *("Black", "compared"),
    **{"events": 1200, "rate": 6.04, "rate_low": 5.0, "rate_high": 7.0},
    **{"ratio": 3.0, "ratio_low": 2.5, "ratio_high": 3.6, "unknown_low": 2.0},
    **{"unknown_high": 9.0, "within_force_ratio": 3.3, "within_force_ratio_low": 3.1},
    **{"within_force_ratio_high": 3.5},
)

RANGE = {"rate_low": 0.5, "rate_high": 1.5}


def line_of(text: str, group: str) -> list[str]:
    (found,) = [line for line in text.splitlines() if line.startswith(f"{group}  ")]
    return [cell.strip() for cell in found.split("  ") if cell.strip()]


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        (COMPARED, ["Black", "1,200", "6.0", "5.0 to 7.0", "3.0", "2.5 to 3.6", "2.0 to 9.0"]),
        (row("Black", "not shown"), ["Black"] + ["not shown"] * 6),
        (row("Black", "cannot be recorded"), ["Black"] + ["no data"] * 6),
        (
            row("Black", "no resident base", events=7),
            ["Black", "7"] + ["no rate"] * 2 + ["no ratio"] * 3,
        ),
        (
            row("Black", "too few to compare", events=0, rate=0.0, rate_low=0.0, rate_high=1.5),
            ["Black", "0", "0", "0 to 1.5", "too few", "too few", "too few"],
        ),
        (
            COMPARED | {"unknown_low": None, "unknown_high": None},
            ["Black", "1,200", "6.0", "5.0 to 7.0", "3.0", "2.5 to 3.6", "no range"],
        ),
    ],
    ids=["compared", "not shown", "no data", "no residents", "zero", "not bounded"],
)
def test_hidden_missing_and_zero_never_look_alike(given: dict[str, Any], cells: list[str]) -> None:
    assert line_of(answer_text.text(answer(given), width=None), "Black") == cells


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (COMPARED, "shown"),
        (row("Black", "not shown"), "not shown"),
        (row("Black", "cannot be recorded"), "no data"),
        (row("Black", "too few to compare", events=0), "shown"),
    ],
)
def test_the_csv_tells_them_apart_too(given: dict[str, Any], status: str) -> None:
    first, unknown = answer_csv.rows(answer(given))
    assert first["status"] == status
    assert first["events"] == given["events"]
    assert (unknown["group"], unknown["events"], unknown["status"]) == ("Not known", 12, "shown")


def test_a_range_that_would_tell_a_hidden_number_is_not_shown() -> None:
    given = answer(COMPARED | {"unknown_low": None, "unknown_high": None}, unknown_events=None)
    assert line_of(answer_text.text(given, width=None), "Black")[-1] == "not shown"


def test_unknowns_that_are_hidden_say_so() -> None:
    hidden = answer(COMPARED, unknown_events=None)
    *_, unknown = answer_csv.rows(hidden)
    assert unknown["status"] == "not shown"
    assert "Group not recorded: not shown." in answer_text.text(hidden, width=None)


def test_every_csv_row_has_every_column_and_no_other() -> None:
    for each in answer_csv.rows(answer(COMPARED, forces=2)):
        assert set(each) <= set(answer_csv.COLUMNS)
        assert each["force"] == "kent; essex"


def test_a_pooled_ratio_is_never_without_the_one_within_forces() -> None:
    one = answer_text.text(answer(COMPARED), width=None)
    two = answer_text.text(answer(COMPARED, forces=2), width=None)
    assert "Within forces" not in one
    assert "Within forces" in two
    assert line_of(two, "Black")[-2:] == ["3.3", "3.1 to 3.5"]
    assert "Months observed: 2 (kent 2 and essex 2)." in two


def test_sentences_come_first_and_nothing_is_said_twice() -> None:
    text = answer_text.text(
        answer(
            COMPARED | {"unknown_sentence": "It was not recorded in 9. It could be 2 to 9."},
            row("White", "reference", events=5, rate=2.0, rate_low=1.0, rate_high=3.0),
            notes=["It was not recorded in 9. It could be 2 to 9."],
            warnings=["It was not recorded in 9.", "A month is missing."],
        ),
        width=None,
    )
    order = ["Black: compared.", "It could be", "White: reference.", "Events", "A month is missing"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.count("It was not recorded in 9.") == 1
    assert "(reference)" in line_of(text, "White")


def test_ranges_and_differences_are_explained_once_and_caveats_are_told() -> None:
    wide = COMPARED | {"ratio_high": 9.6, "unstable": True}
    one = answer(wide, caveats=["Searches are counted, not people."], **{"to": "2022-01"})
    text = answer_text.text(one, width=None)
    assert "Black: compared. This range is wide: read it with care." in text
    assert text.count("Each range is a likely range") == 1
    assert text.count("It is not by itself proof of discrimination.") == 1
    assert "Bear in mind: Searches are counted, not people." in text
    assert "Kent Police, January 2022\n" in text
    alone = answer_text.text(answer(row("Black", "alone", events=9, rate=1.0, **RANGE)), width=None)
    assert "proof of discrimination" not in alone
    assert "read it with care" not in alone


def test_what_nobody_wrote_down_is_no_data_and_not_zero() -> None:
    blank = answer(row("Black", "nothing recorded"), unknown_events=0, unknown_exposure=0)
    assert line_of(answer_text.text(blank, width=None), "Black") == ["Black"] + ["no data"] * 6
    assert "Group not recorded: no data." in answer_text.text(blank, width=None)
    for each in answer_csv.rows(blank):
        assert (each["events"], each["status"]) == (None, "no data")


def test_what_nobody_wrote_down_is_said_once_and_not_for_each_group() -> None:
    silent = [row(group, "nothing recorded") for group in ("Asian", "Black", "White")]
    blank = answer(*silent, unknown_events=0, unknown_exposure=0)
    blank |= {"sentence": "Black: nothing recorded."}
    assert answer_text.text(blank, width=None).count(": nothing recorded.") == 1
    some = answer(*silent[:2], COMPARED | {"group": "White"}) | {"sentence": silent[1]["sentence"]}
    assert answer_text.text(some, width=None).count(": nothing recorded.") == 2


def test_a_small_rate_is_inside_its_range_as_printed() -> None:
    small = COMPARED | {"rate": 0.0549, "rate_low": 0.0503, "rate_high": 0.0598}
    small |= {"ratio": 0.93, "ratio_low": 0.91, "ratio_high": 0.96}
    cells = line_of(answer_text.text(answer(small), width=None), "Black")
    assert cells[2:6] == ["0.05", "0.05 to 0.06", "0.93", "0.91 to 0.96"]


def test_lines_are_broken_for_a_narrow_terminal_only() -> None:
    long = answer(COMPARED, sentence="word " * 60)
    assert max(map(len, answer_text.text(long, width=40).split("\n\n")[1].splitlines())) <= 40
    assert "word " * 59 in answer_text.text(long, width=None)


def finding(
    month: str, severity: str = "note", message: str = "{} of 9 are odd."
) -> dict[str, Any]:
    told = {"force": "kent", "month": month, "check": "blank-column", "severity": severity}
    said = f"Kent Police, {in_words(month)}: {message.format(month[-1])}"
    return told | {"message": said, "value": 1}


def test_findings_of_a_kind_are_told_once_with_their_months() -> None:
    found = [finding(f"2022-0{number}") for number in (1, 2, 3, 5)]
    text = findings_text.text(found, every=False, width=None)
    assert text == (
        "note: blank-column, kent, 4 months from 2022-01 to 2022-05; the last says\n"
        "  Kent Police, May 2022: 5 of 9 are odd."
    )
    assert findings_text.text(found, every=True, width=None).count("are odd") == 4


def test_a_few_months_are_named_each() -> None:
    found = [finding(month) for month in ("2021-08", "2022-01", "2022-07")]
    text = findings_text.text(found, every=False, width=None)
    assert text.startswith("note: blank-column, kent, 2021-08, 2022-01 and 2022-07; the last says")


def test_the_gravest_finding_comes_first_and_different_words_stay_apart() -> None:
    found = [
        finding("2022-01"),
        finding("2022-01", "error", "all is twice there."),
        finding("2022-02", message="the column is blank."),
    ]
    text = findings_text.text(found, every=False, width=None)
    assert text.startswith("error: blank-column, kent, 2022-01\n")
    assert text.count("\n\n") == 2
