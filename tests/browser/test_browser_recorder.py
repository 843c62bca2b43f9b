"""An officer records stops: in few taps, offline, once; and none is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from browser.recording import LONDON, Officer, officer, phone
from browser.roadside import HOME, Server
from evenhand.encounters.rules import Context, check

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_TAPS, MOST_SCREENS = 8, 8


UPDATED = """Promise.all([caches.keys(), navigator.serviceWorker.getRegistration()]).then(
    ([all, one]) => all.includes("recorder-next") && !one.installing && !one.waiting)"""


@pytest.fixture
def server() -> Iterator[Server]:
    """The force's server, as the recorder knows it."""
    stub = Server()
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def pocket(browser: Browser) -> Iterator[BrowserContext]:
    """An officer's phone."""
    context = phone(browser)
    yield context
    context.close()


@pytest.fixture
def rec(pocket: BrowserContext, server: Server) -> Iterator[Officer]:
    """An officer who has opened the recorder before; the browser complains of nothing."""
    someone = officer(pocket, server).first_use()
    yield someone
    assert someone.complaints == []


def problems(server: Server) -> list[object]:
    """What the rules say against what the server has."""
    context = Context(now=datetime.now(UTC), force_id="demoshire")
    return [
        problem
        for one in server.opened()
        for problem in check(one["stop"], context=context).problems
    ]


@pytest.mark.parametrize("seen", ["no", "unsure", "yes"])
def test_a_plain_stop_takes_at_most_eight_taps_eight_screens_and_no_typing(
    rec: Officer, server: Server, seen: str
) -> None:
    rec.page.evaluate("window.typed = 0; addEventListener('input', () => window.typed++, true)")
    rec.record(seen=seen)
    rec.is_kept()

    assert rec.taps <= MOST_TAPS
    assert len(rec.screens) <= MOST_SCREENS
    assert rec.page.evaluate("window.typed") == 0
    assert problems(server) == []
    if seen == "yes":
        asked = [rec.screens.index(one) for one in ("seen", "before", "sde.1", "perceived.1")]
        assert asked == sorted(asked)


