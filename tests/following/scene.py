"""What tests of following do again and again: time passes, people ask, mails go out."""

from datetime import UTC, date, datetime, timedelta

from django.core import mail
from django.core.mail import EmailMessage, get_connection

from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services import add_organisation, add_person, give_role
from evenhand.following import services
from evenhand.following.links import Way, secret
from evenhand.following.models import Follower
from evenhand.following.services.telling import Done, tell
from evenhand.forces.models import Force
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.log.tables import LEDGER
from evenhand.plan import models, selectors
from plan.made_plans import OPENED

ANN, BEN = "ann@reader.example", "ben@reader.example"


def at(day: date, hour: int = 8) -> datetime:
    """A moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def place(now: datetime) -> None:
    """What was recorded gets its place in the public ledger."""
    sequence(LEDGER, key=signing_key(LEDGER), now=now)


def ask(email: str, subject: str, now: datetime = OPENED, *, every: bool = False) -> None:
    """Somebody asks, and it is taken in."""
    services.ask(email=email, subject=subject, every=every, now=now, network=None)
    services.take_in(now=now)


def follows(email: str, subject: str, now: datetime = OPENED, *, every: bool = False) -> Follower:
    """Somebody asks and confirms."""
    ask(email, subject, now, every=every)
    place(now)
    found = Follower.objects.get(email=email, subject=subject)
    return services.confirm(secret=secret(found.handle, Way.CONFIRM), now=now)


def round_at(now: datetime) -> Done:
    """One round over the mail server that only remembers."""
    place(now)
    return tell(connection=get_connection(), clock=lambda: now)


def mails(now: datetime) -> list[EmailMessage]:
    """What goes out in one round."""
    mail.outbox.clear()
    round_at(now)
    return list(mail.outbox)


def news(now: datetime) -> list[EmailMessage]:
    """What goes out, but for the links to confirm."""
    return [one for one in mails(now) if "/follow/confirm/" not in str(one.body)]


def subject_of(action: models.Action) -> str:
    """What the ledger calls an action."""
    return selectors.subject(action.plan, action.key)


def later(days: int, now: datetime = OPENED) -> datetime:
    """The same hour, so many days later."""
    return now + timedelta(days=days)


def force() -> Organisation:
    """The force of the plan, as an organisation that people act for."""
    return add_organisation(
        id="demoshire",
        name="Demoshire Police",
        kind=OrganisationKind.FORCE,
        force=Force.objects.get(pk="demoshire"),
    )


def person(name: str, role: Role, *, now: datetime = OPENED) -> Person:
    """Somebody who works for the force, for a year."""
    made = add_person(email=f"{name}@demoshire.example", name=name, password="", now=now)
    give_role(person=made, organisation=force(), role=role, by=None, now=now)
    return made


def assigned(
    who: Person, plan: models.Plan, *, action: models.Action | None = None, workstream: str = ""
) -> models.Assignment:
    """Somebody does an action or leads a workstream."""
    stream = plan.framework.workstreams.get(key=workstream) if workstream else None
    held = who.memberships.get()
    return models.Assignment.objects.create(
        membership=held, plan=plan, action=action, workstream=stream, given_at=OPENED
    )
