"""What happened to one recommendation, step by step, and the present state that it adds up to.

Nothing here knows the database: the same steps come from its rows or from the public ledger, and
always give the same state. Days are those where the forces are; a day ends at midnight there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from evenhand.scrutiny.clock import Clock, Stopped
from evenhand.scrutiny.recommending.steps import Awaits, Kind, Status, Step
from evenhand.scrutiny.recommending.terms import Advice, Limits, Proof, Response, View

ANSWER, COMPLETION = "answer", "completion"
"""What can be overdue, and is escalated once each time it is."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An extension: from a day until another, on a ground that the law or the others allow."""

    step: Step
    ground: str
    first: date
    until: date


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence of completion, with who showed it and when."""

    step: Step
    proof: Proof


@dataclass(frozen=True, slots=True)
class Present:
    """How a recommendation stands after its steps so far, on a day.

    Attributes
    ----------
    number : of the last step; who writes says which one they have seen.
    on : the day for which this holds.
    since : when what is awaited now began to be awaited.
    responses : every answer, the last of which holds; being on time is judged by the first.
    carried : the steps that linked an action of the plan.
    completed : the step that says it is done, until those who asked say that it is not.
    views : everything that those who recommended it said of what came of it.
    """

    number: int
    on: date
    made: Step
    advice: Advice
    limits: Limits
    last_at: datetime
    since: date
    stops: tuple[Stop, ...] = ()
    responses: tuple[Step, ...] = ()
    carried: tuple[Step, ...] = ()
    evidence: tuple[Shown, ...] = ()
    completed: Step | None = None
    views: tuple[Step, ...] = ()
    escalations: tuple[Step, ...] = ()
    withdrawn: Step | None = None

    @property
    def clock(self) -> Clock:
        """The public clock of the answer."""
        stops = tuple(Stopped(one.first, one.until) for one in self.stops)
        return Clock(self.made.on, self.limits.answer, stops)

    @property
    def deadline(self) -> date:
        """The last day for an answer."""
        return self.clock.deadline

    @property
    def stopped(self) -> bool:
        """Whether the clock of the answer stands still today."""
        return self.awaits is Awaits.ANSWER and self.clock.stands_still(self.on)

    @property
    def days_awaited(self) -> int:
        """Days that an answer has been awaited, without those on which the clock stood still."""
        return self.clock.run(self.on) if self.awaits is Awaits.ANSWER else 0

    @property
    def days_since(self) -> int:
        """Days that what comes next has been awaited, whoever has to do it."""
        return 0 if self.awaits is Awaits.NOTHING else (self.on - self.since).days

    @property
    def days_overdue(self) -> int:
        """Days since the last day for what the force has to do now; 0 where none is overdue."""
        if self.awaits is Awaits.ANSWER:
            return self.clock.over(self.on)
        if self.awaits in {Awaits.ACTION, Awaits.COMPLETION}:
            return max(0, (self.on - self.advice.by).days)
        return 0

    @property
    def responded(self) -> Step | None:
        """The answer that holds; None before there is one."""
        return self.responses[-1] if self.responses else None

    @property
    def response(self) -> Response | None:
        """What was answered; None before there is an answer."""
        return Response(self.responded.data["response"]) if self.responded else None

    @property
    def on_time(self) -> bool | None:
        """Whether the first answer came in time; None while it still may."""
        if self.responses:
            return self.responses[0].on <= self.deadline
        return False if self.withdrawn is None and self.on > self.deadline else None

    @property
    def actions(self) -> tuple[str, ...]:
        """The plan's actions that carry it, as the public ledger calls them."""
        return tuple(str(one.data["action"]) for one in self.carried)

    @property
    def view(self) -> View | None:
        """What those who asked think of what came of it; None where they have not said so yet."""
        last = self.views[-1] if self.views else None
        if last is None or (self.responded and last.number < self.responded.number):
            return None
        return View(last.data["view"])

    @property
    def followed(self) -> bool:
        """Whether it was done, as those who asked say themselves."""
        return self.completed is not None and self.view is View.SATISFIED

    @property
    def awaits(self) -> Awaits:
        """What has to come next."""
        if self.withdrawn or self.followed:
            return Awaits.NOTHING
        if self.response is None:
            return Awaits.ANSWER
        if self.response is Response.REFUSED:
            return Awaits.VIEW if self.view is None else Awaits.NOTHING
        if self.completed is not None:
            return Awaits.VIEW
        return Awaits.COMPLETION if self.carried else Awaits.ACTION

    @property
    def status(self) -> Status:
        """How it stands."""
        if self.withdrawn:
            return Status.WITHDRAWN
        if self.response is None:
            return Status.OVERDUE if self.days_overdue else Status.AWAITED
        if self.response is Response.REFUSED:
            return Status.REFUSED
        if self.completed is not None:
            return Status.DONE if self.followed else Status.SAID_DONE
        if self.days_overdue:
            return Status.LATE
        return Status.ACCEPTED if self.response is Response.ACCEPTED else Status.IN_PART

    @property
    def to_escalate(self) -> str:
        """What is overdue and was not escalated since it is; nothing where that is not so."""
        if not self.days_overdue:
            return ""
        about = ANSWER if self.awaits is Awaits.ANSWER else COMPLETION
        # Whoever was told that it is late is told again only after something was said about it.
        begun = max((one.number for one in (*self.responses, *self.views)), default=0)
        told = any(one.data["about"] == about and one.number > begun for one in self.escalations)
        return "" if told else about


