"""`evenhand fetch police-uk`, as a person or a script sees it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch_site import Site, page, record, running

from evenhand.cli import run


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as site:
        site.months = {"2024-01": {"bedfordshire": [record()]}, "2024-02": {"dorset": [record()]}}
        yield site


def command(site: Site, into: Path, *more: str) -> list[str]:
    start = ["fetch", "police-uk", "--into", str(into), "--base-url", site.address]
    return [*start, "--from", "2024-01", "--to", "2024-02", *more]


def test_it_says_what_came_what_is_missing_and_what_to_do_next(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command(site, tmp_path, "--force", "bedfordshire")) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "Warning: bedfordshire 2024-02 is missing." in said.err
    assert "1 downloaded, 0 already here" in said.err
    assert f"Next: evenhand import police-uk {tmp_path} --lake lake" in said.err
    assert "Open Government Licence v3.0" in said.err


def test_a_program_gets_json_and_nothing_else(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = command(site, tmp_path, "--force", "bedfordshire", "--force", "dorset", "--json")
    assert run(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["totals"]["downloaded"] == 2
    assert [(each["force"], each["status"]) for each in told["force_months"]] == [
        ("bedfordshire", "downloaded"),
        ("bedfordshire", "not published"),
        ("dorset", "not published"),
        ("dorset", "downloaded"),
    ]


def test_a_network_failure_gives_3_and_keeps_what_came(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.months["2024-02"]["bedfordshire"] = [record(2)]
    site.trouble("/api/stops-force", lambda handler: handler.answer("/api/stops-force"), page())
    assert run(command(site, tmp_path, "--force", "bedfordshire")) == 3
    said = capsys.readouterr()
    assert "evenhand: bedfordshire 2024-02 could not be downloaded." in said.err
    assert "your organisation's proxy answered" in said.err
    assert "1 downloaded" in said.err
    assert [path.name for path in tmp_path.iterdir()] == [
        "2024-01-bedfordshire-stop-and-search.json"
    ]


def test_a_site_that_cannot_be_asked_gives_3(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.trouble("/api/crimes-street-dates", page(403))
    assert run(command(site, tmp_path, "--force", "dorset")) == 3
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["--force", "bedfordshier"], "Did you mean"),
        (["--force", "dorset", "--from", "January"], "'January' is not a month"),
        (["--force", "dorset", "--from", "2024-03"], "is before the first"),
        ([], "Missing option '--force'"),
    ],
)
def test_wrong_wishes_give_2(
    site: Site,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    wrong: list[str],
    words: str,
) -> None:
    assert run(command(site, tmp_path, *wrong)) == 2
    assert words in capsys.readouterr().err


def test_where_nothing_was_ever_published_it_gives_2(site: Site, tmp_path: Path) -> None:
    assert run(command(site, tmp_path, "--force", "gwent")) == 2


def test_a_folder_that_cannot_be_written_gives_2(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert run(command(site, tmp_path / "taken", "--force", "dorset")) == 2
    assert "already there and is not a folder" in capsys.readouterr().err


def test_what_was_fetched_can_be_imported(site: Site, tmp_path: Path) -> None:
    site.months["2024-01"]["bedfordshire"] = [
        {
            "type": "Person search",
            "involved_person": True,
            "datetime": "2024-01-06T22:45:00+00:00",
            "operation": None,
            "operation_name": None,
            "location": None,
            "gender": "Male",
            "age_range": "18-24",
            "self_defined_ethnicity": "White - English/Welsh/Scottish/Northern Irish/British",
            "officer_defined_ethnicity": "White",
            "legislation": "Misuse of Drugs Act 1971 (section 23)",
            "object_of_search": "Controlled drugs",
            "outcome": "Arrest",
            "outcome_object": {"id": "bu-arrest", "name": "Arrest"},
            "outcome_linked_to_object_of_search": True,
            "removal_of_more_than_outer_clothing": False,
        }
    ]
    folder, lake = tmp_path / "downloads", tmp_path / "lake"
    assert run(command(site, folder, "--force", "bedfordshire")) == 0
    assert run(["import", "police-uk", str(folder), "--lake", str(lake)]) == 0
