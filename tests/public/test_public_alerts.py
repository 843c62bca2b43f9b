"""Pages of alerts: the whole story, lists that rank nobody, silence that is never good news."""

import csv
import io
import json
import re
from datetime import date, timedelta

import crawling
import pytest
from alerts_site import TODAY, WORST
from atom import ATOM, complaints, parsed
from crawling import Page
from django.test import Client

from evenhand.monitoring import models
from evenhand.public import cookies

pytestmark = pytest.mark.django_db
ALL, FORCE = "/alerts/", "/forces/demoshire/alerts/"
Alerts = dict[str, models.Alert]


def read(client: Client, address: str) -> Page:
    page = crawling._ask(client, address)
    assert page.status == 200, address
    return page


def of(alerts: Alerts, name: str) -> str:
    return f"{FORCE}{alerts[name].number}/"


def told(client: Client, alerts: Alerts, name: str) -> str:
    return read(client, of(alerts, name)).main.text


def addresses(alerts: Alerts) -> list[str]:
    pages = [ALL, FORCE, "/forces/demoshire/watch/", "/forces/fablesea/watch/", "/explanations/"]
    return [*pages, "/forces/fablesea/alerts/", *(of(alerts, name) for name in alerts)]


def test_the_pages_of_alerts_hold_what_every_page_must(alerts: Alerts, client: Client) -> None:
    site = {one: read(client, one) for one in addresses(alerts)}
    weights = crawling.weights_of(client, site)
    declared = {one.name for one in cookies.declared()}

    for page in site.values():
        wrong = [
            *crawling.unexplained_numbers(page),
            *crawling.bare_rates(page),
            *crawling.inline_code(page),
            *crawling.technical_words(page),
            *crawling.undeclared_cookies(page, declared),
            *crawling.too_many_queries(page),
            *crawling.over_budget(page, weights),
        ]
        assert wrong == []


def test_every_link_between_the_pages_of_alerts_leads_somewhere(
    alerts: Alerts, client: Client
) -> None:
    for address in addresses(alerts):
        page = read(client, address)
        places = {node.attributes.get("id") for node in page.tree.walk()}
        for link in page.links:
            path, _, place = link.partition("#")
            if path == address and place:
                assert place in places, link
            elif "/alerts" in path or "/watch/" in path or path.startswith("/explanations"):
                assert client.get(path).status_code == 200, link


def test_an_open_alert_says_what_happens_on_which_day(alerts: Alerts, client: Client) -> None:
    text = told(client, alerts, "open")

    assert "Awaiting an answer 17 days since the alert was raised, 15 September 2026." in text
    assert "An answer is due by 31 October 2026." in text
    assert "If nobody answers by 14 November 2026, it becomes reform by itself" in text
    assert "to account are told, where they have joined this site." in text
    assert "The clock stood still from 20 September 2026 to 8 October 2026" in text
    assert "“Files came late.”" in text
    assert "Who has to answer: Head of fairness." in text
    assert "Nothing yet. Until there is an answer, the days are counted in the open." in text