def present(steps: Iterable[Step], *, on: date) -> Present:
    """Add up the steps of one recommendation, in their order, as it stands on a day.

    Raises
    ------
    ValueError
        If the first step does not make it.
    """
    in_order = iter(steps)
    first = next(in_order, None)
    if first is None or first.kind is not Kind.MADE:
        raise ValueError("a recommendation begins with being made")
    now = Present(
        number=first.number,
        on=on,
        made=first,
        advice=Advice.model_validate(first.data["advice"]),
        limits=Limits.model_validate(first.data["limits"]),
        last_at=first.at,
        since=first.on,
    )
    for step in in_order:
        now = after(now, step)
    return now


def after(now: Present, step: Step) -> Present:
    """The state after one more step."""
    done = replace(now, number=step.number, last_at=step.at, **EFFECTS[step.kind](now, step))
    return done if done.awaits is now.awaits else replace(done, since=step.on)


def _extended(now: Present, step: Step) -> dict[str, Any]:
    until = date.fromisoformat(step.data["until"])
    return {"stops": (*now.stops, Stop(step, step.data["ground"], step.on, until))}


def _viewed(now: Present, step: Step) -> dict[str, Any]:
    views = (*now.views, step)
    if now.completed is None or View(step.data["view"]) is View.SATISFIED:
        return {"views": views}
    return {"views": views, "completed": None}


EFFECTS: Mapping[Kind, Callable[[Present, Step], dict[str, Any]]] = {
    Kind.EXTENDED: _extended,
    Kind.RESPONDED: lambda now, one: {"responses": (*now.responses, one), "completed": None},
    Kind.CARRIED: lambda now, one: {"carried": (*now.carried, one)},
    Kind.SHOWN: lambda now, one: {
        "evidence": (*now.evidence, Shown(one, Proof.model_validate(one.data["proof"])))
    },
    Kind.COMPLETED: lambda _now, one: {"completed": one},
    Kind.VIEWED: _viewed,
    Kind.ESCALATED: lambda now, one: {"escalations": (*now.escalations, one)},
    Kind.WITHDRAWN: lambda _now, one: {"withdrawn": one},
    Kind.REDACTED: lambda _now, _one: {},
}
"""What each kind of step does to the state."""
