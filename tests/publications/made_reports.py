"""Reports of a small plan: who makes them, and what they choose."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.audit.sequencer import sequence_all
from evenhand.plan import models
from evenhand.plan.quarters import Quarter
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Draft, Report
from evenhand.publications.reporting import services
from evenhand.publications.reporting.choosing import Choice
from plan.made_plans import Played, new_plan, promised
from plan.staff import organisation, somebody

LATE, FAR = "late-one", "far-one"


@dataclass
class Desk:
    """A force whose programme manager prepares reports and whose publisher publishes them."""

    plan: models.Plan
    manager: Acting
    publisher: Acting
    late: Played
    far: Played

    @property
    def quarter(self) -> Quarter:
        """The last one that has ended."""
        return Quarter.of(timezone.localdate()).before

    def begun(self) -> Draft:
        return services.begin(self.manager, quarter=self.quarter, now=timezone.now())

    def prepared(self, draft: Draft | None = None, **chosen: Any) -> Draft:
        draft = draft or self.begun()
        return services.prepare(
            self.manager,
            key=draft.key,
            expected=draft.version,
            choice=Choice(**chosen),
            now=timezone.now(),
        )

    def published(self, draft: Draft | None = None, **chosen: Any) -> Report:
        draft = draft or self.prepared(**chosen)
        return services.publish(
            self.publisher,
            key=draft.key,
            expected=draft.version,
            seen=digest(services.put_in(draft)),
            now=timezone.now(),
        )


@pytest.fixture
def desk(db: None) -> Desk:
    """One promise long overdue, and one that has fifty years."""
    organisation("force")
    plan = new_plan()
    late = promised(plan, LATE)
    far = promised(
        plan,
        FAR,
        title="Something for later",
        starts_on=timezone.localdate() + timedelta(days=400),
        due_on=date(2090, 1, 1),
        milestones=(),
    )
    people = (somebody(Role.PROGRAMME_MANAGER), somebody(Role.PUBLISHER))
    sequence_all()  # a report prints a checkpoint
    return Desk(plan, *people, late, far)


def told(report: Report) -> dict[str, Any]:
    """Every action of a report by its key."""
    streams = report.content["workstreams"]
    return {one["key"]: one for stream in streams for one in stream["actions"]}
