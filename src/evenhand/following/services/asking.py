"""Asking to be told, confirming it, and stopping. None of them says whether an address is known."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.following.addresses import mailbox
from evenhand.following.errors import LinkGone, NothingToFollow
from evenhand.following.links import Way, new_handle
from evenhand.following.models import Asking, Follower, Kind, Letter
from evenhand.following.selectors import follower as find
from evenhand.following.selectors import last_place, thing
from evenhand.measures.words.messages import say
from evenhand.plan.history import LONDON
from evenhand.voices.errors import TooMany
from evenhand.voices.networks import Recent

UNCONFIRMED = timedelta(days=7)
"""How long an address is kept that nobody has confirmed."""
A_DAY = timedelta(days=1)
OF_ONE_MAILBOX = 5
"""Mails in a day to a mailbox that has not confirmed what they are about; others are not sent."""
WITHIN = timedelta(minutes=10)
FROM_ONE = 10
"""Requests of one network in that while. A household sends fewer."""
MOST = 60
"""Requests of the whole site in that while. Above it, only who has sent none in it is heard."""
FLOOD = 600
"""Above this nobody is heard until it is over, so that a flood cannot fill the disk."""
RECENT = Recent(WITHIN, shared_as="follow")
EVERYBODY = "everybody"
READER = "reader"
"""Who acts, in the private log: a member of the public, of whom nothing is known."""


def ask(*, email: str, subject: str, every: bool, now: datetime, network: str | None) -> None:
    """Somebody asks that an address be told. The answer is a mail to it, and nothing else.

    Parameters
    ----------
    email : as :func:`evenhand.following.addresses.mailable` writes it.
    every : whether every update is wanted, and not only what moves a promise.
    network : where it came from, if that is known; it is counted and never kept.

    Raises
    ------
    NothingToFollow
        If there is no such thing.
    TooMany
        If this network has asked :data:`FROM_ONE` times in ten minutes; if the site was asked
        :data:`MOST` times, and this network is among those who asked; or :data:`FLOOD` times.
    """
    if thing(subject) is None:
        raise NothingToFollow(say("There is no such plan, promise or alert."))
    of_this = 0 if network is None else RECENT.count(network, now)
    if of_this >= FROM_ONE:
        raise TooMany("too many requests from one network in a short time", from_here=True)
    of_all = RECENT.count(EVERYBODY, now)
    if of_all >= FLOOD or (of_all >= MOST and (network is None or of_this)):
        raise TooMany("too many requests in a short time")
    # Counted before it is kept: of many at once in several processes none too many is kept.
    if network is not None and RECENT.add(network, now) > FROM_ONE:
        raise TooMany("too many requests from one network in a short time", from_here=True)
    if RECENT.add(EVERYBODY, now) > FLOOD:
        raise TooMany("too many requests in a short time")
    Asking.objects.create(email=email, subject=subject, every=every, asked_at=now)


def take_in(*, now: datetime) -> int:
    """Make what was asked for ready to be confirmed; say how many requests there were."""
    return sum(_take_in(one, now) for one in list(Asking.objects.all()))


@transaction.atomic
def _take_in(one: Asking, now: datetime) -> bool:
    """One request becomes a follower who is told nothing yet, and a letter that asks them.

    To who follows already, the letter says so. Only one such letter a day goes to an address for a
    thing, and :data:`OF_ONE_MAILBOX` to a mailbox.
    """
    mine, _ = Asking.objects.filter(pk=one.pk).delete()
    if not mine:  # another has taken it in
        return False
    made = Follower.objects.filter(email=one.email, subject=one.subject).first()
    if made is None or made.confirmed_at is None:
        if _letters_of_a_day(one.email, now) >= OF_ONE_MAILBOX:
            return True
        made = made or _new(one, now)
        Follower.objects.filter(pk=made.pk, confirmed_at__isnull=True).update(every=one.every)
    Letter.objects.get_or_create(
        kind=Kind.CONFIRM,
        follower=made,
        day=now.astimezone(LONDON).date(),
        defaults={"made_at": now, "next_try_at": now},
    )
    return True


def _new(one: Asking, now: datetime) -> Follower:
    made, new = Follower.objects.get_or_create(
        email=one.email,
        subject=one.subject,
        defaults={"every": one.every, "handle": new_handle(), "asked_at": now},
    )
    if new:
        _note(Act.COLLECTION, made, now)
    return made


def _letters_of_a_day(email: str, now: datetime) -> int:
    """How many letters the mailbox of an address was sent in a day that nobody has confirmed."""
    local, domain = mailbox(email)
    same = Q(follower__email=f"{local}@{domain}") | Q(
        follower__email__startswith=f"{local}+", follower__email__endswith=f"@{domain}"
    )
    lately = Letter.objects.filter(same, kind=Kind.CONFIRM, made_at__gt=now - A_DAY)
    return lately.filter(follower__confirmed_at__isnull=True).count()


@transaction.atomic
def confirm(*, secret: str, now: datetime) -> Follower:
    """Whoever reads the mail of an address wants to be told; from now on they are.

    Confirming twice confirms once: what happens between the two is told all the same.

    Raises
    ------
    LinkGone
        If the link is not ours, or the address was erased meanwhile.
    """
    found = find(secret, Way.CONFIRM)
    if found is None:
        raise LinkGone(say("This link is out of date: ask again."))
    today = now.astimezone(LONDON).date()
    Follower.objects.filter(pk=found.pk, confirmed_at__isnull=True).update(
        confirmed_at=now, told_to=last_place(), looked_on=today
    )
    found.refresh_from_db()
    return found


def stop(*, secret: str, now: datetime) -> None:
    """Erase an address at once; doing it again changes nothing.

    Raises
    ------
    LinkGone
        If the link was never ours.
    """
    found = find(secret, Way.STOP)
    if found is not None:
        erase(found, now=now, why="asked to stop")


@transaction.atomic
def erase(found: Follower, *, now: datetime, why: str) -> None:
    """Erase a follower with all letters to them; the private log keeps that it was done."""
    gone, _ = Follower.objects.filter(pk=found.pk).delete()
    if gone:
        _note(Act.ERASURE, found, now, why=why)


def forget_unconfirmed(*, now: datetime) -> int:
    """Erase addresses that nobody has confirmed for a week; say how many."""
    old = Follower.objects.filter(confirmed_at__isnull=True, asked_at__lte=now - UNCONFIRMED)
    found = list(old)
    for one in found:
        erase(one, now=now, why="not confirmed in 7 days")
    return len(found)


def _note(act: Act, one: Follower, now: datetime, *, why: str = "") -> None:
    """Keep that an address was taken in or erased; which address it was is not kept."""
    audit.record(
        act=act,
        by=READER,
        organisation="",
        subject=f"follower/{one.pk}",
        now=now,
        why=why,
        details={"follows": one.subject},
    )
