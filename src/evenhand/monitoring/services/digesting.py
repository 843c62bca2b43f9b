"""Once a week, to those who hold forces to account: what was raised, said, and not answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from evenhand.accounts.models import Person
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import Awaits, Kind, Step, day_of
from evenhand.monitoring.selectors import Story
from evenhand.monitoring.services.telling import overseers
from evenhand.monitoring.words import heading, headline

TOLD = frozenset(
    {
        *(Kind.EXPLAINED, Kind.JUDGED, Kind.TESTED, Kind.CONCLUDED, Kind.SIGNED, Kind.EXTENDED),
        *(Kind.REOPENED, Kind.SILENT, Kind.REFORMED, Kind.REMEASURED),
    }
)
"""Steps that a week is told by; comments and answers to them stand on the pages."""
WITHOUT_END = frozenset({Awaits.ACTION, Awaits.JUDGEMENT})
"""What no clock ends: it is told for as long as it lasts."""
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A week of alerts, from Monday to Sunday.

    Attributes
    ----------
    raised : alerts of the week; steps : what was done in it, in the order of days; overdue : what
        waits for an answer past its last day, at the week's end; waiting : what has waited for a
        reviewer, or for an action, since before it. The longest first in both.
    """

    monday: date
    raised: tuple[Story, ...]
    steps: tuple[tuple[Story, Step], ...]
    overdue: tuple[Story, ...]
    waiting: tuple[Story, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.raised or self.steps or self.overdue or self.waiting)


def week(monday: date) -> Week:
    """Put together the week that begins on a Monday."""
    last = monday + WEEK - timedelta(days=1)
    found = selectors.stories(on=last)
    steps = [
        (one, step)
        for one in found
        for step in one.steps
        if step.kind in TOLD and monday <= step.on <= last
    ]
    return Week(
        monday,
        tuple(one for one in found if monday <= day_of(one.alert.raised_at) <= last),
        tuple(sorted(steps, key=lambda each: each[1].at)),
        tuple(
            sorted((one for one in found if one.days_overdue), key=lambda one: -one.days_overdue)
        ),
        tuple(
            sorted(
                (one for one in found if one.awaits in WITHOUT_END and one.days_since >= WEEK.days),
                key=lambda one: -one.days_since,
            )
        ),
    )


def send(*, connection: BaseEmailBackend, now: datetime) -> int:
    """Send the week that is over to every overseer who has not had it; how many that were.

    A week in which nothing was raised or done, and nothing waits too long, is not sent. Who was
    sent it is noted in the transaction that sends it; where the mail server fails, they are sent
    it in the next round.
    """
    today = day_of(now)
    monday = today - timedelta(days=today.weekday()) - WEEK
    had = set(models.Digest.objects.filter(monday=monday).values_list("person", flat=True))
    waiting = [one for one in overseers(now) if one.pk not in had]
    found = week(monday) if waiting else None
    return sum(_send(found, one, connection, now) for one in waiting) if found else 0


def _send(found: Week, person: Person, connection: BaseEmailBackend, now: datetime) -> bool:
    try:
        with transaction.atomic():
            models.Digest.objects.create(person=person, monday=found.monday, sent_at=now)
            mail(found, to=person.email, connection=connection).send()
    except IntegrityError:  # somebody else has sent it at this very moment
        return False
    return True


def mail(found: Week, *, to: str, connection: BaseEmailBackend) -> EmailMessage:
    """A week as a letter: what is overdue first."""
    last = found.monday + WEEK - timedelta(days=1)
    subject = say(
        "Alerts, {first} to {last}: {raised} raised, {overdue} overdue",
        first=notes.day(found.monday),
        last=notes.day(last),
        raised=str(len(found.raised)),
        overdue=str(len(found.overdue)),
    )
    parts = [
        _part(say("Overdue"), [_overdue(one) for one in found.overdue]),
        _part(say("Waiting"), [_waiting(one) for one in found.waiting]),
        _part(say("Raised"), [_line(one) for one in found.raised]),
        _part(say("Said and done"), [_done(one, step) for one, step in found.steps]),
        say("You get this mail because you act for a body that holds forces to account."),
    ]
    return EmailMessage(
        subject,
        "\n\n".join(part for part in parts if part),
        to=[to],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )


def _part(title: str, lines: Sequence[str]) -> str:
    return "\n\n".join([title.upper(), *lines]) if lines else ""


def _line(one: Story) -> str:
    return say(
        "{force}: {headline}\n{address}",
        force=str(one.alert.force.name),
        headline=headline(one.told),
        address=_address(one),
    )


def _overdue(one: Story) -> str:
    days = str(one.days_overdue)
    waits = (
        say("1 day overdue.") if one.days_overdue == 1 else say("{days} days overdue.", days=days)
    )
    return say("{waits} {line}", waits=waits, line=_line(one))


def _waiting(one: Story) -> str:
    days = str(one.days_since)  # a week or more
    waits = (
        say("{days} days without an action in the plan.", days=days)
        if one.awaits is Awaits.ACTION
        else say("{days} days without a reviewer’s view.", days=days)
    )
    return say("{waits} {line}", waits=waits, line=_line(one))


def _done(one: Story, step: Step) -> str:
    return say(
        "{day}, {force}: {what}\n{headline}\n{address}",
        day=notes.day(step.on),
        force=str(one.alert.force.name),
        what=heading(step),
        headline=headline(one.told),
        address=f"{_address(one)}#step-{step.number}",
    )


def _address(one: Story) -> str:
    base = settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS
    return f"{base}/forces/{one.alert.force_id}/alerts/{one.alert.number}/"
