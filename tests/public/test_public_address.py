"""Permanent addresses name the site's public address, whatever a proxy or a reader calls it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from evenhand.publications.models import Figure

PUBLIC = "https://figures.example"


@pytest.fixture
def behind_proxy(settings: Any, client: Client) -> Iterator[Client]:
    """A site that a proxy asks over plain HTTP, by the name of its machine."""
    settings.PUBLIC_ADDRESS = PUBLIC
    settings.ALLOWED_HOSTS = ["figures.example", "backend.internal", ".example.net"]
    client.defaults["HTTP_HOST"] = "backend.internal:8000"
    yield client


def addresses(text: str) -> set[str]:
    """Every address of a site in some text, as scheme and host."""
    return set(
        re.findall(r"https?://(?:figures\.example|backend\.internal|evil[\w.]*)[:\d]*", text)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("ending", [".csv", ".json", "-metadata.json", ".svg"])
def test_files_name_the_public_address_and_never_the_machine_behind_the_proxy(
    behind_proxy: Client, demo_site: list[Figure], ending: str
) -> None:
    answer = behind_proxy.get(f"/figures/{demo_site[0].reference}{ending}")

    assert addresses(answer.content.decode()) == {PUBLIC}
    assert addresses(answer.headers["Link"]) == {PUBLIC}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/data/", "/forces/demoshire/"])
def test_pages_name_the_public_address(
    behind_proxy: Client, demo_site: list[Figure], path: str
) -> None:
    page = behind_proxy.get(path).content.decode()

    assert addresses(page) == {PUBLIC}
    assert f'<link rel="canonical" href="{PUBLIC}{path}">' in page


@pytest.mark.django_db
def test_the_api_names_the_public_address(behind_proxy: Client, demo_site: list[Figure]) -> None:
    told = behind_proxy.get(f"/api/v1/figures/{demo_site[0].reference}").content

    assert json.loads(told)["address"].startswith(f"{PUBLIC}/figures/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_FORWARDED": "host=evil.example;proto=http"},
        {"HTTP_HOST": "evil.example.net"},  # one of many names that the site answers to
    ],
)
def test_nothing_that_a_reader_says_becomes_an_address(
    behind_proxy: Client, demo_site: list[Figure], said: dict[str, str]
) -> None:
    page = behind_proxy.get("/data/", **said)

    assert page.status_code == 200
    assert addresses(page.content.decode()) == {PUBLIC}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "figures.example.evil.example",
        "figures.example@evil.example",
        "figures.example/../evil",
        "a" * 5000,
        "[::1",
        "\u00e9.example",
        "",
        "figures.example, evil.example",
        "<script>",
    ],
)
def test_a_name_that_is_not_ours_is_refused_with_a_page(behind_proxy: Client, host: str) -> None:
    answer = behind_proxy.get("/", HTTP_HOST=host, SERVER_NAME="nobody.invalid")

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.django_db
def test_over_tls_at_a_proxy_the_browser_is_told_to_stay_with_it(
    behind_proxy: Client, settings: Any
) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    response = Client(headers={"host": "backend.internal"}).get("/about/")

    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]


@pytest.mark.django_db
def test_a_form_from_the_public_address_is_taken_and_one_from_elsewhere_is_not(
    behind_proxy: Client,
) -> None:
    def sent_from(origin: str) -> int:
        return behind_proxy.post("/feedback/", {"wrong": ""}, HTTP_ORIGIN=origin).status_code

    assert sent_from(PUBLIC) == 400  # it was read, and says nothing
    assert sent_from("http://backend.internal:8000") == 403
    assert sent_from("https://evil.example") == 403
