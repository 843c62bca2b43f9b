"""One recommendation to the made-up force, step by step, from being made to what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from evenhand.demo import alerts
from evenhand.demo.accounts import FORCE
from evenhand.demo.plan import ORGANISATION, Told
from evenhand.plan import selectors as plans
from evenhand.plan import services as plan_services
from evenhand.publications import selectors as publications
from evenhand.scrutiny import models, standing
from evenhand.scrutiny.recommending import importing, selectors, services
from evenhand.scrutiny.recommending.permissions import makes, source_of
from evenhand.scrutiny.recommending.steps import Kind
from evenhand.scrutiny.visiting.selectors import subject

if TYPE_CHECKING:
    from evenhand.demo.scrutiny import Happens, Storyteller


class Advising:
    """Tells of one recommendation."""

    def __init__(self, teller: Storyteller, told: Told) -> None:
        self.teller = teller
        self.told = told
        self.maker = teller.who[told["by"]]

    def happens(self) -> list[Happens]:
        """When it is made, and each step after that."""
        make = self.take_in if "from" in self.told else self.make
        found: list[Happens] = [(self.told["made"], make)]
        return found + [(one["ago"], self._step(one)) for one in self.told.get("then", ())]

    @property
    def row(self) -> models.Recommendation:
        """The recommendation."""
        return self.teller.recommendations[self.told["name"]]

    def make(self, now: datetime) -> None:
        """Make it, for the body that somebody acts for."""
        told = self.told
        repeats = [self.teller.recommendations[one] for one in told.get("repeats", ())]
        with services.made_by(self.maker, force_id=FORCE, now=now) as hand:
            self.teller.recommendations[told["name"]] = services.make(
                force_id=FORCE,
                body=self.maker.organisation,
                what=told["what"],
                why=told["why"],
                to=told["to"],
                due=self.teller.day(told["due"]),
                source=source_of(self.maker),
                comes_from=self._origins(),
                repeats=[selectors.subject(one) for one in repeats],
                **hand,
            )

    def take_in(self, now: datetime) -> None:
        """Take it in from a list of somebody who does not act here."""
        told = self.told
        row = {
            "force": FORCE,
            "said": self.teller.day(told["said"]).isoformat(),
            "by": self.teller.day(told["due"]).isoformat(),
            **{name: told[name] for name in TAKEN_IN},
        }
        found = importing.preview([list(row), list(row.values())], today=now.date())
        who = makes(self.maker, FORCE)
        if who is None or found.problems:
            raise ValueError(f"{told['name']} cannot be taken in: {found.problems}")
        (self.teller.recommendations[told["name"]],) = importing.apply(
            found,
            by=who.by,
            organisation=who.organisation,
            now=now,
            person=self.maker.person,
        )

    def _origins(self) -> list[str]:
        """What led to it, as the public ledger calls that."""
        said = self.told.get("comes_from", {})
        found = []
        if "draw" in said:
            draw = standing.subject(self.teller.draws[said["draw"]])
            found += [draw, f"{draw}/findings/{said['finding']}"]
        found += [
            subject(self.teller.appointments[said[one]])
            for one in ("visit", "meeting")
            if one in said
        ]
        if "planted" in said:
            review = alerts.review_about(alerts.planted(said["planted"]))
            found += [f"alert/{FORCE}/{review.alert.number}"] if review else []
        return found

    def _step(self, step: Told) -> Callable[[datetime], None]:
        if "figure" in step:
            return lambda now: self.show_figure(step, now)
        name = next(one for one in STEPS if one in step)
        kind, take, said = STEPS[name]
        by = self.maker if kind is Kind.VIEWED else self.teller.who["manager"]

        def happen(now: datetime) -> None:
            self._take(kind, take, by=by, now=now, **said(self, step))

        return happen

    def _take(
        self, kind: Kind, take: Callable[..., object], *, by: Any, now: datetime, **said: Any
    ) -> None:
        number = selectors.steps_of(self.row)[-1].number
        with services.written_by(by, recommendation=self.row, kind=kind, now=now) as hand:
            take(recommendation=self.row, expected=number, **said, **hand)

    def show_figure(self, step: Told, now: datetime) -> None:
        """Show the latest figure, here and in the plan, where one was published."""
        figure = publications.latest(FORCE, step["figure"])
        plan = plans.plan(FORCE)
        if figure is None or plan is None:
            return
        key = selectors.story_of(self.row, on=now.date()).now.actions[-1].rpartition("/")[2]
        action = plan.actions.get(key=key)
        shown = {"title": step["title"], "words": step["words"]}
        plan_services.add_evidence(
            action=action,
            expected=plans.changes_of(action)[-1].number,
            kind="figure",
            address=figure.reference,
            by="Superintendent, operations",
            organisation=ORGANISATION,
            now=now,
            **shown,
        )
        self._take(
            Kind.SHOWN,
            services.show,
            by=self.teller.who["manager"],
            now=now,
            proof={"kind": "figure", "title": step["title"], "address": figure.reference},
            words=step["words"],
        )

    def action(self, key: str) -> str:
        """An action of the plan, as the public ledger calls it."""
        return f"plan/{FORCE}/1/{key}"


TAKEN_IN = ("from", "source", "what", "why", "to", "report", "reference")
Said = Callable[[Advising, Told], Mapping[str, Any]]
STEPS: Mapping[str, tuple[Kind, Callable[..., object], Said]] = {
    "respond": (
        Kind.RESPONDED,
        services.respond,
        lambda _own, step: {"response": step["respond"], "words": step["words"]},
    ),
    "carry": (
        Kind.CARRIED,
        services.carry,
        lambda own, step: {"action": own.action(step["carry"]), "words": step["words"]},
    ),
    "extend": (
        Kind.EXTENDED,
        services.extend,
        lambda own, step: {
            "until": own.teller.day(step["ago"]) + timedelta(days=step["extend"]),
            "ground": step["ground"],
            "reason": step["words"],
        },
    ),
    "show": (
        Kind.SHOWN,
        services.show,
        lambda _own, step: {
            "proof": {"kind": step["show"], "title": step["title"]},
            "words": step["words"],
        },
    ),
    "complete": (
        Kind.COMPLETED,
        services.complete,
        lambda _own, step: {"words": step["complete"]},
    ),
    "view": (
        Kind.VIEWED,
        services.view,
        lambda _own, step: {"view": step["view"], "words": step["words"]},
    ),
}
"""What a step is, its service, and what that is told."""
