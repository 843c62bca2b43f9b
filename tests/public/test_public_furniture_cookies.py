"""Cookies: none until a reader chooses, those declared and no other, and a no that stays a no."""

import re
from http.cookies import SimpleCookie

import pytest
from django.test import Client

from evenhand.public import cookies
from evenhand.public.cookies import Choice, Remembered
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

FORCE = "/forces/demoshire/"
ASKED = "May we remember your preferences?"
HEADERS = {"Sec-Fetch-Site": "same-origin"}


def page(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def choose(client: Client, **answers: str) -> str:
    """Answer the question, and say where one is sent."""
    response = client.post("/cookies/", answers, headers=HEADERS)
    assert response.status_code == 303
    return response.headers["Location"]


def every_address(client: Client) -> set[str]:
    """Every page that can be reached from the first one by links."""
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen or len(seen) > 150:
            continue
        seen.add(address)
        response = client.get(address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            found = re.findall(r'href="(/[^"#?]*)', response.content.decode())
            waiting += [one for one in found if "." not in one]
    return seen


def test_reading_the_whole_site_sets_no_cookie(client: Client, demo_site: list[Figure]) -> None:
    assert len(every_address(client)) > 20
    assert client.cookies == SimpleCookie()


def test_the_cookies_really_set_are_those_of_the_list(
    client: Client, demo_site: list[Figure]
) -> None:
    choose(client, choice="preferences", plain_titles="on")
    client.post("/cookies/force/", {"force": "demoshire"}, headers=HEADERS)
    every_address(client)

    assert set(client.cookies) == {cookie.name for cookie in cookies.of_readers()}
    for one in client.cookies.values():
        assert (one["httponly"], one["samesite"], one["max-age"]) == (True, "Lax", cookies.YEAR)
    listed = page(client, "/cookies/")
    assert all(name in listed for name in client.cookies)
    assert all(one.name in listed for one in cookies.of_people_who_sign_in())


def test_a_no_sets_only_the_cookie_that_says_so_and_for_as_long_as_a_yes(client: Client) -> None:
    choose(client, choice="essential", force="demoshire")

    kept = {name: one for name, one in client.cookies.items() if one.value}
    assert set(kept) == {cookies.CHOICE}
    assert kept[cookies.CHOICE]["max-age"] == cookies.YEAR


def test_the_question_stands_until_it_is_answered_and_yes_and_no_look_the_same(
    client: Client, demo_site: list[Figure]
) -> None:
    asked = page(client, FORCE)
    buttons = re.findall(r'<button class="([^"]+)" name="choice" value="(\w+)"', asked)

    assert ASKED in asked
    assert buttons == [("eh-answer", "preferences"), ("eh-answer", "essential")]
    assert choose(client, choice="essential", back=FORCE) == f"{FORCE}#saved"
    answered = page(client, FORCE)
    assert ASKED not in answered
    assert 'id="saved"' in answered
    assert "Your choice is saved." in answered


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:x", ""]
)
def test_a_choice_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    assert choose(client, choice="essential", back=elsewhere) == "/cookies/#saved"


def test_a_yes_can_be_taken_back_and_then_everything_goes(
    client: Client, demo_site: list[Figure]
) -> None:
    choose(client, choice="preferences", plain_titles="on", force="demoshire")
    choose(client, choice="essential")

    left = {name for name, one in client.cookies.items() if one.value}
    assert left == {cookies.CHOICE}


def test_plain_titles_name_no_page(client: Client, demo_site: list[Figure]) -> None:
    assert "<title>Evenhand</title>" not in page(client, FORCE)
    choose(client, choice="preferences", plain_titles="on")

    for address in (FORCE, "/cookies/", "/methods/"):
        assert "<title>Evenhand</title>" in page(client, address)


def test_plain_titles_without_a_yes_are_explained_and_nothing_is_set(client: Client) -> None:
    response = client.post("/cookies/", {"choice": "essential", "plain_titles": "on"})

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert "let us remember your preferences" in response.content.decode()
    assert client.cookies == SimpleCookie()


def test_no_choice_is_an_error_that_says_what_to_do(client: Client) -> None:
    response = client.post("/cookies/", {})

    assert response.status_code == 400
    assert "Choose whether we may remember your preferences" in response.content.decode()


def test_a_force_is_remembered_only_after_a_yes(client: Client, demo_site: list[Figure]) -> None:
    asked = client.post("/cookies/force/", {"force": "demoshire", "back": FORCE})

    assert asked.headers["Location"] == "/cookies/?force=demoshire"
    assert client.cookies == SimpleCookie()
    assert "To remember Demoshire Police, choose" in page(client, "/cookies/?force=demoshire")
    there = choose(client, choice="preferences", force="demoshire", back=FORCE)
    assert there == f"{FORCE}#saved"
    assert client.cookies[cookies.FORCE].value == "demoshire"
    assert "Stop remembering Demoshire Police" in page(client, FORCE)
    assert 'Your force: <a class="govuk-link" href="/forces/demoshire/">' in page(client, "/")


def test_a_force_that_is_remembered_can_be_forgotten(
    client: Client, demo_site: list[Figure]
) -> None:
    choose(client, choice="preferences", force="demoshire")
    client.post("/cookies/force/", {"force": ""}, headers=HEADERS)

    assert not client.cookies[cookies.FORCE].value
    assert client.cookies[cookies.CHOICE].value == "preferences"


@pytest.mark.parametrize("force", ["camelot", "<script>", "a" * 500])
def test_a_force_that_is_none_is_not_remembered(
    client: Client, demo_site: list[Figure], force: str
) -> None:
    choose(client, choice="preferences")
    client.post("/cookies/force/", {"force": force}, headers=HEADERS)

    assert not client.cookies[cookies.FORCE].value


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        ({}, Remembered()),
        ({"evenhand_cookies": "everything"}, Remembered()),
        ({"evenhand_cookies": "essential", "evenhand_force": "kent"}, Remembered(Choice.ESSENTIAL)),
        (
            {"evenhand_cookies": "preferences", "evenhand_force": "../kent"},
            Remembered(Choice.PREFERENCES),
        ),
        (
            {"evenhand_cookies": "preferences", "evenhand_titles": "plain"},
            Remembered(Choice.PREFERENCES, plain_titles=True),
        ),
    ],
)
def test_cookies_that_we_never_gave_mean_nothing(
    sent: dict[str, str], understood: Remembered
) -> None:
    assert cookies.read(sent) == understood


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
    ],
)
def test_a_form_of_another_site_cannot_choose_for_a_reader(
    client: Client, headers: dict[str, str]
) -> None:
    response = client.post("/cookies/", {"choice": "preferences"}, headers=headers)

    assert response.status_code == 403
    assert "It did not come from a page of this site" in response.content.decode()
    assert client.cookies == SimpleCookie()


@pytest.mark.parametrize("headers", [{"Origin": "null"}, {"Origin": "http://testserver"}, {}])
def test_a_browser_that_says_less_can_still_choose(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/cookies/", {"choice": "essential"}, headers=headers).status_code == 303
