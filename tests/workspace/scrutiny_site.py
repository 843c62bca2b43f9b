"""One panel in the middle of everything that a panel does, with something there at each address."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.monitoring.steps import day_of
from evenhand.plan.models import Action
from evenhand.publications.packs import services as packs
from evenhand.scrutiny import models, services
from evenhand.scrutiny.anchoring import services as anchors
from evenhand.scrutiny.evidence import Answer
from evenhand.scrutiny.recommending import selectors as told
from evenhand.scrutiny.recommending import services as advice
from evenhand.scrutiny.recommending.importing import columns, drafting
from evenhand.scrutiny.sitting import services as sitting
from evenhand.scrutiny.visiting import services as visits
from evenhand.scrutiny.visiting.steps import Kind
from plan.staff import NUMBERS
from scrutiny.made_anchors import FACTS, RECORD
from scrutiny.made_anchors import sheet as anchor_sheet
from scrutiny.panels import Panel, member, panel
from workspace.plan_writes import stops

ADVICE = "Keep every video for a year."
PLACE = "Custody, Luton"
FOUND = "No video."
SHEET = "Only this panel has read how cold the officer was."
SET = "Searches of the autumn"
VIDEO = "https://evidence.example/anchor"
SECRETS = (ADVICE, PLACE, FOUND, SHEET, RECORD, SET, "Draw 1")
"""What somebody who has no part in any of it reads nowhere at their desk."""
FEW = {"cases": 2, "reserves": 0}


@dataclass(frozen=True)
class Draws:
    """The numbers of draws, each at another point of its way."""

    closed: int
    opened: int
    rolling: int
    scoring: int
    scored: int
    waiting: int


@dataclass(frozen=True)
class Site:
    """A panel, the body that keeps anchor cases, and one of everything at each point of its way."""

    made: Panel
    keeper: Acting
    draws: Draws
    list: int
    action: str

    @property
    def people(self) -> dict[str, Acting]:
        """Those who do all this by right, by what they are called."""
        made = self.made
        return {
            "chair": made.chair,
            "member": made.member,
            "second": made.second,
            "manager": made.manager,
            "supervisor": made.supervisor,
            "keeper": self.keeper,
        }

    @property
    def today(self) -> date:
        return day_of(self.made.now)


def build() -> Site:
    """Everything, made once; its clock is the panel's."""
    made = panel(12)
    assert all((made.chair, made.member, made.second, made.manager, made.supervisor))
    keeper = member(
        *("keeper", "programme", OrganisationKind.NATIONAL_PROGRAMME, Role.OVERSIGHT_MEMBER),
        force=None,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: made.now)
        action = stops().action
        _meetings(made)
        packs.due(now=made.now)
        draws = _draws(made)
        _sets(made, keeper)
        _advice(made, f"plan/bedfordshire/1/{action.key}")
        _members(made)
        made.wait(hours=3)
        _held(made)
        kept = drafting.keep(content=csv(), name="a.csv", by=made.manager, now=made.now)
    return Site(made, keeper, draws, int(kept.pk), _called(action))


def _called(action: Action) -> str:
    return f"plan/{action.plan.force_id}/{action.plan.iteration}/{action.key}"


def csv() -> bytes:
    """A list of one recommendation of an inspectorate, which a force may take in."""
    said = {
        "force": "bedfordshire",
        "from": "The inspectorate",
        "source": "inspectorate",
        "said": "04/03/2025",
        "what": "Look at every strip search within a day.",
        "why": "In 9 of 30 cases nobody had.",
        "to": "Chief constable",
        "by": f"31/12/{timezone.localdate().year + 1}",
        "report": "An inspection",
        "reference": "7",
        "link": "https://inspectorate.example/report",
    }
    names = [one.name for one in columns()]
    rows = (names, [said.get(name, "") for name in names])
    return "\n".join(",".join(f'"{one}"' for one in row) for row in rows).encode()


def _draws(made: Panel) -> Draws:
    """Closed with a finding; open; signed for dice; drawn; scored by all; waiting for a round."""
    closed = made.drawn(**FEW)
    for case in made.cases(closed):
        made.score(case, made.chair)
        made.score(case, made.member, **{"respect-comment": SHEET})
    services.scoring.close(draw=closed, by=made.chair, now=made.now)
    services.findings.find(
        draw=closed,
        case=made.cases(closed)[0],
        fault="video-missing",
        words=FOUND,
        by=made.chair,
        now=made.now,
    )
    scoring = made.drawn(cases=2, reserves=1)
    for case in made.cases(scoring):
        video = Answer(link="https://evidence.example/watch")
        services.holds.keep_answer(video, case=case, now=made.now)
    scored = made.drawn(**FEW)
    for case in made.cases(scored):
        made.score(case, made.chair)
    rolling = made.frozen(**FEW)
    waiting = made.frozen(**FEW, beacon="drand")
    made.sign()
    opened = made.opened(**FEW)
    return Draws(
        *(one.number for one in (closed, opened, rolling, scoring, scored, waiting)),
    )


