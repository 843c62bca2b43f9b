"""Telling us what is wrong: it arrives once, nothing typed is lost, and it can be read."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from evenhand.cli.run import run
from evenhand.public.views.feedback import About, about_what
from evenhand.publications.models import Figure
from evenhand.voices import selectors, services
from evenhand.voices.forms import new_ticket

TYPED = "The number for <b>Black</b> people & “others” is wrong.\r\nSee page 4."


def ticket(client: Client, address: str = "/feedback/") -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None
    return found.group(1)


def send(client: Client, **typed: str):
    given = {"wrong": TYPED, "ticket": typed.pop("ticket", None) or ticket(client), **typed}
    return client.post("/feedback/", given, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.mark.django_db
def test_a_reader_says_that_a_figure_is_wrong_and_it_can_be_read(
    client: Client, demo_site: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figure = demo_site[0].reference
    form = client.get(f"/feedback/?about={figure}").content.decode()
    assert f'href="/figures/{figure}/"' in form

    response = send(client, about=figure, doing="Reading", satisfaction="dissatisfied")
    assert (response.status_code, response.headers["Location"]) == (303, "/feedback/sent/")
    assert "Thank you, it has arrived" in client.get("/feedback/sent/").content.decode()

    assert run(["feedback", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["figure"], told["wrong"], told["doing"]) == (figure, TYPED, "Reading")


@pytest.mark.django_db
def test_feedback_is_shown_in_plain_words_and_nothing_typed_moves_the_terminal(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    send(client, wrong="red \x1b[31m", about="/methods/")

    assert run(["feedback"]) == 0
    told = capsys.readouterr()
    assert "/methods/" in told.out
    assert "Wrong: red \\x1b[31m" in told.out
    assert "1 message." in told.err
    assert run(["feedback", "--since", "2999-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.django_db
def test_what_was_typed_comes_back_escaped_with_what_is_wrong_said_first(client: Client) -> None:
    response = send(client, wrong=" ", doing="<script>alert(1)</script>")
    page = response.content.decode()

    assert response.status_code == 400
    assert "<title>Error: " in page
    assert 'href="#wrong"' in page
    assert "Tell us what went wrong" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert selectors.feedback() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "made_up", [{"ticket": "old:or:false"}, {"website": "https://example.org"}]
)
def test_a_form_that_is_not_taken_keeps_the_words_and_can_be_sent_again(
    client: Client, made_up: dict[str, str]
) -> None:
    refused = send(client, **made_up)
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "Check what you wrote and send it again" in page
    assert "&lt;b&gt;Black&lt;/b&gt;" in page

    new = re.search(r'name="ticket" value="([^"]+)"', page)
    assert new is not None
    assert send(client, ticket=new.group(1)).status_code == 303
    assert len(selectors.feedback()) == 1


@pytest.mark.django_db
def test_pressing_send_twice_tells_us_once(client: Client) -> None:
    same = ticket(client)

    assert [send(client, ticket=same).status_code for _ in range(2)] == [303, 303]
    assert len(selectors.feedback()) == 1


@pytest.mark.django_db
def test_in_a_flood_the_words_are_kept_on_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST", 0)
    response = send(client)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")
    assert "Wait ten minutes" in response.content.decode()
    assert "&lt;b&gt;Black&lt;/b&gt;" in response.content.decode()


@pytest.mark.django_db
def test_while_nothing_can_be_written_the_words_are_kept_on_the_page(client: Client) -> None:
    given = {"wrong": TYPED, "ticket": ticket(client)}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE voices_feedback RENAME TO away")
    response = client.post("/feedback/", given)

    assert response.status_code == 503
    assert "We could not keep your message." in response.content.decode()
    assert "&lt;b&gt;Black&lt;/b&gt;" in response.content.decode()


@pytest.mark.django_db
def test_more_than_anybody_types_is_refused_before_it_is_read(client: Client) -> None:
    response = send(client, wrong="x" * 100_000)

    assert response.status_code == 400
    assert "it was too long" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("/forces/kent/", About(path="/forces/kent/")),
        (
            "/figures/search-rate/kent/2024-01--2024-12/five-groups/1/",
            About(
                path="/figures/search-rate/kent/2024-01--2024-12/five-groups/1/",
                figure="search-rate/kent/2024-01--2024-12/five-groups/1",
            ),
        ),
        (
            "search-rate/kent/2024-01--2024-12/five-groups/1",
            About(figure="search-rate/kent/2024-01--2024-12/five-groups/1"),
        ),
        ("https://example.org/", About()),
        ("//example.org/", About()),
        ("javascript:alert(1)", About()),
        ("/" + "a" * 300, About()),
        ("", About()),
    ],
)
def test_a_message_is_about_a_page_or_figure_of_ours_or_about_nothing_in_particular(
    text: str, about: About
) -> None:
    assert about_what(text) == about


@pytest.fixture
def nothing_came_yet() -> Iterator[None]:
    services.RECENT.clear()
    yield
    services.RECENT.clear()


def flood(client: Client, **headers: str) -> int:
    """Send as many as one network may, then one more; the status of the last."""
    for _ in range(services.FROM_ONE):
        client.post("/feedback/", {"wrong": TYPED, "ticket": new_ticket()}, **headers)
    last = client.post("/feedback/", {"wrong": TYPED, "ticket": new_ticket()}, **headers)
    return last.status_code


@pytest.mark.django_db
@pytest.mark.usefixtures("nothing_came_yet")
def test_one_reader_cannot_silence_another(client: Client) -> None:
    assert flood(client, REMOTE_ADDR="203.0.112.7") == 429
    refused = client.post(
        "/feedback/", {"wrong": TYPED, "ticket": new_ticket()}, REMOTE_ADDR="203.0.112.7"
    )
    assert "Many messages have come from your network" in refused.content.decode()
    assert "&lt;b&gt;Black&lt;/b&gt;" in refused.content.decode()

    heard = client.post(
        "/feedback/", {"wrong": TYPED, "ticket": new_ticket()}, REMOTE_ADDR="203.0.112.8"
    )
    assert heard.status_code == 303


@pytest.mark.django_db
@pytest.mark.usefixtures("nothing_came_yet")
def test_an_invented_address_makes_nobody_somebody_else(client: Client) -> None:
    statuses = [
        client.post(
            "/feedback/",
            {"wrong": TYPED, "ticket": new_ticket()},
            REMOTE_ADDR="203.0.112.7",
            HTTP_X_FORWARDED_FOR=f"8.8.8.{number}",
        ).status_code
        for number in range(services.FROM_ONE + 1)
    ]

    assert statuses[-1] == 429


@pytest.mark.django_db
@pytest.mark.usefixtures("nothing_came_yet")
def test_behind_a_proxy_what_the_proxy_saw_counts_and_what_was_invented_before_it_does_not(
    client: Client, settings: Any
) -> None:
    settings.PROXIES = 1
    statuses = [
        client.post(
            "/feedback/",
            {"wrong": TYPED, "ticket": new_ticket()},
            HTTP_X_FORWARDED_FOR=f"8.8.8.{number}, 203.0.112.7",
        ).status_code
        for number in range(services.FROM_ONE + 1)
    ]
    assert statuses[-1] == 429

    other = client.post(
        "/feedback/",
        {"wrong": TYPED, "ticket": new_ticket()},
        HTTP_X_FORWARDED_FOR="203.0.112.8",
    )
    assert other.status_code == 303


@pytest.mark.django_db
def test_what_a_reader_wrote_can_be_erased(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    send(client, wrong="My neighbour at number 4")
    send(client, wrong="Something else")
    assert run(["feedback", "--json"]) == 0
    mine = json.loads(capsys.readouterr().out)[1]

    assert run(["feedback", "delete", str(mine["id"])]) == 0
    assert "1 message erased." in capsys.readouterr().err
    assert [one.wrong for one in selectors.feedback()] == ["Something else"]
    assert run(["feedback", "delete", str(mine["id"])]) == 0
    assert "Not every number" in capsys.readouterr().err
    assert run(["feedback", "delete", "--before", "2999-01-01"]) == 0
    assert selectors.feedback() == []


def test_nothing_is_erased_unless_it_is_said_what(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["feedback", "delete"]) == 2
    assert "Say which messages" in capsys.readouterr().err
