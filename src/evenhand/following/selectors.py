"""Reads: what can be followed, what is new for who follows it, and the latest for feeds."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Max, Q

from evenhand.following.errors import LinkGone
from evenhand.following.links import Way, handle_of
from evenhand.following.models import Follower
from evenhand.following.things import Alerts, Followed, Thing, alert_parts, covers, parts
from evenhand.forces.models import Force
from evenhand.ledger.models import Entry
from evenhand.measures.words.messages import say
from evenhand.monitoring import selectors as alerts
from evenhand.monitoring.history import Kind as Step
from evenhand.monitoring.models import Alert
from evenhand.monitoring.words import headline
from evenhand.plan import models, selectors
from evenhand.plan.history import Change, Kind
from evenhand.plan.selectors import Tracked
from evenhand.plan.selectors.entries import RESTATED
from evenhand.plan.status import Status

MOVES = frozenset(
    {
        *(Kind.PROMISED, Kind.CHANGED, Kind.WITHDRAWN, Kind.OVERRIDDEN, Kind.OVERRIDE_ENDED),
        *(Kind.COMPLETED, Kind.DISPUTED, Kind.ANSWERED, Kind.REOPENED, Kind.REDACTED),
    }
)
"""Changes that move a promise or its status; the others say how the work is going."""
KINDS = {f"plan-{kind}": kind for kind in Kind}
"""What the public ledger calls each change of an action."""
STEPS = {f"review-{kind}": kind for kind in Step}
"""What the public ledger calls each step of a review."""
RAISED = "alert-raised"
SMALL_STEPS = frozenset({Step.OWNER, Step.ANALYSED, Step.CONCLUDED, Step.COMMENTED, Step.REPLIED})
"""Steps that only those are told who asked for every update."""
OPENED = "plan-opened"
SAID_AGAIN = f"plan{RESTATED}"
"""Not told: it says what was said before, without words that the law does not allow."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class News:
    """One change of one action."""

    plan: models.Plan
    one: Tracked
    place: int
    """Where the change stands among those of the action."""

    @property
    def change(self) -> Change:
        """The change."""
        return self.one.changes[self.place]

    @property
    def before(self) -> tuple[Change, ...]:
        """All that happened to the action before."""
        return self.one.changes[: self.place]


@dataclass(frozen=True)
class Stepped:
    """One step of an alert's review; ``number`` is 0 where it was told and needs no answer."""

    story: alerts.Story
    number: int


@dataclass(frozen=True)
class AllNews:
    """Everything that a follower is told at once.

    Attributes
    ----------
    changes : the latest first.
    late : actions whose first promised day, or that of a milestone, has passed since.
    opened : later plans of the force.
    steps : of alerts, the latest first.
    """

    changes: tuple[News, ...] = ()
    late: tuple[tuple[models.Plan, Tracked], ...] = ()
    opened: tuple[models.Plan, ...] = ()
    steps: tuple[Stepped, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.late or self.opened or self.steps)


@dataclass(frozen=True)
class Said:
    """One entry of the public ledger, as far as followers are concerned."""

    position: int
    kind: str
    subject: str
    number: int


