"""Downloading from a site that misbehaves as the real one does."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch_site import (
    Site,
    SteppedClock,
    busy,
    cut,
    ends_early,
    hang_up,
    page,
    record,
    running,
)

from evenhand.records.errors import BadInput
from evenhand.records.fetch import FetchReport, NetworkFailure, Status, fetch_police_uk

STOPS = "/api/stops-force"
DATES = "/api/crimes-street-dates"
KEPT = "2024-01-bedfordshire-stop-and-search.json"


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as site:
        site.months = {
            "2024-01": {"bedfordshire": [record(1), record(2)], "dorset": [record(3)]},
            "2024-02": {"dorset": [record(4)]},
            "2024-03": {"bedfordshire": [record(5)], "dorset": []},
        }
        yield site


def fetch(
    site: Site, into: Path, *, first: str = "2024-01", last: str = "2024-01", **more: object
) -> FetchReport:
    more = {"forces": ["bedfordshire"], "clock": SteppedClock(), **more}
    return fetch_police_uk(first=first, last=last, into=into, base_url=site.address, **more)


def statuses(report: FetchReport) -> dict[str, Status]:
    return {f"{each.force} {each.month}": each.status for each in report.force_months}


def test_a_force_month_becomes_a_file_named_as_the_importer_expects(
    site: Site, tmp_path: Path
) -> None:
    report = fetch(site, tmp_path / "new" / "folder")
    (kept,) = report.of(Status.DOWNLOADED)
    assert kept.file == tmp_path / "new" / "folder" / KEPT
    assert json.loads(kept.file.read_bytes()) == [record(1), record(2)]


def test_a_month_never_published_is_named_missing_and_gets_no_file(
    site: Site, tmp_path: Path
) -> None:
    report = fetch(site, tmp_path, last="2024-03")
    assert statuses(report) == {
        "bedfordshire 2024-01": Status.DOWNLOADED,
        "bedfordshire 2024-02": Status.NOT_PUBLISHED,
        "bedfordshire 2024-03": Status.DOWNLOADED,
    }
    assert not list(tmp_path.glob("2024-02*"))
    assert site.times_asked()[STOPS] == 2  # nobody asks for what is not there


def test_months_before_the_api_begins_point_to_the_archives(site: Site, tmp_path: Path) -> None:
    report = fetch(site, tmp_path, first="2023-12", last="2024-04")
    early, late = report.force_months[0], report.force_months[-1]
    assert early.why == "The API begins with 2024-01; older months are in the archives."
    assert late.why == "The latest month published is 2024-03."


def test_a_listed_month_without_records_gets_no_file_and_is_said(
    site: Site, tmp_path: Path
) -> None:
    report = fetch(site, tmp_path, forces=["dorset"], first="2024-03", last="2024-03")
    assert statuses(report) == {"dorset 2024-03": Status.EMPTY}
    assert not list(tmp_path.iterdir())


def test_run_again_only_what_is_missing_is_downloaded(site: Site, tmp_path: Path) -> None:
    fetch(site, tmp_path)
    report = fetch(site, tmp_path, last="2024-03")
    assert site.times_asked()[STOPS] == 2
    assert statuses(report)["bedfordshire 2024-01"] is Status.ALREADY_HERE


def test_where_nothing_is_missing_nobody_is_asked(site: Site, tmp_path: Path) -> None:
    fetch(site, tmp_path)
    site.asked.clear()
    fetch(site, tmp_path)
    assert site.asked == []


def test_a_server_that_asks_for_time_is_given_it(site: Site, tmp_path: Path) -> None:
    site.trouble(STOPS, busy(429, Retry_After="17"))
    clock = SteppedClock()
    report = fetch(site, tmp_path, clock=clock)
    assert report.of(Status.DOWNLOADED)
    assert len(clock.waits) == 1
    assert 17 <= clock.waits[0] <= 18


def test_a_server_that_asks_for_hours_is_left_alone(site: Site, tmp_path: Path) -> None:
    site.trouble(STOPS, busy(429, Retry_After="7200"))
    (failed,) = fetch(site, tmp_path).of(Status.FAILED)
    assert "asks us to wait 120 minutes" in failed.why
    assert site.times_asked()[STOPS] == 1


def test_an_unreadable_retry_after_falls_back_to_our_own_pause(site: Site, tmp_path: Path) -> None:
    site.trouble(STOPS, busy(503, Retry_After="soon"))
    clock = SteppedClock()
    assert fetch(site, tmp_path, clock=clock).of(Status.DOWNLOADED)
    assert 1 <= clock.waits[0] <= 2


@pytest.mark.parametrize(
    "trouble",
    [busy(503), busy(502), cut(20), ends_early, hang_up],
    ids=["503", "502", "cut half-way", "ends without a promised length", "hangs up"],
)
def test_a_passing_trouble_is_ridden_out(site: Site, tmp_path: Path, trouble: object) -> None:
    site.trouble(STOPS, trouble, trouble)
    clock = SteppedClock()
    fetch(site, tmp_path, clock=clock)
    assert json.loads((tmp_path / KEPT).read_bytes()) == [record(1), record(2)]
    assert len(clock.waits) == 2


def test_pauses_grow_and_end(site: Site, tmp_path: Path) -> None:
    site.trouble(STOPS, *[busy(503)] * 20)
    clock = SteppedClock()
    (failed,) = fetch(site, tmp_path, clock=clock).of(Status.FAILED)
    assert "cannot answer at the moment (503)" in failed.why
    assert "We tried 6 times" in failed.why
    assert len(clock.waits) == 5
    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(clock.waits, start=1))
    assert not list(tmp_path.iterdir())


def test_one_failing_month_does_not_stop_the_others(site: Site, tmp_path: Path) -> None:
    site.trouble(STOPS, *[busy(503)] * 6)
    report = fetch(site, tmp_path, last="2024-03")
    assert list(statuses(report).values()) == [
        Status.FAILED,
        Status.NOT_PUBLISHED,
        Status.DOWNLOADED,
    ]


def test_three_failures_in_a_row_end_it(site: Site, tmp_path: Path) -> None:
    site.months = {f"2024-{month:02d}": {"bedfordshire": [record()]} for month in range(1, 10)}
    site.trouble(STOPS, *[busy(503)] * 100)
    report = fetch(site, tmp_path, last="2024-09")
    assert len(report.of(Status.FAILED)) == 9
    assert site.times_asked()[STOPS] == 3 * 6


@pytest.mark.parametrize("trouble", [page(), page(403), page(200, "application/json")])
def test_a_proxy_that_answers_instead_is_recognised(
    site: Site, tmp_path: Path, trouble: object
) -> None:
    site.trouble(DATES, trouble)
    with pytest.raises(NetworkFailure, match="proxy answered instead of 127"):
        fetch(site, tmp_path)
    assert site.times_asked()[DATES] == 1  # another try would get the same page


def test_an_answer_that_is_no_list_of_records_is_refused(site: Site, tmp_path: Path) -> None:
    site.months["2024-01"]["bedfordshire"] = [{"crime": "burglary"}]
    (failed,) = fetch(site, tmp_path).of(Status.FAILED)
    assert "something other than records" in failed.why


def test_a_list_of_months_that_is_none_is_refused(site: Site, tmp_path: Path) -> None:
    site.trouble(DATES, lambda handler: handler.send(200, b'{"months": 3}'))
    with pytest.raises(NetworkFailure, match="list of months"):
        fetch(site, tmp_path)
    site.months = {}
    with pytest.raises(NetworkFailure, match="no month is published"):
        fetch(site, tmp_path)


def test_a_site_that_is_not_there_is_a_network_failure(tmp_path: Path) -> None:
    with running() as gone:
        pass
    with pytest.raises(NetworkFailure, match="No connection to 127"):
        fetch(gone, tmp_path)


def test_a_refusal_is_not_repeated(site: Site, tmp_path: Path) -> None:
    site.trouble(STOPS, busy(400))
    (failed,) = fetch(site, tmp_path).of(Status.FAILED)
    assert "(400)" in failed.why
    assert site.times_asked()[STOPS] == 1


def test_a_circle_of_redirects_ends(site: Site, tmp_path: Path) -> None:
    site.trouble(DATES, *[lambda handler: handler.send(302, b"", {"Location": DATES})] * 50)
    with pytest.raises(NetworkFailure, match="from address to address"):
        fetch(site, tmp_path)


def test_progress_tells_each_force_month(site: Site, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    fetch(site, tmp_path, last="2024-02", progress=lambda *news: told.append(news))
    assert told == [(1, 2, "bedfordshire 2024-01"), (2, 2, "bedfordshire 2024-02")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"forces": ["bedforshire"]}, "Did you mean “bedfordshire”"),
        ({"forces": ["demoshire"]}, "fictional"),
        ({"first": "2024-13"}, "'2024-13' is not a month"),
        ({"first": "2024-02"}, "is before the first"),
    ],
)
def test_wrong_wishes_are_refused_before_anybody_is_asked(
    site: Site, tmp_path: Path, wrong: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        fetch(site, tmp_path, **wrong)
    assert site.asked == []


def test_a_force_may_be_called_by_its_name(site: Site, tmp_path: Path) -> None:
    report = fetch(site, tmp_path, forces=["Bedfordshire Police", "bedfordshire"])
    assert list(statuses(report)) == ["bedfordshire 2024-01"]


def test_the_report_says_everything_in_plain_values(site: Site, tmp_path: Path) -> None:
    told = json.loads(json.dumps(fetch(site, tmp_path, last="2024-02").as_json()))
    assert told["totals"]["downloaded"] == 1
    assert told["force_months"][1] == {
        "force": "bedfordshire",
        "month": "2024-02",
        "status": "not published",
        "file": None,
        "why": "bedfordshire published no stop and search records for 2024-02.",
    }
