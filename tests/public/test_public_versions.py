"""Last year's figures, and what we said before: a range that was added is not a correction."""

import re

import pytest
from django.test import Client
from figure_files import latest

from evenhand.public.presenters.every_force import force_lines
from evenhand.public.presenters.versions import since_first
from evenhand.publications import lists
from evenhand.publications.models import Figure
from evenhand.publications.services import release

pytestmark = pytest.mark.django_db

FORCE = "/forces/demoshire/"
RANGE = {
    "low": 2.5,
    "high": 3.2,
    "value": 3.9,
    "inside": "above",
    "sentence": "Expected range: 2.5 to 3.2 times.",
    "how": "The expected range allows for chance.",
}


@pytest.fixture
def ranged(demo_site: list[Figure]) -> tuple[Figure, Figure]:
    """A figure, and the next version of it, which says no more than its expected range."""
    old = latest()
    again = Figure.objects.get(pk=old.pk)
    again.pk, again._state.adding, again.expected = None, True, RANGE
    new = release(again)
    assert new is not None
    return Figure.objects.get(pk=old.pk), new


def text(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def part(page: str, heading: str) -> str:
    """What stands between a heading and the next one."""
    return re.split(r"<h\d", page.split(heading, 1)[1])[0]


def test_a_force_page_leads_to_last_year(client: Client, demo_site: list[Figure]) -> None:
    page = client.get(FORCE).content.decode()
    last_year = "/figures/search-rate/demoshire/2024-10--2025-09/five-groups/1/"

    assert f'<a class="govuk-link" href="{last_year}">October 2024 to September 2025</a>' in part(
        page, 'id="others">Earlier figures'
    )
    assert '<a class="govuk-link" href="#others">Earlier figures</a>' in page


def test_last_year_leads_to_this_year_and_does_not_call_it_earlier(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get("/figures/search-rate/demoshire/2024-10--2025-09/five-groups/1/")
    section = part(page.content.decode(), 'id="others">Figures of other months')

    assert "2025-10--2026-09/five-groups/1/" in section
    assert "Earlier figures" not in page.content.decode()


def test_what_we_said_before_a_correction_is_listed_with_its_day(
    client: Client, corrected: tuple[Figure, Figure]
) -> None:
    old, new = corrected
    section = part(client.get(FORCE).content.decode(), "What we said of these months, and when")

    assert f'<a class="govuk-link" href="/figures/{old.reference}/">12 November 2026: first' in (
        section
    )
    assert "12 November 2026: corrected (this page)" in section
    assert f'href="/figures/{new.reference}/"' not in section


def test_a_figure_that_only_gained_a_range_is_never_called_corrected(
    client: Client, ranged: tuple[Figure, Figure]
) -> None:
    old, new = ranged
    before, after = (text(client, f"/figures/{one.reference}/") for one in (old, new))

    assert "There is a newer version of this figure." in before
    assert "Its numbers are the same. An expected range was added." in before
    assert "The numbers are those of the figure published before" in after
    assert "the same numbers, with an expected range added (this page)" in after
    for page in (before, after):
        assert "orrected" not in page


def test_lists_of_forces_say_that_the_numbers_are_as_first_published(
    ranged: tuple[Figure, Figure],
) -> None:
    figures = lists.across(lists.choose("search-rate")).figures
    line = next(one for one in force_lines(figures).forces if one.given)

    assert line.corrected == (
        "An expected range was added later. The numbers are as first published."
    )


def test_a_range_added_to_a_correction_leaves_it_a_correction(
    corrected: tuple[Figure, Figure],
) -> None:
    new = Figure.objects.get(pk=corrected[1].pk)
    new.pk, new._state.adding, new.expected = None, True, RANGE
    third = release(new)

    assert third is not None
    assert third.number == 3
    assert since_first(third) == "Corrected since it was first published."


def test_the_page_of_data_lists_what_changed_and_how(
    client: Client, ranged: tuple[Figure, Figure]
) -> None:
    page = text(client, "/data/")

    assert (
        "12 November 2026, Demoshire Police: 1 figure got an expected range; its numbers stayed."
        in page
    )
    assert "was corrected." not in page


def test_the_page_of_data_lists_corrections_together(
    client: Client, corrected: tuple[Figure, Figure]
) -> None:
    page = client.get("/data/").content.decode()

    assert (
        'href="/forces/demoshire/measures/">12 November 2026, Demoshire Police: 1 figure was'
        in (page)
    )


def test_where_nothing_was_replaced_it_is_said(client: Client, demo_site: list[Figure]) -> None:
    assert "No figure on this site has been replaced since it was published." in text(
        client, "/data/"
    )
    assert "What we said of these months" not in text(client, FORCE)
