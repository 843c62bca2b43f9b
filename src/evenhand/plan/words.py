"""How a plan is put into words: days, lengths, quarters, statuses, changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.measures.words.messages import say
from evenhand.plan.history import LONDON, Change, Kind, Present, Redaction
from evenhand.plan.quarters import Quarter, Span, in_words
from evenhand.plan.status import Finding, Standing, Status
from evenhand.records.clock import MONTHS

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
IN_DAYS = 61  # a length below two months is exact enough to be acted on
DAYS_A_MONTH = 365.25 / 12
TONES = {
    Status.NOT_STARTED: "quiet",
    Status.ON_TRACK: "known",
    Status.LATE: "late",
    Status.NO_EVIDENCE: "unknown",
    Status.STALE: "unknown",
    Status.COMPLETE: "known",
    Status.DISPUTED: "late",
    Status.WITHDRAWN: "quiet",
}


@dataclass(frozen=True)
class Mark:
    """A status as it is shown: its shape, its tone and its words, which say it all."""

    shape: str
    tone: str
    words: str


def short_day(when: date) -> str:
    """31 Dec 2025."""
    return say(
        "{day} {month} {year}",
        day=str(when.day),
        month=say(SHORT[when.month - 1]),
        year=str(when.year),
    )


def months(span: Span) -> str:
    """The months of a run of quarters: Apr to Sep 2025, or Oct 2025 to Mar 2026."""
    first, last = span.first.first_day, span.last.last_day
    begins, ends = say(SHORT[first.month - 1]), say(SHORT[last.month - 1])
    if first.year == last.year:
        return say("{first} to {last} {year}", first=begins, last=ends, year=str(last.year))
    return say(
        "{first} {year} to {last} {later}",
        first=begins,
        year=str(first.year),
        last=ends,
        later=str(last.year),
    )


def quarter(one: Quarter) -> str:
    """Quarter 1 of 2025 to 2026, April to June 2025."""
    return say(
        "Quarter {number} of {year} to {next}, {first} to {last}",
        number=str(one.number),
        year=str(one.year),
        next=str(one.year + 1),
        first=say(MONTHS[one.first_day.month - 1]),
        last=say(
            "{month} {year}", month=say(MONTHS[one.last_day.month - 1]), year=str(one.last_day.year)
        ),
    )


def column(span: Span, now: Quarter) -> str:
    """The heading of a column: Q1; Q3 and Q4; Q2 to Q4; a whole financial year."""
    first, last = span.first, span.last
    if span == Span(Quarter(first.year, 1), Quarter(first.year, 4)):
        return say("{year} to {next}", year=str(first.year), next=str(first.year + 1))
    if first == last:
        number = str(first.number)
        return (
            say("Q{number}, now", number=number)
            if first == now
            else say("Q{number}", number=number)
        )
    ends = {"first": str(first.number), "last": str(last.number)}
    if first.following == last:
        return say("Q{first} and Q{last}", **ends)
    return say("Q{first} to Q{last}", **ends)


def length(days: int) -> str:
    """A length of time: exact in days while it is short, then in whole months."""
    if days == 1:
        return say("1 day")
    if days < IN_DAYS:
        return say("{days} days", days=str(days))
    return say("{months} months", months=str(int(days / DAYS_A_MONTH)))


def times_moved(moves: int) -> str:
    """How often a date was moved; nothing where it never was."""
    if moves == 0:
        return ""
    counted = {1: say("moved once"), 2: say("moved twice")}
    return counted.get(moves) or say("moved {count} times", count=str(moves))


def promised(now: Present, on: date) -> str:
    """For which day an action was first promised, and for which it is now, in one sentence."""
    first, due = now.first.due_on, now.now.due_on
    if first == due:
        return say("Promised for {day}.", day=in_words(first))
    if due < on and not now.completed:
        return say(
            "Promised for {first}. The date was {moved} and is now {now}, which has passed.",
            first=in_words(first),
            moved=times_moved(now.moves),
            now=in_words(due),
        )
    return say(
        "Promised for {first}. The date was {moved} and is now {now}.",
        first=in_words(first),
        moved=times_moved(now.moves),
        now=in_words(due),
    )


def name(status: Status) -> str:
    """A status, in its list and its key."""
    names = {
        Status.NOT_STARTED: say("Not started"),
        Status.ON_TRACK: say("On track"),
        Status.LATE: say("Late"),
        Status.NO_EVIDENCE: say("No evidence"),
        Status.STALE: say("Not updated"),
        Status.COMPLETE: say("Complete"),
        Status.DISPUTED: say("Disputed"),
        Status.WITHDRAWN: say("Withdrawn"),
    }
    return names[status]


def mark(status: Status, words: str = "") -> Mark:
    """A status with its shape; its name where no other words are given."""
    return Mark(f"plan-{status}", TONES[status], words or name(status))


def marks(now: Present, standing: Standing, on: date) -> tuple[Mark, ...]:
    """Everything that is true of an action, the first thing first; none hides another."""
    found = [_first(now, standing, on)]
    found += [_doubt(one) for one in standing.also]
    found += [
        mark(
            Status.DISPUTED,
            say(
                "Disputed by {who} on {day}",
                who=one.change.organisation,
                day=short_day(one.change.on),
            ),
        )
        for one in now.open_disputes
    ]
    if standing.said:
        found.append(
            mark(
                standing.said,
                say("The force says: {status}. Its reason is public.", status=name(standing.said)),
            )
        )
    return tuple(found)


def _first(now: Present, standing: Standing, on: date) -> Mark:
    match standing.status:
        case Status.DISPUTED:
            return mark(Status.COMPLETE, say("Complete, the force says"))
        case Status.COMPLETE if now.window_ends and on <= now.window_ends:
            until = short_day(now.window_ends)
            words = say("Complete, the force says; open to dispute until {day}", day=until)
            return mark(Status.COMPLETE, words)
        case Status.COMPLETE if standing.completed_late:
            late = length(standing.completed_late)
            return mark(Status.COMPLETE, say("Complete, {length} late", length=late))
    return _doubt(Finding(standing.status, standing.days))


def _doubt(finding: Finding) -> Mark:
    match finding.status:
        case Status.LATE:
            return mark(Status.LATE, say("Late by {length}", length=length(finding.days)))
        case Status.STALE:
            return mark(Status.STALE, say("Not updated for {days} days", days=str(finding.days)))
    return mark(finding.status)


def changed(change: Change, before: Sequence[Change]) -> str:
    """What a change did, as the heading of its entry."""
    if change.kind is Kind.CHANGED and change.terms:
        return _changed_terms(change, before)
    words = {
        Kind.REPORTED: say("How it is going"),
        Kind.LEARNT: say("What was learnt"),
        Kind.REACHED: say("Milestone reached"),
        Kind.EVIDENCE: say("Evidence added"),
        Kind.COMPLETED: say("Said to be complete"),
        Kind.DISPUTED: say("Completion disputed"),
        Kind.ANSWERED: say("Dispute answered: the force keeps to its word")
        if change.stands
        else say("Dispute answered: the action is open again"),
        Kind.REOPENED: say("Completion taken back"),
        Kind.OVERRIDE_ENDED: say("The force no longer states another status"),
        Kind.WITHDRAWN: say("Promise withdrawn"),
        Kind.COMMENTED: say("Comment from those who look at the force’s work"),
        Kind.REDACTED: say("Words taken out that the law does not allow"),
    }
    if change.kind is Kind.PROMISED and change.terms:
        return say("Promised for {day}", day=in_words(change.terms.due_on))
    if change.kind is Kind.OVERRIDDEN:
        return say("The force states: {status}", status=name(Status(change.says)))
    return words[change.kind]


def _changed_terms(change: Change, before: Sequence[Change]) -> str:
    old = next(one.terms for one in reversed(before) if one.terms)
    new = change.terms
    if old is None or new is None:
        raise ValueError("a promise is changed after it is made")
    if old.due_on != new.due_on:
        return say("Date moved to {day}", day=in_words(new.due_on))
    if old.owner != new.owner:
        return say("Owner is now: {owner}", owner=new.owner)
    if old.starts_on != new.starts_on:
        return say("Start moved to {day}", day=in_words(new.starts_on))
    if (old.title, old.what) != (new.title, new.what):
        return say("Wording changed")
    if old.milestones != new.milestones:
        return say("Milestones changed")
    return say("Promise changed")


def about(change: Change, before: Sequence[Change]) -> str:
    """What a change is about, where its heading does not say it: the evidence, the milestone."""
    if change.proof:
        return change.proof.title
    if not change.milestone:
        return ""
    terms = next((one.terms for one in reversed(before) if one.terms), None)
    milestone = terms.milestone(change.milestone) if terms else None
    return milestone.words if milestone else change.milestone


def author(change: Change) -> str:
    """Who made a change, by role, and for whom."""
    return say("{role}, {organisation}", role=change.by, organisation=change.organisation)


def redacted(marks: Iterable[Redaction]) -> tuple[str, ...]:
    """Of each time that something was taken out: what, when, by whom and why."""
    return tuple(
        say(
            "Taken out on {day} by {who}: {parts}. The reason given: “{why}”",
            day=in_words(one.at.astimezone(LONDON).date()),
            who=say("{role}, {organisation}", role=one.by, organisation=one.organisation),
            parts=", ".join(dict.fromkeys(part(name) for name in one.parts)),
            why=one.why,
        )
        for one in marks
    )


def part(name: str) -> str:
    """A part of a change that can be taken out, as :mod:`evenhand.plan.redactions` names it."""
    names = {
        "words": say("what was said"),
        "by": say("the role of who said it"),
        "title": say("the title"),
        "what": say("the promise"),
        "why": say("why it was promised"),
        "owner": say("who leads it"),
        "request": say("what was asked for"),
        "milestones": say("a milestone"),
        "targets": say("what should move"),
        "partners": say("a partner"),
        "evidence": say("the title of the evidence"),
        "address": say("the address of the evidence"),
        "role": say("the role"),
    }
    return names[name.split(" ", maxsplit=1)[0]]


def tone(change: Change) -> str:
    """Whether a change bends a promise or doubts one, or is part of keeping it."""
    bends = {
        *(Kind.CHANGED, Kind.DISPUTED, Kind.REOPENED),
        *(Kind.OVERRIDDEN, Kind.WITHDRAWN, Kind.REDACTED),
    }
    return "late" if change.kind in bends or change.stands is False else "known"
