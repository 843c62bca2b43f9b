"""Recommendations: one with everything that came of it, and lists of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.ledger.selectors import Said
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts.answers import Quote
from evenhand.public.presenters.alerts.status import Clock
from evenhand.public.presenters.alerts.steps import Shown, Stage
from evenhand.public.presenters.scrutiny import marks, steps
from evenhand.public.presenters.scrutiny.lists import Item, owed, recommendation_item, short
from evenhand.public.presenters.scrutiny.places import Place, place
from evenhand.scrutiny.told.recommendations import Tally, Told

Known = Callable[[str], bool]
"""Whether this site has a page of a figure."""


@dataclass(frozen=True)
class Proof:
    """Something that shows that it was done; without an address it stands as words alone."""

    title: str
    url: str
    outside: bool
    words: str
    day: str


@dataclass(frozen=True)
class RecommendationPage:
    """Everything that the page of a recommendation shows, in words.

    Attributes
    ----------
    title : what is recommended, where it is short; ``what`` all of it, where it is not.
    terms : to whom, by when, where it stands elsewhere: names and words.
    comes_from, before, after : findings and alerts behind it; those that say the same.
    carried : actions of the plan.
    """

    caption: str
    title: str
    what: str
    why: str
    mark: Mark
    clock: Clock
    way: tuple[Stage, ...]
    terms: tuple[tuple[str, str], ...]
    report: Place | None
    comes_from: tuple[Place, ...]
    before: tuple[Place, ...]
    after: tuple[Place, ...]
    response: Quote | None
    answered: str
    no_answer: str
    carried: tuple[Place, ...]
    no_action: str
    proofs: tuple[Proof, ...]
    view: Quote | None
    viewed: str
    no_view: str
    history: tuple[Shown, ...]


def recommendation_page(one: Told, said: Sequence[Said], known: Known) -> RecommendationPage:
    """Lay out a recommendation.

    Parameters
    ----------
    said : its entries in the public ledger.
    known : whether this site has a page of the figure that is named.
    """
    refused = one.response == "refused"
    return RecommendationPage(
        caption=_caption(one),
        title=short(one),
        what=one.what if short(one) != one.what else "",
        why=one.why,
        mark=marks.of_recommendation(one),
        clock=_clock(one),
        way=_way(one),
        terms=_terms(one),
        report=_report(one),
        comes_from=tuple(place(each) for each in one.comes_from),
        before=tuple(place(each) for each in one.repeats),
        after=tuple(place(each) for each in one.repeated_by),
        response=_quote(one, "responded"),
        answered=_answered(one),
        no_answer=_no_answer(one),
        carried=tuple(place(each) for each in one.actions),
        no_action="" if refused or one.actions else _no_action(one),
        proofs=tuple(_proof(one, at, known) for at in range(len(one.evidence))),
        view=_quote(one, "viewed"),
        viewed=next((each.heading for each in reversed(one.steps) if each.kind == "viewed"), ""),
        no_view=_no_view(one),
        history=steps.of_recommendation(one.steps, said),
    )


def _caption(one: Told) -> str:
    return say(
        "{force}: recommendation {number}, {day}",
        force=one.force_name,
        number=str(one.number),
        day=notes.day(one.said_on),
    )


def _clock(one: Told) -> Clock:
    """The public clock of the answer; of the doing, once there is one."""
    if one.awaits == "answer":
        tone = "late" if one.days_overdue else "unknown"
        day = notes.day(one.deadline)
        gone = bool(one.days_overdue)
        lines = [
            say("An answer was due by {day}.", day=day)
            if gone
            else say("An answer is due by {day}.", day=day),
            *_stops(one),
            *((say("The clock stands still now."),) if one.stopped else ()),
        ]
        about = say("since it was recorded here, {day}", day=notes.day(one.recorded_on))
        return Clock(tone, marks.days(one.days_awaited), about, tuple(lines))
    late = say("It should have been done by {day}.", day=notes.day(one.by))
    if one.days_overdue:
        about = say("since the day by which it should be done")
        return Clock("late", marks.days(one.days_overdue), about, (late, *_came(one)))
    due = say("It should be done by {day}.", day=notes.day(one.by))
    open_still = one.awaits in {"action", "completion"}
    return Clock("known", "", "", (*_came(one), *((due,) if open_still else ()), *_stops(one)))


def _came(one: Told) -> tuple[str, ...]:
    if one.response_on is None:
        return ()
    day = notes.day(one.response_on)
    due = notes.day(one.deadline)
    if one.on_time:
        return (say("Answered on {day}. The first answer came in time.", day=day),)
    return (say("Answered on {day}. The first answer was due by {due}.", day=day, due=due),)


def _stops(one: Told) -> tuple[str, ...]:
    return tuple(
        say(
            "The clock stood still from {first} to {until}: {ground} “{words}”",
            first=notes.day(each.first),
            until=notes.day(each.until),
            ground=each.ground,
            words=each.words,
        )
        for each in one.stops
    )


def _terms(one: Told) -> tuple[tuple[str, str], ...]:
    return (
        (say("Who recommends it"), f"{one.maker}. {one.source_words}."),
        (say("To whom"), say("{to}, {force}", to=one.to, force=one.answered_by)),
        (say("To be done by"), notes.day(one.by)),
        *(((say("What comes next"), one.awaits_words),) if one.awaits_words else ()),
    )


def _report(one: Told) -> Place | None:
    if not one.report and not one.link:
        return None
    words = " ".join(part for part in (one.report or one.link, one.reference) if part)
    return Place(words, one.link)


def _quote(one: Told, kind: str) -> Quote | None:
    found = next((each for each in reversed(one.steps) if each.kind == kind), None)
    if found is None:
        return None
    iso, day = found.on.isoformat(), notes.day(found.on)
    return Quote(found.words, found.who, day, iso, found.number)


def _answered(one: Told) -> str:
    return next((each.heading for each in reversed(one.steps) if each.kind == "responded"), "")


def _no_answer(one: Told) -> str:
    if one.response:
        return ""
    if one.status == "withdrawn":
        return say("It was withdrawn before there was an answer.")
    return say("Nothing yet. Until there is an answer, the days are counted in the open.")


def _no_action(one: Told) -> str:
    if not one.response:
        return say("Only what is accepted is carried by an action of the plan.")
    return say("No action of the force’s plan carries it yet.")


def _proof(one: Told, at: int, known: Known) -> Proof:
    shown = one.evidence[at]
    url = shown.address
    if shown.kind == "figure":
        url = f"/figures/{shown.address}/" if known(shown.address) else ""
    outside = shown.kind == "link" and url.startswith("https://")
    return Proof(shown.title, url, outside, shown.words, notes.day(shown.on))


def _no_view(one: Told) -> str:
    if one.view:
        return ""
    return say("{maker} has not said yet what it thinks of what came of it.", maker=one.maker)


_SHORT = {
    "made": "Recommended",
    "responded": "Answer",
    "carried": "In the plan",
    "completed": "Said to be done",
    "viewed": "The panel’s view",
    "escalated": "Escalated",
    "withdrawn": "Withdrawn",
}


def _way(one: Told) -> tuple[Stage, ...]:
    """Where it has got to: what happened, what is awaited, what would follow."""
    done = [
        Stage(say(_SHORT[each.kind]), notes.day(each.on), "is-done")
        for each in one.steps
        if each.kind in _SHORT
    ]
    ahead = {
        "answer": (say("Answer"), say("awaited, {days}", days=marks.days(one.days_awaited))),
        "action": (say("In the plan"), say("awaited")),
        "completion": (say("Done"), say("by {day}", day=notes.day(one.by))),
        "view": (say("View of those who asked"), say("awaited")),
    }.get(one.awaits)
    return (*done, *((Stage(*ahead, "is-open"),) if ahead else ()))


@dataclass(frozen=True)
class Pair:
    """What was said, and what was done."""

    you_said: str
    we_did: str
    url: str
    mark: Mark


@dataclass(frozen=True)
class AdvicePage:
    """A force's recommendations.

    Attributes
    ----------
    sentences : how many were answered in time and followed.
    owed : what still awaits an answer.
    sections : lists by how they stand, each with its title; ``pairs`` you said, we did.
    """

    sentences: tuple[str, ...]
    owed: tuple[str, ...]
    sections: tuple[tuple[str, str, tuple[Item, ...]], ...]
    pairs: tuple[Pair, ...]


def pairs(found: Sequence[Told]) -> tuple[Pair, ...]:
    """You said, we did: one pair for each recommendation."""
    return tuple(
        Pair(
            one.you_said,
            one.we_did,
            reverse("recommendation", args=[one.force, one.number]),
            marks.of_recommendation(one),
        )
        for one in found
    )


def advice_page(found: Sequence[Told], told: Tally) -> AdvicePage:
    """Lay out every recommendation to a force."""
    titles = {
        "overdue": say("Overdue"),
        "awaited": say("Awaiting an answer"),
        "going": say("Accepted, and not yet done"),
        "done": say("Done, or said to be"),
        "refused": say("Refused"),
        "withdrawn": say("Withdrawn"),
    }
    by_name: dict[str, list[Item]] = {name: [] for name in titles}
    for one in found:
        by_name[_section(one)].append(recommendation_item(one))
    return AdvicePage(
        sentences=told.sentences,
        owed=owed([], found),
        sections=tuple(
            (name, title, tuple(by_name[name])) for name, title in titles.items() if by_name[name]
        ),
        pairs=pairs(found),
    )


def _section(one: Told) -> str:
    if one.days_overdue:
        return "overdue"
    if one.status in {"said-done", "done"}:
        return "done"
    return one.status if one.status in {"awaited", "refused", "withdrawn"} else "going"
