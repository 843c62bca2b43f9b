"""Forces: ids, codes, aliases and the fictional one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.records.codes import (
    UnknownForce,
    force,
    forces,
    real_forces,
    territorial_forces,
)

names = [
    (entry.force, name)
    for entry in forces()
    for name in (entry.force, entry.name, entry.ons_name, entry.pfa_code, *entry.aliases)
    if name
]


def test_england_and_wales_have_43_forces_with_residents() -> None:
    codes = [entry.pfa_code or "" for entry in territorial_forces()]
    assert len(codes) == len(set(codes)) == 43
    assert sum(code.startswith("W15") for code in codes) == 4
    assert all(re.fullmatch(r"(E23|W15)\d{6}", code) for code in codes)


def test_the_transport_police_have_no_residents_and_no_area() -> None:
    btp = force("btp")
    assert (btp.no_resident_base, btp.pfa_code) == (True, None)
    assert [entry.force for entry in real_forces() if entry.no_resident_base] == ["btp"]


def test_the_welsh_language_standards_bind_the_welsh_forces() -> None:
    assert {entry.force for entry in real_forces() if entry.welsh_duty} == {
        "dyfed-powys",
        "gwent",
        "north-wales",
        "south-wales",
        "btp",
    }


def test_demoshire_is_known_and_is_not_real() -> None:
    demoshire = force("Demoshire Police")
    assert (demoshire.id, demoshire.force, demoshire.fictional) == (200, "demoshire", True)
    assert demoshire in forces()
    assert demoshire not in real_forces()
    assert not any(entry.fictional for entry in real_forces())


@given(st.sampled_from(names), st.booleans())
def test_a_force_answers_to_every_name_in_any_case(pair: tuple[str, str], upper: bool) -> None:
    force_id, name = pair
    assert force(f"  {name.upper() if upper else name.lower()} ").force == force_id


def test_no_name_belongs_to_two_forces() -> None:
    owner: dict[str, str] = {}
    for force_id, name in names:
        assert owner.setdefault(name.casefold(), force_id) == force_id


@pytest.mark.parametrize(
    ("name", "force_id"),
    [
        ("Avon & Somerset", "avon-and-somerset"),  # Home Office
        ("London, City of", "city-of-london"),  # Office for National Statistics
        ("Metropolitan Police", "metropolitan"),
        ("Devon & Cornwall", "devon-and-cornwall"),
        ("Hampshire", "hampshire"),
        ("Hampshire and Isle of Wight Constabulary", "hampshire"),
        ("West Midlands Police Force", "west-midlands"),
        ("dyfed powys", "dyfed-powys"),
        ("Merseyside Constabulary", "merseyside"),
    ],
)
def test_the_names_that_other_publishers_use_are_understood(name: str, force_id: str) -> None:
    assert force(name).force == force_id


def test_a_mistyped_force_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownForce, match=r"called “bedforshire”\. Did you mean “bedfordshire”"):
        force("bedforshire")


def test_a_part_of_a_name_is_refused_with_the_forces_that_have_it() -> None:
    with pytest.raises(UnknownForce, match="Did you mean “bedfordshire”\\?"):
        force("bedford")
    with pytest.raises(UnknownForce, match="“greater-manchester”"):
        force("Manchester Police")


@pytest.mark.parametrize("text", ["", "  ", "police", "Ruritania Constabulary"])
def test_a_name_like_no_force_is_refused_without_a_guess(text: str) -> None:
    with pytest.raises(UnknownForce) as refusal:
        force(text)
    assert "Did you mean" not in str(refusal.value)
    assert "its name or its id" in str(refusal.value)
