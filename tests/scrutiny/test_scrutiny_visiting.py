"""Meetings and visits: proposed, agreed, held; agendas from what is open; nothing goes missing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from made_appointments import AFTER, CALLED, ENDS, HELD, SLOT, STARTS, call
from made_recommendations import FORCE, MADE, OTHER, OVERSIGHT, PANEL, WHAT, Advised, make

from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.forces import services as forces
from evenhand.ledger.kept import NeverChanged
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry
from evenhand.scrutiny.models import Appointment
from evenhand.scrutiny.recommending.errors import EditedMeanwhile, NotAllowed, SaidAlready
from evenhand.scrutiny.recorded import from_entry
from evenhand.scrutiny.told import meetings as told
from evenhand.scrutiny.visiting import selectors, services
from evenhand.scrutiny.visiting.history import present
from evenhand.scrutiny.visiting.permissions import may_call, steps
from evenhand.scrutiny.visiting.steps import BY_THE_FORCE, Kind
from monitoring.made_alerts import an_action
from plan.staff import organisation, somebody

pytestmark = pytest.mark.django_db


def test_a_visit_is_proposed_agreed_and_held() -> None:
    visit = call()
    assert (visit.status(CALLED), visit.now(CALLED + timedelta(days=9)).days_proposed) == (
        "proposed",
        9,
    )
    visit.step("agree", CALLED + timedelta(days=3), FORCE)
    assert visit.status(STARTS) == "agreed"
    visit.step("hold", AFTER, held=HELD)
    outcome = visit.now(AFTER + timedelta(days=1)).outcome
    assert outcome is not None
    assert (outcome.members, outcome.findings) == (4, ("The bell is broken.",))
    assert visit.status(AFTER + timedelta(days=900)) == "held"


def test_the_public_ledger_alone_tells_the_same() -> None:
    visit = call()
    visit.step("agree", CALLED, FORCE)
    visit.step("move", CALLED, slot=SLOT | {"starts": STARTS + timedelta(hours=1)})
    visit.step("hold", AFTER, held=HELD)
    entries = Entry.objects.filter(subject="visit/panel/1").order_by("pk")
    read = [from_entry(content(one), Kind, prefix="appointment") for one in entries]
    now = visit.now(AFTER + timedelta(seconds=1))
    assert present(read, at=now.at) == now


def test_a_visit_that_is_moved_is_asked_for_again() -> None:
    visit = call()
    visit.step("agree", CALLED, FORCE)
    later = SLOT | {"starts": STARTS + timedelta(days=7), "ends": ENDS + timedelta(days=7)}
    visit.step("move", CALLED, slot=later)
    assert visit.status(ENDS) == "proposed"
    visit.step("decline", CALLED, FORCE, reason="The suite is being rebuilt.")
    assert visit.status(ENDS) == "declined"
    with pytest.raises(NotAllowed, match="declined it"):
        visit.step("hold", AFTER + timedelta(days=7), held=HELD)
    visit.step("move", AFTER, slot=later)
    assert visit.status(AFTER + timedelta(minutes=1)) == "proposed"


def test_a_meeting_is_called_and_minuted_and_asks_nobody() -> None:
    meeting = call("meeting")
    assert (selectors.subject(meeting.row), meeting.status(CALLED)) == ("meeting/panel/1", "called")
    for name in ("agree", "decline"):
        with pytest.raises(NotAllowed, match="without asking"):
            meeting.step(name, CALLED, FORCE)
    with pytest.raises(NotAllowed, match="not held"):
        meeting.step("publish_minutes", CALLED)
    meeting.step("hold", AFTER, held=HELD | {"findings": []})
    meeting.step("publish_minutes", AFTER, words="We met. " * 2000)
    meeting.step("publish_minutes", AFTER, words="A correction.", wrong="The number of members.")
    assert len(meeting.now(AFTER + timedelta(days=1)).minutes) == 2
    with pytest.raises(NotAllowed, match="at most 20,000"):
        meeting.step("publish_minutes", AFTER, words="x" * 20_001)


def test_what_nobody_speaks_of_afterwards_is_seen() -> None:
    visit = call()
    visit.step("agree", CALLED, FORCE)
    assert [visit.status(at) for at in (ENDS - timedelta(seconds=1), ENDS)] == ["agreed", "missed"]


@pytest.mark.parametrize(
    ("name", "at", "who", "said", "why"),
    [
        ("agree", CALLED, PANEL, {}, "Only the force"),
        ("agree", CALLED, OTHER, {}, "Only the force"),
        ("decline", CALLED, OVERSIGHT, {}, "Only the force"),
        ("hold", AFTER, FORCE, {"held": HELD}, "Only the panel"),
        ("move", CALLED, FORCE, {"slot": SLOT}, "Only the panel"),
        ("call_off", CALLED, OVERSIGHT, {}, "Only the panel"),
        ("agree", STARTS, FORCE, {}, "No answer"),
        ("hold", CALLED, PANEL, {"held": HELD}, "not begun"),
        ("hold", CALLED - timedelta(days=1), PANEL, {"held": HELD}, "after all that"),
        ("hold", AFTER, PANEL, {"held": HELD, "words": " "}, "Say why"),
        ("move", AFTER, PANEL, {"slot": SLOT}, "has not come"),
        ("publish_agenda", CALLED, PANEL, {}, "no agenda"),
        ("publish_minutes", AFTER, PANEL, {}, "when it was held"),
        ("hold", AFTER, PANEL, {"held": {"members": 2, "hours": 4}}, "of somebody"),
        ("hold", AFTER, PANEL, {"held": {"members": 2, "pence": 0}}, "of somebody"),
        ("hold", AFTER, PANEL, {"held": {"members": 0}}, "members"),
    ],
)
def test_what_is_refused(
    name: str, at: datetime, who: dict[str, str], said: dict[str, Any], why: str
) -> None:
    visit = call()
    with pytest.raises(NotAllowed, match=why):
        visit.step(name, at, who, **said)
    assert len(visit.steps) == 1


def test_hours_of_two_people_are_left_out() -> None:
    visit = call()
    visit.step("hold", AFTER, held={"members": 2})
    outcome = visit.now(AFTER + timedelta(days=1)).outcome
    assert outcome is not None
    assert (outcome.hours, outcome.pence) == (None, None)


def test_what_was_held_or_called_off_stays_so() -> None:
    held, off = call(), call("training")
    held.step("hold", AFTER, held=HELD)
    off.step("call_off", CALLED, reason="Nobody can come.")
    for one in (held, off):
        for name, said in (("call_off", {}), ("move", {"slot": SLOT}), ("hold", {"held": HELD})):
            with pytest.raises(NotAllowed, match="held or called off"):
                one.step(name, AFTER + timedelta(days=1), **said)
    with pytest.raises(NeverChanged):
        held.row.save()


@pytest.mark.parametrize(
    ("slot", "why"),
    [
        ({"starts": CALLED, "ends": CALLED + timedelta(hours=1)}, "has not come"),
        ({"ends": STARTS}, "ends after it starts"),
        ({"ends": STARTS + timedelta(days=2)}, "ends after it starts"),
        ({"starts": STARTS + timedelta(days=800), "ends": ENDS + timedelta(days=800)}, "too far"),
        ({"starts": datetime(2026, 4, 20, 18)}, "starts"),  # noqa: DTZ001  (that is what is wrong)
        ({"how": ""}, "how members of the public"),
        ({"places": -1}, "places"),
        ({"where": "Suite\u202e"}, "nobody can see"),
    ],
)
def test_nobody_is_asked_to_come_at_no_time(slot: dict[str, Any], why: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        call(slot=SLOT | slot)
    assert Appointment.objects.count() == 0


def test_only_scrutiny_panels_meet_here() -> None:
    forces.load(["demoshire"])
    for other in ("group", "oversight", "force"):
        with pytest.raises(NotAllowed, match="Only a scrutiny panel"):
            call(panel=organisation(other))
    with pytest.raises(NotAllowed, match="Choose a meeting"):
        call("holiday")


def test_sent_twice_is_called_once() -> None:
    call()
    with pytest.raises(SaidAlready) as refused:
        call()
    assert (refused.value.number, Appointment.objects.count()) == (1, 1)
    assert call("control-room").row.number == 2  # another place at the same time


def test_who_writes_on_what_they_have_not_read_writes_nothing() -> None:
    visit = call()
    visit.step("agree", CALLED, FORCE)
    with pytest.raises(EditedMeanwhile):
        visit.step("call_off", CALLED, expected=1)


def test_an_agenda_is_built_from_all_that_is_open() -> None:
    before = call("meeting")
    before.step("hold", AFTER, held=HELD | {"findings": []})
    made = [Advised(make(what=f"Number {n}.", now=MADE + timedelta(days=n))) for n in range(5)]
    action = an_action()
    made[0].completed(date(2026, 3, 20), action)
    made[1].respond(date(2026, 3, 20))  # before the last meeting: nothing new
    made[2].respond(date(2026, 4, 25), "refused")
    made[3].respond(date(2026, 4, 26))
    later = {"starts": STARTS + timedelta(days=30), "ends": ENDS + timedelta(days=30)}
    visits = {name: call(name) for name in ("custody", "training")}
    visits["custody"].step("hold", AFTER, held=HELD)
    visits["training"].step("decline", CALLED, FORCE)
    call("intelligence", slot=SLOT | later | {"where": "Room 4"})
    gone = call("control-room")
    gone.step("call_off", CALLED)

    meeting = call("meeting", slot=SLOT | later, now=AFTER)
    at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    meeting.step("publish_agenda", at, others=["Any other business."])
    items = meeting.now(at + timedelta(days=1)).agenda
    assert [(one.subject, one.words) for one in items] == [
        ("recommendation/demoshire/1", "Say what came of it: Number 0."),
        ("recommendation/demoshire/3", "Say what came of it: Number 2."),
        ("recommendation/demoshire/4", "Answered since the last meeting: Number 3."),
        ("recommendation/demoshire/5", "Overdue for 28 days: Number 4."),
        ("visit/panel/2", "What a visit found: Portwell custody suite"),
        ("visit/panel/4", "A visit to come: Room 4"),
        ("", "Any other business."),
    ]
    with pytest.raises(NotAllowed):
        meeting.step("publish_agenda", at, others=["x" * 1001])


def test_a_long_recommendation_is_cut_between_words() -> None:
    from evenhand.scrutiny.visiting.terms import short

    text = "word " * 60
    assert short(text).endswith("word…")
    assert len(short(text)) <= 121
    assert short(WHAT) == WHAT


@pytest.mark.parametrize(
    ("role", "where", "allowed"),
    [
        (Role.PANEL_CHAIR, "panel", frozenset(Kind) - BY_THE_FORCE - {Kind.REDACTED}),
        (Role.PANEL_MEMBER, "panel", set()),
        (Role.PANEL_CHAIR, "group", set()),
        (Role.CHIEF_OFFICER, "force", BY_THE_FORCE),
        (Role.PROGRAMME_MANAGER, "force", BY_THE_FORCE),
        (Role.ANALYST, "force", set()),
        (Role.PROGRAMME_MANAGER, "other force", set()),
        (Role.OVERSIGHT_MEMBER, "oversight", set()),
    ],
)
def test_each_role_takes_its_own_steps(role: Role, where: str, allowed: set[Kind]) -> None:
    by = somebody(role, where)
    assert steps(by, call().row) == allowed
    assert may_call(by) == (where == "panel" and role is Role.PANEL_CHAIR)


def test_people_call_and_agree_by_the_role_they_hold_now() -> None:
    chair, chief = somebody(Role.PANEL_CHAIR, "panel"), somebody(Role.CHIEF_OFFICER)
    now = timezone.now()
    slot = SLOT | {"starts": now + timedelta(days=5), "ends": now + timedelta(days=5, hours=1)}
    with services.called_by(chair, now=now) as who:
        row = services.call(
            panel=chair.organisation, what="custody", slot=slot, words="Rights.", **who
        )
    now = timezone.now()
    with services.written_by(chief, appointment=row, kind=Kind.AGREED, now=now) as who:
        services.agree(appointment=row, expected=1, words="Come in.", **who)
    assert [(one.by, one.organisation) for one in selectors.steps_of(row)] == [
        ("Panel chair", "Demoshire scrutiny panel"),
        ("Chief officer", "Demoshire Police"),
    ]
    Membership.objects.filter(person=chair.person).update(ended_at=now, why_ended="left")
    with pytest.raises(MayNot), services.called_by(chair, now=timezone.now()):
        pass
    with pytest.raises(MayNot), services.called_by(chief, now=timezone.now()):
        pass


def test_what_anybody_reads_of_a_visit() -> None:
    visit = call()
    visit.step("hold", AFTER, held=HELD)
    call("meeting", slot=SLOT | {"places": 1})
    other = call("training")
    other.step("hold", AFTER, held={"members": 2, "public": 1})
    at = AFTER + timedelta(days=1)
    found = told.meetings(at=at, forces=["demoshire"])
    first = told.meeting("panel", 1, at=at)
    assert first in found
    assert first is not None
    assert (first.what_words, first.status_words, first.force_name) == (
        "Visit to custody",
        "Held",
        "Demoshire Police",
    )
    assert first.places_words == "There are 3 places for members of the public."
    assert (first.hours, first.pence, first.findings) == (12, 8650, ("The bell is broken.",))
    assert [one.heading for one in first.steps] == ["Proposed", "Held"]
    assert first.steps[0].who == "Panel chair, Demoshire scrutiny panel"
    total = told.totals(found)
    assert (total.held, total.told, total.hours, total.pence, total.public) == (2, 1, 12, 8650, 3)
    assert told.meetings(at=at, panels=[]) == []
    assert told.meeting("panel", 1, at=CALLED - timedelta(days=1)) is None
    assert told.meeting("panel", 9, at=at) is None
