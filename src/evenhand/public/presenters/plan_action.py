"""One action: what is promised, how it stands, what shows it, and every change since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from evenhand.ledger.selectors import Said
from evenhand.measures.words.messages import say
from evenhand.plan import models, words
from evenhand.plan.differing import Was, was
from evenhand.plan.history import Change
from evenhand.plan.quarters import Span, in_words
from evenhand.plan.selectors import Tracked
from evenhand.plan.words import Mark
from evenhand.public.presenters.plan_grid import action_url


@dataclass(frozen=True)
class Line:
    """One line of the summary: what, and one or more sentences."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A milestone: when it was first promised for, when it is due now, whether it was reached."""

    words: str
    promised: str
    now: str | None
    reached: str


@dataclass(frozen=True)
class Aim:
    """What should move, by when, and where to look."""

    words: str
    by: str
    url: str | None


@dataclass(frozen=True)
class Shown:
    """A piece of evidence, with where it leads if it leads anywhere."""

    title: str
    kind: str
    words: str
    url: str | None
    day: str


@dataclass(frozen=True)
class Told:
    """One change in the history of the action."""

    number: int
    heading: str
    day: str
    iso: str
    who: str
    words: str
    was: tuple[Was, ...]
    tone: str
    detail: str
    url: str | None
    entry: str
    leaf: str
    position: int | None
    """Its place in the public ledger, once it has one: a proof of it can then be had."""


@dataclass(frozen=True)
class ActionPage:
    """Everything that the page of an action shows."""

    title: str
    workstream: str
    marks: tuple[Mark, ...]
    sentence: str
    lines: tuple[Line, ...]
    commitments: tuple[str, ...]
    framework: str
    pilot: bool
    adopted_from: str | None
    adopters: tuple[tuple[str, str], ...]
    milestones: tuple[Step, ...]
    aims: tuple[Aim, ...]
    evidence: tuple[Shown, ...]
    dispute: str
    history: tuple[Told, ...]


def action_page(
    plan: models.Plan,
    one: Tracked,
    *,
    known: Mapping[str, models.Commitment],
    links: Collection[str],
    said: Sequence[Said],
    adopters: Sequence[models.Action],
) -> ActionPage:
    """Shape one action for its page.

    Parameters
    ----------
    known : the framework's commitments by key.
    links : references of figures and ids of measures that this site has a page of.
    said : its entries in the public ledger, one for each change, in their order.
    adopters : actions of other forces that take it up.
    """
    promised = one.now.now
    return ActionPage(
        title=promised.title,
        workstream=say(one.workstream_name),
        marks=words.marks(one.now, one.standing, one.on),
        sentence=_sentence(one),
        lines=_lines(one),
        commitments=tuple(say(known[key].words) for key in promised.commitments if key in known),
        framework=_framework(plan.framework),
        pilot=promised.pilot,
        adopted_from=_adopted_url(promised.adopts),
        adopters=tuple(
            (each.plan.force.name, action_url(each.plan, each.key)) for each in adopters
        ),
        milestones=_milestones(one),
        aims=tuple(
            Aim(each.aim, in_words(each.by), _measure_url(plan, each.measure, links))
            for each in promised.targets
        ),
        evidence=tuple(_shown(change, links) for change in one.now.evidence),
        dispute=_dispute(one),
        history=tuple(
            _told(one.changes[place], one.changes[:place], links, said[place : place + 1])
            for place in reversed(range(len(one.changes)))
        ),
    )


def _adopted_url(address: str) -> str | None:
    """Where the action is that this one takes up."""
    if not address:
        return None
    _, force, iteration, key = address.split("/")
    return reverse("plan-action", args=[force, int(iteration), key])


def _framework(framework: models.Framework) -> str:
    """Where a commitment comes from; an example is never taken for the real thing."""
    names = {"title": say(framework.title), "version": str(framework.version)}
    if framework.example:
        return say(
            "{title}, version {version}: an example, not the text of any police body.", **names
        )
    return say("{title}, version {version}.", **names)


