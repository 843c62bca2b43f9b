"""The made-up anchor cases: one set whose sealed scores are open, and one that panels score now."""

from datetime import UTC, datetime, timedelta

import pytest

from evenhand.demo import accounts, anchoring
from evenhand.forces import services as forces
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import comparing
from evenhand.scrutiny.told import anchors

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 8, 10, 9, tzinfo=UTC)


def test_two_panels_stand_beside_a_set_and_another_lies_before_them() -> None:
    forces.load(["demoshire", "pretendshire"])
    accounts.load(now=NOW)
    for ago, happen in sorted(anchoring.happens(NOW), key=lambda one: -one[0]):
        happen(NOW - timedelta(days=ago))

    waiting, opened = anchors.sets(at=NOW)
    assert models.AnchorSet.objects.count() == 2
    assert (waiting.revealed_on, waiting.waits_for, waiting.cases) == (None, 2, 2)
    here = {one.panel: one.here for one in opened.standings}
    portwell, pretend = here["portwell-community-panel"], here["pretendshire-panel"]
    assert (portwell.of, portwell.same, portwell.graver, portwell.milder) == (10, 8, 2, 0)
    assert (pretend.same, pretend.milder, pretend.cannot_tell) == (7, 2, 1)
    assert opened.agreement is not None
    assert opened.agreement.alpha is None, "ten cases are too few"
    assert list(comparing.disagreements()) == []
