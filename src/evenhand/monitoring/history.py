"""What happened in one review, step by step, and the present state that it adds up to.

Nothing here knows the database: the same steps come from its rows or from the public ledger, and
always give the same state. Days are those where the forces are; a day ends at midnight there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from evenhand.monitoring.carrying import agrees, carrying, falls
from evenhand.monitoring.steps import (
    BY_THE_SITE,
    FROM_OUTSIDE,
    SYSTEM,
    Awaits,
    Comment,
    Explained,
    Kind,
    Reforming,
    Status,
    Step,
    Stop,
    day_of,
)
from evenhand.monitoring.terms import Conclusion, Evidence, Limits, Outcome, Prediction, Reform
from evenhand.monitoring.terms import Explanation as Type
from evenhand.plan.history import LONDON

__all__ = [
    "BY_THE_SITE",
    "FROM_OUTSIDE",
    "LONDON",
    "SYSTEM",
    "Awaits",
    "Comment",
    "Explained",
    "Kind",
    "Present",
    "Reforming",
    "Status",
    "Step",
    "Stop",
    "after",
    "day_of",
    "present",
]


OWED = frozenset({Awaits.ANSWER, Awaits.CONCLUSION, Awaits.SIGNATURE})
"""What the force has to do in time; silence about it becomes reform."""


@dataclass(frozen=True, slots=True)
class Present:
    """How a review stands after its steps so far, on a day.

    Attributes
    ----------
    number : of the last step; who writes says which one they have seen.
    on : the day for which this holds.
    asked_on : when the clock began: the day of the alert, of the last reopening, or that on which
        everything was there to conclude from.
    since : when what is awaited now began to be awaited.
    stops : extensions since the clock began.
    answered : whether there is an answer since then.
    silent : the step by which it became reform by itself.
    proposed : a conclusion that waits for its signature; ``conclusion`` one that has it.
    carried : the numbers of the explanations that it rested on when it was signed off.
    reopened : every step that reopened it.
    """

    number: int
    on: date
    opened_on: date
    last_at: datetime
    limits: Limits
    asked_on: date
    since: date
    owner_role: str = ""
    stops: tuple[Stop, ...] = ()
    answered: bool = False
    silent: Step | None = None
    explanations: tuple[Explained, ...] = ()
    analyses: tuple[Step, ...] = ()
    proposed: Step | None = None
    conclusion: Conclusion | None = None
    concluded: Step | None = None
    signed: Step | None = None
    carried: frozenset[int] = frozenset()
    reforms: tuple[Reforming, ...] = ()
    comments: tuple[Comment, ...] = ()
    reopened: tuple[Step, ...] = ()

    @property
    def deadline(self) -> date:
        """The last day for an answer."""
        days = self.limits.answer + sum(one.days for one in self.stops)
        return self.asked_on + timedelta(days=days)

    @property
    def becomes_reform_after(self) -> date:
        """The last day of silence: the day after, it is reform by itself."""
        return self.deadline + timedelta(days=self.limits.silence)

    @property
    def waits(self) -> bool:
        """Whether the force has to do something in time: answer, conclude or sign off."""
        return self.awaits in OWED

    @property
    def stopped(self) -> bool:
        """Whether the clock stands still today."""
        return self.waits and any(one.first <= self.on < one.until for one in self.stops)

    @property
    def days_awaited(self) -> int:
        """Days that an answer has been awaited, without those on which the clock stood still."""
        if not self.waits:
            return 0
        still = sum(
            max(0, (min(one.until, self.on) - one.first).days)
            for one in self.stops
            if one.first <= self.on
        )
        return max(0, (self.on - self.asked_on).days - still)

    @property
    def days_since(self) -> int:
        """Days that what comes next has been awaited, whoever has to do it."""
        return 0 if self.awaits is Awaits.NOTHING else (self.on - self.since).days

    @property
    def days_overdue(self) -> int:
        """Days since the last day for an answer; 0 where none is overdue."""
        overdue = self.waits and self.on > self.deadline
        return (self.on - self.deadline).days if overdue else 0

    @property
    def status(self) -> Status:
        """How it stands."""
        if self.conclusion is Conclusion.NOT_EXPLAINED or self.silent or self.reforms:
            waits = self.silent is None and not self.reforms
            return Status.NOT_EXPLAINED if waits else Status.REFORM
        if self.conclusion is not None:
            return Status(self.conclusion.value)
        if self.waits and self.on > self.deadline:
            return Status.OVERDUE
        return Status.ANSWERED if self.answered else Status.OPEN

    @property
    def awaits(self) -> Awaits:
        """What has to come next."""
        if self.silent or self.reforms or self.conclusion is Conclusion.NOT_EXPLAINED:
            return self._of_reform()
        if self.conclusion is not None:
            return Awaits.NOTHING
        if self.proposed is not None:
            return Awaits.SIGNATURE
        return self._of_explanations() if self.answered else Awaits.ANSWER

    def _of_explanations(self) -> Awaits:
        live = [one for one in self.explanations if one.stands]
        if any(one.accepted is None for one in live):
            return Awaits.JUDGEMENT
        waiting = any(one.outcome is None for one in live)
        return Awaits.DATA if waiting else Awaits.CONCLUSION

    def _of_reform(self) -> Awaits:
        last = self.reforms[-1] if self.reforms else None
        if last is None or last.outcome in {Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.UNTESTED}:
            return Awaits.ACTION
        return Awaits.REMEASUREMENT if last.outcome is None else Awaits.NOTHING

    @property
    def action(self) -> str:
        """The plan's action that the last reform is, as the public ledger calls it; or nothing."""
        return self.reforms[-1].reform.action if self.reforms else ""

    @property
    def remeasure_on(self) -> date | None:
        """The day by which the last reform is measured again, where that has not been done."""
        last = self.reforms[-1] if self.reforms else None
        return last.reform.remeasure_on if last and last.remeasured is None else None

    @property
    def to_remeasure(self) -> tuple[Reforming, ...]:
        """Reforms that are still to be measured again."""
        return tuple(one for one in self.reforms if one.remeasured is None)

    @property
    def measured_until(self) -> date | None:
        """The last day on which the records may come that the last reform is measured on."""
        by = self.remeasure_on
        return by + timedelta(days=self.limits.data) if by else None

    @property
    def to_test(self) -> tuple[Explained, ...]:
        """Explanations whose predictions are still to be tested."""
        return tuple(
            one
            for one in self.explanations
            if one.prediction and one.outcome is None and one.accepted is not False
        )

    @property
    def to_lose(self) -> tuple[Explained, ...]:
        """Explanations still to be tested without which the question may be open again."""
        if self.silent or self.reforms:
            return ()
        if self.conclusion is not None:
            return tuple(one for one in self.to_test if one.number in self.carried)
        held = any(one.stands and one.outcome is Outcome.HELD for one in self.explanations)
        return self.to_test if self.answered and not held else ()

    @property
    def unanswered(self) -> tuple[Comment, ...]:
        """Comments that the force has not answered."""
        return tuple(one for one in self.comments if one.answer is None)

    def explanation(self, number: int) -> Explained | None:
        """The explanation of this number."""
        return next((one for one in self.explanations if one.number == number), None)


