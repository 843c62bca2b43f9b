"""Pages of scrutiny: draws that anybody can repeat, answers with a clock, links along the chain."""

import csv
import io
import json
import subprocess
import sys
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import crawling
import pytest
from atom import ATOM, complaints, parsed
from crawling import Page
from django.test import Client
from scrutiny_site import LONG, PANEL, WORST, Scrutinised

from evenhand.accounts.models import Person
from evenhand.encounters.models import Stop
from evenhand.public import cookies
from evenhand.scrutiny import models
from evenhand.scrutiny.drawing import document

pytestmark = pytest.mark.django_db
ALL, FORCE = "/scrutiny/", "/forces/bedfordshire/scrutiny/"
ADVICE = "/forces/bedfordshire/recommendations/"
MEETINGS = [f"/panels/{PANEL}/meetings/{number}/" for number in (1, 2)]


def read(client: Client, address: str) -> Page:
    page = crawling._ask(client, address)
    assert page.status == 200, address
    return page


def told(client: Client, address: str) -> str:
    return read(client, address).main.text


def recommended(site: Scrutinised) -> str:
    return f"{ADVICE}{site.recommended.number}/"


def addresses(site: Scrutinised) -> list[str]:
    draws = [site.draw(n) for n in (site.concluded, site.frozen, site.abandoned, site.opened)]
    advice = [f"{ADVICE}{one.number}/" for one in (site.recommended, site.overdue)]
    return [ALL, FORCE, ADVICE, *draws, *advice, *MEETINGS]


def files(site: Scrutinised) -> list[str]:
    of_force = [f"/forces/bedfordshire/{name}" for name in ("scrutiny", "recommendations")]
    of_draw = site.draw(site.concluded)
    return [
        *(name + ending for name in of_force for ending in (".csv", ".json", ".atom")),
        *("/scrutiny.atom", f"{FORCE}calendar.ics", f"{of_draw}DRAW.json", f"{of_draw}FRAME.json"),
    ]


def test_the_pages_of_scrutiny_hold_what_every_page_must(
    scrutinised: Scrutinised, client: Client
) -> None:
    site = {one: read(client, one) for one in addresses(scrutinised)}
    weights = crawling.weights_of(client, site)
    declared = {one.name for one in cookies.declared()}

    wrong = [
        complaint
        for page in site.values()
        for complaint in (
            *crawling.unexplained_numbers(page),
            *crawling.bare_rates(page),
            *crawling.inline_code(page),
            *crawling.technical_words(page),
            *crawling.undeclared_cookies(page, declared),
            *crawling.too_many_queries(page),
            *crawling.over_budget(page, weights),
        )
    ]
    assert wrong == []


def test_a_hundred_draws_are_as_many_queries_as_four(
    scrutinised: Scrutinised, client: Client
) -> None:
    few = {one: read(client, one).queries for one in (ALL, FORCE)}
    for _ in range(3):
        scrutinised.panel.opened()

    assert {one: read(client, one).queries for one in few} == few


def test_every_link_between_the_pages_of_scrutiny_leads_somewhere(
    scrutinised: Scrutinised, client: Client
) -> None:
    ours = ("/scrutiny", "/panels/", "/recommendations", "/actions/", "/log/redraw")
    for address in addresses(scrutinised):
        page = read(client, address)
        places = {node.attributes.get("id") for node in page.tree.walk()}
        for link in page.links:
            path, _, place = link.partition("#")
            if path == address and place:
                assert place in places, link
            elif any(one in path for one in ours):
                assert client.get(path).status_code == 200, link


def test_each_page_of_the_chain_links_to_the_next(scrutinised: Scrutinised, client: Client) -> None:
    draw, advice = scrutinised.draw(scrutinised.concluded), recommended(scrutinised)
    _, force, iteration, key = scrutinised.action.split("/")
    action = f"/forces/{force}/plan/{iteration}/actions/{key}/"

    assert FORCE in read(client, ALL).links
    assert draw in read(client, FORCE).links
    assert advice in read(client, draw).links
    assert {action, f"{draw}#finding-1"} <= set(read(client, advice).links)
    assert advice in read(client, action).links
    assert FORCE in read(client, "/forces/bedfordshire/").links
    assert ALL in read(client, "/").links


