"""Vehicle stops on public pages: as whole as searches are, in words of stops, never mixed up."""

import csv
import io
import re
from html import unescape

import pytest
from django.test import Client

from evenhand.forces import services as forces
from evenhand.measures import measures
from evenhand.measures.library import POWERS
from evenhand.measures.words.powers import SEARCHES, STOPS
from evenhand.publications.making.freezing import freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.patterns import freeze_patterns
from evenhand.publications.models import Figure, Patterns
from publications.stop_months import FORCE, NAME, NOW, only, send

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

OF_FORCE = f"/forces/{FORCE}"
PAGES = (
    *(f"{OF_FORCE}/stops/", f"{OF_FORCE}/stops/files/", f"{OF_FORCE}/stops/patterns/"),
    *(f"{OF_FORCE}/measures/", "/measures/stop-rate/over-time/", "/measures/stop-rate/analyst/"),
    *(f"{OF_FORCE}/measures/{name}/" for name in measures(STOPS)),
    *(f"/measures/{name}/" for name in measures(STOPS)),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Figure], Patterns]:
    """Stops of one force, few of them of drivers of Other ethnicity; not saved."""
    from evenhand.forces.models import Force

    few = {month: only("Other", 2) for month in ("2026-01", "2026-02")}
    lake = send(tmp_path_factory.mktemp("stops"), dict(few))
    materials, force = ForceMaterials(lake, FORCE), Force(id=FORCE, name=NAME)
    figures = [freeze(one, force=force, by="Analyst", now=NOW) for one in materials.each()]
    patterns = freeze_patterns(materials, force=force, by="Analyst", now=NOW)
    assert patterns is not None
    return figures, patterns


@pytest.fixture
def site(made: tuple[list[Figure], Patterns], db: None) -> list[Figure]:
    forces.load([FORCE, "fablesea"])
    figures, patterns = made
    for one in (*figures, patterns):
        fields = [f.attname for f in one._meta.concrete_fields if f.attname != "id"]
        type(one)(**{name: getattr(one, name) for name in fields}).save()
    return figures


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_no_page_of_stops_speaks_of_searches(client: Client, site: list[Figure]) -> None:
    for address in PAGES:
        assert not re.search(r"(?i)\bsearches\b", words(read(client, address))), address


def test_a_force_s_pages_lead_from_power_to_power_and_to_every_measure(
    client: Client, site: list[Figure]
) -> None:
    page = read(client, f"{OF_FORCE}/stops/")
    assert '<h1 class="govuk-heading-xl govuk-!-margin-bottom-4">Vehicle stops</h1>' in page
    assert f'href="{OF_FORCE}/"' in page
    for rest in ("stops/patterns/", "stops/answers/", "stops/records/", "stops/files/"):
        assert f'href="{OF_FORCE}/{rest}"' in page
    listed = read(client, f"{OF_FORCE}/measures/")
    for name in measures(STOPS):
        assert f'href="{OF_FORCE}/measures/{name}/"' in listed


def test_each_measure_has_its_range_table_picture_unknown_range_and_files(
    client: Client, site: list[Figure]
) -> None:
    page = read(client, f"{OF_FORCE}/measures/stop-high-discretion-rate/")
    assert 'class="eh-lead' in page
    assert "<svg" in page
    assert "Of every 100 stops" in words(page)
    assert "What we do not know." in words(page)
    for ending in ("csv", "xlsx", "parquet", "json"):
        address = re.search(rf'href="([^"]+\.{ending})"', page)
        assert address is not None, ending
        assert client.get(address[1]).status_code == 200


def test_what_is_hidden_stays_hidden_on_page_and_in_file(
    client: Client, site: list[Figure]
) -> None:
    page = words(read(client, f"{OF_FORCE}/measures/stop-rate/"))
    assert "Not shown to protect people: the number for people of Other ethnicity" in page
    lines = client.get(f"{OF_FORCE}/measures/stop-rate.csv").content.decode("utf-8-sig")
    rows = {row["group"]: row for row in csv.DictReader(io.StringIO(lines))}
    assert (rows["Other"]["status"], rows["Other"]["events"]) == ("not shown", "")
    assert rows["Black"]["status"] == "shown"


def test_measures_of_both_powers_are_listed_found_and_given_to_programs(
    client: Client, site: list[Figure]
) -> None:
    found = words(read(client, "/search/?q=vehicle+stops+for+every"))
    assert "Vehicle stops for every 1,000 residents" in found
    listed = client.get("/api/v1/measures").json()
    assert {one["power"] for one in listed["measures"]} == {*POWERS}
    assert listed["count"] == sum(len(measures(power)) for power in (SEARCHES, STOPS))
    given = client.get("/api/v1/figures?measure=stop-rate").json()
    assert [one["place"] for one in given["figures"]] == [FORCE]


def test_patterns_say_what_was_refused_and_why(client: Client, site: list[Figure]) -> None:
    page = words(read(client, f"{OF_FORCE}/stops/patterns/"))
    assert "What cannot be told, and why" in page
    assert "Not given for people of Other ethnicity, to protect people" in page
    assert "Half of all stops took" in page
    assert "stops were timed" not in page


def test_patterns_are_files_too_with_every_sentence_and_what_was_refused(
    client: Client, site: list[Figure]
) -> None:
    page = unescape(words(read(client, f"{OF_FORCE}/stops/patterns/")))
    found = client.get(f"{OF_FORCE}/stops/patterns.csv")
    assert found["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))
    assert {row["answer"] for row in rows} == {"True", "False"}
    assert {row["question"] for row in rows} >= {"visibility", "darkness", "discretion"}
    assert [row["sentence"] for row in rows if words(row["sentence"]) not in page] == []
    (other,) = {row["answer"] for row in rows if row["group"] == "Other"}
    assert other == "False"
    said = client.get(f"{OF_FORCE}/stops/patterns.json").json()
    assert len(said["tests"]) == 3
    assert said["digest"] in page
    for gone in ("stops/patterns.xlsx", "stops/patterns.csvx"):
        assert client.get(f"{OF_FORCE}/{gone}").status_code == 404
    assert client.get("/forces/fablesea/stops/patterns.csv").status_code == 404


@pytest.mark.parametrize("rest", ["", "files/", "patterns/"])
def test_a_force_without_stops_says_so_without_a_gap(
    client: Client, site: list[Figure], rest: str
) -> None:
    page = words(read(client, f"/forces/fablesea/stops/{rest}"))
    assert "none that it recorded has been published" in page
    assert client.get(f"/forces/nowhere/stops/{rest}").status_code == 404
