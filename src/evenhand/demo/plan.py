"""Plays Demoshire's story through the services, as the people in it would have."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from evenhand.cleaning import clean
from evenhand.plan import models, selectors, services
from evenhand.plan.frameworks import example
from evenhand.plan.history import LONDON
from evenhand.plan.quarters import Quarter, Span, quarters
from evenhand.plan.status import Status
from evenhand.plan.terms import Goal, Milestone, Target, Terms
from evenhand.publications import selectors as publications

FORCE = "demoshire"
ORGANISATION = "Demoshire Police"
GROUP, ITS_CHAIR = "Portwell reference group", "Chair"
EVERY_MORNING = time(9, 30, tzinfo=LONDON)

Told = Mapping[str, Any]


@transaction.atomic
def load(*, now: datetime) -> models.Plan:
    """Open Demoshire's plan and tell what happened to it until now; once told, it stays.

    Parameters
    ----------
    now : the story is moved by whole quarters so that it ends in this one.
    """
    known = selectors.plan(FORCE)
    if known is not None:
        return known
    return Storyteller(story(), now).tell()


def story() -> Told:
    """The story as it was written down."""
    file = files("evenhand.demo") / "plan.yaml"
    told: Told = yaml.safe_load(file.read_text(encoding="utf-8"))
    return told


class Storyteller:
    """Tells a story as if its last day were in the quarter of another day."""

    def __init__(self, told: Told, now: datetime) -> None:
        self.told = told
        self.now = now
        here, there = Quarter.of(told["today"]), Quarter.of(now.astimezone(LONDON).date())
        ahead = len(quarters(here, there)) - 1 if here <= there else 1 - len(quarters(there, here))
        self.months = 3 * ahead

    def tell(self) -> models.Plan:
        """Everything, in the order of days, so that nothing follows what comes after it."""
        told = self.told
        opened = self.moment(told["opened"])
        who = {"by": told["opened_by"], "organisation": ORGANISATION, "now": opened}
        plan = services.open_plan(
            force_id=FORCE,
            framework=services.load_framework(example(), **who),
            title=told["title"],
            columns=[self.span(Span.parse(one)) for one in told["columns"]],
            **who,
        )
        for key, role in told["leads"].items():
            services.name_lead(plan=plan, workstream=key, expected=0, role=role, **who)
        days = [
            (self.moment(on), number, place, action, step)
            for number, action in enumerate(told["actions"])
            for place, (on, step) in enumerate(
                [(action["promised"], None), *((one["day"], one) for one in action.get("then", ()))]
            )
        ]
        for moment, _, _, action, step in sorted(days, key=lambda one: one[:3]):
            if moment <= self.now:
                self.happens(plan, action, step, moment)
        return plan

    def happens(self, plan: models.Plan, told: Told, step: Told | None, moment: datetime) -> None:
        """One change of one action."""
        who = {"by": told["owner"], "organisation": ORGANISATION, "now": moment}
        if step is None:
            services.promise(
                plan=plan,
                key=told["action"],
                workstream=told["workstream"],
                terms=self.terms(told),
                **who,
            )
            return
        action = models.Action.objects.select_related("plan").get(plan=plan, key=told["action"])
        number = selectors.changes_of(action)[-1].number
        self._step(action, step, {"action": action, "expected": number, **who})

    def _step(self, action: models.Action, step: Told, who: dict[str, Any]) -> None:
        if strange := set(step) - KNOWN:  # a comma in a bare text of YAML cuts it in two
            raise ValueError(f"{action.key}: {strange} is no part of a step")
        kind = next(word for word in STEPS if word in step)
        said = step[kind]
        match kind:
            case "move":
                self._move(action, step, who)
            case "reach":
                services.reach(milestone=said, words=step["words"], **who)
            case "evidence":
                self._show(step, who)
            case "dispute":
                theirs = {"by": ITS_CHAIR, "organisation": GROUP}
                services.dispute(words=said, **(who | theirs))
            case "answer":
                services.answer(dispute=who["expected"], stands=step["stands"], words=said, **who)
            case "override":
                services.override(says=Status(said), reason=step["reason"], **who)
            case _:
                PLAIN[kind](said, who)

    def _show(self, step: Told, who: dict[str, Any]) -> None:
        """Add evidence; of a measure the latest figure, where one was published."""
        address = step.get("address", "")
        if step["evidence"] == "figure":
            figure = publications.latest(FORCE, step["measure"])
            if figure is None:
                return
            address = figure.reference
        if step["evidence"] == "file":
            address = self._sent(step, who).digest
        services.add_evidence(
            kind=step["evidence"],
            title=step["title"],
            words=step["words"],
            address=address,
            **who,
        )

    def _sent(self, step: Told, who: dict[str, Any]) -> models.CleanedFile:
        """A file that was sent before it became evidence."""
        content = step["content"].encode()
        other = {name: who[name] for name in ("action", "by", "organisation", "now")}
        cleaned = clean(content, step["file"])
        return services.keep_file(cleaned=cleaned, sent=content, **other)

    def _move(self, action: models.Action, step: Told, who: dict[str, Any]) -> None:
        before = selectors.action(action.plan, action.key, on=who["now"].date())
        if before is None:
            raise LookupError(f"{action.key} is moved before it is promised")
        changed = {"due_on": self.day(step["move"])}
        changed |= {"owner": step["owner"]} if "owner" in step else {}
        terms = before.now.now.model_copy(update=changed)
        services.change(terms=terms, reason=step["reason"], **who)

    def terms(self, told: Told) -> Terms:
        """What an action promises at first."""
        return Terms(
            title=told["title"],
            what=told["what"],
            why=told.get("why", ""),
            owner=told["owner"],
            starts_on=self.day(told["starts"]),
            due_on=self.day(told["due"]),
            milestones=tuple(
                Milestone(key=one["key"], words=one["words"], due_on=self.day(one["due"]))
                for one in told.get("milestones", ())
            ),
            targets=tuple(
                Target(
                    aim=one["aim"],
                    by=self.day(one["by"]),
                    measure=one.get("measure", ""),
                    goal=Goal(**one["goal"]) if "goal" in one else None,
                )
                for one in told.get("targets", ())
            ),
            partners=tuple(told.get("partners", ())),
            commitments=tuple(told.get("commitments", ())),
            request=told.get("request", ""),
            pilot=told.get("pilot", False),
        )

    def day(self, day: date) -> date:
        """A day of the story, moved by whole quarters; the end of a month stays one."""
        return _moved(day, self.months)

    def moment(self, day: date) -> datetime:
        """The morning of a day of the story."""
        return datetime.combine(self.day(day), EVERY_MORNING)

    def span(self, span: Span) -> Span:
        """A column of the story."""
        return Span.between(self.day(span.first.first_day), self.day(span.last.last_day))


PLAIN: Mapping[str, Callable[[str, dict[str, Any]], object]] = {
    "report": lambda said, who: services.report(words=said, **who),
    "learnt": lambda said, who: services.learn(words=said, **who),
    "complete": lambda said, who: services.complete(words=said, **who),
    "withdraw": lambda said, who: services.withdraw(reason=said, **who),
}
STEPS = (*PLAIN, "move", "reach", "evidence", "dispute", "answer", "override")
KNOWN = {*STEPS, "day", "words", "title", "address", "measure", "reason", "owner", "stands"} | {
    "file",
    "content",
}


def _moved(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = _last(year, month + 1)
    ends = day.day == _last(day.year, day.month)
    return date(year, month + 1, last if ends else min(day.day, last))


def _last(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
