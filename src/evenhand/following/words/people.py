"""Mails to people who work on a plan: reminders, and the chief officer's digest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.following.digests import Digest, Due
from evenhand.following.links import absolute
from evenhand.following.moments import About, Moment
from evenhand.following.things import Thing, action_path
from evenhand.following.words.mail import Mail, heading, lines, one_line, paragraphs
from evenhand.measures.words.messages import say
from evenhand.plan import models
from evenhand.plan import words as plan_words
from evenhand.plan.history import Change
from evenhand.plan.quarters import in_words
from evenhand.plan.selectors import Tracked
from evenhand.records.clock import MONTHS


@dataclass(frozen=True)
class Reminder:
    """One thing to be reminded of: the action, the sentences about it, and its page."""

    title: str
    words: str
    path: str


def reminder(plan: models.Plan, one: Tracked, moment: Moment) -> Reminder:
    """Put one moment of an action into words."""
    first = _since_first(one) if moment.about is About.DATE else ""
    words = lines(SENTENCES[moment.about, moment.past](moment), first)
    return Reminder(one_line(one.now.now.title), words, action_path(plan, one.key))


SENTENCES: Mapping[tuple[About, bool], Callable[[Moment], str]] = {
    (About.DATE, False): lambda one: say("Due on {day}.", day=in_words(one.day)),
    (About.DATE, True): lambda one: say(
        "Its date, {day}, has passed. Say how it is going, say that it is complete, or move the "
        "date with a public reason.",
        day=in_words(one.day),
    ),
    (About.MILESTONE, False): lambda one: say(
        "Milestone “{words}”: due on {day}.", words=one_line(one.words), day=in_words(one.day)
    ),
    (About.MILESTONE, True): lambda one: say(
        "Milestone “{words}”: its date, {day}, has passed, and it is not said to be reached.",
        words=one_line(one.words),
        day=in_words(one.day),
    ),
    (About.STALE, True): lambda one: say(
        "Nothing has been said about it since {day}. The public reads “not updated” beside it.",
        day=in_words(one.day),
    ),
    (About.DISPUTE, True): lambda one: say(
        "{who} has disputed on {day} that it is complete, and has no answer.",
        who=one_line(one.words),
        day=in_words(one.day),
    ),
}
"""What each reminder says, before the day and after it."""


def _since_first(one: Tracked) -> str:
    if not one.now.moves:
        return ""
    return say("First promised for {day}.", day=in_words(one.now.first.due_on))


def reminder_mail(told: Sequence[Reminder]) -> Mail:
    """Everything that one person is reminded of on a day, action by action."""
    by_action: dict[tuple[str, str], list[str]] = {}
    for one in told:
        by_action.setdefault((one.title, one.path), []).append(one.words)
    if len(by_action) == 1:
        subject = say("Reminder: {title}", title=told[0].title)
    else:
        subject = say("Reminder: {count} actions of your plan", count=str(len(by_action)))
    return Mail(
        heading(subject),
        paragraphs(
            (
                say("You do these actions, lead their workstream, or run the plan:"),
                *(
                    lines(title, *words, absolute(path))
                    for (title, path), words in by_action.items()
                ),
                lines(say("Sign in to say how it is going:"), absolute(reverse("workspace"))),
                say(
                    "You are told four weeks and one week before a date, the day after it, and "
                    "then every four weeks."
                ),
            )
        ),
    )


def digest_mail(plan: models.Plan, month: Digest) -> Mail:
    """A month of a plan for a chief officer. It ranks nothing, and compares with no other force."""
    ended = say(
        "{month} {year}",
        month=say(MONTHS[month.first_day.month - 1]),
        year=str(month.first_day.year),
    )
    force = str(plan.force.name)
    return Mail(
        heading(say("The plan of {force}: {month}", force=force, month=ended)),
        paragraphs(
            (
                lines(one_line(plan.title), absolute(Thing(plan).path)),
                _totals(month),
                lines(
                    say("Late, against the day first promised:"),
                    *(
                        say(
                            "- {title}: since {day}",
                            title=one_line(one.now.now.title),
                            day=in_words(since),
                        )
                        for one, since in month.late
                    ),
                )
                if month.late
                else say("Nothing is late."),
                lines(say("Disputed, and not answered:"), *map(_disputed, month.disputed))
                if month.disputed
                else say("No dispute waits for an answer."),
                lines(
                    say("Moved in {month}:", month=ended),
                    *(_moved(one, place) for one, place in month.moved),
                )
                if month.moved
                else say("Nothing moved in {month}.", month=ended),
                lines(say("Due this month:"), *map(_due, month.due))
                if month.due
                else say("Nothing falls due this month."),
                lines(
                    say("Everybody can read the same, and more, here:"),
                    absolute(reverse("plan-late", args=[plan.force_id])),
                ),
                say("You get this once a month, because you are a chief officer of this force."),
            )
        ),
    )


def _totals(month: Digest) -> str:
    return say(
        "Promises: {total}. Said to be complete: {complete}. Late: {late}. Disputed and not "
        "answered: {disputed}. Withdrawn: {withdrawn}.",
        total=str(month.total),
        complete=str(month.complete),
        late=str(len(month.late)),
        disputed=str(len(month.disputed)),
        withdrawn=str(month.withdrawn),
    )


def _disputed(each: tuple[Tracked, Change]) -> str:
    one, change = each
    return say(
        "- {title}: by {who}, since {day}",
        title=one_line(one.now.now.title),
        who=one_line(change.organisation),
        day=in_words(change.on),
    )


def _moved(one: Tracked, place: int) -> str:
    change = one.changes[place]
    return say(
        "- {title}: {what}, on {day}",
        title=one_line(one.now.now.title),
        what=one_line(plan_words.changed(change, one.changes[:place])),
        day=in_words(change.on),
    )


def _due(each: Due) -> str:
    title = one_line(each.one.now.now.title)
    if each.milestone:
        return say(
            "- {title}, milestone “{words}”: {day}",
            title=title,
            words=one_line(each.milestone),
            day=in_words(each.day),
        )
    return say("- {title}: {day}", title=title, day=in_words(each.day))
