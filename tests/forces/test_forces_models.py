"""What can never be true of forces, kept by the database itself."""

import pytest
from django.db import IntegrityError, transaction

from evenhand.forces.models import Force, Kind, Population, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return Site.objects.create(pk=1, kind=Kind.FICTIONAL)


@pytest.fixture
def demoshire(site: Site) -> Force:
    return Force.objects.create(id="demoshire", name="Demoshire Police", kind=site)


def test_a_database_holds_one_site(site: Site) -> None:
    with pytest.raises(IntegrityError, match="a_database_holds_one_site"):
        Site.objects.create(pk=2, kind=Kind.REAL)


def test_a_site_is_real_or_fictional() -> None:
    with pytest.raises(IntegrityError, match="a_site_is_real_or_fictional"):
        Site.objects.create(pk=1, kind="legend")


def test_a_real_force_cannot_stand_in_a_fictional_site(demoshire: Force) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Force.objects.create(id="bedfordshire", name="Bedfordshire Police", kind_id=Kind.REAL)
        transaction.get_connection().check_constraints()


@pytest.mark.parametrize("wrong", ["Demo Shire", "demo_shire", "-demo", "demo--shire"])
def test_a_force_id_is_plain_words(site: Site, wrong: str) -> None:
    with pytest.raises(IntegrityError, match="a_force_id_is_plain_words"):
        Force.objects.create(id=wrong, name="Demoshire Police", kind=site)


def test_a_force_has_a_name(site: Site) -> None:
    with pytest.raises(IntegrityError, match="a_force_has_a_name"):
        Force.objects.create(id="demoshire", name="", kind=site)


def test_a_group_is_counted_once_a_census(demoshire: Force) -> None:
    row = {"force": demoshire, "census": 2021, "census_group": "White: Irish"}
    Population.objects.create(**row, people=10)

    with pytest.raises(IntegrityError):
        Population.objects.create(**row, people=11)


def test_a_census_has_a_year(demoshire: Force) -> None:
    with pytest.raises(IntegrityError, match="a_census_has_a_year"):
        Population.objects.create(force=demoshire, census=21, census_group="White", people=1)
