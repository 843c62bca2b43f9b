"""The demonstration is loaded like any real files, and only where a site is one."""

from pathlib import Path

import pytest
from demo.demonstration import RELEASED
from django.test import override_settings

from evenhand.demo.services import NotADemonstration, load
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db


def test_a_site_that_is_not_a_demonstration_refuses_it(tmp_path: Path) -> None:
    with pytest.raises(NotADemonstration, match="Set EVENHAND_DEMO=1"):
        load(tmp_path / "lake", now=RELEASED)
    assert not Figure.objects.exists()


@pytest.mark.slow
def test_loading_it_publishes_figures_and_loading_it_again_changes_nothing(tmp_path: Path) -> None:
    from django.conf import settings

    with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "evenhand.demo"]):
        first = load(tmp_path / "lake", now=RELEASED)
        again = load(tmp_path / "lake", now=RELEASED)

    assert len(first.new) == Figure.objects.count() > 20
    assert (again.new, again.corrected, again.unchanged) == ((), (), len(first.new))
