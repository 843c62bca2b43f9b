"""Making the letters that are due. Each of these can be done again, by several at once."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.following.models import Follower, Kind, Letter, Round, Told
from evenhand.following.moments import moments
from evenhand.following.selectors import Reading, last_place, news
from evenhand.following.words import Reminder, reminder
from evenhand.plan import models, selectors
from evenhand.plan.history import LONDON

KEPT = timedelta(days=30)
"""How long it is kept that a letter was sent."""


@dataclass(frozen=True)
class Prepared:
    """How many letters of each kind were made, or would be."""

    news: int = 0
    reminders: int = 0
    digests: int = 0


@dataclass(frozen=True)
class ToTell:
    """One thing to remind a person of."""

    person: Person
    what: str
    says: Reminder


def prepare(*, now: datetime) -> Prepared:
    """Make every letter that is due on a day: once, however often and by how many it is called.

    Followers hear of what is in the public ledger, once a day at most. Reminders are made for
    everybody in one round a day, digests in one round a month.
    """
    today = now.astimezone(LONDON).date()
    return Prepared(
        news=_news(now, today),
        reminders=_round(Kind.REMINDER, today, now),
        digests=_round(Kind.DIGEST, today.replace(day=1), now),
    )


def would_prepare(*, now: datetime) -> Prepared:
    """Say what :func:`prepare` would make, and make nothing."""
    today = now.astimezone(LONDON).date()
    reading, upto = Reading(today), last_place()
    waiting = Follower.objects.filter(confirmed_at__isnull=False, looked_on__lt=today)
    made = {
        kind: Round.objects.filter(kind=kind, day=day).exists()
        for kind, day in ((Kind.REMINDER, today), (Kind.DIGEST, today.replace(day=1)))
    }
    due = [] if made[Kind.REMINDER] else to_tell(today, now)
    chiefs = [] if made[Kind.DIGEST] else chief_officers(now)
    return Prepared(
        news=sum(bool(_of(reading, one, upto)) for one in waiting),
        reminders=len({one.person.pk for one in due}),
        digests=len(chiefs),
    )


def _of(reading: Reading, one: Follower, upto: int) -> object:
    return news(
        reading, one.subject, every=one.every, after=one.told_to, upto=upto, since=one.looked_on
    )


def _news(now: datetime, today: date) -> int:
    """A letter for each follower whom something concerns; nobody is looked at twice on a day."""
    waiting = list(Follower.objects.filter(confirmed_at__isnull=False, looked_on__lt=today))
    if not waiting:
        return 0
    reading, upto = Reading(today), last_place()
    return sum(_for_one(one, reading, upto, now) for one in waiting)


@transaction.atomic
def _for_one(one: Follower, reading: Reading, upto: int, now: datetime) -> bool:
    # Whoever changes the row first makes the letter; the other finds nothing to change.
    mine = Follower.objects.filter(
        pk=one.pk, confirmed_at__isnull=False, told_to=one.told_to, looked_on=one.looked_on
    ).update(told_to=max(upto, one.told_to), looked_on=reading.on)
    if not mine or not _of(reading, one, upto):
        return False
    # A letter that could not be sent yet tells this too, so that there is one mail a day at most.
    waiting = Letter.objects.filter(
        kind=Kind.NEWS,
        follower=one,
        sent_at__isnull=True,
        given_up_at__isnull=True,
        claimed_until__isnull=True,
    )
    if not waiting.update(upto=upto, day=reading.on):
        Letter.objects.create(
            kind=Kind.NEWS,
            follower=one,
            day=reading.on,
            after=one.told_to,
            upto=upto,
            since=one.looked_on,
            made_at=now,
            next_try_at=now,
        )
    return True


def _round(kind: Kind, day: date, now: datetime) -> int:
    """One round for everybody: whoever notes it first makes it, whole or not at all."""
    if Round.objects.filter(kind=kind, day=day).exists():
        return 0
    try:
        with transaction.atomic():
            Round.objects.create(kind=kind, day=day, made_at=now)
            return _reminders(day, now) if kind is Kind.REMINDER else _digests(day, now)
    except IntegrityError:  # another is making it
        if not Round.objects.filter(kind=kind, day=day).exists():
            raise
        return 0


def _reminders(today: date, now: datetime) -> int:
    by_person: dict[int, list[ToTell]] = defaultdict(list)
    for one in to_tell(today, now):
        by_person[one.person.pk].append(one)
    for found in by_person.values():
        letter = _letter(Kind.REMINDER, found[0].person, now, day=today)
        Told.objects.bulk_create(
            Told(
                person=one.person,
                what=one.what,
                letter=letter,
                told_on=today,
                **dataclasses.asdict(one.says),
            )
            for one in found
        )
    return len(by_person)


def to_tell(today: date, now: datetime) -> list[ToTell]:
    """Everything that somebody is to be reminded of and has not been, plan by plan."""
    found = []
    for plan in selectors.plans():
        for one in selectors.tracked(plan, on=today):
            due = moments(one, stale_after=plan.stale_after)
            people = _people(plan, one, now) if due else ()
            for moment in due:
                what = f"{selectors.subject(plan, one.key)}/{moment.key}"
                says = reminder(plan, one, moment)
                found += [ToTell(person, what, says) for person in people]
    known = set(Told.objects.values_list("person", "what")) if found else set()
    return [one for one in found if (one.person.pk, one.what) not in known]


def _people(plan: models.Plan, one: selectors.Tracked, now: datetime) -> Iterable[Person]:
    """Who does the action and who leads its workstream; where nobody does, who runs the plan."""
    held = selectors.members_for(plan, one, now=now) or _of_force(plan, Role.PROGRAMME_MANAGER, now)
    return {each.person.pk: each.person for each in held}.values()


def _of_force(plan: models.Plan, role: Role, now: datetime) -> list[Membership]:
    """Members of the force whose plan it is, in a role, with access at this moment."""
    return list(
        Membership.objects.current(now)
        .filter(
            role=role,
            organisation__kind=OrganisationKind.FORCE,
            organisation__force=plan.force_id,
        )
        .select_related("person")
    )


def chief_officers(now: datetime) -> list[tuple[models.Plan, Person]]:
    """Everybody who gets a digest, with the plan that it is of."""
    return [
        (plan, held.person)
        for plan in selectors.plans()
        for held in _of_force(plan, Role.CHIEF_OFFICER, now)
    ]


def _digests(month: date, now: datetime) -> int:
    chiefs = chief_officers(now)
    for plan, person in chiefs:
        _letter(Kind.DIGEST, person, now, day=month, about=selectors.subject(plan))
    return len(chiefs)


def _letter(kind: Kind, person: Person, now: datetime, *, day: date, about: str = "") -> Letter:
    return Letter.objects.create(
        kind=kind, person=person, day=day, about=about, made_at=now, next_try_at=now
    )


def forget_sent(*, now: datetime) -> int:
    """Erase letters that were sent or given up a month ago; what was told stays told."""
    gone, _ = (
        Letter.objects.filter(made_at__lte=now - KEPT)
        .exclude(sent_at__isnull=True, given_up_at__isnull=True)
        .delete()
    )
    return gone
