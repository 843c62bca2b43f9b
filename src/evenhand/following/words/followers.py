"""Mails to those who follow something: to confirm it, and what is new."""

from evenhand.following.links import Way, absolute, link
from evenhand.following.models import Follower
from evenhand.following.selectors import AllNews, News
from evenhand.following.things import Alerts, Followed, Thing, action_path
from evenhand.following.words import alerts
from evenhand.following.words.changes import details
from evenhand.following.words.mail import Mail, heading, lines, one_line, paragraphs
from evenhand.measures.words.messages import say
from evenhand.plan import models
from evenhand.plan import words as plan_words
from evenhand.plan.history import LONDON
from evenhand.plan.quarters import in_words
from evenhand.plan.selectors import Tracked

MOST_CHANGES = 30
"""Changes told in one mail: the page has them all, and nobody reads more."""


def confirm_mail(follower: Follower, thing: Followed, name: str) -> Mail:
    """The first mail to an address; no other is sent before its link is used."""
    return Mail(
        _asks(thing),
        paragraphs(
            (
                say(
                    "Somebody, probably you, asked us to write to this address when something "
                    "moves here:"
                ),
                _named(thing, name),
                lines(
                    say("If it was you, open this page within 7 days and press the button:"),
                    link(follower.handle, Way.CONFIRM),
                ),
                lines(
                    say(
                        "If it was not you, do nothing: we write no more, and your address is "
                        "erased after 7 days. To erase it now, open this page and press the button:"
                    ),
                    link(follower.handle, Way.STOP),
                ),
            )
        ),
        _stop_headers(follower),
    )


def _asks(thing: Followed) -> str:
    if isinstance(thing, Alerts):
        return (
            say("Confirm that you want to follow an alert")
            if thing.number
            else say("Confirm that you want to follow the alerts of a force")
        )
    if thing.key:
        return say("Confirm that you want to follow a promise")
    return say("Confirm that you want to follow a plan")


def already_mail(follower: Follower, thing: Followed, name: str) -> Mail:
    """The answer to who asks again, which a page may not give: it would tell anybody."""
    return Mail(
        say("You follow this already"),
        paragraphs(
            (
                say(
                    "Somebody, probably you, asked us to write to this address. We do so already "
                    "when something moves here:"
                ),
                _named(thing, name),
                say("You are told of every update, in one mail a day at most.")
                if follower.every
                else say("You are told when it moves, in one mail a day at most."),
                lines(
                    say(
                        "To be told more or less, stop first, then ask again. Open this page and "
                        "press the button:"
                    ),
                    link(follower.handle, Way.STOP),
                ),
            )
        ),
        _stop_headers(follower),
    )


def news_mail(follower: Follower, thing: Followed, name: str, told: AllNews) -> Mail:
    """What was recorded of what somebody follows, and which dates have passed."""
    shown, steps = told.changes[:MOST_CHANGES], told.steps[:MOST_CHANGES]
    more = len(told.changes) - len(shown)
    more_steps = len(told.steps) - len(steps)
    asked = in_words(follower.asked_at.astimezone(LONDON).date())
    return Mail(
        _subject(thing, told),
        paragraphs(
            (
                lines(say("You follow:"), _named(thing, name)),
                *(_change(each) for each in shown),
                say("{count} more changes are on the page of the plan.", count=str(more))
                if more
                else "",
                *(alerts.step(each) for each in steps),
                say("{count} more steps are on the pages of the alerts.", count=str(more_steps))
                if more_steps
                else "",
                *(_late(plan, one) for plan, one in told.late),
                *(_opened(plan) for plan in told.opened),
                lines(
                    "--",
                    say(
                        "You asked for this on {day}. To stop, open this page and press the "
                        "button; your address is erased at once:",
                        day=asked,
                    ),
                    link(follower.handle, Way.STOP),
                ),
            )
        ),
        _stop_headers(follower),
    )


def _named(thing: Followed, name: str) -> str:
    return lines(called(thing, name), absolute(thing.path))


def called(thing: Followed, name: str) -> str:
    """What people call a thing: the title of an action or an alert with its force; the force's."""
    if isinstance(thing, Alerts):
        return alerts.called(thing, one_line(name))
    force = str(thing.plan.force.name)
    if thing.key:
        return say("{title} (plan of {force})", title=one_line(name), force=force)
    return say("The plan of {force}", force=force)


def _stop_headers(follower: Follower) -> dict[str, str]:
    """What lets a mail program offer to stop with one click (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{link(follower.handle, Way.STOP)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _subject(thing: Followed, told: AllNews) -> str:
    if isinstance(thing, Alerts):
        return heading(alerts.subject(thing, told.steps))
    force = str(thing.plan.force.name)
    count = len(told.changes) + len(told.late) + len(told.opened)
    if count > 1:
        return heading(
            say("{count} things moved in the plan of {force}", count=str(count), force=force)
        )
    if told.changes:
        only = told.changes[0]
        what = plan_words.changed(only.change, only.before)
        return heading(say("{what}: {title}", what=what, title=only.one.now.now.title))
    if told.late:
        return heading(say("Now late: {title}", title=told.late[0][1].now.now.title))
    return heading(say("A new plan of {force}", force=force))


def _change(each: News) -> str:
    change = each.change
    path = action_path(each.plan, each.one.key)
    return lines(
        one_line(each.one.now.now.title),
        one_line(plan_words.changed(change, each.before)),
        *map(one_line, details(each)),
        say(
            "{who}, {day}",
            who=one_line(plan_words.author(change)),
            day=in_words(change.on),
        ),
        f"{absolute(path)}#change-{change.number}",
    )


def _late(plan: models.Plan, one: Tracked) -> str:
    return lines(
        one_line(one.now.now.title),
        say(
            "Now late: the day first promised for it, or for a milestone of it, has passed. The "
            "action was promised for {day}.",
            day=in_words(one.now.first.due_on),
        ),
        absolute(action_path(plan, one.key)),
    )


def _opened(plan: models.Plan) -> str:
    return lines(
        say("A new plan was opened: {title}", title=one_line(plan.title)),
        say("What you follow stays where it is. To follow the new plan, ask for it on its page:"),
        absolute(Thing(plan).path),
    )
