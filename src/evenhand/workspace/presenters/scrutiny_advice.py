"""Recommendations at somebody's desk: how each stands, its clock, every step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.ledger.kept import REDACTED
from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.plan.words import Mark
from evenhand.scrutiny.recommending import words
from evenhand.scrutiny.recommending.selectors import Story
from evenhand.scrutiny.recommending.steps import Awaits, Kind, Status, Step
from evenhand.scrutiny.recommending.terms import Advice
from evenhand.workspace.presenters.desk_steps import StepWords
from evenhand.workspace.presenters.scrutiny_parts import (
    Entry,
    Fact,
    Line,
    Part,
    days_in_words,
    until,
)


@dataclass(frozen=True)
class Shown:
    """What stands on every page about a recommendation."""

    title: str
    caption: str
    mark: Mark
    what: str
    why: str
    did: str
    clock: str
    late: bool


def shown(one: Story) -> Shown:
    """How a recommendation stands."""
    row, now = one.recommendation, one.now
    return Shown(
        title=title(one),
        caption=say("{maker} to {force}", maker=row.organisation, force=row.answered_by),
        mark=mark(one.status),
        what=now.advice.what,
        why=now.advice.why,
        did=words.we_did(one),
        clock=clock(one),
        late=bool(now.days_overdue),
    )


def title(one: Story) -> str:
    """A recommendation by its number."""
    return say("Recommendation {number}", number=str(one.recommendation.number))


def mark(status: Status) -> Mark:
    """How it stands, as a shape with its word."""
    shape, tone = {
        Status.AWAITED: ("plan-open", "known"),
        Status.OVERDUE: ("plan-late", "late"),
        Status.ACCEPTED: ("plan-on-track", "known"),
        Status.IN_PART: ("plan-on-track", "known"),
        Status.REFUSED: ("plan-disputed", "late"),
        Status.LATE: ("plan-late", "late"),
        Status.SAID_DONE: ("plan-stale", "known"),
        Status.DONE: ("plan-complete", "known"),
        Status.WITHDRAWN: ("plan-withdrawn", "quiet"),
    }[status]
    return Mark(shape, tone, words.status(status))


def clock(one: Story) -> str:
    """What the public clock says; empty where nothing is awaited of the force."""
    now = one.now
    if now.awaits is Awaits.ANSWER:
        if now.stopped:
            return say("The clock stands still. Last day: {day}.", day=in_words(now.deadline))
        left = until((now.deadline - now.on).days)
        return say(
            "Answer awaited for {days}. Last day: {day}. {left}.",
            days=days_in_words(now.days_awaited),
            day=in_words(now.deadline),
            left=left,
        )
    if now.awaits in {Awaits.ACTION, Awaits.COMPLETION}:
        left = until((now.advice.by - now.on).days)
        return say("To be done by {day}. {left}.", day=in_words(now.advice.by), left=left)
    return ""


def line(one: Story, url: str) -> Line:
    """One line of the list."""
    note = " ".join(part for part in (short(one.now.advice.what), clock(one)) if part)
    caption = one.recommendation.organisation
    named = say("{title}, {maker}", title=title(one), maker=caption)
    return Line(named, url, note, mark(one.status), late=bool(one.now.days_overdue))


def short(text: str, most: int = 160) -> str:
    """The first words of a text; a mark says where more follow."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def parts(rows: Iterable[tuple[Story, Line]]) -> tuple[Part, ...]:
    """The list in groups: what is awaited first."""
    every = list(rows)
    over = {Status.DONE, Status.WITHDRAWN}

    def of(key: str, name: str, wanted: Sequence[Status]) -> Part:
        found = tuple(row for one, row in every if one.status in wanted)
        return Part(key, name, found)

    groups = (
        of("overdue", say("Overdue"), (Status.OVERDUE, Status.LATE)),
        of("awaited", say("An answer is awaited"), (Status.AWAITED,)),
        of("doing", say("Accepted, to be done"), (Status.ACCEPTED, Status.IN_PART)),
        of("said", say("Said to be done, or refused"), (Status.SAID_DONE, Status.REFUSED)),
        of("over", say("Done or withdrawn"), tuple(over)),
    )
    return tuple(one for one in groups if one.lines)


def facts(one: Story) -> tuple[Fact, ...]:
    """What belongs to it beside its words."""
    advice = one.now.advice
    found = [
        Fact(say("To"), advice.to),
        Fact(say("To be done by"), in_words(advice.by)),
        Fact(say("First said on"), in_words(advice.said_on)),
        Fact(say("Waits for"), words.awaits(one.awaits) or say("Nothing")),
    ]
    if advice.comes_from:
        found.append(Fact(say("Comes from"), "; ".join(advice.comes_from)))
    if advice.repeats:
        found.append(Fact(say("Said before in"), "; ".join(advice.repeats)))
    if one.repeated_by:
        found.append(Fact(say("Said again in"), "; ".join(one.repeated_by)))
    return tuple(found)