def _sentence(one: Tracked) -> str:
    first, now = one.now.first.due_on, one.now.now.due_on
    if first == now:
        return say("Promised for {day}.", day=in_words(first))
    if now < one.on and not one.now.completed:
        return say(
            "Promised for {first}. The date was {moved} and is now {now}, which has passed.",
            first=in_words(first),
            moved=words.times_moved(one.now.moves),
            now=in_words(now),
        )
    return say(
        "Promised for {first}. The date was {moved} and is now {now}.",
        first=in_words(first),
        moved=words.times_moved(one.now.moves),
        now=in_words(now),
    )


def _lines(one: Tracked) -> tuple[Line, ...]:
    promised, first = one.now.now, one.now.first
    quarters = Span.between(first.starts_on, first.due_on)
    lines = [
        Line(say("The promise"), (promised.what,)),
        Line(say("Why"), tuple(text for text in (promised.why, promised.request) if text)),
        Line(say("Led by"), (promised.owner,)),
        Line(say("With"), promised.partners),
        Line(say("Work starts"), (in_words(promised.starts_on),)),
        Line(say("First promised"), (in_words(first.due_on), words.months(quarters))),
    ]
    if one.now.moves:
        moved = (in_words(promised.due_on), words.times_moved(one.now.moves))
        lines.append(Line(say("Now"), moved))
    return tuple(line for line in lines if line.words)


def _milestones(one: Tracked) -> tuple[Step, ...]:
    found = []
    for milestone in one.now.now.milestones:
        first, reached = one.now.first_dues[milestone.key], one.now.reached.get(milestone.key)
        found.append(
            Step(
                words=milestone.words,
                promised=in_words(first),
                now=in_words(milestone.due_on) if milestone.due_on != first else None,
                reached=_reached(first, reached),
            )
        )
    return tuple(found)


def _reached(promised: date, reached: date | None) -> str:
    if reached is None:
        return say("Not reached yet")
    if reached <= promised:
        return say("Reached on {day}", day=in_words(reached))
    late = words.length((reached - promised).days)
    return say("Reached on {day}, {length} late", day=in_words(reached), length=late)


def _dispute(one: Tracked) -> str:
    """Until when the completion can be disputed, and that it needs no account to ask for it."""
    ends = one.now.window_ends
    if ends is None or one.on > ends or one.now.open_disputes:
        return ""
    return say(
        "The reference group may dispute this until {day}. Its word then stands beside the "
        "force’s until the force answers.",
        day=in_words(ends),
    )


def _shown(change: Change, links: Collection[str]) -> Shown:
    proof = change.proof
    if proof is None:
        raise ValueError("evidence shows something")
    kinds = {
        "link": say("Link"),
        "figure": say("Published figure"),
        "note": say("Note"),
        "file": say("File"),
    }
    return Shown(
        proof.title,
        kinds[proof.kind],
        change.words,
        _proof_url(change, links),
        in_words(change.on),
    )


def _proof_url(change: Change, links: Collection[str]) -> str | None:
    proof = change.proof
    if proof and proof.kind == "link":
        return proof.address
    if proof and proof.kind == "figure" and proof.address in links:
        return reverse("figure", args=[proof.address])
    return None


def _measure_url(plan: models.Plan, measure: str, links: Collection[str]) -> str | None:
    return reverse("measure", args=[plan.force_id, measure]) if measure in links else None


def _told(
    change: Change, before: Sequence[Change], links: Collection[str], said: Sequence[Said]
) -> Told:
    return Told(
        number=change.number,
        heading=words.changed(change, before),
        day=in_words(change.on),
        iso=change.on.isoformat(),
        who=words.author(change),
        words=change.words,
        was=was(change, before),
        tone=words.tone(change),
        detail=_detail(change, before),
        url=_proof_url(change, links),
        entry=_entry(said),
        leaf=said[0].leaf if said else "",
        position=said[0].position if said else None,
    )


def _entry(said: Sequence[Said]) -> str:
    """Where a change stands in the public ledger."""
    if not said:
        return ""
    if said[0].position is None:
        return say("Waits for its place in the public ledger.")
    return say("Entry {number} of the public ledger.", number=f"{said[0].position:,}")


def _detail(change: Change, before: Sequence[Change]) -> str:
    """What a change is about, where its heading does not say it."""
    if change.proof:
        return change.proof.title
    if change.milestone:
        terms = next(one.terms for one in reversed(before) if one.terms)
        milestone = terms.milestone(change.milestone) if terms else None
        return milestone.words if milestone else change.milestone
    return change.terms.what if change.terms and not before else ""
