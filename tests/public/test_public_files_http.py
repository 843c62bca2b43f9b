"""A file's address answers as HTTP promises: whole, in part, not again, and to everybody."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.http import http_date
from figure_files import address, latest

from evenhand.public.files.formats import FORMATS, WHOLE
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

RELEASED = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
ENDINGS = tuple(FORMATS)
LATEST = "/forces/demoshire/measures/search-rate"
each_form = pytest.mark.parametrize("ending", ENDINGS)


def every_kind(figure: Figure) -> list[str]:
    """An address of each kind: a figure's own, the latest, all of them."""
    return [address(figure), f"{LATEST}.csv", "/data/figures.csv"]


def entries(response: HttpResponse) -> dict[str, str]:
    """The Link header: what each address is, by its relation (the last of each)."""
    found = {}
    for part in response["Link"].split(", "):
        target, relation, *_ = part.split("; ")
        found[relation] = target.strip("<>")
    return found


@each_form
def test_every_form_is_at_the_figure_s_own_address_plus_its_ending(
    client: Client, demo_site: list[Figure], ending: str
) -> None:
    response = client.get(address(latest(), ending))

    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[ending].media_type
    assert len(response.content) == int(response["Content-Length"])
    assert f"five-groups_1{ending}" in response["Content-Disposition"]


@each_form
def test_the_latest_has_an_address_that_stays_and_says_which_figure_it_is(
    client: Client, demo_site: list[Figure], ending: str
) -> None:
    response = client.get(LATEST + ending)

    assert response.content == client.get(address(latest(), ending)).content
    assert entries(response)['rel="canonical"'] == f"http://testserver{address(latest(), ending)}"


@each_form
def test_asked_twice_a_file_is_sent_once(
    client: Client, demo_site: list[Figure], ending: str
) -> None:
    first = client.get(address(latest(), ending))
    again = client.get(address(latest(), ending), headers={"If-None-Match": first["ETag"]})
    since = {"If-Modified-Since": first["Last-Modified"]}
    later = client.get(address(latest(), ending), headers=since)

    assert not first["ETag"].startswith("W/")
    assert (again.status_code, again.content) == (304, b"")
    assert (later.status_code, later.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Access-Control-Allow-Origin"] == "*"


def test_what_changed_since_is_sent_again(client: Client, demo_site: list[Figure]) -> None:
    before = http_date((RELEASED - timedelta(seconds=1)).timestamp())
    response = client.get(address(latest()), headers={"If-Modified-Since": before})
    other = client.get(address(latest()), headers={"If-None-Match": '"another"'})

    assert (response.status_code, other.status_code) == (200, 200)
    assert response["Last-Modified"] == "Thu, 12 Nov 2026 09:30:00 GMT"


def test_a_condition_that_does_not_hold_is_refused(client: Client, demo_site: list[Figure]) -> None:
    response = client.get(address(latest()), headers={"If-Match": '"another"'})

    assert response.status_code == 412


def test_no_two_forms_or_figures_share_a_tag(client: Client, demo_site: list[Figure]) -> None:
    addresses = [
        address(figure, ending) for figure in demo_site[:3] for ending in (".csv", ".json", ".svg")
    ]
    tags = {client.get(one)["ETag"] for one in addresses}

    assert len(tags) == len(addresses)


def test_a_tag_depends_on_the_address_that_stands_inside_the_file(
    client: Client, demo_site: list[Figure]
) -> None:
    here = client.get(address(latest()))
    there = client.get(address(latest()), headers={"Host": "localhost"})

    assert here["ETag"] != there["ETag"]
    assert b"http://localhost/figures/" in there.content


@each_form
def test_head_says_what_get_would_and_sends_nothing(
    client: Client, demo_site: list[Figure], ending: str
) -> None:
    got, asked = (getattr(client, way)(address(latest(), ending)) for way in ("get", "head"))

    assert asked.content == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges"):
        assert asked[name] == got[name], name


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-3", slice(0, 4)),
        ("bytes=4-", slice(4, None)),
        ("bytes=-5", slice(-5, None)),
        ("bytes=2-999999999", slice(2, None)),
    ],
)
def test_a_part_is_sent_where_a_part_is_asked_for(
    client: Client, demo_site: list[Figure], asked: str, part: slice
) -> None:
    where = address(latest(), ".parquet")
    whole = client.get(where)
    response = client.get(where, headers={"Range": asked})
    size = len(whole.content)
    first, last, _ = part.indices(size)

    assert whole["Accept-Ranges"] == "bytes"
    assert response.status_code == 206
    assert response.content == whole.content[part]
    assert response["Content-Range"] == f"bytes {first}-{last - 1}/{size}"
    assert response["ETag"] == whole["ETag"]


def test_a_part_beyond_the_end_is_refused_with_the_size(
    client: Client, demo_site: list[Figure]
) -> None:
    size = len(client.get(address(latest())).content)
    response = client.get(address(latest()), headers={"Range": f"bytes={size}-"})

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{size}"
    assert str(size) in json.loads(response.content)["detail"]


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=9-2", "lines=1-2", "bytes=-", "x"])
def test_what_is_no_single_range_is_answered_whole(
    client: Client, demo_site: list[Figure], asked: str
) -> None:
    assert client.get(address(latest()), headers={"Range": asked}).status_code == 200


