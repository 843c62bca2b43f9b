"""Stops and records as their officers and supervisors see them. Each read starts from the force."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.encounters.arriving.opening import NO_KEY
from evenhand.encounters.errors import NotHere
from evenhand.encounters.keys import sealing
from evenhand.encounters.keys.files import NoSuchKey
from evenhand.encounters.models import Device, Explained, Finding, Reviewed, Stop, ToMend
from evenhand.encounters.selectors.officers import recording_now
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say

MOST = 100
"""Rows of a list: the rest follows once these are done."""


def to_mend_of(by: Acting) -> QuerySet[ToMend]:
    """Records that somebody has to mend: their own, and those without an officer they brought."""
    mine = Q(officer=by.person) | Q(officer__isnull=True, sent__carried_by=by.person)
    return to_mend_in(by).filter(mine)


def to_mend_in(by: Acting) -> QuerySet[ToMend]:
    """Every record of the force that is still to be mended, the oldest first."""
    found = ToMend.objects.filter(force=own_force(by), settled__isnull=True)
    return found.select_related("sent", "officer").order_by("pk")


@dataclass(frozen=True)
class LockedOut:
    """Records that came sealed with a key that was not here, and are still to be mended.

    Attributes
    ----------
    key : what devices call the key.
    back : whether it is here again, so that they open.
    first, last : when the first and the last of them came.
    """

    key: str
    back: bool
    records: int
    first: datetime
    last: datetime


def without_key(by: Acting) -> QuerySet[ToMend]:
    """Records of the force that could not be opened when they came, for want of their key."""
    return to_mend_in(by).filter(problems__0__code=NO_KEY)


def locked_out(by: Acting) -> list[LockedOut]:
    """The keys that records of the force wait for, or waited for, each with how many."""
    counted = without_key(by).order_by("sent__key").values_list("sent__key")
    found = counted.annotate(
        n=Count("pk"), first=Min("sent__received_at"), last=Max("sent__received_at")
    )
    force = own_force(by)
    return [LockedOut(key, _is_here(force, key), n, first, last) for key, n, first, last in found]


def left_behind(by: Acting, *, now: datetime) -> QuerySet[ToMend]:
    """Records whose officer, or whoever brought those that name none, records stops no more."""
    there = recording_now(own_force(by), now=now)
    gone = Q(officer__isnull=False) & ~Q(officer__in=there)
    nobody = Q(officer__isnull=True) & ~Q(sent__carried_by__in=there)
    return to_mend_in(by).filter(gone | nobody).exclude(problems__0__code=NO_KEY)


def waiting_for_officers(by: Acting, *, now: datetime) -> QuerySet[ToMend]:
    """Records that their officers mend: all others of the force."""
    there = recording_now(own_force(by), now=now)
    theirs = Q(officer__in=there) | Q(officer__isnull=True, sent__carried_by__in=there)
    return to_mend_in(by).filter(theirs).exclude(problems__0__code=NO_KEY)


def _is_here(force: str, key: str) -> bool:
    try:
        sealing.private_key(force, key)
    except NoSuchKey:
        return False
    return True


def one_to_mend(by: Acting, number: int) -> ToMend:
    """One record that is still to be mended, if it is theirs or they review stops.

    Raises
    ------
    NotHere
    """
    found = to_mend_in(by) if by.may(May.REVIEW_STOPS) else to_mend_of(by)
    one = found.select_related("sent__device", "sent__sealed").filter(pk=number).first()
    if one is None:
        raise NotHere(say("There is no such record to mend in your force."))
    return one


def asked_of(by: Acting) -> QuerySet[Stop]:
    """Stops of an officer about which a supervisor asked something."""
    return Stop.objects.filter(
        force=own_force(by), officer=by.person, reviewed=Reviewed.ASKED
    ).order_by("started_at")


def recorded_by(by: Acting) -> QuerySet[Stop]:
    """The stops that an officer recorded, the latest first."""
    return Stop.objects.filter(force=own_force(by), officer=by.person)


def queue(by: Acting) -> QuerySet[Stop]:
    """Stops of others that wait for a supervisor: answered ones, marked ones, then by age."""
    waiting = (Reviewed.WAITING, Reviewed.READ, Reviewed.ANSWERED)
    found = Stop.objects.filter(force=own_force(by), reviewed__in=waiting)
    found = found.exclude(officer=by.person).select_related("officer")
    return found.order_by("reviewed", "-force_used", "-searched", "-late", "started_at")


def asked_in(by: Acting) -> QuerySet[Stop]:
    """Stops of others about which a supervisor asked something that nobody has answered yet."""
    found = Stop.objects.filter(force=own_force(by), reviewed=Reviewed.ASKED)
    return found.exclude(officer=by.person).select_related("officer").order_by("started_at")


def one(by: Acting, stop: UUID) -> Stop:
    """A stop of the force, if they recorded it or review stops.

    Raises
    ------
    NotHere
    """
    found = Stop.objects.filter(pk=stop, force=own_force(by)).select_related("officer", "sent")
    if not by.may(May.REVIEW_STOPS):
        found = found.filter(officer=by.person)
    there = found.first()
    if there is None:
        raise NotHere(say("There is no such stop in your force."))
    return there


def findings(by: Acting) -> QuerySet[Finding]:
    """Conflicts and doubles that nobody has decided yet: the force's, or an officer's own."""
    waiting: QuerySet[Finding] = Finding.objects.filter(force=own_force(by), explained__isnull=True)
    found = waiting if by.may(May.REVIEW_STOPS) else _own(waiting, by)
    return found.select_related("sent", "sent__carried_by", "stop", "first").order_by("pk")


def findings_of(by: Acting) -> QuerySet[Finding]:
    """Those of them that are about an officer's own records."""
    return _own(findings(by), by)


def _own(found: QuerySet[Finding], by: Acting) -> QuerySet[Finding]:
    stops = Stop.objects.filter(force=own_force(by), officer=by.person).values("pk")
    records = ToMend.objects.filter(force=own_force(by), officer=by.person).values("sent__record")
    mine = Q(sent__record__in=stops) | Q(sent__record__in=records)
    return found.filter(mine | Q(stop__in=stops) | Q(first__in=stops))


def decided(stop: Stop) -> QuerySet[Explained]:
    """What was decided between this stop and another record."""
    about = Q(finding__sent__record=stop.pk) | Q(finding__stop=stop) | Q(finding__first=stop)
    return Explained.objects.filter(about).select_related("finding", "by").order_by("pk")


def finding(by: Acting, number: int) -> Finding:
    """One of these.

    Raises
    ------
    NotHere
    """
    found = findings(by).filter(pk=number).first()
    if found is None:
        raise NotHere(say("There is no such finding in your force."))
    return found


def devices(by: Acting) -> QuerySet[Device]:
    """Every device of the force, those that were seen longest ago first."""
    found = Device.objects.filter(force=own_force(by))
    return found.select_related("last_seen_with").order_by("last_seen", "pk")


def device(by: Acting, key: UUID) -> Device:
    """One of them.

    Raises
    ------
    NotHere
    """
    found = devices(by).filter(pk=key).first()
    if found is None:
        raise NotHere(say("There is no such device in your force."))
    return found
