"""One action: what is promised, how it stands, what shows it, and every change since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.ledger.selectors import Said
from evenhand.measures.words.messages import say
from evenhand.plan import goals, models, words
from evenhand.plan.differing import Was, was
from evenhand.plan.history import Change, Kind
from evenhand.plan.quarters import Span, in_words
from evenhand.plan.redactions import is_taken_out
from evenhand.plan.selectors import Tracked, by_number
from evenhand.plan.summary import Step, milestones
from evenhand.plan.terms import Target
from evenhand.plan.words import Mark
from evenhand.public.presenters.plan_evidence import Files
from evenhand.public.presenters.plan_grid import action_url
from evenhand.publications.reporting.progress import Progress
from evenhand.publications.reporting.progress_words import Told, told
from evenhand.publications.reporting.selectors import Far


@dataclass(frozen=True)
class Line:
    """One line of the summary: what, and one or more sentences."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Aim:
    """What should move, by when, and where to look.

    Attributes
    ----------
    goal, progress : how far, and how far it is, where that was said exactly.
    figure : the page of the figure that progress was read from.
    """

    words: str
    by: str
    url: str | None
    goal: str
    progress: Told | None
    figure: str | None


@dataclass(frozen=True)
class Shown:
    """A piece of evidence, with where it leads if it leads anywhere."""

    title: str
    kind: str
    words: str
    url: str | None
    day: str


@dataclass(frozen=True)
class Lesson:
    """Something that a pilot taught, when, and who says so."""

    words: str
    day: str
    who: str


@dataclass(frozen=True)
class Promised:
    """A commitment that an action answers, and the outcome that it is made towards."""

    words: str
    outcome: str


@dataclass(frozen=True)
class Entry:
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
    redacted: tuple[str, ...]
    """What was taken out of it since, by whom and why."""
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
    commitments: tuple[Promised, ...]
    framework: str
    pilot: bool
    learnt: tuple[Lesson, ...]
    adopted_from: str | None
    adopters: tuple[tuple[str, str], ...]
    milestones: tuple[Step, ...]
    aims: tuple[Aim, ...]
    evidence: tuple[Shown, ...]
    dispute: str
    history: tuple[Entry, ...]


def action_page(
    plan: models.Plan,
    one: Tracked,
    *,
    known: Mapping[str, models.Commitment],
    links: Collection[str],
    files: Files,
    said: Sequence[Said],
    adopters: Sequence[models.Action],
    progress: Far,
) -> ActionPage:
    """Shape one action for its page.

    Parameters
    ----------
    known : the framework's commitments by key.
    links : references of figures and ids of measures that this site has a page of.
    files : those of its evidence, where they can be taken.
    said : its entries in the public ledger, in the order of writing.
    adopters : actions of other forces that take it up.
    progress : its targets, each with what the figures say of it.
    """
    promised, entries = one.now.now, by_number(said)
    return ActionPage(
        title=promised.title,
        workstream=say(one.workstream_name),
        marks=words.marks(one.now, one.standing, one.on),
        sentence=words.promised(one.now, one.on),
        lines=_lines(one),
        commitments=tuple(
            Promised(say(known[key].words), say(known[key].outcome.words))
            for key in promised.commitments
            if key in known
        ),
        framework=_framework(plan.framework),
        pilot=promised.pilot,
        learnt=tuple(
            Lesson(change.words, in_words(change.on), words.author(change))
            for change in reversed(one.changes)
            if change.kind is Kind.LEARNT
        ),
        adopted_from=_adopted_url(promised.adopts),
        adopters=tuple(
            (each.plan.force.name, action_url(each.plan, each.key)) for each in adopters
        ),
        milestones=milestones(one),
        aims=tuple(_aim(plan, each, far, links) for each, far in progress),
        evidence=tuple(_shown(change, links, files) for change in one.now.evidence),
        dispute=_dispute(one),
        history=tuple(
            _told(one.changes[place], one.changes[:place], links, files, entries)
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


def _shown(change: Change, links: Collection[str], files: Files) -> Shown:
    proof = change.proof
    if proof is None:
        raise ValueError("evidence shows something")
    kinds = {
        "link": say("Link"),
        "figure": say("Published figure"),
        "note": say("Note"),
        "file": files[proof.address].kind if proof.address in files else say("File"),
    }
    return Shown(
        proof.title,
        kinds[proof.kind],
        change.words,
        _proof_url(change, links, files),
        in_words(change.on),
    )


def _proof_url(change: Change, links: Collection[str], files: Files) -> str | None:
    proof = change.proof
    if proof and proof.kind == "link":
        return None if is_taken_out(proof.address) else proof.address
    if proof and proof.kind == "figure" and proof.address in links:
        return reverse("figure", args=[proof.address])
    if proof and proof.kind == "file" and proof.address in files:
        return files[proof.address].url
    return None


def _aim(plan: models.Plan, target: Target, far: Progress | None, links: Collection[str]) -> Aim:
    seen = told(target.goal, far) if target.goal and far else None
    return Aim(
        words=target.aim,
        by=in_words(target.by),
        url=_measure_url(plan, target.measure, links),
        goal=goals.in_words(target),
        progress=seen,
        figure=reverse("figure", args=[seen.reference]) if seen and seen.reference else None,
    )


def _measure_url(plan: models.Plan, measure: str, links: Collection[str]) -> str | None:
    return reverse("measure", args=[plan.force_id, measure]) if measure in links else None


def _told(
    change: Change,
    before: Sequence[Change],
    links: Collection[str],
    files: Files,
    said: Mapping[int, Said],
) -> Entry:
    entry = said.get(change.number)
    return Entry(
        number=change.number,
        heading=words.changed(change, before),
        day=in_words(change.on),
        iso=change.on.isoformat(),
        who=words.author(change),
        words=change.words,
        was=was(change, before),
        tone=words.tone(change),
        detail=words.about(change, before) or _first_words(change, before),
        url=_proof_url(change, links, files),
        redacted=words.redacted(change.redacted),
        entry=_entry(entry),
        leaf=entry.leaf if entry else "",
        position=entry.position if entry else None,
    )


def _entry(said: Said | None) -> str:
    """Where a change stands in the public ledger."""
    if said is None:
        return ""
    if said.position is None:
        return say("Waits for its place in the public ledger.")
    return say("Entry {number} of the public ledger.", number=f"{said.position:,}")


def _first_words(change: Change, before: Sequence[Change]) -> str:
    """What was promised at first; a later promise says what is another in it."""
    return change.terms.what if change.terms and not before else ""
