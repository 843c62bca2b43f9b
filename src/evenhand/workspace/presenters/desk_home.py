"""The first page after signing in: what waits for somebody, by what they are here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from evenhand.accounts.acting import GROUPS, Acting
from evenhand.accounts.roles import May, OrganisationKind
from evenhand.measures.words.messages import say
from evenhand.plan import models, words
from evenhand.plan.history import Change, Kind
from evenhand.plan.quarters import in_words
from evenhand.plan.selectors import Assigned, Tracked
from evenhand.plan.status import Status
from evenhand.workspace.presenters.desk_lists import Item, Part, item, items, over, waiting

LATELY = timedelta(days=28)
MOST_CHANGES = 20
MOVED = frozenset({Kind.CHANGED, Kind.COMPLETED, Kind.DISPUTED, Kind.ANSWERED})
MOVED |= {Kind.REOPENED, Kind.OVERRIDDEN, Kind.WITHDRAWN, Kind.PROMISED}
"""What those who look at a force's work want to hear of first."""


@dataclass(frozen=True)
class Line:
    """A sentence of a list that leads somewhere, with what is said below it."""

    words: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Lines:
    """A list of sentences under a heading, or one sentence where there is nothing.

    Attributes
    ----------
    left_out : that there are more, and how many; empty where all are shown.
    """

    title: str
    lines: tuple[Line, ...]
    none: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Home:
    """What the first page says.

    Attributes
    ----------
    sentence : the first thing to know.
    parts : lists of actions.
    lists : lists of sentences.
    """

    sentence: str
    parts: tuple[Part, ...] = ()
    lists: tuple[Lines, ...] = ()


def home(
    by: Acting,
    plans: Sequence[models.Plan],
    found: Mapping[int, Sequence[Tracked]],
    what: Mapping[int, Assigned],
) -> Home:
    """Shape the first page.

    Parameters
    ----------
    plans : those that somebody works with.
    found : the actions of each.
    what : what is theirs in each.
    """
    if by.organisation.kind in GROUPS:
        return _group(by, plans, found)
    if by.organisation.kind != OrganisationKind.FORCE:
        return _outside(by, plans, found)
    if not plans:
        return Home(say("Your force has no plan on this site yet."))
    plan = plans[0]
    if by.may(May.CHANGE_PLAN) or by.may(May.READ_DIGEST):
        return _whole(plan, found[plan.pk])
    if by.may(May.CHANGE_WORKSTREAM) or by.may(May.UPDATE_ACTIONS):
        return _own(by, plan, found[plan.pk], what[plan.pk])
    return Home(say("Nothing in the plan waits for you. You can read all of it."))


def _whole(plan: models.Plan, found: Sequence[Tracked]) -> Home:
    parts = waiting(plan, found)
    if not found:
        return Home(say("The plan is open, and nothing is promised in it yet."))
    if not parts:
        return Home(say("Nothing in the plan is late, disputed, silent or due in 28 days."))
    return Home(_counted(parts, len(found)), parts)


def _counted(parts: Sequence[Part], total: int) -> str:
    waits = sum(len(one.items) for one in parts)
    if total == 1:
        return say("One action is in the plan, and it needs somebody now.")
    if waits == 1:
        return say("Of {total} actions in the plan, one needs somebody now.", total=str(total))
    return say(
        "Of {total} actions in the plan, {count} need somebody now.",
        total=str(total),
        count=str(waits),
    )


def _own(by: Acting, plan: models.Plan, found: Sequence[Tracked], what: Assigned) -> Home:
    own = [one for one in found if what.covers(workstream=one.workstream, action=one.key)]
    if not own:
        return Home(_nothing_own(by, what))
    parts = waiting(plan, own)
    listed = {each.url for part in parts for each in part.items}
    rest = [one for one in own if item(plan, one).url not in listed]
    more = [
        Part("open", say("Going on"), items(plan, [one for one in rest if not over(one)])),
        Part("over", say("Complete or withdrawn"), items(plan, [one for one in rest if over(one)])),
    ]
    return Home(_own_sentence(len(own), len(listed)), (*parts, *(one for one in more if one.items)))


def _own_sentence(own: int, waits: int) -> str:
    if own == 1:
        return (
            say("One action is yours, and it needs you now.")
            if waits
            else say("One action is yours. It needs nothing from you today.")
        )
    if not waits:
        return say("{own} actions are yours. None needs you today.", own=str(own))
    if waits == 1:
        return say("{own} actions are yours. One needs you now.", own=str(own))
    return say("{own} actions are yours. {waits} need you now.", own=str(own), waits=str(waits))


def _nothing_own(by: Acting, what: Assigned) -> str:
    if what.workstreams or what.actions:
        return say("Nothing is promised yet in what you lead.")
    if by.may(May.CHANGE_WORKSTREAM):
        return say(
            "No workstream is yours here yet. Your programme manager can say which you lead."
        )
    return say("No action is yours here yet. Your programme manager can say which you do.")


