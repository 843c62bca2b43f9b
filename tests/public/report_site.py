"""Demoshire's report as the demonstration publishes it, and how tests read it."""

from collections.abc import Iterator
from datetime import date

import crawling
import pytest
from crawling import parsed
from django.db import transaction
from django.test import Client
from django.utils import timezone
from figure_files import latest
from plan_site import NOW
from pytest_django import DjangoDbBlocker

from demo import demonstration
from evenhand.audit.sequencer import sequence_all
from evenhand.demo import accounts, reports
from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.plan.models import Plan
from evenhand.publications.attacking.taken import Taken, apart
from evenhand.publications.models import Figure, Report
from evenhand.publications.reporting import finding
from evenhand.publications.reporting.paper import on_paper
from evenhand.publications.reporting.telling import shown
from evenhand.publications.services import release

SITE = "https://evenhand.example"


@pytest.fixture(scope="module")
def released(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Report]:
    """Demoshire's report as the demonstration publishes it, with a checkpoint and no PDF yet.

    It is made once for all tests of this module, and then forgotten.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        demonstration.put_up()
        forces.load(["demoshire", "fablesea"])
        story.load(now=NOW)
        accounts.load(now=NOW)
        sequence_all()
        made = reports.load(now=timezone.now())
        assert made is not None
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def report(released: Report, db: None, today: date) -> Report:
    found = finding.report(released.force_id, released.quarter, released.number)
    assert found is not None
    return found


@pytest.fixture
def reported(report: Report) -> Plan:
    """The plan that it is about."""
    return report.plan


@pytest.fixture
def address(report: Report) -> str:
    return f"/forces/demoshire/reports/{report.quarter}/{report.number}"


def main_of(client: Client, address: str) -> crawling.Node:
    return parsed(client.get(address).content.decode()).main


def corrected_later() -> Figure:
    old = latest()
    again = Figure.objects.get(pk=old.pk)
    again.pk, again._state.adding, again.digest = None, True, "1" * 64
    new = release(again)
    assert new is not None
    return new


def text_of(pdf: bytes) -> str:
    lines = apart(Taken("/x.pdf", "application/pdf", pdf)).lines
    return " ".join(one.words for one in lines)


@pytest.fixture
def pdf(report: Report) -> bytes:
    """Made once: it takes seconds."""
    if not _made:
        _made.append(on_paper(shown(report), address=SITE))
    return _made[0]


_made: list[bytes] = []