def test_three_stops_offline_outlive_a_killed_tab_and_an_update(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    rec.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    with server.away():
        for number in range(3):
            rec.record(seen="no")
            assert rec.state == "waiting"
            if number < 2:
                rec.another()
        rec.crash()
        again = officer(pocket, server).open()  # from cold, without a connection
        assert again.queue() == ["waiting"] * 3
        server.release = "next"
    again.page.goto(server.address)
    expect(again.page.locator("#net")).to_have_text("Online, nothing waits", timeout=15_000)
    again.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    for _ in range(100):
        if again.page.evaluate(UPDATED):
            break
        again.page.wait_for_timeout(100)

    assert [one["stop"]["sequence"] for one in server.opened()] == [1, 2, 3]
    assert problems(server) == []
    again.page.goto(server.address)
    assert "<!-- next -->" in again.page.content()
    assert again.queue() == ["kept"] * 3


def test_a_captive_network_cannot_put_its_page_in_place_of_the_recorder(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    rec.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    server.release = "poisoned"
    pocket.route(f"**{HOME}", lambda route: route.fulfill(body="<title>Hotel</title>"))
    failed = rec.page.evaluate(
        """navigator.serviceWorker.getRegistration().then((one) => one.update()).then((one) =>
        new Promise((done) => { const worker = one.installing;
          worker.onstatechange = () => done(worker.state) }))"""
    )
    assert failed == "redundant"
    pocket.unroute(f"**{HOME}")
    server.stop()
    assert officer(pocket, server).open().shown == "seen"


def test_a_stop_that_is_broken_off_goes_on_where_it_stood(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    rec.record(until="perceived.1", seen="yes")
    rec.crash()

    again = officer(pocket, server).open()
    assert again.shown == "perceived.1"
    again.record(seen="yes")
    again.is_kept()
    (kept,) = server.opened()
    assert kept["stop"]["perceived_before"] == "black"


def test_going_back_loses_no_answer(rec: Officer, server: Server) -> None:
    rec.record(until="age.1", seen="yes")
    for screen in ("perceived.1", "sde.1", "reason"):
        rec.page.get_by_role("link", name="Back").click()
        rec.wait_for(screen)
    pressed = rec.page.locator('[aria-pressed="true"]')
    expect(pressed).to_have_attribute("data-code", "routine_check_no_specific_reason")
    rec.tap("vehicle_defect")
    rec.wait_for("age.1")
    rec.record(finish="10")
    rec.is_kept()

    (kept,) = server.opened()
    assert kept["stop"]["reason"] == kept["stop"]["reason_told"] == "vehicle_defect"
    assert kept["stop"]["people"][0]["sde"] == "B1"
    assert problems(server) == []


def test_what_the_phone_filled_in_can_be_changed(rec: Officer, server: Server) -> None:
    rec.chip("plate")
    rec.page.get_by_role("textbox", name="Registration").fill("ab12 cde")
    rec.page.get_by_role("button", name="Use this").click()
    rec.wait_for("seen")
    rec.chip("place")
    rec.page.get_by_role("textbox", name="Road, and town or village").fill("Quay Road, Portwell")
    rec.page.get_by_role("button", name="Use this").click()
    rec.wait_for("seen")
    rec.record(until="finish", reason="vehicle_defect")
    rec.chip("told")
    rec.tap("not_told")
    rec.wait_for("finish")
    rec.chip("video")
    rec.tap("no")
    rec.wait_for("why-not")
    rec.tap("fault_or_battery")
    rec.wait_for("finish")
    rec.record()
    rec.is_kept()

    (kept,) = server.opened()
    stop = kept["stop"]
    assert stop["vehicle"]["registration"] == "AB12CDE"
    assert stop["place"]["name"] == "Quay Road, Portwell"
    assert stop["place"]["latitude"] == 51.5
    assert (stop["reason_told"], stop["reason_explained"]) == ("not_told", False)
    assert stop["video"] == {"on": False, "why_not": "fault_or_battery", "reference": None}
    assert problems(server) == []


def test_where_a_force_names_no_teams_the_officer_types_theirs_once(
    pocket: BrowserContext, server: Server
) -> None:
    server.teams = []
    rec = officer(pocket, server).open()
    rec.page.get_by_role("textbox").fill("“Portwell”")
    rec.page.get_by_role("button", name="Use this").click()
    expect(rec.page.get_by_role("alert")).to_contain_text("letters, digits and spaces")
    rec.record(team="typed:Portwell response")
    rec.is_kept()
    rec.another()
    assert problems(server) == []


def test_a_late_entry_says_why(rec: Officer, server: Server) -> None:
    rec.chip("time")
    now = datetime.now(ZoneInfo(LONDON))
    ahead = (now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    rec.page.get_by_label("Day and time").fill(ahead)
    rec.page.get_by_role("button", name="Use this").click()
    expect(rec.page.get_by_role("alert")).to_contain_text("still to come")
    long_ago = (now - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    rec.page.get_by_label("Day and time").fill(long_ago)
    rec.page.get_by_role("button", name="Use this").click()
    rec.wait_for("seen")
    rec.record(until="late")
    rec.tap("late_no_phone")
    rec.wait_for("finish")
    rec.record()
    rec.is_kept()

    (kept,) = server.opened()
    assert kept["stop"]["clock"] == "typed"
    assert kept["stop"]["late_reason"] == "The phone did not work"
    assert problems(server) == []


def test_a_passenger_is_asked_for_themselves(rec: Officer, server: Server) -> None:
    rec.record(until="finish")
    rec.chip("passengers")
    rec.tap("add")
    rec.wait_for("sde.2")
    rec.record(sde__2="declined", perceived__2="unknown", age__2="female over_34")
    rec.is_kept()

    (kept,) = server.opened()
    assert [one["role"] for one in kept["stop"]["people"]] == ["driver", "passenger"]
    assert kept["stop"]["people"][1]["not_stated"] == "declined"
    assert problems(server) == []


def test_the_list_of_ethnicities_can_be_searched(rec: Officer) -> None:
    rec.record(until="sde.1")
    codes = rec.page.locator("main [data-code]:visible")
    assert codes.count() >= 18
    rec.page.get_by_label("Find").fill("trav")
    assert [one.get_attribute("data-code") for one in codes.all()] == ["W3"]
    rec.page.get_by_label("Find").fill("nobody")
    expect(rec.page.get_by_role("status")).to_be_visible()


def test_two_tabs_give_each_record_its_own_number(
    rec: Officer, pocket: BrowserContext, server: Server
) -> None:
    other = officer(pocket, server).open()
    assert other.shown == "seen"
    rec.record(until="finish")
    other.record(until="finish")
    rec.record()
    other.record()
    rec.is_kept()
    other.is_kept()
    assert [one["stop"]["sequence"] for one in server.opened()] == [1, 2]
    assert len({one["stop"]["stop_id"] for one in server.opened()}) == 2


SEARCH = {
    "search.0.of": "1",
    "search.0.power": "misuse_of_drugs_s23",
    "search.0.object": "controlled_drugs",
    "search.0.grounds": "typed:Smoke from the window, and a grinder on the seat.",
    "search.0.gowisely": "all",
    "search.0.depth": "1",
    "search.0.found": "nothing",
    "search.0.outcome": "no_further_action",
}
STRIP = {
    "search.0.depth": "3",
    "search.0.reason": "typed:A wrap was seen to be hidden.",
    "search.0.authorised_by": "sergeant",
    "search.0.authorised_at": "typed:",
    "search.0.place": "police_station",
    "search.0.private": "yes",
    "search.0.officers": "typed:2",
    "search.0.officers_of_other_sex": "typed:0",
    "search.0.appropriate_adult": "absent",
    "search.0.why_no_adult": "typed:None could come in time.",
    "search.0.child_age": "typed:16",
    "search.0.safeguarding_referral": "yes",
}
FORCE = {
    "force.0.person": "1",
    "force.0.tactics": "handcuffs_compliant+ced_fired+",
    "force.0.effective": "handcuffs_compliant+",
    "force.0.reasons": "protect_self+prevent_escape+",
    "force.0.impact_factors": "alcohol+",
    "force.0.conduct": "active",
    "force.0.force_assault": "assaulted_with_weapon+",
    "force.0.where": "street",
    "force.0.force_crew": "trained_ced+",
    "force.0.cycles": "typed:1",
    "force.0.cycle_extended": "no",
    "force.0.probes_missed": "1",
    "force.0.force_disability": "mental_disability+",
    "force.0.injured": "minor",
    "force.0.medical_help": "given",
    "force.0.officer_injured": "minor",
    "force.0.officer_injured_on_purpose": "yes",
    "force.0.officer_medical_help": "no",
    "force.0.outcome": "not_arrested",
}


def _answers(*sets: dict[str, str], **more: str) -> dict[str, str]:
    given = {name: code for one in sets for name, code in one.items()}
    return {name.replace(".", "__"): code for name, code in {**given, **more}.items()}


def test_a_search_extends_the_same_stop(rec: Officer, server: Server) -> None:
    rec.record(until="result", reason="intelligence_led")
    rec.tap("search")
    rec.wait_for("search.0.of")
    rec.record(**_answers(SEARCH, result="search_only"))
    rec.is_kept()

    (kept,) = server.opened()
    (search,) = kept["stop"]["searches"]
    assert (search["of"], search["depth"], search["found_linked"]) == (1, 1, False)
    assert set(search["gowisely"].values()) == {True}
    assert problems(server) == []


def test_a_strip_search_of_a_child_asks_for_what_protects_it(rec: Officer, server: Server) -> None:
    rec.record(until="result", age__1="male 10_17")
    rec.tap("search")
    rec.wait_for("search.0.of")
    now = datetime.now(ZoneInfo(LONDON)).strftime("%Y-%m-%dT%H:%M")
    strip = {**STRIP, "search.0.authorised_at": f"typed:{now}"}
    rec.record(**_answers(SEARCH, strip, result="search_only"))
    rec.is_kept()

    (kept,) = server.opened()
    safeguards = kept["stop"]["searches"][0]["strip"]
    assert (safeguards["child_age"], safeguards["safeguarding_referral"]) == (16, True)
    assert problems(server) == []


def test_force_extends_the_same_stop_and_a_mistaken_search_goes(
    rec: Officer, server: Server
) -> None:
    rec.record(until="result")
    rec.tap("search")
    rec.wait_for("search.0.of")
    rec.tap("away")
    rec.wait_for("result")
    rec.tap("force")
    rec.wait_for("force.0.person")
    rec.record(**_answers(FORCE, result="advice"))
    rec.is_kept()

    (kept,) = server.opened()
    assert kept["stop"]["searches"] == []
    (force,) = kept["stop"]["force_used"]
    assert [one["effective"] for one in force["tactics"]] == [True, False]
    assert force["assaulted_officer"] and force["carrying_ced"]
    assert problems(server) == []


def test_what_contradicts_itself_is_said_and_can_still_be_kept(
    rec: Officer, server: Server
) -> None:
    rec.record(until="result")
    rec.tap("search")
    rec.wait_for("search.0.of")
    rec.record(
        until="finish", **_answers(SEARCH, **{"search.0.outcome": "arrest"}, result="advice")
    )
    rec.tap("5")
    expect(rec.page.get_by_role("alert")).to_contain_text("ended in an arrest")
    assert server.kept == {}
    rec.page.get_by_role("button", name="Save it as it is").click()
    rec.is_kept()
    assert [one.code for one in problems(server)] == ["search_arrest_without_arrest"]