class Reading:
    """What one round reads, each thing once, however many people are told of it.

    Parameters
    ----------
    on : the day for which statuses are worked out.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self._kept: dict[object, object] = {}

    def plan(self, force_id: str, iteration: int) -> models.Plan | None:
        """A plan."""
        found = self._once(("plan", force_id, iteration), lambda: _plan(force_id, iteration))
        return found[0] if found else None

    def tracked(self, plan: models.Plan) -> dict[str, Tracked]:
        """The actions of a plan by their keys, in the order of the plan."""
        return self._once(
            ("tracked", plan.pk),
            lambda: {one.key: one for one in selectors.tracked(plan, on=self.on)},
        )

    def later(self, plan: models.Plan, key: str) -> Tracked | None:
        """An action with what was recorded while the day ended, between two of our looks."""
        return self._once(
            ("later", plan.pk, key),
            lambda: selectors.action(plan, key, on=self.on + timedelta(days=1)),
        )

    def story(self, force_id: str, number: int) -> alerts.Story | None:
        """An alert with what was recorded until the end of the next day."""
        found = self._once(
            ("alert", force_id, number),
            lambda: (alerts.story(force_id, number, on=self.on + timedelta(days=1)),),
        )
        return found[0]

    def said(self, after: int, upto: int) -> tuple[Said, ...]:
        """What the public ledger says of plans and alerts between two places, without the first."""
        return self._once(("said", after, upto), lambda: tuple(_said(after, upto)))

    def _once(self, what: object, read: Callable[[], Found]) -> Found:
        if what not in self._kept:
            self._kept[what] = read()
        return self._kept[what]  # type: ignore[return-value]  # what was read under this name


def _plan(force_id: str, iteration: int) -> tuple[models.Plan, ...]:
    found = selectors.plan(force_id, iteration)
    return (found,) if found else ()


def _said(after: int, upto: int) -> Iterable[Said]:
    rows = Entry.objects.filter(
        Q(kind__in=[*KINDS, *STEPS, OPENED, RAISED]), position__gt=after, position__lte=upto
    ).order_by("position")
    for position, kind, subject, body in rows.values_list("position", "kind", "subject", "body"):
        yield Said(position or 0, kind, subject, json.loads(body).get("number", 0))


def last_place() -> int:
    """The last place in the public ledger; -1 before the first.

    An entry has a place only once it is there for everybody, so nothing can appear before it.
    """
    found = Entry.objects.aggregate(last=Max("position"))["last"]
    return -1 if found is None else int(found)


def thing(subject: str) -> Followed | None:
    """What a subject names, if it is there."""
    if asked := alert_parts(subject):
        return _alerts(*asked)
    named = parts(subject)
    plan = selectors.plan(named[0], named[1]) if named else None
    if named is None or plan is None:
        return None
    key = named[2]
    if key and not models.Action.objects.filter(plan=plan, key=key).exists():
        return None
    return Thing(plan, key)


def _alerts(force_id: str, number: int) -> Alerts | None:
    force = Force.objects.filter(pk=force_id).first()
    there = not number or Alert.objects.filter(force=force_id, number=number).exists()
    return Alerts(force, number) if force and there else None


def title(found: Followed, *, on: date) -> str:
    """What people call it: an action by what is promised, an alert by what moved, or the force."""
    if isinstance(found, Alerts):
        story = alerts.story(found.force.pk, found.number, on=on) if found.number else None
        return headline(story.told) if story else str(found.force.name)
    one = selectors.action(found.plan, found.key, on=on) if found.key else None
    return one.now.now.title if one else str(found.plan.force.name)


def follower(secret: str, way: Way) -> Follower | None:
    """Whose link this is; None where the address was erased meanwhile.

    Raises
    ------
    LinkGone
        If it is no link that we have made.
    """
    handle = handle_of(secret, way)
    if handle is None:
        raise LinkGone(say("This link does not work. Open the one in our mail, whole."))
    return Follower.objects.filter(handle=handle).first()


def news(
    reading: Reading, subject: str, *, every: bool, after: int, upto: int, since: date | None
) -> AllNews:
    """What is new for somebody who follows a thing.

    Parameters
    ----------
    every : whether they asked for every update.
    after, upto : places in the public ledger; what stands at the first was told before.
    since : the day up to which they know which dates have passed.
    """
    if alert_parts(subject):
        return AllNews(steps=_stepped(reading, subject, every=every, after=after, upto=upto))
    named = parts(subject)
    plan = reading.plan(named[0], named[1]) if named else None
    if plan is None:
        return AllNews()
    tracked = reading.tracked(plan)
    changes = []
    for entry in reading.said(after, upto):
        wanted = entry.kind in KINDS and (every or KINDS[entry.kind] in MOVES)
        if wanted and covers(subject, entry.subject):
            key = entry.subject.rpartition("/")[2]
            one = tracked.get(key)
            if one is None or entry.number > len(one.changes):
                one = reading.later(plan, key)
            if one and entry.number <= len(one.changes):
                changes.append(News(plan, one, entry.number - 1))
    scope = [one for one in tracked.values() if covers(subject, _subject(plan, one))]
    return AllNews(
        changes=tuple(reversed(changes)),
        late=tuple((plan, one) for one in scope if since and became_late(one, since=since)),
        opened=_opened(reading, plan, after, upto),
    )


def _stepped(
    reading: Reading, subject: str, *, every: bool, after: int, upto: int
) -> tuple[Stepped, ...]:
    """The steps of alerts that somebody is told of, the latest first."""
    found = []
    for entry in reading.said(after, upto):
        asked = alert_parts(entry.subject)
        if asked is None or not covers(subject, entry.subject) or not _wanted(entry, every=every):
            continue
        story = reading.story(*asked)
        # What is only told has no review; of all others the first step says that it was raised.
        told = story is not None and (entry.kind != RAISED or story.now is None)
        if story is not None and told and entry.number <= len(story.steps):
            found.append(Stepped(story, entry.number))
    return tuple(reversed(found))


def _wanted(entry: Said, *, every: bool) -> bool:
    if entry.kind == RAISED:
        return True
    return entry.kind in STEPS and (every or STEPS[entry.kind] not in SMALL_STEPS)


def _subject(plan: models.Plan, one: Tracked) -> str:
    return Thing(plan, one.key).subject


def became_late(one: Tracked, *, since: date) -> bool:
    """Whether an action is late and was not at the end of an earlier day."""
    standing = one.standing
    return standing.status is Status.LATE and standing.days <= (one.on - since).days


def _opened(reading: Reading, plan: models.Plan, after: int, upto: int) -> tuple[models.Plan, ...]:
    """Later iterations of a plan that were opened meanwhile."""
    found = []
    for entry in reading.said(after, upto):
        named = parts(entry.subject)
        if entry.kind == OPENED and named and named[0] == plan.force_id:
            later = reading.plan(named[0], named[1])
            if later and later.iteration > plan.iteration:
                found.append(later)
    return tuple(found)


@dataclass(frozen=True)
class Latest:
    """A change for a feed: which, when, and its leaf in the public ledger.

    Attributes
    ----------
    leaf : in hexadecimal; the same where words were taken out of the change since.
    said_again_at : when that was; None where they never were.
    """

    plan: models.Plan
    key: str
    number: int
    at: datetime
    leaf: str
    said_again_at: datetime | None = None


def latest(plans: Sequence[models.Plan], *, key: str = "", most: int) -> list[Latest]:
    """The latest changes of plans, or of one action, the newest first: two queries.

    Parameters
    ----------
    key : of the only action that is wanted; empty for all.
    """
    by_key = {plan.pk: plan for plan in plans}
    rows = models.Change.objects.filter(action__plan__in=plans)
    if key:
        rows = rows.filter(action__key=key)
    wanted = rows.order_by("-recorded_at", "-pk").values_list(
        "action__plan", "action__key", "number", "recorded_at"
    )[:most]
    found = [(by_key[plan], name, number, at) for plan, name, number, at in wanted]
    leaves = _leaves({Thing(plan, name).subject for plan, name, _, _ in found})
    return [
        Latest(plan, name, number, at, *leaves.get((Thing(plan, name).subject, number), ("",)))
        for plan, name, number, at in found
    ]


def _leaves(subjects: set[str]) -> dict[tuple[str, int], tuple[str, datetime | None]]:
    """Of each change its first leaf, and when words were last taken out of it."""
    rows = Entry.objects.filter(Q(kind__in=KINDS) | Q(kind=SAID_AGAIN), subject__in=subjects)
    found: dict[tuple[str, int], tuple[str, datetime | None]] = {}
    said = rows.order_by("pk").values_list("kind", "subject", "body", "leaf", "at")
    for kind, subject, text, leaf, at in said:
        body = json.loads(text)
        place = subject, body.get("number", 0)
        if kind != SAID_AGAIN:
            found[place] = bytes(leaf).hex(), None
        else:
            found[place] = found.get(place, (body["leaf"], None))[0], at
    return found


def with_histories(found: Sequence[Latest], *, on: date) -> list[tuple[Latest, News]]:
    """The same changes, each with all that happened to its action: one query an action."""
    tracked: dict[tuple[int, str], Tracked | None] = {}
    whole = []
    for each in found:
        place = each.plan.pk, each.key
        if place not in tracked:
            tracked[place] = selectors.action(each.plan, each.key, on=on)
        one = tracked[place]
        if one and each.number <= len(one.changes):
            whole.append((each, News(each.plan, one, each.number - 1)))
    return whole
