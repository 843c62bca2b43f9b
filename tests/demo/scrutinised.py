"""Demoshire with a figure, plan, alerts, people and the story of its panel, told once."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from demo.demonstration import RELEASED, lake
from evenhand.audit.sequencer import sequence_all
from evenhand.demo import accounts, alerts, scrutiny
from evenhand.demo import plan as plan_story
from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.publications.making.freezing import freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.records.lake import Lake

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def figures(records: Lake, released: datetime) -> None:
    """Publish the figures by which the panel's recommendation is judged, without pictures."""
    force = Force.objects.get(pk="demoshire")
    for one in ForceMaterials(records, "demoshire").each():
        if one.measure.id == "drugs-search-rate":
            freeze(one, force=force, by="Analyst", now=released, drawn=False).save()


@pytest.fixture(scope="module")
def chain(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """The whole of it for all tests of a module, which is then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        forces.load(["demoshire", "pretendshire"])
        figures(lake(), RELEASED)
        plan_story.load(now=NOW)
        alerts.load([lake()], now=NOW)
        accounts.load(now=NOW)
        scrutiny.load(now=NOW)
        sequence_all()
        yield NOW
        transaction.set_rollback(True)
