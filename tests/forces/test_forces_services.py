"""Forces come from the reviewed lists, and made-up ones never stand beside real ones."""

import pytest

from evenhand.forces import selectors, services
from evenhand.forces.errors import MixedKinds
from evenhand.forces.models import Area, Force, Population
from evenhand.records.codes import UnknownForce, population

pytestmark = pytest.mark.django_db


def test_a_force_comes_with_its_areas_and_its_people() -> None:
    services.load(["bedfordshire"])

    assert Force.objects.get().name == "Bedfordshire Police"
    assert Area.objects.filter(name="Luton").exists()
    people = Population.objects.filter(census=2021).values_list("census_group", "people")
    assert dict(people) == dict(population("bedfordshire", 2021))


def test_loading_again_adds_nothing() -> None:
    services.load(["bedfordshire"])
    before = Population.objects.count()

    services.load(["bedfordshire", "bedfordshire"])

    assert (Force.objects.count(), Population.objects.count()) == (1, before)


def test_a_fictional_force_is_refused_where_real_ones_stand() -> None:
    services.load(["bedfordshire"])

    with pytest.raises(MixedKinds, match="Use another database for the fictional ones"):
        services.load(["demoshire"])
    assert not selectors.is_fictional()


def test_a_real_force_is_refused_where_fictional_ones_stand() -> None:
    services.load(["demoshire"])

    with pytest.raises(MixedKinds, match="for the real ones"):
        services.load(["bedfordshire"])
    assert selectors.is_fictional()


def test_both_kinds_at_once_are_refused_and_nothing_is_kept() -> None:
    with pytest.raises(MixedKinds):
        services.load(["demoshire", "bedfordshire"])
    assert not Force.objects.exists()


def test_a_force_without_residents_is_loaded_without_people() -> None:
    services.load(["btp"])

    assert Force.objects.get().no_resident_base
    assert not Population.objects.exists()


def test_a_name_that_no_force_has_is_refused() -> None:
    with pytest.raises(UnknownForce):
        services.load(["camelot"])


def test_no_forces_make_no_site() -> None:
    assert services.load([]) == []
    assert not selectors.is_fictional()


def test_a_force_is_found_by_its_id() -> None:
    services.load(["demoshire"])

    assert selectors.force("demoshire").name == "Demoshire Police"
    with pytest.raises(Force.DoesNotExist):
        selectors.force("camelot")
