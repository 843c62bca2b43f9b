"""Which police force is mine? From a town, a postcode or the list, and nobody else is asked."""

import csv
import logging
import re
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from evenhand.public import places
from evenhand.public.presenters.found import found
from evenhand.publications.models import Figure
from evenhand.records import codes

TABLES = Path(places.__file__).parent / "data"
COUNTRIES = {"scotland", "northern-ireland", "islands"}


def forces(asked: str) -> list[tuple[str, ...]]:
    return [place.forces for place in places.find(asked).places]


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader((TABLES / table).read_text(encoding="utf-8").splitlines()))


def listed(table: str) -> set[str]:
    return {force for row in rows(table) for force in row["forces"].split("|")}


def text(client: Client, asked: str) -> str:
    page = client.get("/find/", {"q": asked})
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.mark.parametrize(
    ("asked", "force"),
    [
        ("SW1A", "metropolitan"),
        ("sw1a", "metropolitan"),
        ("CF10", "south-wales"),
        ("M1", "greater-manchester"),
        ("L1", "merseyside"),
        ("B1", "west-midlands"),
        ("LS1", "west-yorkshire"),
        ("PL1", "devon-and-cornwall"),
        ("TR18", "devon-and-cornwall"),
        ("LL55", "north-wales"),
        ("SA61", "dyfed-powys"),
        ("NP20", "gwent"),
        ("OX1", "thames-valley"),
        ("NE1", "northumbria"),
        ("TS1", "cleveland"),
        ("HU1", "humberside"),
        ("Bristol", "avon-and-somerset"),
        ("Cardiff", "south-wales"),
        ("Caerdydd", "south-wales"),
        ("Ynys Môn", "north-wales"),
        ("ynys mon", "north-wales"),
        ("Hull", "humberside"),
        ("Kingston upon Hull", "humberside"),
        ("York", "north-yorkshire"),
        ("Leicester", "leicestershire"),
        ("Kings Lynn", "norfolk"),
        ("king's lynn", "norfolk"),
        ("Stoke on Trent", "staffordshire"),
        ("STOKE-ON-TRENT", "staffordshire"),
        ("Tower Hamlets", "metropolitan"),
        ("Saint Albans", "hertfordshire"),
        ("Kent", "kent"),
        ("Herefordshire", "west-mercia"),
    ],
)
def test_a_place_that_everybody_knows_has_its_force(asked: str, force: str) -> None:
    assert forces(asked) == [(force,)]


@pytest.mark.parametrize(
    ("asked", "either"),
    [
        ("EC1A", {"city-of-london", "metropolitan"}),
        ("BA1", {"avon-and-somerset", "wiltshire"}),
        ("CH4", {"north-wales", "cheshire"}),
        ("London", {"city-of-london", "metropolitan"}),
        ("Aldershot", {"hampshire", "surrey"}),
        ("Chepstow", {"gwent", "gloucestershire"}),
        ("CF", {"south-wales", "gwent", "dyfed-powys"}),
        ("Wales", {"dyfed-powys", "gwent", "north-wales", "south-wales"}),
    ],
)
def test_what_lies_in_several_forces_offers_the_choice(asked: str, either: set[str]) -> None:
    assert either <= {force for found in forces(asked) for force in found}


def test_several_places_of_one_name_are_all_offered() -> None:
    found = {place.within: place.forces for place in places.find("Newport").places}

    assert found["Newport"] == ("gwent",)
    assert found["Isle of Wight"] == ("hampshire",)
    assert found["Telford and Wrekin"] == ("west-mercia",)
    assert forces("Newport, Isle of Wight") == [("hampshire",)]


@pytest.mark.parametrize("force", [one.force for one in codes.territorial_forces()])
def test_every_force_is_found_by_its_name_a_place_and_a_postcode(force: str) -> None:
    assert any(force in one for one in forces(codes.force(force).name))
    assert force in listed("places.csv")
    assert force in listed("postcode_areas.csv")


def test_every_local_authority_is_findable() -> None:
    for authority in codes.authorities().values():
        name = authority.lad_name.partition(", ")[0]
        assert any(authority.force in one for one in forces(name)), name


@pytest.mark.parametrize("table", ["places.csv", "postcode_areas.csv", "other_names.csv"])
def test_every_row_leads_to_a_force_or_a_country(table: str) -> None:
    known = {one.force for one in codes.real_forces()} | COUNTRIES

    assert rows(table)
    assert listed(table) <= known


