"""How a step of a set is written: by whom, after what, and said in the public ledger."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Person
from evenhand.accounts.services.checking import held
from evenhand.accounts.services.writing import Signature, written
from evenhand.measures.words.messages import say
from evenhand.monitoring.written import one_way
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import permissions, selectors
from evenhand.scrutiny.anchoring.history import Present, present, why_not
from evenhand.scrutiny.anchoring.steps import BY_THE_BODY, Kind, Status, Step
from evenhand.scrutiny.errors import NotHere, NotNow
from evenhand.scrutiny.recording import keep
from evenhand.scrutiny.sitting import ready

PREFIX = "anchor"
"""Before the kind of a step, in the ledger."""


@dataclass(frozen=True)
class Hand:
    """Who takes a step of a set, whose row is locked until the transaction ends."""

    row: models.AnchorSet
    now: Present
    acting: Acting
    signature: Signature
    at: datetime

    @property
    def person(self) -> Person:
        """Who it is, whom the public never reads."""
        return self.acting.person

    @property
    def panel(self) -> str:
        """The panel that they act for, where they act for one."""
        return str(self.acting.organisation.pk)

    def step(self, kind: Kind, *, words: str = "", **data: Any) -> models.AnchorStep:
        """Write the step, and its entry in the ledger."""
        who, person = self.signature, self.person
        return add(self.row, kind, who=who, now=self.at, words=words, data=data, person=person)


@contextmanager
def taking(
    row: models.AnchorSet, kind: Kind, *, by: Acting, now: datetime, when: Status
) -> Iterator[Hand]:
    """Open the transaction of one step, with the set's row locked and the roles read again.

    Parameters
    ----------
    when : how the set must stand for it: before its body, or before the panel that takes the step.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    NotHere
        If it was not laid before their panel.
    NotNow
        If it stands otherwise.
    NotReady
        If a member is not trained or vetted as their panel asks.
    """
    with written(
        by,
        signs=lambda one: permissions.signature(one, row, kind),
        subject=selectors.subject(row),
        step=str(kind),
        now=now,
    ) as who:
        locked = models.AnchorSet.objects.select_for_update(of=("self",)).get(pk=row.pk)
        again, stands = held(by, now=now), present(selectors.steps_of(locked))
        if kind in BY_THE_BODY:
            status: Status | None = stands.status
        else:
            status = stands.before(again.organisation.pk)
            ready.refuse(again, now=now)
        if status is None:
            raise NotHere(say("There is no such set of anchor cases."))
        if status is not when:
            raise NotNow(_why_not(status, kind))
        yield Hand(locked, stands, again, Signature(who["by"], who["organisation"]), now)


def _why_not(status: Status, kind: Kind) -> str:
    if kind in BY_THE_BODY and status is Status.SCORING:
        return say("Panels see these cases now. Nothing of them is changed any more.")
    return why_not(status)


def add(
    row: models.AnchorSet,
    kind: Kind,
    *,
    who: Signature,
    now: datetime,
    words: str = "",
    data: Mapping[str, Any] | None = None,
    person: Person | None = None,
) -> models.AnchorStep:
    """Write one step of a set whose row is locked, and its entry in the ledger."""
    last = models.AnchorStep.objects.filter(set=row).order_by("number").last()
    number = (last.number if last else 0) + 1
    # Who waited for another's step began before it: theirs comes after, whatever their clock says.
    at = max(now, last.recorded_at) if last else now
    step = Step(number, kind, at, who.by, who.organisation, words, one_way(dict(data or {})))
    subject = selectors.subject(row)
    kept: models.AnchorStep = keep(models.AnchorStep, step, prefix=PREFIX, subject=subject, set=row)
    if person is not None:
        models.AnchorTaker.objects.create(step=kept, person=person)
    return kept
