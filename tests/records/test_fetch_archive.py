"""Reading a few files out of a large archive where it lies."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch_site import HEADER, Site, SteppedClock, archive_of, busy, cut, page, running
from hypothesis import given
from hypothesis import strategies as st

from evenhand.records.fetch import FetchReport, NetworkFailure, Status, fetch_police_uk, months
from evenhand.records.fetch.archive import archives_for

STORE = "/store/2024-03.zip"
NOISE = random.Random(1).randbytes(400_000).hex()  # noqa: S311 (makes the archive large)


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as site:
        site.months = {"2024-03": {"dorset": []}}
        site.archives["2024-03"] = archive_of(
            {
                "2024-01/2024-01-dorset-street.csv": NOISE,
                "2024-01/2024-01-dorset-stop-and-search.csv": HEADER + "Person search,a,1\r\n",
                "2024-03/2024-03-dorset-stop-and-search.csv": HEADER + NOISE[:300_000],
            }
        )
        yield site


def fetch(site: Site, into: Path, first: str = "2024-01", last: str = "2024-03") -> FetchReport:
    return fetch_police_uk(
        ["dorset"],
        first,
        last,
        into,
        base_url=site.address,
        from_archive=True,
        clock=SteppedClock(),
    )


def test_only_the_wanted_files_are_read(site: Site, tmp_path: Path) -> None:
    report = fetch(site, tmp_path, last="2024-02")
    (kept,) = report.of(Status.DOWNLOADED)
    assert kept.file == tmp_path / "2024-01-dorset-stop-and-search.csv"
    assert kept.file.read_bytes().decode() == HEADER + "Person search,a,1\r\n"
    (missing,) = report.of(Status.NOT_PUBLISHED)
    assert missing.month == "2024-02"
    spans = [span.removeprefix("bytes=").split("-") for path, span in site.asked if path == STORE]
    assert sum(int(last) - int(first) + 1 for first, last in spans) < len(NOISE) / 2


def test_a_part_that_is_cut_goes_on_where_it_broke_off(site: Site, tmp_path: Path) -> None:
    fetch(site, tmp_path, first="2024-03")
    whole = (tmp_path / "2024-03-dorset-stop-and-search.csv").read_bytes()
    parts = site.times_asked()[STORE]
    site.asked.clear()

    def one_cut(nth: int) -> bytes:
        into = tmp_path / f"cut-{nth}"
        site.trouble(STORE, *[lambda handler: handler.answer(STORE)] * nth, cut(7))
        fetch(site, into, first="2024-03")
        return (into / "2024-03-dorset-stop-and-search.csv").read_bytes()

    for nth in range(1, parts):  # cut each part in its turn
        assert one_cut(nth) == whole
    asked = [span for path, span in site.asked if path == STORE]
    assert len(asked) == (parts - 1) * (parts + 1)


def test_a_part_cut_at_every_step_still_comes_whole(site: Site, tmp_path: Path) -> None:
    site.trouble(STORE, *[cut(50_000), busy(503)] * 30)
    fetch(site, tmp_path, first="2024-03")
    kept = (tmp_path / "2024-03-dorset-stop-and-search.csv").read_bytes().decode()
    assert kept == HEADER + NOISE[:300_000]


def test_a_server_that_drips_is_given_up(site: Site, tmp_path: Path) -> None:
    site.trouble(STORE, *[cut(1)] * 200)
    report = fetch(site, tmp_path, first="2024-03")
    (failed,) = report.of(Status.FAILED)
    assert "breaks off again and again" in failed.why
    assert not list(tmp_path.iterdir())


def test_an_archive_replaced_meanwhile_is_noticed(site: Site, tmp_path: Path) -> None:
    def replaced(handler: object) -> None:
        handler.send(206, b"x", {"ETag": '"b"', "Content-Range": "bytes 0-0/9"})

    site.trouble(STORE, lambda handler: handler.answer(STORE), replaced)
    (failed,) = fetch(site, tmp_path, first="2024-03").of(Status.FAILED)
    assert "was replaced while we read it" in failed.why


def test_where_parts_are_not_served_the_browser_is_advised(site: Site, tmp_path: Path) -> None:
    site.trouble(STORE, lambda handler: handler.send(200, site.archives["2024-03"]))
    (failed,) = fetch(site, tmp_path, first="2024-03").of(Status.FAILED)
    assert "evenhand import police-uk 2024-03.zip --lake DIR" in failed.why


def test_a_proxy_page_in_place_of_the_archive_is_recognised(site: Site, tmp_path: Path) -> None:
    site.trouble(STORE, page(206))
    (failed,) = fetch(site, tmp_path, first="2024-03").of(Status.FAILED)
    assert "proxy answered instead" in failed.why


def test_an_archive_that_is_none_is_refused(site: Site, tmp_path: Path) -> None:
    site.archives["2024-03"] = b"no archive at all" * 100
    (failed,) = fetch(site, tmp_path, first="2024-03").of(Status.FAILED)
    assert "is not a zip archive" in failed.why


def test_a_damaged_file_in_an_archive_is_refused(site: Site, tmp_path: Path) -> None:
    whole = bytearray(site.archives["2024-03"])
    at = whole.index(b"2024-03/2024-03-dorset") + 10_000
    whole[at : at + 8] = b"damaged!"
    site.archives["2024-03"] = bytes(whole)
    (failed,) = fetch(site, tmp_path, first="2024-03").of(Status.FAILED)
    assert "came damaged" in failed.why
    assert not list(tmp_path.iterdir())


def test_an_archive_that_does_not_exist_leaves_its_months_missing(
    site: Site, tmp_path: Path
) -> None:
    report = fetch(site, tmp_path, first="2012-01", last="2012-02")
    assert {each.why for each in report.of(Status.NOT_PUBLISHED)} == {
        "There is no archive 2014-12."
    }


def test_a_site_that_is_gone_is_a_network_failure(tmp_path: Path) -> None:
    with running() as gone:
        pass
    with pytest.raises(NetworkFailure):
        fetch(gone, tmp_path)


@given(
    start=st.integers(months.number("2014-12"), months.number("2024-12")),
    length=st.integers(1, 100),
)
def test_every_month_is_read_from_one_archive_that_holds_it(start: int, length: int) -> None:
    newest = "2025-01"
    wanted = [months.name(number) for number in range(start, start + length)]
    plan = archives_for(wanted, newest)
    assert sorted(month for held in plan.values() for month in held) == wanted
    for name, held in plan.items():
        assert all(month <= name for month in held)
        assert months.number(name) - months.number(held[0]) < 36
    assert len(plan) <= length / 36 + 1 or wanted[-1] > newest
