"""Reads: plans, their actions, and what happened to each until a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from evenhand.plan import models
from evenhand.plan.history import LONDON, Change, Kind, Present, Proof, present
from evenhand.plan.status import Standing, work_out
from evenhand.plan.terms import Milestone, Target, Terms


@dataclass(frozen=True)
class Tracked:
    """An action with everything that happened to it until a day.

    Attributes
    ----------
    workstream, workstream_name : the key and the name of its workstream.
    on : the day its status is worked out for.
    """

    key: str
    workstream: str
    workstream_name: str
    changes: tuple[Change, ...]
    on: date
    stale_after: int

    def at(self, day: date) -> "Tracked | None":
        """The same action as it stood on an earlier day; None before it was promised."""
        until = tuple(change for change in self.changes if change.on <= day)
        return replace(self, changes=until, on=day) if until else None

    @cached_property
    def now(self) -> Present:
        """What its changes add up to."""
        return present(self.changes)

    @cached_property
    def standing(self) -> Standing:
        """How it stands."""
        return work_out(self.now, self.on, stale_after=self.stale_after)


class Head(NamedTuple):
    """The last change of a plan: while it is the same, so is everything in the plan."""

    last: int
    at: datetime | None


def plans() -> list[models.Plan]:
    """The latest iteration of every force's plan, by the name of the force."""
    latest = models.Plan.objects.values("force").annotate(last=Max("iteration"))
    wanted = Q(pk=None)
    for one in latest:
        wanted |= Q(force=one["force"], iteration=one["last"])
    found = models.Plan.objects.filter(wanted).select_related("force", "framework")
    return list(found.order_by("force__name"))


def plan(force_id: str, iteration: int | None = None) -> models.Plan | None:
    """One iteration of a force's plan, the latest where none is named; None where there is none."""
    found = models.Plan.objects.filter(force=force_id).select_related("force", "framework")
    if iteration is not None:
        return found.filter(iteration=iteration).first()
    return found.order_by("-iteration").first()


@dataclass(frozen=True)
class Stream:
    """A workstream as it is in a plan; ``lead`` is the role that led it on a day, if any did."""

    key: str
    name: str
    about: str
    lead: str


def workstreams(plan: models.Plan, *, on: date) -> list[Stream]:
    """The workstreams of a plan's framework, in its order, each with who led it on a day."""
    led = models.Lead.objects.filter(
        plan=plan, workstream=OuterRef("pk"), recorded_at__lt=_end_of(on)
    )
    latest = Subquery(led.order_by("-number").values("role")[:1])
    found = plan.framework.workstreams.annotate(lead=latest).order_by("place")
    return [
        Stream(key, name, about, lead or "")
        for key, name, about, lead in found.values_list("key", "name", "about", "lead")
    ]


def commitments(plan: models.Plan) -> dict[str, models.Commitment]:
    """The commitments of a plan's framework by their keys, with outcome and workstream."""
    found = plan.framework.commitments.select_related("outcome__workstream")
    return {one.key: one for one in found}


def subject(plan: models.Plan, key: str = "") -> str:
    """What the ledger calls a plan or one of its actions; it never changes."""
    return f"plan/{plan.force_id}/{plan.iteration}" + (f"/{key}" if key else "")


def head(plan: models.Plan | None = None) -> Head:
    """The last change of a plan, or of all of them where none is named."""
    changes = models.Change.objects.all() if plan is None else _of([plan])
    last = changes.order_by("-pk").only("pk", "recorded_at").first()
    return Head(last.pk, last.recorded_at) if last else Head(0, None)


def _of(plans: Sequence[models.Plan]) -> "QuerySet[models.Change]":
    found: QuerySet[models.Change] = models.Change.objects.filter(action__plan__in=plans)
    return found


def tracked(plan: models.Plan, *, on: date) -> list[Tracked]:
    """Every action that was promised by the end of a day, as it stood then.

    They come in the order of workstreams, and in each in the order they were promised.
    """
    return tracked_in([plan], on=on)[plan.pk]


def tracked_in(plans: Sequence[models.Plan], *, on: date) -> dict[int, list[Tracked]]:
    """The same for several plans at once, by their keys in the database."""
    found: dict[int, list[Tracked]] = {plan.pk: [] for plan in plans}
    stale_after = {plan.pk: plan.stale_after for plan in plans}
    for place, changes in _changes(_of(plans).filter(recorded_at__lt=_end_of(on))).items():
        found[place.plan].append(_tracked(place, changes, on, stale_after[place.plan]))
    return found


