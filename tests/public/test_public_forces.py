"""All forces: alphabetical, each beside its own expected range, and never ranked."""

import re
from copy import copy, deepcopy

import pytest
from django.test import Client

from evenhand.forces import services as forces
from evenhand.public.presenters.every_force import force_lines, unknown
from evenhand.public.presenters.lists import every_force
from evenhand.publications import lists
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db


def figures() -> list[Figure]:
    return lists.across(lists.choose("search-rate")).figures


def text(client: Client) -> str:
    page = client.get("/forces/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_forces_stand_in_alphabetical_order_whatever_their_numbers(
    client: Client, several_forces: list[Figure]
) -> None:
    names = [line.name for line in force_lines(figures()).forces]

    assert names == sorted(names)
    assert len(names) == 44
    page = text(client)
    assert page.index("Derbyshire Constabulary") < page.index("Leicestershire Police")
    assert "They are not ranked" in page


def test_a_force_has_its_sentence_with_its_range_and_how_we_got_it(
    several_forces: list[Figure],
) -> None:
    line = next(
        one for one in force_lines(figures()).forces if one.name == "Derbyshire Constabulary"
    )

    assert re.search(r"between <b>[\d.]+ and [\d.]+ times</b> as often", line.sentence)
    assert line.url == "/forces/derbyshire/"
    assert line.how is not None
    assert line.how.endswith("/#how-black")
    assert line.period == "December 2019 to February 2020"


def test_a_picture_reads_as_one_sentence_with_the_numbers(several_forces: list[Figure]) -> None:
    line = next(
        one for one in force_lines(figures()).forces if one.name == "Derbyshire Constabulary"
    )

    assert line.cell is not None
    assert re.search(
        r'aria-label="Derbyshire Constabulary: between [\d.]+ and [\d.]+ times as often. '
        r'Its expected range is [\d.]+ to [\d.]+ times."',
        line.cell,
    )


def test_a_force_outside_all_others_months_has_a_picture_without_an_expected_range(
    several_forces: list[Figure],
) -> None:
    alone = copy(figures()[0])
    alone.expected = {}
    line = next(one for one in force_lines([alone]).forces if one.given)

    assert line.cell is not None
    assert "expected range" not in line.cell


def test_a_number_that_is_not_shown_a_missing_one_and_no_force_at_all_never_look_alike(
    client: Client, several_forces: list[Figure]
) -> None:
    lines = {line.name: line for line in force_lines(figures()).forces}
    durham = lines["Durham Constabulary"]

    assert durham.cell is None
    assert durham.no_cell == durham.unknown_range == "Not shown, to protect people"
    assert not lines["Kent Police"].given
    assert "No figures yet" in lines["Kent Police"].sentence
    assert "Nobody lives on the railways" in lines["British Transport Police"].sentence
    assert lines["Kent Police"].url is None


def test_a_force_without_residents_has_counts_and_no_comparison(
    several_forces: list[Figure],
) -> None:
    city = copy(figures()[0])
    city.result = deepcopy(city.result)
    for row in city.result["rows"]:
        row.update(dict.fromkeys(("rate", "ratio", "ratio_low", "ratio_high", "unknown_low")))
        row["suppressed"] = False
    line = next(one for one in force_lines([city]).forces if one.given)

    assert line.cell is None
    assert line.no_cell == "No comparison"
    assert line.unknown_range is None


def test_how_often_ethnicity_was_not_recorded_stands_with_how_far_it_could_move_the_answer(
    several_forces: list[Figure],
) -> None:
    share, ends = unknown(figures()[0].result)

    assert re.fullmatch(r"\d+ of every 100", share)
    assert ends is not None
    assert re.fullmatch(r"[\d.]+ to [\d.]+ times", ends)
    assert unknown({"unknown_share": None}) == ("Not shown, to protect people", None)


def test_a_corrected_figure_says_so_in_the_list(several_forces: list[Figure]) -> None:
    corrected = copy(figures()[0])
    corrected.supersedes_id = figures()[0].pk
    line = next(one for one in force_lines([corrected]).forces if one.given)

    assert line.corrected == "Corrected since it was first published."


def test_a_site_of_made_up_forces_lists_those_alone(
    client: Client, demo_site: list[Figure]
) -> None:
    assert [line.name for line in force_lines(figures()).forces] == ["Demoshire Police"]
    assert "Kent" not in text(client)


def test_a_site_without_figures_still_lists_every_force(client: Client, db: None) -> None:
    assert len(every_force([])) == 44
    assert "No figures yet" in text(client)


def test_the_list_asks_little_of_the_database(
    client: Client,
    several_forces: list[Figure],
    django_assert_max_num_queries: pytest.FixtureRequest,
) -> None:
    with django_assert_max_num_queries(6):
        client.get("/forces/")


@pytest.mark.parametrize("place", ["", "measures/", "files/"])
def test_a_force_of_this_site_without_figures_says_so_and_leads_on(
    client: Client, db: None, place: str
) -> None:
    forces.load(["kent"])
    response = client.get(f"/forces/kent/{place}")
    page = response.content.decode()

    assert response.status_code == 200
    assert "There are no figures of Kent Police here yet" in page
    assert 'href="/forces/"' in page
    assert client.get(f"/forces/surrey/{place}").status_code == 404