def test_a_broken_download_goes_on_only_where_the_file_is_still_the_same(
    client: Client, demo_site: list[Figure]
) -> None:
    whole = client.get(address(latest()))

    def go_on(had: str) -> int:
        headers = {"Range": "bytes=10-", "If-Range": had}
        return client.get(address(latest()), headers=headers).status_code

    assert go_on(whole["ETag"]) == 206
    assert go_on(whole["Last-Modified"]) == 206
    assert go_on('"another"') == 200
    assert go_on(f"W/{whole['ETag']}") == 200
    assert go_on(http_date(0)) == 200


def test_head_never_sends_a_part(client: Client, demo_site: list[Figure]) -> None:
    response = client.head(address(latest()), headers={"Range": "bytes=0-3"})

    assert (response.status_code, "Content-Range" in response) == (200, False)


def test_scripts_of_every_site_may_read_a_file_and_what_is_said_beside_it(
    client: Client, demo_site: list[Figure]
) -> None:
    for where in every_kind(latest()):
        response = client.get(where)
        assert response["Access-Control-Allow-Origin"] == "*"
        readable = response["Access-Control-Expose-Headers"]
        assert {"ETag", "Content-Range", "Link"} <= set(readable.split(", "))
        assert not response.cookies


def test_a_browser_that_asks_first_is_told_what_it_may_do(
    client: Client, demo_site: list[Figure]
) -> None:
    for where in every_kind(latest()):
        response = client.options(where)
        assert (response.status_code, response.content) == (204, b"")
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "Range" in response["Access-Control-Allow-Headers"].split(", ")


def test_a_frozen_file_may_be_kept_for_long_and_the_latest_only_shortly(
    client: Client, demo_site: list[Figure]
) -> None:
    own, newest, every = (client.get(where)["Cache-Control"] for where in every_kind(latest()))

    assert own == "public, max-age=86400"
    assert newest == every == "public, max-age=300"
    assert "immutable" not in own  # it may still become corrected


def test_a_correction_changes_the_tag_and_the_date_of_the_old_file_and_names_the_new_one(
    client: Client,
    corrected: tuple[Figure, Figure],
) -> None:
    old, new = corrected
    first, second = client.get(address(old)), client.get(address(new))

    assert first["ETag"] != second["ETag"]
    assert entries(first)['rel="successor-version"'].endswith(address(new))
    assert entries(second)['rel="predecessor-version"'].endswith(address(old))
    assert json.loads(client.get(address(old, ".json")).content)["status"] == "corrected"
    found = json.loads(client.get(address(new, ".json")).content)
    assert (found["status"], found["supersedes"]) == ("revised", old.reference)


def test_a_file_stays_the_same_byte_for_byte_until_it_is_corrected(
    demo_site: list[Figure],
) -> None:
    from evenhand.public.files.formats import build_figure

    for ending in ENDINGS:
        first, second = (build_figure(latest(), ending, "https://a.example") for _ in range(2))
        assert first == second, ending


def test_a_file_leads_to_its_description_its_page_and_its_licence(
    client: Client, demo_site: list[Figure]
) -> None:
    response = client.get(address(latest()))

    assert f"<http://testserver{address(latest(), '-metadata.json')}>" in response["Link"]
    assert 'type="application/csvm+json"' in response["Link"]
    assert "open-government-licence" in entries(response)['rel="license"']


@pytest.mark.parametrize(
    "where",
    [
        "/figures/search-rate/kent/2024-01--2024-12/five-groups/9.csv",
        "/figures/search-rate/demoshire/2025-10--2026-09/five-groups/2-metadata.json",
        "/figures/nothing.xlsx",
        "/forces/camelot/measures/search-rate.csv",
        "/forces/demoshire/measures/happiness-metadata.json",
        "/forces/demoshire.json",
        "/data/figures.xlsx",
        "/data/else.parquet",
    ],
)
def test_a_program_is_told_in_its_own_way_that_there_is_no_such_file(
    client: Client, demo_site: list[Figure], where: str
) -> None:
    response = client.get(where)
    said = json.loads(response.content)

    assert response.status_code == said["status"] == 404
    assert response["Content-Type"] == "application/problem+json"
    assert (said["type"], said["title"], said["instance"]) == ("about:blank", "Not Found", where)
    assert said["detail"].endswith(".")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_an_address_of_an_ending_that_we_do_not_have_is_a_page(
    client: Client, demo_site: list[Figure]
) -> None:
    response = client.get(address(latest(), ".docx"))

    assert (response.status_code, "<html" in response.content.decode()) == (404, True)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written_to_a_file(
    client: Client, demo_site: list[Figure], method: str
) -> None:
    for where in every_kind(latest()):
        response = getattr(client, method)(where)
        assert response.status_code == json.loads(response.content)["status"] == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_every_form_of_everything_answers_head_etag_and_range(
    client: Client, demo_site: list[Figure]
) -> None:
    for ending in WHOLE:
        where = f"/data/figures{ending}"
        assert client.head(where)["ETag"] == client.get(where)["ETag"]
        assert client.get(where, headers={"Range": "bytes=0-0"}).status_code == 206


@pytest.mark.parametrize("ending", [".csv", ".json", ".svg"])
def test_a_file_asks_little_of_the_database(
    client: Client, demo_site: list[Figure], ending: str, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(2):
        client.get(address(demo_site[0], ending))
