"""Feeds of plans: valid Atom, stable names, the words of the page, the last fifty."""

from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
from atom import ATOM, complaints, parsed
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings

from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.plan import models
from evenhand.public.static_site.asking import Site
from evenhand.public.static_site.folder import place
from evenhand.public.static_site.links import leads_to
from evenhand.public.views import feeds
from plan.made_plans import OPENED, Played, new_plan, promised, terms

pytestmark = pytest.mark.django_db
ALL, PLAN = "/plans.atom", "/forces/demoshire/plan.atom"
SPRING = date(2025, 4, 2)


@pytest.fixture
def plan(db: None) -> models.Plan:
    forces.load(["demoshire"])
    return new_plan()


@pytest.fixture
def stops(plan: models.Plan) -> Played:
    made = promised(plan, "stops")
    made.step(
        "change", SPRING, terms=terms(due_on=date(2025, 12, 31)), reason="The <b>supplier</b>."
    )
    made.step("reach", SPRING, milestone="pilot", words="Both & more.")
    return made


def of_action(key: str = "stops") -> str:
    return f"/forces/demoshire/plan/1/actions/{key}.atom"


def entries(client: Client, address: str) -> list[Element]:
    return parsed(client.get(address).content).findall(f"{ATOM}entry")


def text(entry: Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


@pytest.mark.parametrize("address", [ALL, PLAN, of_action()])
def test_a_feed_breaks_no_must_of_the_standard(stops: Played, client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert complaints(answer.content) == []
    feed = parsed(answer.content)
    [self] = [one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
    assert self.get("href") == text(feed, "id") == f"http://testserver{address}"
    [page] = [one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "alternate"]
    assert client.get(str(page.get("href")).removeprefix("http://testserver")).status_code == 200


def test_the_check_of_feeds_finds_what_is_wrong() -> None:
    """The judge of the test above is itself judged, on feeds that each break one rule."""
    good = b"""<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id><title>T</title>
        <updated>2025-01-01T00:00:00Z</updated><author><name>A</name></author>
        <link rel="self" href="https://a.example/f"/>
        <entry><id>urn:x:2</id><title>E</title><updated>2025-01-01T00:00:00Z</updated>
        <content type="text">C</content></entry></feed>"""
    assert complaints(good) == []
    for part, instead in (
        (b"<id>urn:x:1</id>", b""),
        (b"<id>urn:x:1</id>", b"<id>1</id>"),
        (b"<title>E</title>", b""),
        (b"<title>T</title>", b"<title>T</title><title>T</title>"),
        (b"2025-01-01T00:00:00Z</updated><author>", b"2025-01-01</updated><author>"),
        (b"<author><name>A</name></author>", b""),
        (b"<name>A</name>", b""),
        (b"urn:x:2", b"urn:x:1"),
        (b'<content type="text">C</content>', b""),
        (b'<content type="text">C</content>', b'<content type="text"><b>C</b></content>'),
        (b'rel="self"', b'rel="via"'),
        (b"https://a.example/f", b"/f"),
        (b"<entry>", b"<item/><entry>"),
    ):
        assert complaints(good.replace(part, instead)), instead


def test_an_entry_says_what_its_page_says(stops: Played, client: Client) -> None:
    reached, moved, first = entries(client, of_action())

    assert text(moved, "title") == "Date moved to 31 December 2025: Record every vehicle stop"
    assert text(moved, "content") == (
        "Date: was “30 September 2025”, now “31 December 2025”.\n“The <b>supplier</b>.”"
    )
    assert text(moved.find(f"{ATOM}author"), "name") == (
        "Superintendent, operations, Demoshire Police"
    )
    assert text(reached, "content") == "Pilot in two districts\n“Both & more.”"
    assert text(first, "title").startswith("Promised for 30 September 2025")
    [link] = moved.findall(f"{ATOM}link")
    assert link.get("href") == ("http://testserver/forces/demoshire/plan/1/actions/stops/#change-2")
    assert text(moved, "updated") == text(moved, "published") == "2025-04-02T00:00:01Z"


def test_names_of_entries_are_the_same_in_every_feed_and_wherever_the_site_stands(
    stops: Played, client: Client, settings
) -> None:
    there = [[text(one, "id") for one in entries(client, it)] for it in (ALL, PLAN, of_action())]
    settings.PUBLIC_ADDRESS = "https://plans.example"
    settings.ALLOWED_HOSTS = ["testserver", "plans.example"]
    moved = parsed(client.get(PLAN).content)

    assert there[0] == there[1] == there[2]
    assert [text(one, "id") for one in moved.findall(f"{ATOM}entry")] == there[0]
    assert all(one.startswith("urn:uuid:") for one in there[0])
    assert text(moved, "id") == f"https://plans.example{PLAN}"


def test_a_new_change_leaves_the_names_of_all_others_alone(stops: Played, client: Client) -> None:
    before = [text(one, "id") for one in entries(client, PLAN)]
    stops.step("report", SPRING + timedelta(days=1), words="It goes well.")

    assert [text(one, "id") for one in entries(client, PLAN)][1:] == before


def test_a_name_tells_nothing_of_an_entry_that_was_erased(stops: Played, client: Client) -> None:
    before = [text(one, "id") for one in entries(client, PLAN)]
    leaves = [bytes(one).hex() for one in Entry.objects.values_list("leaf", flat=True)]

    assert not any(leaf in name for leaf in leaves for name in before)
    assert len(set(before)) == len(before) == 3


def test_words_that_were_taken_out_leave_the_feed_and_the_name_of_the_entry_stays(
    stops: Played, client: Client
) -> None:
    before = client.get(PLAN)
    old = {text(one, "id"): one for one in entries(client, PLAN)}
    on = SPRING + timedelta(days=9)
    stops.step("redact", on, chosen=[(2, "words")], reason="It names a person.")

    after = client.get(PLAN, headers={"If-Modified-Since": before["Last-Modified"]})

    assert after.status_code == 200
    assert b"supplier" in before.content
    assert b"supplier" not in after.content
    assert complaints(after.content) == []
    new = {text(one, "id"): one for one in entries(client, PLAN)}
    assert set(old) < set(new)
    [changed] = [name for name in old if text(new[name], "updated") != text(old[name], "updated")]
    assert text(new[changed], "updated").startswith("2025-04-11T")
    assert text(new[changed], "published") == text(old[changed], "published")


def test_only_the_last_fifty_are_told_the_latest_first(plan: models.Plan, client: Client) -> None:
    for number in range(feeds.MOST + 5):
        promised(plan, f"one-{number}", OPENED + timedelta(minutes=number))

    found = entries(client, PLAN)

    assert len(found) == feeds.MOST
    moments = [text(one, "updated") for one in found]
    assert moments == sorted(moments, reverse=True)
    assert moments[0] == "2025-01-06T10:24:00Z"


def test_a_feed_without_entries_is_valid_too(plan: models.Plan, client: Client) -> None:
    answer = client.get(PLAN)

    assert complaints(answer.content) == []
    assert text(parsed(answer.content), "updated") == "2025-01-06T09:30:00Z"


def test_there_is_no_feed_of_what_there_is_not(db: None, client: Client) -> None:
    assert client.get(ALL).status_code == 404
    forces.load(["demoshire"])
    assert client.get(PLAN).status_code == 404
    new_plan()
    assert client.get(of_action("none")).status_code == 404
    assert client.get("/forces/demoshire/plan/2/actions/none.atom").status_code == 404


def test_the_feed_of_a_force_goes_on_with_its_next_plan(stops: Played, client: Client) -> None:
    promised(new_plan(), "next", datetime(2026, 1, 1, tzinfo=UTC))

    assert len(entries(client, PLAN)) == 4
    assert len(entries(client, ALL)) == 1  # all forces: the plans that stand
    assert len(entries(client, of_action())) == 3


def test_who_has_the_feed_is_told_that_it_is_the_same(stops: Played, client: Client) -> None:
    first = client.get(PLAN)
    same = client.get(PLAN, headers={"If-None-Match": first["ETag"]})
    since = client.get(PLAN, headers={"If-Modified-Since": first["Last-Modified"]})
    head = client.head(PLAN)

    assert (same.status_code, same.content) == (304, b"")
    assert since.status_code == 304
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert first["Last-Modified"] == "Wed, 02 Apr 2025 00:00:02 GMT"
    stops.step("report", SPRING + timedelta(days=1), words="It goes well.")
    assert client.get(PLAN, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert (
        client.get(PLAN, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200
    )
    assert client.post(PLAN).status_code == 405


def test_what_xml_cannot_hold_is_left_out_and_markup_is_text(
    plan: models.Plan, client: Client
) -> None:
    trick = "A ]]> <script>alert(1)</script> &amp; \ufffe end"
    promised(plan, "stops", title=trick)

    answer = client.get(PLAN)

    assert complaints(answer.content) == []
    assert b"<script" not in answer.content
    [entry] = entries(client, PLAN)
    assert text(entry, "title").endswith("A ]]> <script>alert(1)</script> &amp;  end")


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/plans/", ALL),
        ("/forces/demoshire/plan/", PLAN),
        ("/forces/demoshire/plan/changes/", PLAN),
        ("/forces/demoshire/plan/1/actions/stops/", of_action()),
    ],
)
def test_a_page_says_in_its_head_where_its_feed_is(
    stops: Played, client: Client, page: str, feed: str
) -> None:
    body = client.get(page).content.decode()

    head = body.partition("</head>")[0]
    assert '<link rel="alternate" type="application/atom+xml"' in head
    assert f'href="{feed}"' in head


def test_a_feed_asks_the_database_a_fixed_number_of_times_and_once_more_an_action(
    stops: Played, client: Client, django_assert_max_num_queries
) -> None:
    for number in range(10):
        promised(stops.action.plan, f"one-{number}")
    with django_assert_max_num_queries(6 + 11):
        client.get(PLAN)
    with django_assert_max_num_queries(6):
        client.get(PLAN)  # laid out already


def test_the_copy_made_of_files_has_the_feeds_and_offers_no_mail(stops: Played) -> None:
    site = Site(WSGIHandler(), "https://copy.example")
    with override_settings(ALLOWED_HOSTS=["copy.example"]):
        for page, feed in (
            ("/plans/", ALL),
            ("/forces/demoshire/plan/", PLAN),
            ("/forces/demoshire/plan/1/actions/stops/", of_action()),
        ):
            body = site.ask(page).body
            told = site.ask(feed)

            assert feed in leads_to(body, "text/html", page)
            assert b"/follow/" not in body
            assert complaints(told.body) == []
            assert text(parsed(told.body), "id") == f"https://copy.example{feed}"
            assert str(place(feed)) == feed.lstrip("/")