def test_an_action_on_a_past_day_names_no_recommendation_of_today(
    scrutinised: Scrutinised, client: Client
) -> None:
    _, force, iteration, key = scrutinised.action.split("/")
    page = client.get(f"/forces/{force}/plan/{iteration}/actions/{key}/", {"on": "2026-06-02"})

    assert page.status_code == 200
    assert recommended(scrutinised) not in page.content.decode()


# A draw


def test_a_concluded_draw_says_what_cannot_be_told_its_worst_case_and_its_risk(
    scrutinised: Scrutinised, client: Client
) -> None:
    text = told(client, scrutinised.draw(scrutinised.concluded))

    assert "In one part of the frame no case could be judged, so we cannot tell" in text
    assert "Green 9 Amber 0 Red 1 Cannot tell 0" in text
    assert "2 drawn cases could not be seen" in text
    assert "this draw would have shown at least one" in text
    assert "1. Red: doubt whether it was lawful or fair" in text
    assert "Answered in time" in text
    assert "Advice was given." in text
    assert "2. Good practice" in text
    assert "An answer is due by" in text


def test_a_draw_says_what_it_was_drawn_from(scrutinised: Scrutinised, client: Client) -> None:
    text = told(client, scrutinised.draw(scrutinised.concluded))

    assert "Drawn by chance: 12 of 30 cases" in text
    assert "Black people 12 5 2.4" in text
    assert "6: in a published total, and never recorded" in text
    assert "Another source counts 30: “A published table”" in text
    assert "No case was excluded. No reserve was called" in text


