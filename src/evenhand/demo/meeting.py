"""One meeting or visit of the made-up panel, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from evenhand.demo.plan import Told
from evenhand.scrutiny.visiting import selectors, services
from evenhand.scrutiny.visiting.steps import Kind
from evenhand.scrutiny.visiting.terms import Slot

if TYPE_CHECKING:
    from evenhand.demo.scrutiny import Happens, Storyteller

STARTS, LASTS = timedelta(hours=-2, minutes=-30), timedelta(hours=2)
"""From the moment of a day of the story: a meeting is over before what happens that evening."""


class Meeting:
    """Tells of one appointment."""

    def __init__(self, teller: Storyteller, told: Told) -> None:
        self.teller = teller
        self.told = told

    def happens(self) -> list[Happens]:
        """When it is called, and each step after that."""
        found: list[Happens] = [(self.told["called"], self.call)]
        return found + [(one["ago"], self._step(one)) for one in self.told.get("then", ())]

    def call(self, now: datetime) -> None:
        """Call it, as the chair."""
        told, chair = self.told, self.teller.who["chair"]
        starts = self.teller.moment(told["starts"]) + STARTS
        slot = Slot(
            starts=starts,
            ends=starts + LASTS,
            where=told["where"],
            places=told.get("places", 0),
            how=told.get("how", ""),
        )
        with services.called_by(chair, now=now) as who:
            self.teller.appointments[told["name"]] = services.call(
                panel=chair.organisation, what=told["what"], slot=slot, words=told["words"], **who
            )

    def _step(self, step: Told) -> Callable[[datetime], None]:
        name = next(one for one in STEPS if one in step)
        kind, by, said, take = STEPS[name]

        def happen(now: datetime) -> None:
            own = self.teller.appointments[self.told["name"]]
            number = selectors.steps_of(own)[-1].number
            more: dict[str, Any] = {"held": _held(step)} if kind is Kind.HELD else {}
            if kind is Kind.MINUTES:
                more = {"decisions": step.get("decisions", ())}
            with services.written_by(
                self.teller.who[by], appointment=own, kind=kind, now=now
            ) as who:
                take(appointment=own, expected=number, **{said: step[name]}, **more, **who)

        return happen


def _held(step: Told) -> Mapping[str, Any]:
    names = ("members", "public", "hours", "pence", "findings")
    return {name: step[name] for name in names if name in step}


STEPS: Mapping[str, tuple[Kind, str, str, Callable[..., object]]] = {
    "agree": (Kind.AGREED, "manager", "words", services.agree),
    "agenda": (Kind.AGENDA, "chair", "words", services.publish_agenda),
    "hold": (Kind.HELD, "chair", "words", services.hold),
    "minutes": (Kind.MINUTES, "chair", "words", services.publish_minutes),
}
"""What a step is, who takes it, what its words are called there, and the service."""
