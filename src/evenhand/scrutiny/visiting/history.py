"""What happened to one appointment of a panel, and the present state that it adds up to.

Nothing here knows the database: the same steps come from its rows or from the public ledger, and
always give the same state.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from evenhand.scrutiny.visiting.steps import Kind, Status, Step, What
from evenhand.scrutiny.visiting.terms import Held, Item, Minutes, Slot

__all__ = ["Present", "after", "minutes_of", "present"]


@dataclass(frozen=True, slots=True)
class Present:
    """How a meeting or a visit stands after its steps so far, at a moment.

    Attributes
    ----------
    number : of the last step; who writes says which one they have seen.
    called : the step that called or proposed it.
    slot : when and where, as it was last said.
    agreed : the force's step that lets the panel in on that day; none once it is moved.
    """

    number: int
    at: datetime
    what: What
    called: Step
    slot: Slot
    last_at: datetime
    agreed: Step | None = None
    declined: Step | None = None
    called_off: Step | None = None
    moved: tuple[Step, ...] = ()
    agenda: tuple[Item, ...] = ()
    held: Step | None = None
    minutes: tuple[Step, ...] = ()

    @property
    def outcome(self) -> Held | None:
        """Who came, what it took, what was found; None before it was held."""
        return Held.model_validate(self.held.data["held"]) if self.held else None

    @property
    def minuted(self) -> Minutes | None:
        """What the minutes that stand hold beside their words; None before there are any."""
        return minutes_of(self.minutes[-1]) if self.minutes else None

    @property
    def status(self) -> Status:
        """How it stands."""
        if self.held:
            return Status.HELD
        if self.called_off:
            return Status.CALLED_OFF
        if self.declined:
            return Status.DECLINED
        if self.slot.is_before(self.at):
            return Status.MISSED
        if not self.what.visits:
            return Status.CALLED
        return Status.AGREED if self.agreed else Status.PROPOSED

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        return not (self.held or self.called_off)

    @property
    def days_proposed(self) -> int:
        """Days since a visit was proposed that the force has neither agreed to nor declined."""
        last = self.moved[-1] if self.moved else self.called
        return (self.at - last.at).days if self.status is Status.PROPOSED else 0


def minutes_of(step: Step) -> Minutes:
    """What a step that published minutes holds beside its words; the earliest held nothing."""
    return Minutes.model_validate(step.data.get("minutes", {}))


def present(steps: Iterable[Step], *, at: datetime) -> Present:
    """Add up the steps of one appointment, in their order, as it stands at a moment.

    Raises
    ------
    ValueError
        If the first step does not call it.
    """
    in_order = iter(steps)
    first = next(in_order, None)
    if first is None or first.kind is not Kind.CALLED:
        raise ValueError("an appointment begins with being called")
    now = Present(
        number=first.number,
        at=at,
        what=What(first.data["what"]),
        called=first,
        slot=Slot.model_validate(first.data["slot"]),
        last_at=first.at,
    )
    for step in in_order:
        now = after(now, step)
    return now


def after(now: Present, step: Step) -> Present:
    """The state after one more step."""
    return replace(now, number=step.number, last_at=step.at, **EFFECTS[step.kind](now, step))


def _moved(now: Present, step: Step) -> dict[str, Any]:
    slot = Slot.model_validate(step.data["slot"])
    return {"moved": (*now.moved, step), "slot": slot, "agreed": None, "declined": None}


EFFECTS: Mapping[Kind, Callable[[Present, Step], dict[str, Any]]] = {
    Kind.AGREED: lambda _now, one: {"agreed": one},
    Kind.DECLINED: lambda _now, one: {"declined": one, "agreed": None},
    Kind.MOVED: _moved,
    Kind.CALLED_OFF: lambda _now, one: {"called_off": one},
    Kind.AGENDA: lambda _now, one: {
        "agenda": tuple(Item.model_validate(item) for item in one.data["items"])
    },
    Kind.HELD: lambda _now, one: {"held": one},
    Kind.MINUTES: lambda now, one: {"minutes": (*now.minutes, one)},
    Kind.REDACTED: lambda _now, _one: {},
}
"""What each kind of step does to the state."""
