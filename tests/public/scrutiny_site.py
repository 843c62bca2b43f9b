"""A site with a panel whose draws stand in every way, and recommendations that follow from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from evenhand.accounts.models import Organisation
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, services
from evenhand.scrutiny.recommending import services as recommending
from evenhand.scrutiny.recommending.terms import Advice
from evenhand.scrutiny.visiting import services as visiting
from monitoring.made_alerts import an_action
from scrutiny.panels import Panel, panel

WORST = '<script>alert("x")</script> & "quoted" {{ 7 * 7 }} %(x)s {name}'
LONG = "Grounds-that-were-written-down-in-one-word-" * 4
FORCE = {"by": "Programme manager", "organisation": "Bedfordshire Police"}
CHAIR = {"by": "Panel chair", "organisation": "Bedfordshire panel"}
BEDFORDSHIRE, PANEL = "bedfordshire", "bedfordshire-panel"


@dataclass(frozen=True)
class Scrutinised:
    """What a test of the pages names."""

    panel: Panel
    concluded: int
    frozen: int
    abandoned: int
    opened: int
    action: str
    recommended: models.Recommendation
    overdue: models.Recommendation

    def draw(self, number: int) -> str:
        return f"/panels/{PANEL}/draws/{number}/"


def _concluded(made: Panel) -> models.Draw:
    """A draw of 12 cases with an exclusion and a total from elsewhere, agreed and answered."""
    draw = made.opened(cases=12, words=f"Stops that led to nothing. {WORST}")
    services.frames.type_total(
        draw=draw, count=30, source="A published table", by=made.chair, now=made.now
    )
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)
    made.sign()
    made.wait(minutes=5)
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)
    made.closed(draw)
    for at, case in enumerate(made.cases(draw)):
        made.agree(case, "red" if at == 0 else "green")
    found = services.findings.find(
        draw=draw,
        case=made.cases(draw)[0],
        fault="red",
        words="The reason for the stop was not one that the law knows.",
        by=made.member,
        now=made.now,
    )
    services.findings.answer(
        finding=found,
        taken="advice",
        words=f"We talked about what a reason is. {WORST}",
        by=made.supervisor,
        now=made.now,
    )
    services.findings.find(
        draw=draw,
        case=None,
        fault="good-practice",
        words="Receipts were offered every time.",
        by=made.member,
        now=made.now,
    )
    return draw


def recommend(what: str, made: Panel, **other: object) -> models.Recommendation:
    """A recommendation to Bedfordshire, made now."""
    said = {
        "force_id": BEDFORDSHIRE,
        "body": Organisation.objects.get(pk=PANEL),
        "what": what,
        "why": "In 1 of 12 cases nobody could tell why the person was stopped.",
        "to": "Chief constable",
        "due": day_of(made.started) + timedelta(days=200),
        "source": "panel",
        "now": made.now,
        **CHAIR,
    }
    return recommending.make(**(said | other))


def _listed(made: Panel) -> models.Recommendation:
    """A recommendation of an inspectorate, of which nobody has answered in time."""
    then = made.started - timedelta(days=400)
    advice = Advice(
        what=f"Say {LONG} why. {WORST}",
        why="An inspection found it.",
        to="Chief constable",
        by=day_of(made.started) - timedelta(days=100),
        source="inspectorate",
        said_on=day_of(then),
        report="A report on stops",
        reference="7",
        link="https://reports.example/7",
    )
    item = recommending.Item(BEDFORDSHIRE, "An inspectorate", advice)
    [one] = recommending.make_all(
        items=[item], by="Programme manager", **{"organisation": "Bedfordshire Police", "now": then}
    )
    return one


def _step(one: models.Recommendation, name: str, made: Panel, who: object, **said: object) -> None:
    number = one.steps.order_by("number").last().number
    getattr(recommending, name)(recommendation=one, expected=number, now=made.now, **who, **said)


def _meet(made: Panel) -> None:
    """A meeting that is called with its agenda, and a visit that the force has not answered."""
    starts = made.started + timedelta(days=20)
    now = made.started
    slot = {
        "starts": starts,
        "ends": starts + timedelta(hours=2),
        "where": f"Town hall {LONG[:88]}",
    }
    there = Organisation.objects.get(pk=PANEL)
    open_to = {"places": 1, "how": "Write to panel@bedfordshire.example."}
    meeting = visiting.call(
        panel=there, what="meeting", slot=slot | open_to, words="To agree.", **CHAIR, now=now
    )
    visiting.publish_agenda(
        appointment=meeting,
        expected=1,
        words="Agenda.",
        others=["Lay rates before us."],
        **CHAIR,
        now=now,
    )
    slot["starts"] += timedelta(days=1)
    slot["ends"] += timedelta(days=1)
    visiting.call(panel=there, what="custody", slot=slot, words="We look.", **CHAIR, now=now)


def tell() -> Scrutinised:
    """Play the whole path once."""
    made = panel()
    overdue = _listed(made)
    draw = _concluded(made)
    frozen = made.frozen()
    given_up = made.opened()
    services.frames.abandon(
        draw=given_up, reason=f"The wrong days. {WORST}", by=made.chair, now=made.now
    )
    opened = made.opened()
    action = an_action(BEDFORDSHIRE)
    advised = recommend(
        "Write the reason of every stop in full sentences.",
        made,
        comes_from=[f"draw/{PANEL}/{draw.number}/findings/1"],
    )
    _step(advised, "respond", made, FORCE, response="accepted", words="We do.")
    _step(advised, "carry", made, FORCE, action=action, words="It carries it.")
    _meet(made)
    return Scrutinised(
        made, draw.number, frozen.number, given_up.number, opened.number, action, advised, overdue
    )


@pytest.fixture(scope="module")
def scrutiny_told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Scrutinised]:
    """The path, played once for a module and then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield tell()
        transaction.set_rollback(True)


@pytest.fixture
def scrutinised(scrutiny_told: Scrutinised, db: None) -> Scrutinised:
    """The same, for a test."""
    return scrutiny_told