def test_what_waits_too_long_is_counted_day_by_day(
    alerts: Alerts, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Overdue by 7 days" in told(client, alerts, "overdue")
    later = TODAY + timedelta(days=1)
    monkeypatch.setattr("evenhand.public.views.alerts.today", lambda: later)
    assert "Overdue by 8 days" in told(client, alerts, "overdue")


def test_silence_that_became_reform_says_so(alerts: Alerts, client: Client) -> None:
    text = told(client, alerts, "silent")

    assert "Not explained, so reform." in text
    assert "Nobody answered in time. On 1 July 2026 it became reform by itself" in text
    assert "An action in the plan, with what it should move, is awaited." in text
    assert "It has been awaited for 111 days, since 1 July 2026." in text
    listed = read(client, ALL).main.text
    assert "An action in the plan has been awaited for 111 days." in listed


def test_nobody_is_said_to_be_told_where_nobody_was(alerts: Alerts, client: Client) -> None:
    text = told(client, alerts, "silent")

    assert "to account had joined this site by then to be told." in text
    assert "those who hold the force to account are told" not in text


def test_a_prediction_stands_beside_what_was_seen(alerts: Alerts, client: Client) -> None:
    page = read(client, of(alerts, "failed"))
    [pair] = page.main.all("dl", "eh-pair")

    assert "The explanation did not hold." in page.main.all("h1")[0].text
    assert "Predicted for July 2026 to September 2026: " in pair.text
    assert "3.0 times" in pair.text
    assert "written down on 20 May 2026, before the figures were known" in pair.text
    assert "3.3 to 5.3" in pair.text
    assert "It did not hold" in pair.text
    assert "Awaiting another answer" in page.main.text
    assert "An operation against knife crime ran at night near the station." in page.main.text
    assert "Accepted by an independent reviewer" in page.main.text
    assert "Oversight member, Oversight body" in page.main.text


def test_an_answer_that_is_not_tested_yet_is_no_explanation(alerts: Alerts, client: Client) -> None:
    text = told(client, alerts, "answered")

    assert "Answered; the prediction is not tested yet" in text
    assert "Not tested yet: the figures are not in." in text
    assert "cannot be tested, or we cannot tell, the question is open again." in text


def test_an_explained_alert_has_its_conclusion_comments_and_answers(
    alerts: Alerts, client: Client
) -> None:
    text = told(client, alerts, "explained")

    assert "Signed off on 14 October 2026 by Chief officer, Demoshire Police." in text
    assert "It held" in text
    assert "“Since when?”" in text
    assert "The answer: “Since March.”" in text


def test_reform_names_its_action_what_is_promised_and_when_it_is_measured(
    alerts: Alerts, client: Client
) -> None:
    page = read(client, of(alerts, "reform"))

    assert "/forces/demoshire/plan/1/actions/supervise-searches/" in page.links
    assert "At most 0.8 times as much as before" in page.main.text
    assert "To be measured again by 31 May 2027" in page.main.text
    assert "Not measured again yet." in page.main.text
    assert "What the force says No explanation was given." in page.main.text


def test_an_improvement_is_told_and_asks_nothing(alerts: Alerts, client: Client) -> None:
    text = told(client, alerts, "better")

    assert "Told; nothing has to be answered" in text
    assert "a move this way is for the better" in text
    assert "What the force says" not in text
    assert "Asian people were searched. Down since" in text


def test_what_moved_is_a_picture_with_its_table(alerts: Alerts, client: Client) -> None:
    page = read(client, of(alerts, "open"))
    pictures = page.main.all("figure")[0].all("svg")
    [table] = page.main.all("table")
    rows = [row.text for row in table.all("tr")]

    assert [one.attributes["width"] for one in pictures if "role" in one.attributes] == [
        "620",
        "330",
    ]
    assert "February 2026 to April 2026 raised the alert 4.3 3.4 to 5.4" in rows[-1]
    assert any("Missing. It is not counted as zero." in row for row in rows)
    assert any("We cannot tell: fewer than 10 records" in row for row in rows)
    assert any("Partly supplied 2.8" in row for row in rows)


def test_an_alert_says_how_much_weight_it_bears(alerts: Alerts, client: Client) -> None:
    text = told(client, alerts, "open")

    assert "1,284 series were examined in this run." in text
    assert "At most 1 alert in 20 is expected to be false." in text
    assert "a rise to 1.4 times or more would have been seen" in text
    assert "Could explain it: more records without ethnicity" in text
    assert "the answer could lie anywhere between 3.6 and 8.0 times" in text
    assert "Looked for and not found: problems of the records" in text


def test_a_problem_of_the_records_is_named_first(alerts: Alerts, client: Client) -> None:
    text = told(client, alerts, "records")

    assert "This is about the records, not about what was done with them." in text
    assert "Could explain it: problems of the records Ethnicity was left out more often" in text


def test_what_later_runs_saw_is_said(alerts: Alerts, client: Client) -> None:
    assert "it is still seen, between 3.2 and 5.0" in told(client, alerts, "failed")
    assert "it does not see this any more" in told(client, alerts, "answered")


def test_hostile_words_are_words(alerts: Alerts, client: Client) -> None:
    body = client.get(of(alerts, "open")).content.decode()

    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body
    assert WORST in read(client, of(alerts, "open")).main.text
    for address in ("/alerts.atom", f"{FORCE[:-1]}.atom", f"{FORCE[:-1]}.json"):
        assert b"<script" not in client.get(address).content.replace(b"\\u003c", b"<") or (
            address.endswith(".json")
        )


def test_every_step_has_its_entry_in_the_public_ledger(alerts: Alerts, client: Client) -> None:
    page = read(client, of(alerts, "explained"))
    steps = page.main.all("li", "eh-chain__item")
    hashes = [one.text for one in page.main.all("code", "eh-hash")]

    assert len(steps) == len(hashes) == 8
    assert [one for one in hashes if not re.fullmatch(r"[0-9a-f]{66}", one)] == []


def test_lists_go_by_force_and_by_how_an_alert_stands(alerts: Alerts, client: Client) -> None:
    page = read(client, ALL)
    headings = [one.text for one in page.main.all("h2")]

    assert headings[:5] == [
        "Overdue 1",
        "Awaiting an answer 2",
        "Answered, and still to be tested 1",
        "Explained, wholly or in part 1",
        "Reform 2",
    ]
    assert "3 alerts await an answer. Overdue among them: 1." in page.main.text
    assert "looked at records up to April 2026: 1,364 series." in page.main.text
    assert "Of 2 more series it cannot tell anything" in page.main.text
    assert "They are not ranked" in page.main.text
    assert page.queries <= 5


def test_the_watch_page_says_what_cannot_be_told_and_what_was_held_back(
    alerts: Alerts, client: Client
) -> None:
    text = read(client, "/forces/demoshire/watch/").main.text

    assert "Mixed: we cannot tell. Fewer than 10." in text
    assert (
        "ethnicity was not recorded. Up since January 2026. Ethnicity was left out more often"
        in text
    )
    assert "Children Anything done to children. 14 days 7 days" in text
    assert "What moves nowhere is looked at too" in text


def test_the_watch_page_names_every_measure_and_why_it_is_watched_or_not(
    alerts: Alerts, client: Client
) -> None:
    text = read(client, "/forces/demoshire/watch/").main.text

    assert "Stop and search 11 of 13 measures are watched." in text
    assert "Watched: how often, of each group, and set against White people. Searches for" in text
    assert "How often officers saw people as they describe themselves. Not watched: it" in text
    assert "How long vehicle stops take. Not watched: the watch holds counts" in text


def test_the_register_counts_what_held_and_what_did_not(alerts: Alerts, client: Client) -> None:
    page = read(client, "/explanations/")
    rows = [row.text for row in page.main.all("table")[0].all("tr")]

    assert "4 explanations were given. Held: 1. Did not hold: 1." in page.main.text
    assert rows[1] == "An operation led by intelligence 3 0 1 1 0 0 1"
    assert rows[2] == "Nothing was found that explains it 1 0 0 0 0 0 0"


@pytest.mark.parametrize(
    "address",
    [
        f"{FORCE}999/",
        f"{FORCE}0/",
        f"{FORCE}{9**30}/",
        "/forces/nowhere/alerts/",
        "/forces/nowhere/alerts/1/",
        "/forces/nowhere/watch/",
        "/forces/nowhere/alerts.csv",
        "/forces/nowhere/alerts.atom",
        "/forces/demoshire/alerts.xml",
        "/follow/?what=alert/demoshire/999",
        "/follow/?what=alert/nowhere",
    ],
)
def test_what_is_not_there_is_not_found(alerts: Alerts, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_alert_is_not_there_before_it_was_raised(
    alerts: Alerts, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.public.views.alerts.today", lambda: date(2026, 5, 1))

    assert client.get(of(alerts, "failed")).status_code == 404


@pytest.mark.parametrize("address", ["/alerts.atom", "/forces/demoshire/alerts.atom"])
def test_the_feeds_break_no_must_and_tell_each_step(
    alerts: Alerts, client: Client, address: str
) -> None:
    answer = client.get(address)
    entries = parsed(answer.content).findall(f"{ATOM}entry")

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert complaints(answer.content) == []
    assert len(entries) == models.Step.objects.count() + 1
    moments = [one.findtext(f"{ATOM}updated") or "" for one in entries]
    assert moments == sorted(moments, reverse=True)
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        path, _, place = link.get("href", "").removeprefix("http://testserver").partition("#")
        body = client.get(path).content.decode()
        assert not place or f'id="{place}"' in body
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_files_say_what_the_page_says(alerts: Alerts, client: Client) -> None:
    text = client.get("/forces/demoshire/alerts.csv").content.decode("utf-8-sig")
    rows = {row["alert"]: row for row in csv.DictReader(io.StringIO(text))}
    whole = json.loads(client.get("/forces/demoshire/alerts.json").content)

    assert len(rows) == len(whole["alerts"]) == 9
    overdue = rows[str(alerts["overdue"].number)]
    assert (overdue["status"], overdue["days_overdue"]) == ("overdue", "7")
    assert (overdue["deadline"], overdue["reform_after"]) == ("2026-10-13", "2026-10-27")
    assert (overdue["after_low"], overdue["after_high"]) == ("3.2", "5.0")
    named = {one["number"]: one for one in whole["alerts"]}
    assert named[alerts["failed"].number]["steps"][-1]["data"]["outcome"] == "failed"
    assert "found" not in named[1]
