"""Anchor cases and members of panels as anybody reads them: counts, and what cannot be told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from evenhand.monitoring.steps import day_of
from evenhand.public.presenters.scrutiny.anchors import agreement, anchors_page, share
from evenhand.scrutiny.anchoring import services
from evenhand.scrutiny.sitting import services as sitting
from evenhand.scrutiny.told.anchors import ToldAgreement, ToldCounts, ToldStanding, sets
from evenhand.scrutiny.told.results import ToldRange
from evenhand.scrutiny.visiting.services import count_panel
from scrutiny.made_anchors import Anchored
from workspace.scrutiny_desk import words

pytestmark = pytest.mark.django_db
PAGE = "/scrutiny/anchor-cases/"
MEMBERS = "/forces/bedfordshire/scrutiny/members/"


def told(of: int, same: int, share_of: ToldRange | None) -> ToldStanding:
    counts = ToldCounts(of, same, of - same, 0, 0, 0, 0, share_of)
    return ToldStanding("a", "Panel A", counts, counts)


def test_no_share_is_told_of_few_and_one_with_its_range_of_more() -> None:
    assert share(told(9, 9, None)) == (
        "Panel A: we cannot tell how often. It agreed on 9 of these cases so far, and of fewer "
        "than 10 no share is told."
    )
    sentence = share(told(20, 16, ToldRange(0.8, 0.584, 0.919)))
    assert sentence == (
        "Panel A: the same colour in 80.0 of every 100 such cases (likely range 58.4 to 91.9), "
        "judged from 20."
    )


def test_agreement_is_said_with_its_range_or_that_nobody_can_tell() -> None:
    one = agreement(ToldAgreement(1, 0, None, None))
    few = agreement(ToldAgreement(2, 12, None, None))
    wide = agreement(ToldAgreement(3, 20, ToldRange(0.2, -0.1, 0.5), 0.5))
    well = agreement(ToldAgreement(3, 24, ToldRange(0.72, 0.56, 0.85), 0.8))
    assert one.startswith("Fewer than two panels agreed")
    assert few.startswith(
        "We cannot tell how far panels agree with each other: two panels or more judged 12"
    )
    assert wide.startswith("We cannot tell whether 3 panels agreed more than chance")
    assert "3 panels agreed beyond chance between 0.56 and 0.85" in well


def test_a_set_is_told_from_the_day_on_which_panels_have_it_and_no_sooner() -> None:
    made = Anchored()
    row = made.sealed(["green"])
    client = Client()
    assert "Autumn" not in words(client.get(PAGE))
    assert sets(at=timezone.now() + timedelta(days=1)) == []
    services.issue(row=row, due=made.due, words="Now.", by=made.keeper, now=made.now)
    at = timezone.now() + timedelta(days=1)
    [one] = anchors_page(sets(at=at), on=day_of(at)).sets
    assert "2 panels have not agreed on every case." in one.stands
    late = at + timedelta(days=60)
    [one] = anchors_page(sets(at=late), on=day_of(late)).sets
    assert one.stands[-1].startswith("The last day to agree was")
    made.agreed(row, made.beds, ["green"])
    made.agreed(row, made.kent, ["red"])
    made.revealed(row)
    page = words(client.get(PAGE))
    assert "Beds panel 1 1 0 0 0 0 0" in page
    assert "Kent panel 1 0 0 1 0 1 0" in page


def test_who_sits_on_a_panel_is_told_in_counts_and_what_it_asks() -> None:
    made = Anchored()
    client = Client()
    page = words(client.get(MEMBERS))
    assert "Beds panel: 2 members." in page
    assert "Beds panel has not said whether members must be vetted or trained." in page
    assert "Whom the panel is made of is not shown, to protect people" in page
    chair = made.beds[0]
    sitting.set_terms(vetting=True, training=False, words="Care.", by=chair, now=made.now)
    then = made.started.replace(year=made.started.year - 1)
    count_panel(
        panel=chair.organisation,
        counted_on=then.date(),
        members=14,
        stated={"White": 9, "Black": 3},
        by="Panel chair",
        organisation=chair.organisation.name,
        now=then,
    )
    page = words(client.get(MEMBERS))
    assert "vetting must be held before a member opens a case. “Care.”" in page
    assert "Residents, Census of 2021" in page
    assert "everybody who lived in the force’s area at the Census of 2021" in page
    assert "14" not in page.split("Who the members are")[1].split("How we got")[0]
    assert client.get("/forces/nowhere/scrutiny/members/").status_code == 404


def test_pages_of_scrutiny_lead_to_both() -> None:
    Anchored()
    client = Client()
    assert PAGE in client.get("/scrutiny/").content.decode()
    force = client.get("/forces/bedfordshire/scrutiny/").content.decode()
    assert MEMBERS in force
    assert PAGE in force
    assert client.get("/scrutiny/anchor-cases.json").json() == {"sets": []}
