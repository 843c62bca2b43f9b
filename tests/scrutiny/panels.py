"""A panel with its chair and two members, a force with its people, and stops to draw from."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.cast import PASSWORD, acting
from encounters.phones import Phone, officer
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation, add_person, give_role
from evenhand.encounters.models import ToMend
from evenhand.encounters.stop_log import STOPS
from evenhand.forces.models import Force
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.log.tables import LEDGER
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, selectors, services
from evenhand.scrutiny.selectors import Overview

ROLLS = "31415 92653 58979 32384"
NAMES = ("chair", "member", "second")


def member(
    name: str,
    where: str,
    kind: OrganisationKind,
    role: Role,
    *,
    force: str | None = "bedfordshire",
) -> Acting:
    """Somebody in a role of an organisation since a month; it is made if it is new."""
    then = timezone.now() - timedelta(days=30)
    there = Organisation.objects.filter(pk=where).first() or add_organisation(
        id=where,
        name=where.replace("-", " ").capitalize(),
        kind=kind,
        force=Force.objects.get(pk=force) if force else None,
    )
    person = add_person(
        email=f"{name}@{where}.example", name=name.title(), password=PASSWORD, now=then
    )
    give_role(person=person, organisation=there, role=role, by=None, now=then)
    return acting(person)


@dataclass
class Panel:
    """The panel of Bedfordshire, its force, and a clock that goes on with every step."""

    phone: Phone
    clock: Iterator[int] = field(default_factory=lambda: count(1))
    started: datetime = field(default_factory=timezone.now)
    later: timedelta = timedelta()

    @property
    def now(self) -> datetime:
        """A moment later than every one asked for before."""
        return self.started + self.later + timedelta(milliseconds=next(self.clock))

    def wait(self, **how_long: int) -> None:
        self.later += timedelta(**how_long)

    @cached_property
    def chair(self) -> Acting:
        return self._member("chair", Role.PANEL_CHAIR)

    @cached_property
    def member(self) -> Acting:
        return self._member("member", Role.PANEL_MEMBER)

    @cached_property
    def second(self) -> Acting:
        return self._member("second", Role.PANEL_MEMBER)

    def _member(self, name: str, role: Role) -> Acting:
        return member(name, "bedfordshire-panel", OrganisationKind.SCRUTINY_PANEL, role)

    @cached_property
    def manager(self) -> Acting:
        """The force's programme manager, who attends draws."""
        return officer("manager", role=Role.PROGRAMME_MANAGER)

    @cached_property
    def supervisor(self) -> Acting:
        return officer("supervisor", role=Role.SUPERVISOR)

    def stops(self, many: int, **said: Any) -> list[str]:
        """So many stops that happened three days ago, as the phone sends them now."""
        if not many:
            return []
        self.phone.now = timezone.now() - timedelta(days=3)
        records = [self.phone.stop(**said) for _ in range(many)]
        answer = self.phone.send(*(self.phone.sealed(one) for one in records))
        assert {one.state for one in answer.results} <= {"kept"}, waiting_for()
        return [str(one["stop_id"]) for one in records]

    def log(self) -> None:
        """Give every entry its place, and wait until the log of stops is given out."""
        now = self.now
        sequence(STOPS, key=signing_key(STOPS), now=now)
        self.wait(hours=1)

    def sign(self) -> None:
        sequence(LEDGER, key=signing_key(LEDGER), now=self.now)

    @property
    def period(self) -> tuple[date, date]:
        today = day_of(self.started)
        return today - timedelta(days=7), today - timedelta(days=1)

    def opened(self, **said: Any) -> models.Draw:
        first, last = self.period
        asked: dict[str, Any] = {
            "power": "vehicle-stop",
            "first": first,
            "last": last,
            "dimensions": ["ethnicity"],
            "cases": 4,
            "reserves": 1,
            "beacon": "dice",
            "words": "We look at stops that led to nothing.",
            "by": self.chair,
            "now": self.now,
        }
        return services.frames.open_draw(**(asked | said))

    def frozen(self, **said: Any) -> models.Draw:
        draw = self.opened(**said)
        services.frames.freeze(draw=draw, by=self.chair, now=self.now)
        return draw

    def overview(self, draw: models.Draw) -> Overview:
        return selectors.draw(self.chair, draw.number)

    def roll(self, draw: models.Draw, by: Acting, digits: str = ROLLS) -> bool:
        sealed = self.overview(draw).sealed
        return services.draws.roll(
            draw=draw,
            digits=digits,
            checkpoint=sealed.text if sealed else "",
            by=by,
            now=self.now,
        )

    def drawn(self, **said: Any) -> models.Draw:
        draw = self.frozen(**said)
        self.sign()
        self.wait(minutes=5)
        assert self.roll(draw, self.chair) is False
        assert self.roll(draw, self.manager) is True
        return draw

    def cases(self, draw: models.Draw) -> list[models.Case]:
        return selectors.cases(self.chair, draw.number)

    def score(self, case: models.Case, by: Acting, overall: str = "green", **said: str) -> Any:
        return services.scoring.score(
            case=case, answers=answers(case, overall, **said), by=by, now=self.now
        )

    def closed(self, draw: models.Draw, overall: str = "green") -> None:
        for case in self.cases(draw):
            self.score(case, self.chair, overall)
            self.score(case, self.member, overall)
        services.scoring.close(draw=draw, by=self.chair, now=self.now)

    def agree(self, case: models.Case, overall: str = "green") -> models.Agreed:
        return services.scoring.agree(
            case=case, answers=answers(case, overall), words="", by=self.chair, now=self.now
        )


def waiting_for() -> list[object]:
    """What is wrong with records that were not kept, to read where a test fails."""
    return list(ToMend.objects.values_list("problems", flat=True))[:1]


def answers(case: models.Case, overall: str = "green", **said: str) -> dict[str, str]:
    """A sheet on which everything is well, but for what is said."""
    from evenhand.scrutiny import reading
    from evenhand.scrutiny.scoring.forms import form

    asked = {one.key: "yes" for one in form().questions_for(reading.facts(case))}
    return {**asked, **said, "overall": overall, "overall-comment": "We saw nothing else in it."}


def panel(stops: int = 24) -> Panel:
    """A panel with stops in the log: half of Black drivers, half of White ones."""
    phone = Phone(officer("officer")).registered()
    made = Panel(phone)
    white = [{"number": 1, "role": "driver", "perceived": "white", "sde": "W1"}]
    white[0] |= {"age_band": "25_29", "sex": "male"}
    made.stops(stops // 2)
    made.stops(stops - stops // 2, people=white)
    made.log()
    return made


@pytest.fixture(scope="module")
def panel_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Panel]:
    """The panel with everybody in it, made once for all tests of a module."""
    del django_db_setup
    with django_db_blocker.unblock(), transaction.atomic():
        one = panel()
        assert all((one.chair, one.member, one.second, one.manager, one.supervisor))
        yield one
        transaction.set_rollback(True)


@pytest.fixture
def made(panel_once: Panel, db: None) -> Panel:
    """The same for one test, which leaves it as it was."""
    del db
    one = copy(panel_once)
    one.phone, one.clock = copy(panel_once.phone), count(1)
    return one
