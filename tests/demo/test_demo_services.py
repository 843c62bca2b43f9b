"""The demonstration is loaded like any real files, and only where a site is one."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from demo.demonstration import RELEASED, frozen, frozen_together
from evenhand.demo.services import NotADemonstration, load
from evenhand.forces import selectors
from evenhand.publications.models import Figure

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_site_that_is_not_a_demonstration_refuses_it(tmp_path: Path) -> None:
    with pytest.raises(NotADemonstration, match="Set EVENHAND_DEMO=1"):
        load(tmp_path / "lake", now=RELEASED)
    assert not Figure.objects.exists()


@pytest.mark.slow
def test_loading_it_publishes_what_any_import_of_the_same_records_would(tmp_path: Path) -> None:
    with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "evenhand.demo"]):
        done = load(tmp_path / "lake", now=RELEASED)

    assert (len(done.new), done.corrected, done.unchanged) == (len(frozen_together()), (), 0)
    assert {one.digest for one in done.new} == {one.digest for one in frozen_together()}
    assert {one.digest for one in frozen()} < {one.digest for one in done.new}
    assert all(one.charts for one in done.new)
    assert selectors.is_fictional()
