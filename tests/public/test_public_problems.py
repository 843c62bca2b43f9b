"""Pages that say there is a problem are whole, plain, and need no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory

from evenhand.public.views import problems
from evenhand.publications.models import Figure

# Asks a site whose database cannot be opened for one page of each kind.
ASK = """
import json, sys
from evenhand.config.server import setup
setup()
from django.test import Client
client = Client(headers={"host": "localhost"}, raise_request_exception=False)
answers = {}
for address in sys.argv[1:]:
    response = client.get(address)
    answers[address] = [response.status_code, dict(response.headers), response.content.decode()]
print(json.dumps(answers))
"""
PAGES = ("/", "/forces/demoshire/", "/nowhere", "/about/")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, dict[str, str], str]]:
    """What a site says whose database cannot be opened."""
    missing = tmp_path_factory.mktemp("nothing") / "no such folder" / "site.sqlite3"
    environ = {**os.environ, "EVENHAND_DATABASE_URL": f"sqlite:///{missing}"}
    said = subprocess.run(
        [sys.executable, "-c", ASK, *PAGES], env=environ, capture_output=True, check=True
    )
    answers: dict[str, tuple[int, dict[str, str], str]] = json.loads(said.stdout)
    return answers


def test_a_page_that_needs_figures_says_that_they_are_away_and_when_to_ask_again(
    broken: dict[str, tuple[int, dict[str, str], str]],
) -> None:
    for address in ("/", "/forces/demoshire/"):
        status, headers, page = broken[address]
        assert (status, headers["Retry-After"]) == (503, "120")
        assert "this page is away for now" in page
        assert 'class="eh-leave"' in page
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_an_address_that_is_none_is_still_not_found_without_a_database(
    broken: dict[str, tuple[int, dict[str, str], str]],
) -> None:
    status, _headers, page = broken["/nowhere"]

    assert status == 404
    assert "Page not found" in page
    assert "nowhere" not in page.replace("about=/nowhere", "").replace('value="/nowhere"', "")


@pytest.mark.parametrize(
    ("view", "status", "said"),
    [
        (problems.not_understood, 400, "There is a problem with what was sent"),
        (problems.not_allowed, 403, "It did not come from a page of this site"),
        (problems.went_wrong, 500, "This is our fault, not yours."),
        (problems.unavailable, 503, "does not answer"),
        (problems.closed, 503, "closed for a short while"),
    ],
)
def test_each_problem_is_said_without_asking_the_database(
    view: object, status: int, said: str
) -> None:
    request = RequestFactory().get("/forces/demoshire/")
    given = (
        (request,)
        if view in {problems.went_wrong, problems.unavailable, problems.closed}
        else (
            request,
            ValueError(),
        )
    )
    response = view(*given)

    assert response.status_code == status
    assert said in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_fictional_site_says_so_on_a_page_that_is_not_there(
    client: Client, demo_site: list[Figure]
) -> None:
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert "No force or place here is real." in response.content.decode()


@pytest.mark.django_db  # closing a file's answer closes the database's too
def test_a_closed_site_says_so_everywhere_but_keeps_its_style(
    client: Client, settings: LazySettings
) -> None:
    settings.CLOSED = True
    for address in ("/", "/forces/demoshire/", "/feedback/", "/nowhere"):
        response = client.get(address)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "1800")
        assert "This site is closed for a short while" in response.content.decode()
    style = response.content.decode().partition('rel="stylesheet" href="')[2].partition('"')[0]
    found = client.get(style)
    found.close()
    assert found.status_code == 200


@pytest.mark.django_db
def test_a_file_closes_the_site_while_it_is_there(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.CLOSED = sign = tmp_path / "closed"
    assert client.get("/about/").status_code == 200
    sign.touch()
    assert client.get("/about/").status_code == 503
    sign.unlink()
    assert client.get("/about/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/forces/demoshire/%00/", "/%ff/", "/forces/" + "a" * 3000 + "/", "/?q=%00"]
)
@pytest.mark.django_db
def test_an_address_made_to_break_us_gets_a_page(
    client: Client, demo_site: list[Figure], address: str
) -> None:
    assert client.get(address).status_code in {200, 400, 404}
