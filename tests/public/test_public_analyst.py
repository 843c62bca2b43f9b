"""The analyst's view is labelled as one, ranks nobody, and shows what it was drawn from."""

import re

import pytest
from django.test import Client

from evenhand.public.presenters.analyst import dispersion
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

ANALYST = "/measures/search-rate/analyst/"


def text(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_page_says_whom_it_is_for_before_anything_else(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client, ANALYST)

    assert "– for analysts –" in page
    assert "This page is for people who work with statistics." in page
    assert "Its points are not a ranking" in page


def test_counts_ratio_and_expected_range_of_each_force_are_in_alphabetical_order(
    client: Client, several_forces: list[Figure]
) -> None:
    page = client.get(ANALYST).content.decode()
    names = re.findall(r'scope="row"[^>]*><a [^>]+>([^<]+)</a>', page)

    assert names == ["Derbyshire Constabulary", "Durham Constabulary", "Leicestershire Police"]
    assert re.search(r'<span><a class="eh-how" href="/fig[^"]+#how-black">\d+ of [\d,]+</a>', page)
    assert re.search(r'<span><a class="eh-how" href="/fig[^"]+#how-white">\d+ of [\d,]+</a>', page)
    assert "Not shown, to protect people" in page


def test_a_scored_force_is_nowhere(client: Client, several_forces: list[Figure]) -> None:
    page = text(client, ANALYST).lower()

    for word in ("z-score", "rank ", "worst", "best force", "outlier"):
        assert word not in page


def test_the_pooled_answer_has_the_one_within_forces_here_too(
    client: Client, several_forces: list[Figure]
) -> None:
    page = text(client, ANALYST)

    assert re.search(
        r"All forces taken together [\d.]+ to [\d.]+ .* "
        r"People of the same force’s area compared [\d.]+ to [\d.]+",
        page,
    )


def test_pictures_are_those_that_were_frozen(client: Client, several_forces: list[Figure]) -> None:
    together = next(
        one for one in several_forces if one.force is None and one.measure == "search-rate"
    )
    page = client.get(ANALYST).content.decode()

    assert {"funnel", "log_ratios"} <= set(together.charts)
    for name in ("funnel", "log_ratios"):
        assert together.charts[name]["340"] in page
        assert together.charts[name]["620"] in page
    assert "The limits are those of chance alone: forces differ beyond it too." in page


def test_a_site_of_one_force_says_that_there_is_nothing_to_pool(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client, ANALYST)

    assert "There is no figure of all forces together" in page
    assert "The limits are those of chance alone." in page


def test_over_dispersion_is_given_with_its_meaning() -> None:
    spread = {"forces": 30, "dispersion": {"phi": 4.21, "tau_squared": 0.04}}

    assert dispersion(spread) == (
        "Over-dispersion among 30 forces: phi 4.21, tau 0.20 on the log scale. Phi is 1 where "
        "forces differ as chance alone would make them."
    )
    assert dispersion({}).startswith("Over-dispersion is not measured here")
