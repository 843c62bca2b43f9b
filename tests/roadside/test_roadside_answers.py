"""The page that a slip opens: no session, nothing used up by looking, nothing given away."""

import json
import logging
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from encounters.made_slips import NOW, QUARTER, slips
from encounters.made_slips import force as force  # noqa: PLC0414 (pytest finds it by name)
from evenhand.config.logs import Lines
from evenhand.encounters.answering import scopes
from evenhand.encounters.models import Answer
from evenhand.roadside.views import answers

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The pages' clock."""
    clock = [NOW]
    monkeypatch.setattr(answers.timezone, "now", lambda: clock[0])
    return clock


@pytest.fixture
def slip(force) -> str:
    return slips()[0]


def at(slip: str) -> str:
    return reverse("answers", args=[slip])


class Links(HTMLParser):
    """Every address that a page would ask for or lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


def test_five_questions_none_of_them_needed(client: Client, slip: str) -> None:
    response = client.get(at(slip))

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<fieldset") == 5
    assert "required" not in page
    assert "Demoshire Police" in page
    assert "1 March 2027" in page
    assert "<textarea" not in page
    assert 'type="text"' not in page
    assert len(response.content) < 25_000


def test_looking_uses_nothing_up(client: Client, slip: str) -> None:
    for _ in range(3):
        assert client.get(at(slip)).status_code == 200
        assert client.head(at(slip)).status_code == 200

    assert not Answer.objects.exists()


def test_sending_the_form_uses_the_slip_up(client: Client, slip: str) -> None:
    response = client.post(at(slip), {"reason": "not_told", "respect": "no"}, **OURS)

    assert (response.status_code, response["Location"]) == (303, "/f/thanks/")
    assert Answer.objects.count() == 1
    assert "Thank you" in client.get("/f/thanks/").content.decode()


def test_nobody_is_told_whether_a_slip_was_used(client: Client, slip: str) -> None:
    fresh = client.get(at(slip))
    first = client.post(at(slip), {"respect": "no"}, **OURS)

    used, second = client.get(at(slip)), client.post(at(slip), {"respect": "yes"}, **OURS)

    assert used.content == fresh.content
    assert (second.status_code, second.content) == (first.status_code, first.content)
    # When a page was made says when it was asked for, nothing else.
    first_headers, second_headers = dict(first.headers), dict(second.headers)
    assert first_headers.pop("Expires")
    assert second_headers.pop("Expires")
    assert second_headers == first_headers
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"respect": ""}, {"name": "PC 4711"}])
def test_an_empty_form_does_not_use_the_slip_up(client: Client, slip: str, sent) -> None:
    response = client.post(at(slip), sent, **OURS)

    assert response.status_code == 400
    assert "Answer at least one question" in response.content.decode()
    assert not Answer.objects.exists()


def test_a_choice_that_was_not_offered_is_refused(client: Client, slip: str) -> None:
    response = client.post(at(slip), {"respect": "PC 4711 was rude"}, **OURS)

    assert response.status_code == 400
    assert "4711" not in response.content.decode()
    assert not Answer.objects.exists()


def test_another_site_cannot_answer_for_somebody(client: Client, slip: str) -> None:
    response = client.post(
        at(slip),
        {"respect": "yes"},
        HTTP_SEC_FETCH_SITE="cross-site",
        HTTP_ORIGIN="https://x.example",
    )

    assert response.status_code == 403
    assert not Answer.objects.exists()


def test_the_page_is_kept_by_nobody_and_tells_nobody_of_itself(client: Client, slip: str) -> None:
    for response in (client.get(at(slip)), client.post(at(slip), {"fair": "no"}, **OURS)):
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert "Content-Encoding" not in response


def test_no_link_of_the_page_carries_the_slip(client: Client, slip: str) -> None:
    page = client.get(at(slip)).content.decode()

    assert slip not in page
    assert not [link for link in Links(page).found if "/r/" in link or "feedback" in link]


def test_the_title_says_nothing_to_who_looks_over_a_shoulder(client: Client, slip: str) -> None:
    page = client.get(at(slip)).content.decode()

    assert re.findall("<title>(.*?)</title>", page) == ["Questions"]
    assert 'class="eh-leave"' in page
    assert page.index("eh-leave") < page.index("govuk-skip-link")


def test_somebody_who_has_signed_in_is_not_known_here(client: Client, slip: str) -> None:
    client.cookies["evenhand_session"] = "x"

    request = client.get(at(slip)).wsgi_request

    assert not hasattr(request, "session")
    assert not hasattr(request, "user")


@pytest.mark.parametrize("typed", ["q7q", "A" * 390, "%2e%2e", "é" * 30])
def test_what_is_no_slip_is_not_found_and_not_repeated(client: Client, force, typed: str) -> None:
    response = client.get(f"/f/{typed}/")

    assert response.status_code == 404
    assert typed not in response.content.decode()


def test_a_million_guesses_are_turned_away_and_a_real_slip_is_not(
    client: Client, slip: str, monkeypatch
) -> None:
    monkeypatch.setattr(answers, "UNKNOWN", answers.Gate(at_once=1, each_minute=5))

    tried = [client.get(at("A" * 390)) for _ in range(7)]

    assert [one.status_code for one in tried] == [404] * 5 + [429] * 2
    assert int(tried[-1]["Retry-After"]) > 0
    assert client.get(at(slip)).status_code == 200
    assert client.post(at(slip), {"fair": "yes"}, **OURS).status_code == 303


def test_after_its_time_a_slip_is_told_so(client: Client, slip: str, now) -> None:
    now[0] = scopes.closes(QUARTER) + timedelta(seconds=1)

    for response in (client.get(at(slip)), client.post(at(slip), {"fair": "yes"}, **OURS)):
        assert response.status_code == 410
        assert slip not in response.content.decode()
    assert not Answer.objects.exists()


def test_no_log_holds_the_slip(client: Client, slip: str, capture_lines, monkeypatch) -> None:
    client.post(at(slip), {"respect": "rude"}, **OURS)  # refused, and said so

    def broken(*_args, **_options):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(answers.taking, "take", broken)
    client.raise_request_exception = False
    assert client.post(at(slip), {"respect": "no"}, **OURS).status_code == 500

    said = [json.loads(line) for line in capture_lines]
    assert {one["where"] for one in said} == {"f/<str:token>/"}
    assert slip[:20] not in "".join(capture_lines)


@pytest.fixture
def capture_lines():
    """What would stand on standard error."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(Lines().format(record))

    handler = Keeping()
    loggers = [logging.getLogger(name) for name in ("", "django.request", "evenhand.refused")]
    for one in loggers[:1]:
        one.addHandler(handler)
    yield lines
    for one in loggers[:1]:
        one.removeHandler(handler)


def test_everybody_can_see_which_keys_there_are(client: Client, slip: str) -> None:
    response = client.get("/f/keys.json")

    listed = response.json()["keys"]
    assert {one["scope"] for one in listed} == {f"reason:{name}" for name in scopes.CLASSES}
    assert {len(one["id"]) for one in listed} == {64}
    assert "private" not in response.content.decode().lower()
    assert sorted(reason for one in listed for reason in one["reasons"]) == sorted(
        reason for reasons in scopes.CLASSES.values() for reason in reasons
    )