def _meetings(made: Panel) -> None:
    """A visit that is proposed, a meeting with its pack, one that began, one that was held."""
    for what, hours in (("custody", 9 * 24), ("meeting", 5 * 24), ("meeting", 1), ("meeting", 1)):
        now = made.now
        starts = now + timedelta(hours=hours, minutes=5)
        slot = {"starts": starts, "ends": starts + timedelta(hours=1), "where": PLACE}
        with visits.called_by(made.chair, now=now) as who:
            visits.call(
                panel=made.chair.organisation, what=what, slot=slot, words="A first look.", **who
            )


def _held(made: Panel) -> None:
    row, now = models.Appointment.objects.get(number=4), made.now
    given = {"members": 4, "public": 0, "hours": 12, "pence": 0, "findings": ()}
    with visits.written_by(made.chair, appointment=row, kind=Kind.HELD, now=now) as who:
        visits.hold(appointment=row, expected=1, held=given, words="It went well.", **who)


def _sets(made: Panel, keeper: Acting) -> None:
    """Being written; sealed; before the panel, scored by its chair; closed; agreed.

    A panel that comes later was asked for none of them.
    """
    for point in range(5):
        row = anchors.open_set(title=SET, words="To see alike.", by=keeper, now=made.now)
        case = anchors.write(
            row=row, place=None, origin="invented", facts=FACTS, words=RECORD, by=keeper,
            video=VIDEO, now=made.now,
        )  # fmt: skip
        if point:
            anchors.seal(anchor=case, answers=anchor_sheet("red"), by=keeper, now=made.now)
        if point < 2:
            continue
        due = day_of(made.now) + timedelta(days=30)
        anchors.issue(row=row, due=due, words="To score.", by=keeper, now=made.now)
        for by in (made.chair, made.member)[: point - 1]:
            said = anchor_sheet(**{"respect-comment": SHEET})
            anchors.score(anchor=case, answers=said, by=by, now=made.now)
        if point > 2:
            anchors.close(row=row, by=made.chair, now=made.now)
        if point > 3:
            anchors.agree(
                anchor=case, answers=anchor_sheet(), words="", by=made.chair, now=made.now
            )


def _advice(made: Panel, action: str) -> None:
    """New; accepted; carried and shown; done."""
    proof = {"kind": "link", "title": "The form", "address": "https://beds.example/form"}
    taken: tuple[tuple[Any, dict[str, Any]], ...] = (
        (advice.respond, {"response": "accepted", "words": "We agree with it."}),
        (advice.carry, {"action": action, "words": "All of it."}),
        (advice.show, {"proof": proof, "words": "It is there."}),
        (advice.complete, {"words": "It is done."}),
    )
    for number, steps in enumerate((0, 1, 3, 4), 1):
        now = made.now
        with advice.made_by(made.chair, force_id="bedfordshire", now=now) as hand:
            row = advice.make(
                force_id="bedfordshire",
                body=made.chair.organisation,
                what=f"{ADVICE} And {number}.",
                why="We found none.",
                to="Chief constable",
                due=day_of(now) + timedelta(days=100),
                source="panel",
                **hand,
            )
        who = {"by": "Programme manager", "organisation": row.answered_by}
        for step, said in taken[:steps]:
            last = told.steps_of(row)[-1].number
            step(recommendation=row, expected=last, **said, **who, now=made.now)


def _members(made: Panel) -> None:
    """What the panel asks, and how one member stands."""
    sitting.set_terms(
        vetting=False, training=True, words="Cases need care.", by=made.chair, now=made.now
    )
    until = day_of(made.now) + timedelta(days=300)
    status = {"training": "done", "trained_until": until}
    none = {"vetting": "not-asked", "vetted_until": None}
    other = member(
        f"chair-{next(NUMBERS)}",
        *("bedfordshire-panel", OrganisationKind.SCRUTINY_PANEL, Role.PANEL_CHAIR),
    )
    for person, by in (
        (made.member, made.chair),
        (made.second, made.chair),
        (made.chair, other),
    ):
        sitting.keep(person=person.person, **status, **none, by=by, now=made.now)
