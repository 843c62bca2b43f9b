"""The demonstration is loaded like any real files, and only where a site is one."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from demo.demonstration import RELEASED, frozen, frozen_together
from evenhand.demo import stops
from evenhand.demo.services import NotADemonstration, load
from evenhand.encounters import comparing as coverages
from evenhand.forces import selectors
from evenhand.measures import measures
from evenhand.measures.words.powers import SEARCHES, STOPS
from evenhand.publications import comparing
from evenhand.publications.models import Figure, Patterns

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_site_that_is_not_a_demonstration_refuses_it(tmp_path: Path) -> None:
    with pytest.raises(NotADemonstration, match="Set EVENHAND_DEMO=1"):
        load(tmp_path / "lake", now=RELEASED)
    assert not Figure.objects.exists()


@pytest.mark.slow
def test_loading_it_publishes_what_any_import_of_the_same_records_would(
    tmp_path: Path, client: Client
) -> None:
    with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "evenhand.demo"]):
        done = load(tmp_path / "lake", now=RELEASED)

    of_searches = [one for one in done.new if one.power == SEARCHES]
    assert (len(of_searches), done.corrected, done.unchanged) == (len(frozen_together()), (), 0)
    assert {one.digest for one in of_searches} == {one.digest for one in frozen_together()}
    assert {one.digest for one in frozen()} < {one.digest for one in done.new}
    assert all(one.charts for one in done.new)
    assert selectors.is_fictional()
    assert [*comparing.disagreements(), *coverages.published()] == []
    assert (Patterns.objects.count(), coverages.count_published()) > (0, 0)
    the_stops_that_were_planted_are_on_the_page(
        [one for one in done.new if one.power == STOPS], client
    )


def the_stops_that_were_planted_are_on_the_page(found: list[Figure], client: Client) -> None:
    assert {(one.force_id, one.measure) for one in found} == {
        (truth.force, name) for truth in stops.FORCES for name in measures(STOPS)
    }
    chosen = next(
        one
        for one in found
        if (one.force_id, one.measure) == (stops.STOPS.force, "stop-high-discretion-rate")
    )
    rows = {row["group"]: row for row in chosen.result["rows"]}
    for group in ("Black", "White"):
        true = stops.STOPS.groups[group].chosen
        assert rows[group]["rate_low"] <= true <= rows[group]["rate_high"]
    page = client.get(f"/forces/{chosen.force_id}/measures/{chosen.measure}/").content.decode()
    assert f"{rows['Black']['rate'] * 100:.1f}" in page
    black, white = (stops.STOPS.groups[group].rate for group in ("Black", "White"))
    rate = next(one for one in found if one.measure == "stop-rate" and one.force_id == "demoshire")
    row = next(row for row in rate.result["rows"] if row["group"] == "Black")
    # Some ethnicities were not recorded, as many of each group: the ratio is as it was planted.
    assert row["ratio_low"] <= black / white <= row["ratio_high"]