@pytest.mark.parametrize(
    ("whole", "half"),
    [
        ("SW1A 1AA", "SW1A"),
        ("sw1a1aa", "SW1A"),
        ("CF10 1EP", "CF10"),
        ("b1 1aa", "B1"),
        ("M11AE", "M1"),
        ("CF10 1", "CF10"),
    ],
)
def test_of_a_whole_postcode_only_the_first_half_is_used(whole: str, half: str) -> None:
    assert places.outward_code(whole) == half
    assert places.find(whole).asked == half


@pytest.mark.parametrize("name", ["Ash", "Rye", "Ely", "Hull", "ZZ", "", "12", "A" * 500])
def test_what_is_no_postcode_is_not_taken_for_one(name: str) -> None:
    assert places.outward_code(name) is None


def test_a_district_made_since_is_answered_with_every_force_of_its_area() -> None:
    assert forces("CF98") == forces("CF")
    assert forces("ZZ1") == []


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [("Brsitol", "Bristol"), ("cardif", "Cardiff"), ("Birmingam", "Birmingham")],
)
def test_a_misspelling_is_answered_with_what_was_meant(misspelt: str, meant: str) -> None:
    assert meant in places.find(misspelt).meant


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered(asked: str) -> None:
    answer = places.find(asked)

    assert len(answer.asked) <= places.LONGEST
    assert all(place.forces for place in answer.places)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Edinburgh", "Scotland has one police force, Police Scotland"),
        ("EH1", "Scotland has one police force, Police Scotland"),
        ("BT1", "Northern Ireland is policed by the Police Service of Northern Ireland."),
        ("Belfast", "Northern Ireland is policed by the Police Service of Northern Ireland."),
        ("JE2", "Jersey, Guernsey and the Isle of Man have police forces of their own."),
    ],
)
def test_other_countries_are_answered_plainly(
    client: Client, demo_site: list[Figure], asked: str, said: str
) -> None:
    assert said in text(client, asked)


def test_two_taps_lead_from_a_name_to_the_force(client: Client, demo_site: list[Figure]) -> None:
    page = client.get("/find/", {"q": "demoshire"}).content.decode()

    assert "Police force for Demoshire" in page
    assert 'href="/forces/demoshire/">See what is known about Demoshire Police</a>' in page


def test_a_made_up_force_is_not_found_on_a_site_of_real_ones() -> None:
    assert found(places.find("Demoshire"), {}).count == "We do not know “Demoshire”"


def test_a_force_without_figures_is_named_and_has_no_link(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get("/find/", {"q": "York"}).content.decode()

    assert "York is policed by North Yorkshire Police." in page
    assert "No figures of this force are on this site yet." in page
    assert "/forces/north-yorkshire/" not in page


def test_several_forces_in_one_postcode_area_are_a_choice(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client, "EC1A")

    assert "More than one police force in EC1A" in page
    assert page.index("City of London Police") < page.index("Metropolitan Police Service")


def test_a_misspelt_town_leads_to_the_right_one(client: Client, demo_site: list[Figure]) -> None:
    page = client.get("/find/", {"q": "Brsitol"}).content.decode()

    assert "Did you mean one of these?" in page
    assert 'href="/find/?q=Bristol"' in page


def test_what_nobody_knows_leads_to_the_list(client: Client, demo_site: list[Figure]) -> None:
    page = text(client, "Xyzzyville")

    assert "We do not know “Xyzzyville”" in page
    assert "choose your force from the list" in page


def test_nothing_typed_is_a_page_with_a_box_and_the_list(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get("/find/").content.decode()

    assert '<input class="govuk-input" id="place" name="q"' in page
    assert 'href="/forces/demoshire/"' in page
    assert 'role="status"' not in page


def test_the_second_half_of_a_postcode_leaves_the_address_and_is_in_no_log(
    client: Client, demo_site: list[Figure], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.get("/find/", {"q": "SW1A 1AA"})

    assert response.status_code == 302
    assert response.headers["Location"] == "/find/?q=SW1A"
    page = client.get(response.headers["Location"]).content.decode()
    assert "1AA" not in page
    assert not [record for record in caplog.records if "1AA" in record.getMessage()]
    assert not response.cookies


def test_what_is_typed_is_never_obeyed(client: Client, demo_site: list[Figure]) -> None:
    page = client.get("/find/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_list_of_a_real_site_has_all_forty_four(client: Client, db: None) -> None:
    page = client.get("/find/").content.decode()
    every = [one.name for one in codes.real_forces() if one.force != "northern-ireland"]

    assert len(every) == 44
    assert all(name.replace("&", "&amp;") in page for name in every)
    assert "Northern Ireland" not in page
