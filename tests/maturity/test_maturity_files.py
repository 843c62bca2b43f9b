"""Everything public of a force's maturity, as a table and as JSON."""

import csv
import io
from datetime import date
from typing import Any

from made_maturity import FORCE, NOTE, STANDARD, says

from evenhand.maturity import exporters, models, selectors
from evenhand.maturity.history import View

ON = date(2026, 1, 1)


def rows(basis: models.Basis, on: date = ON) -> list[dict[str, str]]:
    content = exporters.as_csv(selectors.maturity(basis, on=on)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_table_has_a_row_for_every_word_and_every_silence(basis: models.Basis) -> None:
    says(basis, View.SELF, 3)
    says(basis, View.INDEPENDENT, 0)
    found = [one for one in rows(basis) if one["standard"] == STANDARD]

    assert [(one["view"], one["status"], one["level"], one["level_name"]) for one in found] == [
        ("self", "assessed", "3", "In practice"),
        ("independent", "cannot tell", "", ""),
        ("community", "not assessed", "", ""),
    ]
    assert len(rows(basis)) == 12 * 3
    assert {one["example"] for one in rows(basis)} == {"yes"}
    assert not any("average" in name or "score" in name for name in found[0])


def test_a_text_that_a_spreadsheet_would_run_is_shielded(basis: models.Basis) -> None:
    says(basis, View.SELF, 1, rationale="=HYPERLINK(1)", who={**FORCE, "by": "@Head"})

    [found] = [one for one in rows(basis) if one["status"] == "assessed"]
    assert (found["rationale"], found["role"]) == ("'=HYPERLINK(1)", "'@Head")


def test_json_has_every_word_and_the_spread_and_no_score(
    basis: models.Basis, django_assert_num_queries: Any
) -> None:
    says(basis, View.SELF, 3, date(2025, 3, 3))
    says(basis, View.SELF, 2, date(2025, 9, 3), evidence=(NOTE, NOTE))
    says(basis, View.INDEPENDENT, 0, date(2025, 10, 3))
    known = selectors.basis("demoshire")
    assert known is not None
    with django_assert_num_queries(2):
        found = exporters.as_json(selectors.maturity(known, on=ON))

    one = next(one for one in found["standards"] if one["key"] == STANDARD)
    assert [said["level"] for said in one["assessments"]] == [3, 2, 0]
    assert [(said["view"], said["level"]) for said in one["now"]] == [
        ("self", 2),
        ("independent", None),
    ]
    assert one["not_assessed_by"] == ["community"]
    assert found["framework"]["digest"] == basis.framework.digest
    for spread in found["spreads"]:
        parts = sum(spread["levels"]) + spread["cannot_tell"] + spread["not_assessed"]
        assert parts == spread["standards"] == 12
    assert not {"score", "average", "mean"} & set(found)


def test_on_a_past_day_files_say_what_was_said_then(basis: models.Basis) -> None:
    says(basis, View.SELF, 3, date(2025, 3, 3))
    says(basis, View.SELF, 2, date(2025, 9, 3))

    [then] = [one for one in rows(basis, date(2025, 6, 1)) if one["level"]]
    assert (then["level"], then["assessed"]) == ("3", "2025-03-03")
    assert not [one for one in rows(basis, date(2025, 3, 2)) if one["level"]]