def _group(
    by: Acting, plans: Sequence[models.Plan], found: Mapping[int, Sequence[Tracked]]
) -> Home:
    """A panel or an advisory group: what it may dispute, and what became of its disputes."""
    if not plans:
        return Home(say("The force that you look at has no plan on this site yet."))
    plan, every = plans[0], found[plans[0].pk]
    name = by.organisation.name
    open_ = [one for one in every if _open_to(one, name)]
    open_.sort(key=lambda one: one.now.window_ends or one.on)
    lines = tuple(_last_day(plan, one) for one in open_)
    disputes = Lines(
        say("Your group’s disputes"),
        _disputes(plan, every, name),
        say("Your group has disputed nothing."),
    )
    can = Lines(
        say("Complete, the force says, and open to dispute"),
        lines,
        say("No completion is open to dispute today."),
    )
    return Home(_group_sentence(len(lines)), lists=(can, disputes))


def _group_sentence(count: int) -> str:
    if count == 0:
        return say("The force has said of nothing lately that it is complete.")
    if count == 1:
        return say("The force says that one action is complete. Your group may say that it is not.")
    return say(
        "The force says that {count} actions are complete. Your group may say that they are not.",
        count=str(count),
    )


def _open_to(one: Tracked, organisation: str) -> bool:
    """Whether a group may still dispute the completion of an action."""
    ends = one.now.window_ends
    said = any(each.change.organisation == organisation for each in one.now.disputes)
    return ends is not None and one.on <= ends and not said and not one.now.withdrawn


def _last_day(plan: models.Plan, one: Tracked) -> Line:
    ends = one.now.window_ends or one.on
    shown = item(plan, one)
    days = (ends - one.on).days
    left = (
        say("today is the last day")
        if days == 0
        else say("{length} left", length=words.length(days))
    )
    note = say("Last day: {day} ({left})", day=in_words(ends), left=left)
    return Line(shown.title, shown.url, note)


def _disputes(plan: models.Plan, every: Sequence[Tracked], name: str) -> tuple[Line, ...]:
    """Each dispute of a group with its answer, the latest first."""
    lines: list[tuple[Change, Line]] = []
    for one in every:
        for change in one.changes:
            if change.kind is Kind.DISPUTED and change.organisation == name:
                answer = next((each for each in one.changes if each.answers == change.number), None)
                shown = item(plan, one)
                lines.append((change, Line(shown.title, shown.url, _answered(change, answer))))
    lines.sort(key=lambda each: each[0].at, reverse=True)
    return tuple(line for _, line in lines)


def _answered(change: Change, answer: Change | None) -> str:
    asked = in_words(change.on)
    if answer is None:
        return say("Disputed on {day}. No answer yet.", day=asked)
    said = {"day": asked, "answered": in_words(answer.on), "words": answer.words}
    if answer.stands:
        return say("Disputed on {day}. On {answered} the force kept to its word: “{words}”", **said)
    return say("Disputed on {day}. On {answered} the force reopened it: “{words}”", **said)


def _outside(
    by: Acting, plans: Sequence[models.Plan], found: Mapping[int, Sequence[Tracked]]
) -> Home:
    """Oversight and the national programme: every plan, and what moved lately."""
    if not plans:
        return Home(say("No force has a plan on this site yet."))
    lines = tuple(_plan_line(plan, found[plan.pk]) for plan in plans)
    moved = [
        (change, one, plan)
        for plan in plans
        for one in found[plan.pk]
        for change in one.changes
        if change.kind in MOVED and one.on - change.on <= LATELY
    ]
    moved.sort(key=lambda each: each[0].at, reverse=True)
    return Home(
        say("You read every plan, and may comment on any action. Comments are public.")
        if by.may(May.COMMENT)
        else say("You read every plan."),
        lists=(
            Lines(say("Plans"), lines),
            Lines(
                say("What moved in the last 28 days"),
                tuple(_moved(*each) for each in moved[:MOST_CHANGES]),
                say("Nothing moved."),
                _left_out(len(moved)),
            ),
        ),
    )


def _left_out(total: int) -> str:
    """That a list shows the latest alone, where it does."""
    if total <= MOST_CHANGES:
        return ""
    return say("These are the latest {most} of {total}.", most=str(MOST_CHANGES), total=str(total))


def _plan_line(plan: models.Plan, every: Sequence[Tracked]) -> Line:
    late = sum(Status.LATE in one.standing for one in every)
    disputed = sum(Status.DISPUTED in one.standing for one in every)
    return Line(
        plan.force.name,
        reverse("desk-plan-of", args=[plan.force_id, plan.iteration]),
        say(
            "Actions: {total}. Late: {late}. Disputed: {disputed}.",
            total=str(len(every)),
            late=str(late),
            disputed=str(disputed),
        ),
    )


def _moved(change: Change, one: Tracked, plan: models.Plan) -> Line:
    shown: Item = item(plan, one)
    place = one.changes.index(change)
    note = say(
        "{what}, {day}. {force}.",
        what=words.changed(change, one.changes[:place]),
        day=in_words(change.on),
        force=plan.force.name,
    )
    return Line(shown.title, shown.url, note)