def present(steps: Iterable[Step], *, on: date) -> Present:
    """Add up the steps of one review, in their order, as it stands on a day.

    Raises
    ------
    ValueError
        If the first step does not open it.
    """
    in_order = iter(steps)
    first = next(in_order, None)
    if first is None or first.kind is not Kind.OPENED:
        raise ValueError("a review begins with being opened")
    now = Present(
        number=first.number,
        on=on,
        opened_on=first.on,
        last_at=first.at,
        limits=Limits.model_validate(first.data["limits"]),
        asked_on=first.on,
        since=first.on,
        owner_role=first.data["role"],
    )
    for step in in_order:
        now = after(now, step)
    return now


def after(now: Present, step: Step) -> Present:
    """The state after one more step."""
    effect = EFFECTS.get(step.kind)
    done = replace(
        now, number=step.number, last_at=step.at, **(effect(now, step) if effect else {})
    )
    if done.awaits is not now.awaits or step.kind is Kind.REOPENED:
        done = replace(done, since=step.on)
    # Once everything is in, the force has as long to conclude as it had to answer.
    concludes = done.answered and done.waits
    if concludes and not (now.answered and now.waits):
        return replace(done, asked_on=step.on, stops=())
    return done


def _extended(now: Present, step: Step) -> dict[str, Any]:
    stop = Stop(step, step.on, date.fromisoformat(step.data["until"]))
    return {"stops": (*now.stops, stop)}


