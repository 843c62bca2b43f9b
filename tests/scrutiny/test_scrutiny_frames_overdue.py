"""A frozen frame is drawn or abandoned by a last day, or everybody is told that it is neither."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client

from accounts.cast import acting
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation, add_person, give_role
from evenhand.config import rounds
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.monitoring.steps import day_of
from evenhand.public.presenters.scrutiny.lists import draw_item, left_lines
from evenhand.scrutiny import comparing, models, services, standing
from evenhand.scrutiny.frozen import DAYS, frozen
from evenhand.scrutiny.services import overdue
from evenhand.scrutiny.terms import Kind, Status
from evenhand.scrutiny.told import draws, listed
from evenhand.workspace.presenters import scrutiny_draws as desk
from scrutiny.panels import Panel, member
from scrutiny.panels_db import change

pytestmark = pytest.mark.django_db
PAGE = "/panels/bedfordshire-panel/draws/1/"


def pages(draw: models.Draw, on: date) -> tuple[draws.ToldDraw, listed.Listed]:
    told = draws.draw(draw.panel_id, draw.number, on=on)
    [line] = listed.draws(on=on)
    assert told is not None
    return told, line


def last_day(draw: models.Draw) -> date:
    return day_of(draw.steps.get(kind="frozen").at) + timedelta(days=DAYS)


def after(draw: models.Draw, days: int) -> datetime:
    """A moment so many days after a frame was frozen."""
    at: datetime = draw.steps.get(kind="frozen").at
    return at + timedelta(days=days)


def oversight(name: str = "looker", where: str = "all-forces") -> Acting:
    return member(name, where, OrganisationKind.OVERSIGHT_BODY, Role.OVERSIGHT_MEMBER, force=None)


def commissioner(force: str, *, at: datetime) -> Acting:
    """Somebody of the body that holds one force to account, and no other."""
    there = add_organisation(
        id=f"{force}-commissioner",
        name=f"Commissioner of {force}",
        kind=OrganisationKind.OVERSIGHT_BODY,
        force=None,
    )
    there.oversees.add(force)
    person = add_person(email=f"c@{force}.example", name="Commissioner", password="", now=at)
    give_role(person=person, organisation=there, role=Role.OVERSIGHT_MEMBER, by=None, now=at)
    return acting(person)


# Until the last day


def test_days_are_counted_where_the_forces_are(made: Panel) -> None:
    draw = made.frozen()
    at = draw.steps.get(kind="frozen").at
    begun = day_of(at)

    assert (DAYS, frozen(at, on=begun).days) == (28, 0)
    assert frozen(at, on=begun + timedelta(days=28)).overdue == 0
    late = frozen(at, on=begun + timedelta(days=30))
    assert (late.since, late.days, late.last, late.overdue) == (
        begun,
        30,
        begun + timedelta(days=28),
        2,
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Frozen today and not drawn yet."),
        (1, "Frozen 1 day ago and not drawn."),
        (28, "Frozen 28 days ago and not drawn."),
    ],
)
def test_a_frame_that_is_not_overdue_says_since_when_it_waits_and_nobody_is_told(
    made: Panel, days: int, said: str
) -> None:
    draw = made.frozen()
    oversight()
    told, line = pages(draw, last_day(draw) - timedelta(days=28 - days))

    item = draw_item(line)
    assert item.lead.endswith(said)
    assert item.mark.words == "The frame is frozen; the seed is not known yet"
    assert (told.left, left_lines([line])) == (line.left, ())
    assert overdue.due(after(draw, days)) == []
    assert overdue.tell(connection=get_connection(), now=after(draw, days)) == 0
    assert not draw.steps.filter(kind="overdue").exists()


# After it


def test_a_frame_that_is_overdue_says_so_in_lists_and_at_the_desk(made: Panel) -> None:
    draw = made.frozen()
    on = last_day(draw) + timedelta(days=3)
    told, line = pages(draw, on)

    assert told.left is not None
    assert (told.left.overdue, told.left) == (3, line.left)
    item = draw_item(line)
    assert item.mark.words == "Frozen and not drawn: overdue, by 3 days"
    assert "Frozen 31 days ago and not drawn. It should have been drawn or abandoned" in item.lead
    one = ("1 frozen frame is overdue: it was neither drawn nor abandoned in time.",)
    two = ("2 frozen frames are overdue: they were neither drawn nor abandoned in time.",)
    assert (left_lines([line]), left_lines([line, line])) == (one, two)
    steps = made.overview(draw).steps
    assert desk.mark(Status.FROZEN, desk.left(Status.FROZEN, steps, on=on)).words == (
        "Frozen and not drawn: 3 days overdue"
    )
    assert desk.left(Status.DRAWN, steps, on=on) is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/scrutiny/", "1 frozen frame is overdue"),
        ("/forces/bedfordshire/scrutiny/", "1 frozen frame is overdue"),
        ("/forces/bedfordshire/scrutiny/", "Frozen and not drawn: overdue, by 3 days"),
        (PAGE, "Frozen and not drawn: overdue, by 3 days"),
        (PAGE, "Frozen 31 days ago and not drawn. It should have been drawn or abandoned by"),
        (PAGE, "To be drawn or abandoned by"),
        (PAGE, "Overdue: those who hold the force to account are told"),
        ("/forces/bedfordshire/scrutiny.atom", "Nobody who holds the force to account has joined"),
    ],
)
def test_the_public_reads_that_a_frame_is_overdue(
    made: Panel, client: Client, monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    draw = made.frozen()

    def read(now: datetime) -> str:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "verdue" not in read(after(draw, 20)).split('id="steps"')[0].split("<main")[-1]
    overdue.due(after(draw, 29))
    assert words in read(after(draw, 31))


def test_it_is_said_once_in_public_and_those_who_look_at_the_force_are_named(made: Panel) -> None:
    draw = made.frozen()
    oversight()

    assert overdue.due(after(draw, 29)) == [draw]
    assert overdue.due(after(draw, 29)) == overdue.due(after(draw, 60)) == []

    step = draw.steps.get(kind="overdue")
    assert (step.by, step.organisation) == ("Evenhand", "Evenhand")
    assert step.data == {"last": last_day(draw).isoformat(), "told": ["All forces"]}
    assert "it was neither drawn nor abandoned. Told, because they hold" in step.words
    assert Entry.objects.filter(kind="draw-overdue").count() == 1
    assert standing.status(draw) is Status.FROZEN
    told, _line = pages(draw, day_of(after(draw, 29)))
    assert [one.kind for one in told.steps] == ["opened", "frozen", "overdue"]
    assert list(comparing.disagreements()) == []


def test_where_nobody_looks_at_the_force_that_is_said(made: Panel) -> None:
    draw = made.frozen()
    Organisation.objects.filter(kind=OrganisationKind.OVERSIGHT_BODY).delete()
    overdue.due(after(draw, 29))

    step = draw.steps.get(kind="overdue")
    assert step.data["told"] == []
    assert "Nobody who holds the force to account has joined this site" in step.words


def test_the_database_takes_the_step_once_and_who_changes_it_is_found(made: Panel) -> None:
    draw = made.frozen()
    overdue.due(after(draw, 29))
    step = draw.steps.get(kind="overdue")
    said = {"by": "Evenhand", "organisation": "Evenhand", "at": step.at, "leaf": "00" * 33}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.DrawStep.objects.create(draw=draw, number=9, kind="overdue", **said)

    change("scrutiny_drawstep", "words", "All is well.", "id = %s", step.pk)
    assert list(comparing.disagreements()) != []


# By mail


def test_each_of_those_who_look_at_the_force_is_told_once_by_mail(made: Panel) -> None:
    draw = made.frozen()
    forces.load(["kent"])
    at = made.started - timedelta(days=1)
    own, all_forces = commissioner("bedfordshire", at=at), oversight()
    commissioner("kent", at=at)
    now = after(draw, 29)
    overdue.due(now)

    assert [overdue.tell(connection=get_connection(), now=now) for _ in range(2)] == [2, 0]
    assert {one.to[0] for one in mail.outbox} == {own.person.email, all_forces.person.email}
    letter = mail.outbox[0]
    assert letter.subject == "Draw 1 of Bedfordshire panel is overdue"
    assert draw.steps.get(kind="overdue").words in letter.body
    assert PAGE in letter.body


class Away(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, _messages: object) -> int:
        raise OSError("nobody there")


def test_who_could_not_be_reached_is_told_in_the_next_round(made: Panel) -> None:
    draw = made.frozen()
    oversight()
    now = after(draw, 29)
    overdue.due(now)

    with pytest.raises(OSError, match="nobody there"):
        overdue.tell(connection=Away(), now=now)
    assert models.DrawNotice.objects.count() == 0
    assert overdue.tell(connection=get_connection(), now=now) == 1


# By itself


def test_frames_that_nobody_draws_are_said_to_be_overdue_by_themselves(
    made: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = made.frozen()
    for days, said in ((28, 0), (30, 1), (60, 1)):
        now = made.started + timedelta(days=days)
        monkeypatch.setattr(rounds.timezone, "now", lambda now=now: now)
        rounds.frames_by_itself()
        assert draw.steps.filter(kind="overdue").count() == said
    assert mail.outbox == []


def test_where_there_is_a_mail_server_the_round_tells_of_frames_once(
    made: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.frozen()
    looker = oversight()
    now = made.started + timedelta(days=30)
    monkeypatch.setattr(rounds.timezone, "now", lambda: now)
    monkeypatch.setattr(settings, "MAIL_IS_SET", True)
    rounds.frames_by_itself()
    rounds.frames_by_itself()
    assert [one.to for one in mail.outbox] == [[looker.person.email]]


# Frames of which something came


def given_up(made: Panel) -> models.Draw:
    draw = made.frozen()
    services.frames.abandon(draw=draw, reason="The wrong days.", by=made.chair, now=made.now)
    return draw


@pytest.mark.parametrize("make", [Panel.drawn, given_up, Panel.opened])
def test_what_is_drawn_or_abandoned_or_not_frozen_is_never_overdue(
    made: Panel, make: Callable[[Panel], models.Draw]
) -> None:
    draw = make(made)
    oversight()
    now = made.now + timedelta(days=400)
    told, line = pages(draw, day_of(now))

    assert (told.left, line.left, left_lines([line])) == (None, None, ())
    assert "overdue" not in draw_item(line).mark.words
    assert overdue.due(now) == []
    assert overdue.tell(connection=get_connection(), now=now) == 0


def test_a_frame_that_is_overdue_can_still_be_drawn_and_that_it_was_stays(made: Panel) -> None:
    draw = made.frozen()
    made.sign()
    made.wait(days=30)
    overdue.due(made.now)

    made.roll(draw, made.chair)
    assert made.roll(draw, made.manager) is True
    told, line = pages(draw, day_of(made.now))
    assert (line.status, line.left) == (Status.DRAWN, None)
    assert Kind.OVERDUE in {one.kind for one in told.steps}
    assert list(comparing.disagreements()) == []


def test_a_frame_that_is_overdue_can_still_be_abandoned(made: Panel) -> None:
    draw = made.frozen()
    made.wait(days=30)
    overdue.due(made.now)
    services.frames.abandon(draw=draw, reason="The panel is gone.", by=made.chair, now=made.now)

    _told, line = pages(draw, day_of(made.now))
    assert (line.status, line.left) == (Status.ABANDONED, None)
