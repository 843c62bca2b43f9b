"""Reads: plans, their actions, and what happened to each until a day."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Length

from evenhand.plan import models
from evenhand.plan.history import LONDON, Change, Kind, Present, Proof, Redaction, present
from evenhand.plan.status import Standing, work_out
from evenhand.plan.terms import Goal, Milestone, Target, Terms
from evenhand.plan.written import read_mark


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
    changes: int = 0
    """How many changes there are: one that began earlier can be there later than a newer one."""
    leads: tuple[int, int] = (0, 0)
    """The last lead that was named, and how much was said of words taken out of leads."""
    named_at: datetime | None = None
    """When the last lead was named."""


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


def frameworks() -> list[models.Framework]:
    """Every version of every framework that was loaded, by name; the newest of each last."""
    return list(models.Framework.objects.order_by("name", "version"))


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


def leads_of(plan: models.Plan, *, on: date | None = None) -> list[models.Lead]:
    """Every lead that was named, or was by the end of a day, by workstream and in order.

    Each has with it what was taken out of it.
    """
    found = models.Lead.objects.filter(plan=plan).select_related("plan", "workstream")
    if on is not None:
        found = found.filter(recorded_at__lt=_end_of(on))
    return list(found.order_by("workstream__place", "number"))


def aims(plan: models.Plan) -> list[models.Workstream]:
    """The workstreams of a plan's framework in its order, with outcomes and commitments."""
    outcomes = Prefetch("outcomes", models.Outcome.objects.order_by("place"))
    commitments = Prefetch("outcomes__commitments", models.Commitment.objects.order_by("place"))
    return list(
        plan.framework.workstreams.order_by("place").prefetch_related(outcomes, commitments)
    )


def commitments(plan: models.Plan) -> Mapping[str, models.Commitment]:
    """The commitments of a plan's framework by their keys, with outcome and workstream."""
    return _commitments(plan.framework.digest)


@lru_cache(maxsize=16)
def _commitments(digest: str) -> Mapping[str, models.Commitment]:
    """The same of a framework of this content, which never changes."""
    found = models.Commitment.objects.filter(framework__digest=digest)
    return {one.key: one for one in found.select_related("outcome__workstream")}


def subject(plan: models.Plan, key: str = "") -> str:
    """What the ledger calls a plan or one of its actions; it never changes."""
    return f"plan/{plan.force_id}/{plan.iteration}" + (f"/{key}" if key else "")


def head(plan: models.Plan | None = None, *, leads: Sequence[models.Lead] | None = None) -> Head:
    """The last change of a plan, or of all of them where none is named.

    Parameters
    ----------
    leads : what :func:`leads_of` gave for the plan, where that was read already.
    """
    changes = models.Change.objects.all() if plan is None else _of([plan])
    made = changes.aggregate(last=Max("pk"), at=Max("recorded_at"), count=Count("pk"))
    if leads is None:
        named = models.Lead.objects.all() if plan is None else models.Lead.objects.filter(plan=plan)
        told = named.aggregate(
            last=Max("pk"), taken=Sum(Length("redacted")), named_at=Max("recorded_at")
        )
    else:
        told = {
            "last": max((one.pk for one in leads), default=0),
            "taken": sum(len(one.redacted) for one in leads),
            "named_at": max((one.recorded_at for one in leads), default=None),
        }
    named_last = (told["last"] or 0, told["taken"] or 0)
    return Head(made["last"] or 0, made["at"], made["count"], named_last, told["named_at"])


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


def tracked_again(
    plan: models.Plan, before: Sequence[Tracked], since: Head, now: Head, *, on: date
) -> list[Tracked]:
    """The same as :func:`tracked`, from what it gave before and what was recorded since.

    A plan of 300 actions has thousands of changes, and a new one touches one action. Where a
    change is missing that should have come before the newest, everything is read again.
    """
    newer = _of([plan]).filter(pk__gte=since.last).order_by("pk")
    last, *added = newer.values_list("pk", "recorded_at", "action__key") or [(0, None, "")]
    as_seen = last[:2] == since[:2] and since.changes + len(added) == now.changes
    if not as_seen or any(one.on != on for one in before):
        return tracked(plan, on=on)
    touched = {key for _, _, key in added}
    rows = _of([plan]).filter(action__key__in=touched, recorded_at__lt=_end_of(on))
    again = {
        place.key: _tracked(place, changes, on, plan.stale_after)
        for place, changes in _changes(rows).items()
    }
    known = {one.key for one in before}
    if again.keys() - known:  # a new action has its own place among the others
        return tracked(plan, on=on)
    return [again.get(one.key, one) for one in before]


def action(plan: models.Plan, key: str, *, on: date) -> Tracked | None:
    """One action as it stood at the end of a day; None where it had not been promised."""
    rows = _of([plan]).filter(action__key=key, recorded_at__lt=_end_of(on))
    for place, changes in _changes(rows).items():
        return _tracked(place, changes, on, plan.stale_after)
    return None


def row(plan: models.Plan, key: str) -> models.Action | None:
    """The action itself, for a service that writes to it; None where there is none."""
    found: models.Action | None = (
        models.Action.objects.select_related("plan", "workstream")
        .filter(plan=plan, key=key)
        .first()
    )
    return found


def changes_of(action: models.Action) -> list[Change]:
    """Everything that happened to an action, in order."""
    found = _changes(models.Change.objects.filter(action=action))
    return next(iter(found.values()), [])


def every_change() -> Iterator[tuple[str, list[Change]]]:
    """Everything that happened to every action of every plan, with what the ledger calls it."""
    named = {one.pk: one for one in models.Plan.objects.all()}
    for place, changes in _changes(models.Change.objects.all()).items():
        yield subject(named[place.plan], place.key), changes


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
    *("milestone", "says", "answers__number", "stands", "redacts", "redacted"),
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
        milestone, says, answers, stands, redacts, redacted, *more = rest
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
                redacts=_places(redacts) if redacts else (),
                redacted=marks(redacted) if redacted else (),
            )
        )
    return found


def _places(lines: str) -> tuple[tuple[int, str], ...]:
    """What a redaction took out: the number of each change, and the part."""
    split = (line.split(" ", 1) for line in lines.splitlines())
    return tuple((int(number), part) for number, part in split)


def marks(lines: str) -> tuple[Redaction, ...]:
    """The marks of a row that texts were taken out of."""
    return tuple(read_mark(json.loads(line)) for line in lines.split("\n") if line)


def _terms(values: Sequence[Any]) -> Terms:
    """Terms from a row, which met the rules when it was written and is not asked again."""
    row = dict(zip(TERMS, values, strict=True))
    row["milestones"] = tuple(
        Milestone.model_construct(
            key=one["key"], words=one["words"], due_on=date.fromisoformat(one["due_on"])
        )
        for one in row["milestones"]
    )
    row["targets"] = tuple(_target(one) for one in row["targets"])
    row["partners"], row["commitments"] = tuple(row["partners"]), tuple(row["commitments"])
    return Terms.model_construct(**row)


def _target(said: Mapping[str, Any]) -> Target:
    goal = said.get("goal")
    return Target.model_construct(
        aim=said["aim"],
        by=date.fromisoformat(said["by"]),
        measure=said["measure"],
        goal=Goal.model_validate(goal) if goal else None,
    )