def history(steps: Sequence[Step]) -> tuple[Entry, ...]:
    """Every step, the latest first."""
    return tuple(entry(one) for one in reversed(steps))


def entry(step: Step) -> Entry:
    """One step as the public reads it."""
    return Entry(
        words.heading(step),
        tuple(_detail(step)),
        step.words,
        in_words(step.on),
        step.on.isoformat(),
        words.who(step),
        step.number,
        _links(step),
    )


def _detail(step: Step) -> Iterable[str]:
    if step.kind is Kind.EXTENDED:
        yield words.ground(step.data["ground"])
    elif step.kind is Kind.CARRIED:
        yield str(step.data["action"])
    elif step.kind is Kind.SHOWN and not _links(step):
        yield str(step.data["proof"]["title"])
    elif step.kind is Kind.MADE:
        yield str(step.data["advice"]["why"])


def _links(step: Step) -> tuple[tuple[str, str], ...]:
    if step.kind is not Kind.SHOWN or step.data["proof"]["kind"] != "link":
        return ()
    title, address = step.data["proof"]["title"], step.data["proof"]["address"]
    return ((title, address),) if address != REDACTED else ()


def made_preview(advice: Advice, *, by: str, organisation: str, force: str, at: datetime) -> Entry:
    """A recommendation that is about to be made."""
    lines = [
        advice.why,
        say("To {force}: {role}.", force=force, role=advice.to),
        say("To be done by {day}.", day=in_words(advice.by)),
    ]
    if advice.comes_from:
        lines.append(say("Comes from: {names}", names="; ".join(advice.comes_from)))
    step = Step(0, Kind.WITHDRAWN, at, by, organisation, advice.what, {})
    return Entry(
        say("Recommended"), tuple(lines), advice.what, in_words(step.on), "", words.who(step)
    )


def step_words(step: str, deadline: date) -> StepWords:
    """What a step says of itself, by the last part of its address."""
    look = say("See what the public will read")
    stays = say("The step stays in the public history.")
    return {
        "respond": StepWords(
            say("Answer it"),
            say("Answer the recommendation"),
            say("Accepted, accepted in part, or refused with a reason. It is public at once."),
            look,
            say("The answer is public."),
            say("A later answer stands beside this one. Being on time is judged by the first."),
        ),
        "extend": StepWords(
            say("Ask for more time"),
            say("Ask for more time"),
            say(
                "The clock stands still, on a lawful ground that is public. Until {day} it can be "
                "asked for.",
                day=in_words(deadline),
            ),
            look,
            say("The clock stands still, and the reason is public."),
            stays,
            warns=True,
        ),
        "carry": StepWords(
            say("Link the action of the plan"),
            say("Link the action of the plan that carries it"),
            say("What is accepted becomes an action that everybody can follow."),
            look,
            say("The action is linked."),
            stays,
        ),
        "evidence": StepWords(
            say("Show evidence"),
            say("Show evidence that it was done"),
            say("A link or a figure convinces more people than a note."),
            look,
            say("The evidence is public."),
            stays,
        ),
        "complete": StepWords(
            say("Say that it is done"),
            say("Say that it is done"),
            say("Those who recommended it have the last word."),
            look,
            say("It is said to be done. Those who recommended it say next what they think."),
            stays,
        ),
        "view": StepWords(
            say("Say what you think of what came of it"),
            say("What you think of what came of it"),
            say("You recommended it, so you have the last word."),
            look,
            say("Your view is public."),
            stays,
        ),
        "withdraw": StepWords(
            say("Take it back"),
            say("Take the recommendation back"),
            say("Nobody has to answer it any more. It stays to be read."),
            look,
            say("The recommendation is withdrawn."),
            stays,
            warns=True,
        ),
    }[step]


def new_words() -> StepWords:
    """What making a recommendation says of itself."""
    return StepWords(
        say("Make a recommendation"),
        say("Make a recommendation"),
        say("It has a public page and a clock. What it says never changes."),
        say("See what the public will read"),
        say("The recommendation is public, and its clock runs."),
        say("What it says never changes. It can be taken back, and stays to be read."),
    )


def who_takes(step: str) -> str:
    """Who can take a step, where the reader cannot."""
    if step in {"view", "withdraw"}:
        return say("by those who recommended it")
    return say("by those who answer recommendations in the force")
