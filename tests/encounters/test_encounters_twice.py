"""A stop of which another record stands is in no number: officers, records, classes, coverage."""

from datetime import timedelta

import pytest
from django.utils import timezone

from encounters.known_tables import CONTROL_ROOM, line, table, this_month
from encounters.phones import Phone, kept, officer
from evenhand.encounters.answering import issuing, scopes
from evenhand.encounters.models import KnownEvent, OwnWords, Stop
from evenhand.encounters.selectors import quality, teams
from evenhand.encounters.services import covering, knowing, matching

pytestmark = pytest.mark.django_db
FORCE = "bedfordshire"


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def marked(stop: Stop) -> None:
    """As a decision between two stops leaves the one that does not stand."""
    Stop.objects.filter(pk=stop.pk).update(twice=True)


def test_an_officer_whose_only_record_does_not_stand_is_not_counted_for_a_team(
    phone: Phone,
) -> None:
    stop = kept(phone)
    quarter = scopes.quarter_of(stop.started_at)
    assert teams.officers(FORCE, quarter, {}) == {"Portwell": 1}

    marked(stop)

    assert teams.officers(FORCE, quarter, {}) == {}


def test_what_became_of_records_leaves_out_what_does_not_stand(phone: Phone) -> None:
    stop = kept(phone)
    Stop.objects.update(versions=2, mended=True)
    OwnWords.objects.create(stop=stop, number=1, code="B1", said_on=timezone.localdate())
    quarter, until = scopes.quarter_of(stop.started_at), timezone.now() + timedelta(days=2)
    before = quality.mended(FORCE, quarter, until=until)
    assert (before.corrected, before.mended, before.own_words) == (1, 1, 1)

    marked(stop)

    after = quality.mended(FORCE, quarter, until=until)
    assert (after.corrected, after.mended, after.own_words) == (0, 0, 0)


def test_classes_of_reasons_are_put_together_by_stops_that_stand(phone: Phone) -> None:
    """Ten checks make a class of their own; nine do not."""
    for _ in range(10):
        kept(phone, reason="moving_offence", pre_stop_information="observation")
        latest = kept(phone)
    quarter = scopes.following(scopes.quarter_of(phone.now))
    assert "reason:routine" in issuing._scopes(FORCE, quarter)

    marked(latest)

    assert "reason:routine" not in issuing._scopes(FORCE, quarter)


def test_an_event_known_from_elsewhere_is_matched_to_the_record_that_stands(phone: Phone) -> None:
    """Two events are not both recorded because one stop was recorded twice."""
    first, second = kept(phone), kept(phone)
    at = line(first.started_at, vrm="AB12CDE")
    knowing.take_in(mapping=CONTROL_ROOM, table=table(at, at), **this_month())
    events = KnownEvent.objects.order_by("pk")
    assert set(events.values_list("stop", flat=True)) == {first.pk, second.pk}

    marked(first)
    matching.match(force=FORCE, now=timezone.now())

    assert sorted(map(str, events.values_list("stop", flat=True))) == sorted(
        [str(second.pk), "None"]
    )


def test_coverage_counts_no_officer_by_a_record_that_does_not_stand(phone: Phone) -> None:
    stop = kept(phone)
    month = f"{timezone.localtime(stop.started_at):%Y-%m}"
    assert covering.officers(FORCE, [month]) == {"Portwell": 1}

    marked(stop)

    assert covering.officers(FORCE, [month]) == {}
