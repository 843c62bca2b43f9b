"""What followers of alerts are told: which alert, which step, in the words of its page."""

from collections.abc import Sequence

from evenhand.following.links import absolute
from evenhand.following.selectors import Stepped
from evenhand.following.things import Alerts, alert_path
from evenhand.following.words.mail import lines, one_line
from evenhand.measures.words.messages import say
from evenhand.monitoring.words import heading, headline, who
from evenhand.plan.quarters import in_words


def called(thing: Alerts, name: str) -> str:
    """What people call an alert, or all alerts of a force."""
    force = str(thing.force.name)
    if thing.number:
        return say("{title} (alert of {force})", title=name, force=force)
    return say("The alerts of {force}", force=force)


def subject(thing: Alerts, told: Sequence[Stepped]) -> str:
    """The subject of a mail about these steps."""
    if len(told) == 1:
        return say("{what}: {title}", what=_what(told[0]), title=headline(told[0].story.told))
    return say(
        "{count} steps in the alerts of {force}",
        count=str(len(told)),
        force=str(thing.force.name),
    )


def step(each: Stepped) -> str:
    """One step: what the alert is about, what happened, in whose words."""
    alert = each.story.alert
    path = absolute(alert_path(alert.force_id, alert.number))
    title = one_line(headline(each.story.told))
    if each.number < 2:
        return lines(title, _what(each), one_line(each.story.told.sentence), path)
    done = each.story.steps[each.number - 1]
    return lines(
        title,
        one_line(heading(done)),
        say("“{words}”", words=one_line(done.words)),
        say("{who}, {day}", who=one_line(who(done)), day=in_words(done.on)),
        f"{path}#step-{done.number}",
    )


def _what(each: Stepped) -> str:
    if each.number == 0:
        return say("A move for the better")
    return one_line(heading(each.story.steps[each.number - 1]))
