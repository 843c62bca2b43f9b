"""How we got this number: every number can be made again from what stands beside it."""

import re
import subprocess
from copy import copy
from shutil import which
from typing import Any

import numpy as np
import pytest

from demo.demonstration import frozen
from evenhand import stats
from evenhand.public.presenters.repeating import repeating
from evenhand.public.presenters.workings import MOST_FILES, formulas, workings, workings_anchor
from evenhand.publications.models import Figure

LATEST = [figure for figure in frozen() if figure.last_month == "2026-09"]
ROWS = [
    (figure, row) for figure in LATEST for row in figure.result["rows"] if row["rate"] is not None
]
ENDS = ("", "_low", "_high")


def numbers(row: dict[str, Any], name: str, times: float = 1) -> list[float]:
    return [row[f"{name}{end}"] * times for end in ENDS]


def lines(figure: Figure, group: str) -> Any:
    return next(row for row in workings(figure).rows if row.group == group).lines


@pytest.mark.parametrize(
    ("figure", "row"), ROWS, ids=[f"{one.measure}-{row['group']}" for one, row in ROWS]
)
def test_three_lines_of_python_give_the_frozen_numbers_again(
    figure: Figure, row: dict[str, Any]
) -> None:
    program = lines(figure, row["group"]).python
    printed: list[stats.Estimate] = []

    exec(program, {"print": printed.append})  # noqa: S102 (our own lines, which is the point)

    assert len(program.splitlines()) <= 3
    names = ["rate"] if len(printed) == 1 else ["rate", "ratio"]
    for name, found in zip(names, printed, strict=True):
        given = [float(part) for part in (found.value, found.low, found.high)]
        # One pair or many at once: the processor's vectors may round the last bit otherwise.
        assert given == pytest.approx(numbers(row, name), rel=1e-14)


@pytest.fixture(scope="module")
def in_r(tmp_path_factory: pytest.TempPathFactory) -> list[list[float]]:
    """What R prints for every row, in one run."""
    r = which("Rscript")
    if r is None:
        pytest.skip("R is not installed here (Rscript)")
    programs = [lines(figure, row["group"]).r for figure, row in ROWS]
    program = 'cat("====\\n")\n'.join(f"{one}\n" for one in programs)
    path = tmp_path_factory.mktemp("r") / "repeat.R"
    path.write_text(program, encoding="utf-8")
    ran = subprocess.run([r, path], check=True, capture_output=True, text=True)
    return [
        [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", _values(part))]
        for part in ran.stdout.split("====\n")
    ]


def _values(printed: str) -> str:
    """R's printed numbers, without the names above them and the places before them."""
    kept = [line for line in printed.splitlines() if not re.search(r"rate|ratio|^ *p", line)]
    return re.sub(r"\[\d+\]", "", "\n".join(kept))


def test_four_lines_of_r_give_the_frozen_numbers_again(in_r: list[list[float]]) -> None:
    assert len(in_r) == len(ROWS)
    for (figure, row), found in zip(ROWS, in_r, strict=True):
        share = figure.about["kind"] != "rate"
        wanted = numbers(row, "rate")
        if row["group"] != figure.result["reference"] and row["ratio"] is not None:
            wanted += [row["ratio"]] if share else numbers(row, "ratio")
        np.testing.assert_allclose(found, wanted, rtol=1e-6, err_msg=f"{figure} {row['group']}")
        assert len(lines(figure, row["group"]).r.splitlines()) <= 4


def test_every_group_of_every_figure_has_its_own_place() -> None:
    for figure in frozen():
        made = workings(figure)
        assert [row.anchor for row in made.rows] == [
            *("how-asian", "how-black", "how-mixed", "how-other", "how-white")
        ]


def test_a_long_name_of_a_group_makes_a_plain_anchor() -> None:
    assert workings_anchor("Black (including mixed Black heritage)") == (
        "how-black-including-mixed-black-heritage"
    )


def test_what_is_hidden_has_no_formula_and_no_program() -> None:
    row = {"group": "Other", "rate": None, "ratio": None, "events": None, "exposure": None}

    assert formulas(row, None, {}, share=False, power="stop-and-search") == ()
    assert repeating(row, None, share=False) is None


def test_the_formula_holds_the_counts_the_people_and_the_months() -> None:
    figure = next(one for one in LATEST if one.measure == "search-rate")
    row = next(one for one in figure.result["rows"] if one["group"] == "Black")
    rate, ratio, difference, unknown = workings(figure).rows[1].formulas

    assert rate.startswith(f"Black: {row['events']:,} searches ÷ (")
    assert "residents × 11 ÷ 12 years) × 1,000 =" in rate  # March 2026 is missing
    assert ratio.startswith("Black ÷ White: ")
    assert "−" in difference
    assert f"all {figure.result['unknown_events']:,} searches of unknown ethnicity" in unknown
    assert all("likely range" in one for one in (rate, ratio, difference))


def test_what_was_left_out_is_said() -> None:
    figure = next(one for one in LATEST if one.measure == "find-rate")
    said = " ".join(workings(figure).left_out)

    assert "searches of vehicles alone are left out" in said
    assert "March 2026 is missing" in said
    assert "not recorded" in said


def test_the_sql_the_files_and_the_command_are_there() -> None:
    made = workings(LATEST[0])

    assert len(made.sources) == 11
    assert made.queries == tuple(LATEST[0].queries)
    assert all("COUNT(*)" in query for query in made.queries)
    assert made.command == f"evenhand figure {LATEST[0].reference} --lake DIR"


def test_the_formula_of_the_headline_comes_first_with_its_numbers() -> None:
    figure = next(one for one in LATEST if one.measure == "search-rate")
    made = workings(figure)

    assert made.formula == (
        made.rows[1].formulas[0],
        made.rows[4].formulas[0],
        made.rows[1].formulas[1],
    )


def test_a_fingerprint_fits_a_line_and_begins_as_the_whole_one_does() -> None:
    made = workings(LATEST[0])

    for source, item in zip(made.sources, LATEST[0].inputs, strict=True):
        assert len(source.fingerprint) == 16
        assert item["sha256"].startswith(source.fingerprint)


def test_anyone_can_say_that_it_is_wrong_naming_the_very_figure() -> None:
    assert workings(LATEST[0]).wrong == (
        "/feedback/?about=arrest-rate%2Fdemoshire%2F2025-10--2026-09%2Ffive-groups%2F1"
    )


def test_hundreds_of_files_are_counted_here_and_named_in_the_json() -> None:
    figure = copy(LATEST[0])
    figure.inputs = [figure.inputs[0]] * (MOST_FILES + 1)
    made = workings(figure)

    assert (made.sources, made.more_files) == ((), MOST_FILES + 1)


@pytest.mark.django_db
def test_the_page_opens_each_number_with_its_workings(client: Any, demo_site: object) -> None:
    page = client.get("/forces/demoshire/measures/search-rate/").content.decode()

    for group in ("asian", "black", "mixed", "other", "white"):
        assert page.count(f'id="how-{group}"') == 1
        # Closed, its line has the formula; a link to it opens the rest.
        opened = re.search(
            rf'<details class="[^"]*eh-opens[^"]*" id="how-{group}">(.*?)</det', page, re.S
        )
        assert opened is not None
        assert "÷ 12 years) × 1,000 =" in opened[1].partition("</summary>")[0]
    assert page.index('class="govuk-list eh-formula') < page.index('id="how-asian"')
    assert page.count("/feedback/?about=search-rate%2Fdemoshire") == 1
    assert "FROM &#34;records&#34;" in page
    assert "poisson.test(" in page