def test_a_draw_has_all_that_it_takes_to_repeat_it(
    scrutinised: Scrutinised, client: Client, tmp_path: Path
) -> None:
    address = scrutinised.draw(scrutinised.concluded)
    page = read(client, address)
    whole = client.get(f"{address}DRAW.json").content
    frame = client.get(f"{address}FRAME.json").content
    checked = document.check(document.read(whole))
    program = tmp_path / "redraw.py"
    program.write_bytes(client.get("/log/redraw.py").content)
    (tmp_path / "DRAW.json").write_bytes(whole)

    assert checked.disagreements == ()
    assert sha256(frame).hexdigest() in page.main.text
    assert json.loads(whole)["seed"] in page.main.text
    assert "31415 92653 58979 32384" in page.main.text
    for line in json.loads(whole)["checkpoint"].split():
        assert line in page.main.text
    done = subprocess.run(
        [sys.executable, str(program), "DRAW.json"], cwd=tmp_path, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stdout


def test_a_frozen_draw_tells_nobody_what_will_be_drawn(
    scrutinised: Scrutinised, client: Client
) -> None:
    address = scrutinised.draw(scrutinised.frozen)
    text = told(client, address)

    assert "The seed cannot be known yet" in text
    assert "4 of 24 are to be drawn." in text
    assert "python3 redraw.py" not in text
    assert client.get(f"{address}FRAME.json").status_code == 200
    assert client.get(f"{address}DRAW.json").status_code == 404


def test_a_draw_that_was_given_up_says_why_and_stays(
    scrutinised: Scrutinised, client: Client
) -> None:
    assert f"abandoned in public: “The wrong days. {WORST}”" in told(
        client, scrutinised.draw(scrutinised.abandoned)
    )
    assert "1 of them abandoned." in told(client, FORCE)


def test_a_draw_being_prepared_has_no_frame(scrutinised: Scrutinised, client: Client) -> None:
    address = scrutinised.draw(scrutinised.opened)
    assert "Its frame is not frozen yet." in told(client, address)
    assert client.get(f"{address}FRAME.json").status_code == 404


def test_no_page_and_no_file_tells_a_case_an_officer_or_a_member(
    scrutinised: Scrutinised, client: Client
) -> None:
    hidden = {str(one) for one in Stop.objects.values_list("pk", flat=True)}
    hidden |= set(models.Position.objects.exclude(salt="").values_list("salt", flat=True))
    hidden |= set(Person.objects.values_list("email", flat=True))
    assert len(hidden) > 24
    for address in (*addresses(scrutinised), *files(scrutinised)):
        body = client.get(address).content.decode()
        assert not [one for one in hidden if one in body], address


def test_the_short_address_of_a_draw_leads_to_it_where_one_panel_alone_has_it(
    scrutinised: Scrutinised, client: Client
) -> None:
    answer = client.get(f"{FORCE}draws/{scrutinised.concluded}/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == scrutinised.draw(scrutinised.concluded)
    assert client.get(f"{FORCE}draws/99/").status_code == 404
    assert client.get("/forces/nowhere/scrutiny/draws/1/").status_code == 404


# Recommendations


def test_a_recommendation_says_what_why_to_whom_and_what_came_of_it(
    scrutinised: Scrutinised, client: Client
) -> None:
    text = told(client, recommended(scrutinised))

    assert "Write the reason of every stop in full sentences." in text
    assert "In 1 of 12 cases nobody could tell why the person was stopped." in text
    assert "Chief constable, Bedfordshire Police" in text
    assert "Bedfordshire panel. A scrutiny panel." in text
    assert "The first answer came in time." in text
    assert "Answer: Accepted" in text
    assert "“We do.”" in text
    assert "The action “supervise searches” of the plan" in text
    assert "Bedfordshire panel has not said yet what it thinks" in text


def test_an_overdue_answer_is_counted_day_by_day(
    scrutinised: Scrutinised, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenhand.public.views.plan import today

    address = f"{ADVICE}{scrutinised.overdue.number}/"
    assert "400 days since it was recorded here" in told(client, address)
    assert "Answer overdue, by 344 days" in told(client, address)
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr("evenhand.public.views.scrutiny_advice.today", lambda: tomorrow)
    assert "401 days since it was recorded here" in told(client, address)
    assert "An answer was due by" in told(client, address)


def test_you_said_we_did_says_how_many_were_answered_in_time_and_followed(
    scrutinised: Scrutinised, client: Client
) -> None:
    for address in (FORCE, ADVICE):
        text = told(client, address)
        assert "Of 2 answers that were due, 1 came in time (50%)." in text
        assert "1 recommendation was due to be completed, and it was not." in text
    text = told(client, FORCE)
    assert "You said Bedfordshire panel said on" in text
    assert "We did Accepted Bedfordshire Police accepted it on" in text


def test_the_lists_say_what_is_owed(scrutinised: Scrutinised, client: Client) -> None:
    for address in (ALL, FORCE):
        text = told(client, address)
        assert "1 finding awaits an answer." in text
        assert "1 recommendation awaits an answer and is overdue." in text


def test_a_long_recommendation_is_whole_on_its_page_and_short_in_lists(
    scrutinised: Scrutinised, client: Client
) -> None:
    whole = f"Say {LONG} why. {WORST}"
    assert len(whole) > 200
    assert whole in told(client, f"{ADVICE}{scrutinised.overdue.number}/")
    assert "…" in told(client, ADVICE)


# Meetings and visits


def test_a_meeting_has_its_agenda_and_its_place_for_the_public(
    scrutinised: Scrutinised, client: Client
) -> None:
    meeting, visit = (told(client, one) for one in MEETINGS)

    assert "There is 1 place for a member of the public." in meeting
    assert "Write to panel@bedfordshire.example." in meeting
    assert "Lay rates before us." in meeting
    assert recommended(scrutinised) in read(client, MEETINGS[0]).links
    assert "Proposed" in visit
    assert "There are no places for members of the public." in visit
    assert client.get(f"/panels/{PANEL}/meetings/9/").status_code == 404


def test_the_calendar_leads_to_pages_that_are_there(
    scrutinised: Scrutinised, client: Client
) -> None:
    answer = client.get(f"{FORCE}calendar.ics")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    pages = [line.partition("testserver")[2] for line in lines if line.startswith("URL")]

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert pages == MEETINGS
    assert lines.count("BEGIN:VEVENT") == 2


# Files and feeds


def test_a_row_for_each_draw_and_each_recommendation(
    scrutinised: Scrutinised, client: Client
) -> None:
    text = client.get("/forces/bedfordshire/scrutiny.csv").content.decode("utf-8-sig")
    draws = {row["draw"]: row for row in csv.DictReader(io.StringIO(text))}
    text = client.get("/forces/bedfordshire/recommendations.csv").content.decode("utf-8-sig")
    advice = {row["recommendation"]: row for row in csv.DictReader(io.StringIO(text))}

    assert draws["1"]["status"] == "agreed"
    assert (draws["1"]["cases"], draws["1"]["red"]) == ("10", "1")
    assert (draws["4"]["cases"], draws["4"]["positions"]) == ("", "")
    assert advice["2"]["actions"] == scrutinised.action
    assert advice["1"]["on_time"] == "false"
    assert advice["1"]["response_on"] == ""


def test_what_others_wrote_is_no_formula_in_a_table(
    scrutinised: Scrutinised, client: Client
) -> None:
    from scrutiny_site import recommend

    recommend("=1+1 is what a table would make of it.", scrutinised.panel)
    text = client.get("/forces/bedfordshire/recommendations.csv").content.decode("utf-8-sig")
    [row] = [one for one in csv.DictReader(io.StringIO(text)) if "1+1" in one["what"]]

    assert not row["what"].startswith("=")


def test_the_json_files_hold_every_step(scrutinised: Scrutinised, client: Client) -> None:
    advice = json.loads(client.get("/forces/bedfordshire/recommendations.json").content)
    scrutiny = json.loads(client.get("/forces/bedfordshire/scrutiny.json").content)
    by_number = {one["number"]: one for one in advice["recommendations"]}

    assert [step["kind"] for step in by_number[2]["steps"]] == ["made", "responded", "carried"]
    assert len(scrutiny["draws"]) == 4
    assert [one["what"] for one in scrutiny["meetings"]] == ["meeting", "custody"]
    assert datetime.fromisoformat(scrutiny["meetings"][0]["starts"])


@pytest.mark.parametrize(
    "address",
    ["/scrutiny.atom", "/forces/bedfordshire/scrutiny.atom", f"{ADVICE[:-1]}.atom"],
)
def test_a_feed_holds_each_step_once_and_leads_to_it(
    scrutinised: Scrutinised, client: Client, address: str
) -> None:
    content = client.get(address).content
    feed = parsed(content)
    links = [one.find(f"{ATOM}link").attrib["href"] for one in feed.findall(f"{ATOM}entry")]

    assert complaints(content) == []
    assert links
    for link in links:
        path, _, place = link.removeprefix("http://testserver").partition("#")
        places = {node.attributes.get("id") for node in read(client, path).tree.walk()}
        assert place in places, link


def test_what_is_not_there_is_not_found(scrutinised: Scrutinised, client: Client) -> None:
    for address in (
        *("/panels/nobody/draws/1/", "/panels/nobody/draws/1/DRAW.json", f"{ADVICE}99/"),
        *("/forces/nowhere/scrutiny/", "/forces/nowhere/recommendations/"),
        *("/forces/bedfordshire/scrutiny.xlsx", "/forces/bedfordshire/recommendations.pdf"),
        *("/forces/nowhere/scrutiny.atom", "/forces/nowhere/scrutiny/calendar.ics"),
    ):
        assert client.get(address).status_code == 404, address


def test_pages_and_files_can_only_be_read(scrutinised: Scrutinised, client: Client) -> None:
    for address in (*addresses(scrutinised), *files(scrutinised)):
        assert client.post(address).status_code == 405, address
