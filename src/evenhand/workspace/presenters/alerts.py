"""The triage list: which alerts wait for whom, the most urgent first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from evenhand.measures.watch.found import Found
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring.history import Awaits, Present, Status
from evenhand.monitoring.words import headline
from evenhand.plan.quarters import in_words
from evenhand.plan.words import Mark


@dataclass(frozen=True)
class Listed:
    """An alert as the list is given it.

    Attributes
    ----------
    now : how its review stands; None for an improvement, which nobody has to answer.
    url : its page in the workspace.
    """

    found: Found
    force: str
    number: int
    raised_on: date
    now: Present | None
    url: str


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    title: str
    url: str
    mark: Mark
    left: str
    next: str
    owner: str
    sentence: str
    force: str


@dataclass(frozen=True)
class Group:
    """Lines under a heading."""

    key: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Triage:
    """The whole list, and one sentence about it."""

    sentence: str
    groups: tuple[Group, ...]


MINE = {Awaits.ANSWER, Awaits.ACTION, Awaits.CONCLUSION, Awaits.SIGNATURE, Awaits.JUDGEMENT}
"""What somebody has to do; the rest waits for records or for a day."""


def triage(listed: Iterable[Listed], *, several: bool) -> Triage:
    """Put alerts in groups, and each group in the order in which it is urgent.

    Parameters
    ----------
    several : whether they are of several forces, so that each line names its own.
    """
    every = list(listed)
    groups = (
        Group("overdue", say("Overdue"), _rows(every, _overdue, several)),
        Group("open", say("Waiting for a first answer"), _rows(every, _open, several)),
        Group("next", say("Waiting for the next step"), _rows(every, _next, several)),
        Group("later", say("Waiting for records"), _rows(every, _later, several)),
        Group("over", say("Over, or nothing to answer"), _rows(every, _over, several)),
    )
    return Triage(_sentence(every), tuple(one for one in groups if one.rows))


def _overdue(one: Listed) -> bool:
    return one.now is not None and one.now.days_overdue > 0


def _open(one: Listed) -> bool:
    return one.now is not None and one.now.awaits is Awaits.ANSWER and not _overdue(one)


def _next(one: Listed) -> bool:
    return one.now is not None and one.now.awaits in MINE - {Awaits.ANSWER}


def _later(one: Listed) -> bool:
    return one.now is not None and one.now.awaits in {Awaits.DATA, Awaits.REMEASUREMENT}


def _over(one: Listed) -> bool:
    return one.now is None or one.now.awaits is Awaits.NOTHING


def _rows(every: list[Listed], wanted: Callable[[Listed], bool], several: bool) -> tuple[Row, ...]:
    chosen = [one for one in every if wanted(one)]
    chosen.sort(key=_urgency)
    return tuple(_row(one, several) for one in chosen)


def _urgency(one: Listed) -> tuple[date, bool, str, int]:
    last = one.now.deadline if one.now else one.raised_on
    return (last, not one.found.grave, one.force, one.number)


def _row(one: Listed, several: bool) -> Row:
    return Row(
        title=title(one.found),
        url=one.url,
        mark=mark(one.now),
        left=left(one.now),
        next=awaited(one.now),
        owner=(one.now.owner_role if one.now else "") or say("No owner yet"),
        sentence=one.found.sentence,
        force=one.force if several else "",
    )


def title(found: Found) -> str:
    """What an alert is about, in one line; one about the data says so."""
    line = headline(found)
    return say("About the data: {line}", line=line) if found.quality else line


def waiting(listed: Iterable[Listed]) -> str:
    """What the first page says of alerts; nothing where none waits for an answer."""
    every = [one for one in listed if one.now is not None and one.now.awaits is Awaits.ANSWER]
    return _sentence(every) if every else ""


def _sentence(every: list[Listed]) -> str:
    if not every:
        return say("No alert has been raised.")
    late = sum(_overdue(one) for one in every)
    waits = sum(_open(one) for one in every)
    if late:
        return (
            say("One alert is overdue: its silence is shown in public, day by day.")
            if late == 1
            else say(
                "{count} alerts are overdue: their silence is shown in public, day by day.",
                count=str(late),
            )
        )
    if waits:
        return (
            say("One alert waits for a first answer. None is overdue.")
            if waits == 1
            else say("{count} alerts wait for a first answer. None is overdue.", count=str(waits))
        )
    return say("No alert waits for a first answer.")


def mark(now: Present | None) -> Mark:
    """How a review stands, as a shape with its word."""
    if now is None:
        return Mark("alert-told", "quiet", say("For the better: told, nothing to answer"))
    shapes = {
        Status.OPEN: ("plan-open", "known", say("Open")),
        Status.OVERDUE: ("plan-late", "late", say("Overdue")),
        Status.ANSWERED: ("plan-on-track", "known", say("Answered")),
        Status.EXPLAINED: ("plan-complete", "known", say("Explained")),
        Status.PARTLY: ("plan-on-track", "known", say("Partly explained")),
        Status.NOT_EXPLAINED: ("plan-disputed", "late", say("Not explained")),
        Status.CANNOT_TELL: ("plan-no-evidence", "quiet", say("We cannot tell")),
        Status.REFORM: ("plan-stale", "late", say("Reform")),
        Status.TOLD: ("alert-told", "quiet", say("For the better: told, nothing to answer")),
    }
    return Mark(*shapes[now.status])


def left(now: Present | None) -> str:
    """How many days are left, or how long nobody has answered; empty where none is awaited."""
    if now is None or not now.waits:
        return ""
    if now.days_overdue:
        return (
            say("1 day overdue")
            if now.days_overdue == 1
            else say("{days} days overdue", days=str(now.days_overdue))
        )
    days, day = (now.deadline - now.on).days, notes.day(now.deadline)
    if now.stopped:
        return say("The clock stands still. Last day: {day}", day=day)
    if days == 0:
        return say("Today is the last day")
    return (
        say("1 day left, until {day}", day=day)
        if days == 1
        else say("{days} days left, until {day}", days=str(days), day=day)
    )


def awaited(now: Present | None) -> str:
    """What has to come next."""
    if now is None:
        return ""
    return {
        Awaits.ANSWER: say("Waits for an explanation, or a conclusion"),
        Awaits.JUDGEMENT: say("Waits for an independent reviewer"),
        Awaits.DATA: say("Waits for the records that test the prediction"),
        Awaits.CONCLUSION: say("Waits for a conclusion"),
        Awaits.SIGNATURE: say("Waits for a chief officer to sign off"),
        Awaits.ACTION: say("Waits for an action of the plan"),
        Awaits.REMEASUREMENT: say("Waits to be measured again"),
        Awaits.NOTHING: say("Nothing is awaited"),
    }[now.awaits]


def clock(now: Present | None) -> tuple[str, ...]:
    """What the days say of a review, in sentences."""
    if now is None:
        return (say("A move for the better is told. Nothing has to be answered."),)
    if now.silent is not None:
        return (
            say(
                "Nobody answered until {day}, so it is reform now.",
                day=in_words(now.becomes_reform_after),
            ),
        )
    if not now.waits:
        return (say("{awaited}.", awaited=awaited(now)),)
    said = [say("{left}.", left=left(now))]
    if now.on > now.becomes_reform_after:
        said.append(say("Its time is over: it becomes reform by itself with the next night."))
    elif now.days_overdue:
        said.append(
            say(
                "If nobody answers until {day}, it becomes reform by itself, and those who hold "
                "the force to account are told, where they have joined this site.",
                day=in_words(now.becomes_reform_after),
            )
        )
    return tuple(said)
