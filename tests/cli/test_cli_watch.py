"""`evenhand watch`: what somebody reads, and what a program gets."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenhand.measures.watch import read
from evenhand.records.importing import import_police_uk

Evenhand = Callable[..., Any]
HEADER = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
    "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search,Removal of more than just outer clothing\n"
)
SAYS = {
    "White": "White - English/Welsh/Scottish/Northern Irish/British",
    "Black": "Black/African/Caribbean/Black British - African",
    "": "",
}


def row(month: str, number: int, says: str) -> str:
    when = f"{month}-{1 + number % 28:02d}T{number % 24:02d}:{number % 60:02d}:00+00:00"
    return (
        f"Person search,{when},False,,,,Male,18-24,{SAYS[says]},,Misuse of Drugs Act 1971 (section "
        "23),Controlled drugs,A no further action disposal,False,False\n"
    )


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years and a half; in the last half there are more Black people, and more blanks."""
    folder = tmp_path_factory.mktemp("watch")
    for number in range(30):
        month = f"{2021 + number // 12}-{number % 12 + 1:02d}"
        people = {"White": 40 + number % 5, "Black": 80 if number >= 24 else 15}
        people[""] = 60 if number >= 24 else 4
        whole = [one for one, count in people.items() for _ in range(count)]
        text = HEADER + "".join(row(month, place, one) for place, one in enumerate(whole))
        (folder / f"{month}-kent-stop-and-search.csv").write_text(text)
    import_police_uk([folder], folder / "lake")
    return folder / "lake"


def test_the_data_come_first_then_what_got_worse_then_what_cannot_be_told(
    evenhand: Evenhand, lake: Path
) -> None:
    ran = evenhand("watch", "--lake", lake)
    assert ran.status == 0
    order = [ran.out.index(words) for words in ("As of June 2023", "About the data", "Worse")]
    assert order == sorted(order)
    assert "Black people were searched" in ran.out
    assert "series were looked at" in ran.out
    assert "It is not by itself proof of discrimination." in ran.out
    assert ran.out.index("What cannot be told") > order[-1]


def test_json_has_all_of_it(evenhand: Evenhand, lake: Path) -> None:
    ran = evenhand("watch", "--lake", lake, "--json", "--quiet")
    said = json.loads(ran.out)
    assert set(said) == {
        "as_of",
        "examined",
        "alerts",
        "held_back",
        "untold",
        "measures",
        "inputs",
        "settings",
    }
    assert said["as_of"] == "2023-06"
    assert [one["quality"] for one in said["alerts"]] == sorted(
        (one["quality"] for one in said["alerts"]), reverse=True
    )
    for one in said["alerts"]:
        assert read(one).sentence == one["sentence"]
    assert said["untold"][0].keys() == {"series", "why", "about", "many"}
    measures = {one["measure"]: one for one in said["measures"]}
    assert {one["power"] for one in said["measures"]} == {"stop-and-search"}
    assert (measures["search-rate"]["watched"], measures["find-rate"]["watched"]) == (True, True)
    assert {name for name, one in measures.items() if not one["watched"]} == {
        "ethnicity-agreement",
        "ethnicity-not-stated",
    }
    assert all(one["why"].startswith("Not watched") != one["watched"] for one in said["measures"])
    assert ran.err == ""


def test_what_is_not_watched_is_named_with_why(evenhand: Evenhand, lake: Path) -> None:
    ran = evenhand("watch", "--lake", lake, "--as-of", "2022-12")
    _, _, said = ran.out.partition("Which measures are watched")
    assert "11 of 13 measures are watched." in said
    assert said.count("Not watched") == 2
    assert "How often officers saw people as they describe themselves. Not watched" in said


def test_another_month_and_a_cache(evenhand: Evenhand, lake: Path, tmp_path: Path) -> None:
    asked = ("watch", "--lake", lake, "--as-of", "2022-12", "--json", "--cache", tmp_path / "kept")
    first, again = evenhand(*asked), evenhand(*asked)
    # Nothing moved yet; what stands apart was so already.
    assert {one["key"].rpartition("/")[2] for one in json.loads(first.out)["alerts"]} <= {
        "standing"
    }
    assert first.out == again.out
    assert list((tmp_path / "kept").iterdir())


def test_what_cannot_be_looked_at_is_refused(evenhand: Evenhand, lake: Path) -> None:
    for more, words in (
        (["--force", "knet"], "kent"),
        (["--force", "dorset"], "holds no records of dorset"),
        (["--as-of", "June"], "is not a month"),
    ):
        ran = evenhand("watch", "--lake", lake, *more)
        assert ran.status == 2
        assert words in ran.err
        assert ran.out == ""


def test_a_folder_without_records_is_refused(evenhand: Evenhand, tmp_path: Path) -> None:
    ran = evenhand("watch", "--lake", tmp_path)
    assert ran.status == 2
    assert "There are no records" in ran.err


def test_one_force_can_be_asked_for(evenhand: Evenhand, lake: Path) -> None:
    ran = evenhand("watch", "--lake", lake, "--force", "Kent", "--json")
    assert set(json.loads(ran.out)["examined"]) == {"kent"}
    assert sys.getsizeof(ran.out) > 100