def _explained(now: Present, step: Step) -> dict[str, Any]:
    said = step.data
    one = Explained(
        step,
        Type(said["type"]),
        tuple(Evidence.model_validate(each) for each in said.get("evidence", ())),
        Prediction.model_validate(said["prediction"]) if said.get("prediction") else None,
    )
    return {
        "explanations": (*now.explanations, one),
        "answered": True,
        "proposed": None,
    }


def _judged(now: Present, step: Step) -> dict[str, Any]:
    return _lost(now, step, lambda one: replace(one, judgement=step))


def _tested(now: Present, step: Step) -> dict[str, Any]:
    return _lost(now, step, lambda one: replace(one, test=step))


def _lost(now: Present, step: Step, change: Callable[[Explained], Explained]) -> dict[str, Any]:
    """What follows where an explanation was refused or its test proved nothing: a new clock.

    Before a conclusion is signed off, where no explanation is left; afterwards, where one is gone
    that carried it. What became reform stays reform.
    """
    number = step.data["explanation"]
    found = tuple(change(one) if one.number == number else one for one in now.explanations)
    touched = next(one for one in found if one.number == number)
    done = {"explanations": found}
    if touched.alive or now.silent or now.reforms:
        return done
    if now.conclusion is not None:
        rested = number in now.carried and not agrees(now.conclusion, touched)
        return done | _reopened(now, step) if rested else done
    unsigned = falls(now.proposed, found)
    if not any(one.stands for one in found) and (now.answered or unsigned):
        return done | _reopened(now, step)
    return done | {"proposed": None} if unsigned else done


def _reopened(now: Present, step: Step) -> dict[str, Any]:
    return {
        "asked_on": step.on,
        "stops": (),
        "answered": False,
        "proposed": None,
        "conclusion": None,
        "concluded": None,
        "signed": None,
        "carried": frozenset(),
        "reopened": (*now.reopened, step),
    }


def _signed(now: Present, step: Step) -> dict[str, Any]:
    said = now.proposed
    if said is None:
        raise ValueError("what is signed off was proposed before")
    conclusion = Conclusion(said.data["conclusion"])
    return {
        "proposed": None,
        "conclusion": conclusion,
        "concluded": said,
        "signed": step,
        "carried": frozenset(one.number for one in carrying(conclusion, now.explanations)),
    }


def _reformed(now: Present, step: Step) -> dict[str, Any]:
    made = Reforming(step, Reform.model_validate(step.data["reform"]), step.data["digest"])
    return {"reforms": (*now.reforms, made)}


def _remeasured(now: Present, step: Step) -> dict[str, Any]:
    return {
        "reforms": tuple(
            replace(one, remeasured=step) if one.step.number == step.data["reform"] else one
            for one in now.reforms
        )
    }


def _replied(now: Present, step: Step) -> dict[str, Any]:
    return {
        "comments": tuple(
            replace(one, answer=step) if one.step.number == step.data["comment"] else one
            for one in now.comments
        )
    }


EFFECTS: Mapping[Kind, Callable[[Present, Step], dict[str, Any]]] = {
    Kind.OWNER: lambda _now, one: {"owner_role": one.data["role"]},
    Kind.EXTENDED: _extended,
    Kind.ANALYSED: lambda now, one: {"analyses": (*now.analyses, one)},
    Kind.EXPLAINED: _explained,
    Kind.JUDGED: _judged,
    Kind.TESTED: _tested,
    Kind.CONCLUDED: lambda _now, one: {"proposed": one},
    Kind.SIGNED: _signed,
    Kind.REOPENED: _reopened,
    Kind.SILENT: lambda _now, one: {"silent": one},
    Kind.REFORMED: _reformed,
    Kind.REMEASURED: _remeasured,
    Kind.COMMENTED: lambda now, one: {"comments": (*now.comments, Comment(one))},
    Kind.REPLIED: _replied,
}
"""What each kind of step does to the state; the others only say something."""