def action(plan: models.Plan, key: str, *, on: date) -> Tracked | None:
    """One action as it stood at the end of a day; None where it had not been promised."""
    rows = _of([plan]).filter(action__key=key, recorded_at__lt=_end_of(on))
    for place, changes in _changes(rows).items():
        return _tracked(place, changes, on, plan.stale_after)
    return None


def changes_of(action: models.Action) -> list[Change]:
    """Everything that happened to an action, in order."""
    found = _changes(models.Change.objects.filter(action=action))
    return next(iter(found.values()), [])


class Place(NamedTuple):
    """Which action, and where it stands."""

    plan: int
    action: int
    key: str
    workstream: str
    name: str


def _tracked(place: Place, changes: list[Change], on: date, stale_after: int) -> Tracked:
    return Tracked(place.key, place.workstream, place.name, tuple(changes), on, stale_after)


def can_adopt(plan: models.Plan, address: str) -> bool:
    """Whether another force has this action here."""
    _, force, iteration, key = address.split("/")
    there = models.Action.objects.filter(plan__force=force, plan__iteration=int(iteration), key=key)
    return force != plan.force_id and there.exists()


def adopters(plan: models.Plan, key: str) -> list[models.Action]:
    """Actions of other forces that take this one up, in alphabetical order of forces."""
    later = models.Change.objects.filter(
        action=OuterRef("change__action"),
        number__gt=OuterRef("change__number"),
        promise__isnull=False,
    )
    promises = models.Promise.objects.filter(~Exists(later), adopts=subject(plan, key))
    found = promises.select_related("change__action__plan__force")
    return [one.change.action for one in found.order_by("change__action__plan__force__name")]


def _end_of(day: date) -> datetime:
    """The first moment of the next day, where the forces are."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)


CHANGE = (
    *("number", "kind", "recorded_at", "by", "organisation", "words"),
    *("milestone", "says", "answers__number", "stands"),
)
PROOF = ("kind", "title", "address")
TERMS = (
    *("title", "what", "why", "owner", "starts_on", "due_on", "milestones", "targets"),
    *("partners", "commitments", "request", "pilot", "adopts"),
)
PLACE = (
    *("action__plan", "action", "action__key"),
    *("action__workstream__key", "action__workstream__name"),
)
COLUMNS = (
    *PLACE,
    *CHANGE,
    *(f"evidence__{name}" for name in PROOF),
    *(f"promise__{name}" for name in TERMS),
)


def _changes(rows: "QuerySet[models.Change]") -> dict[Place, list[Change]]:
    """Changes by action, each with its terms and evidence: one query, however many there are."""
    found: dict[Place, list[Change]] = defaultdict(list)
    ordered = rows.order_by("action__workstream__place", "action", "number")
    for row in ordered.values_list(*COLUMNS):
        number, kind, at, by, organisation, words, *rest = row[len(PLACE) :]
        milestone, says, answers, stands, *more = rest
        proof, promised = more[: len(PROOF)], more[len(PROOF) :]
        found[Place(*row[: len(PLACE)])].append(
            Change(
                number=number,
                kind=Kind(kind),
                at=at,
                by=by,
                organisation=organisation,
                words=words,
                terms=_terms(promised) if promised[0] else None,
                proof=Proof(*proof) if proof[0] else None,
                milestone=milestone,
                says=says,
                answers=answers,
                stands=stands,
            )
        )
    return found


def _terms(values: Sequence[Any]) -> Terms:
    """Terms from a row, which met the rules when it was written and is not asked again."""
    row = dict(zip(TERMS, values, strict=True))
    row["milestones"] = tuple(
        Milestone.model_construct(
            key=one["key"], words=one["words"], due_on=date.fromisoformat(one["due_on"])
        )
        for one in row["milestones"]
    )
    row["targets"] = tuple(
        Target.model_construct(
            aim=one["aim"], by=date.fromisoformat(one["by"]), measure=one["measure"]
        )
        for one in row["targets"]
    )
    row["partners"], row["commitments"] = tuple(row["partners"]), tuple(row["commitments"])
    return Terms.model_construct(**row)
