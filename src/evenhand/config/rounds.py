"""What the site does by itself each hour and night: stops, alerts, advice, frames, packs."""

import logging
from datetime import date

from django.apps import apps
from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone

from evenhand.encounters.exporters import snapshots
from evenhand.monitoring import services
from evenhand.plan.history import LONDON
from evenhand.publications.packs import services as packs
from evenhand.records.errors import NoLake
from evenhand.scrutiny.recommending import services as recommending
from evenhand.scrutiny.services import overdue

EVERY = 60 * 60  # seconds between two rounds of `evenhand serve`
NIGHT = range(2, 6)
"""The hours in which the watch may run: the records of the day before are in, few people read."""
BEFORE_THE_WATCH = range(1, 6)
"""The hours in which stops are written into the lake: the watch comes an hour later."""
_watched_on: list[date] = []
_written_on: list[date] = []
log = logging.getLogger("evenhand.encounters")


def due_by_itself() -> None:
    """One round: what nobody answered in time becomes reform, and overseers are told."""
    now = timezone.now()
    services.due.due(now)
    if settings.MAIL_IS_SET:
        services.telling.tell(connection=get_connection(), now=now)
        services.digesting.send(connection=get_connection(), now=now)


def recommendations_by_itself() -> None:
    """One round: recommendations that are overdue are escalated, and overseers are told."""
    now = timezone.now()
    recommending.due.due(now)
    if settings.MAIL_IS_SET:
        recommending.telling.tell(connection=get_connection(), now=now)


def frames_by_itself() -> None:
    """One round: frozen frames that are overdue are said to be, and overseers are told."""
    now = timezone.now()
    overdue.due(now)
    if settings.MAIL_IS_SET:
        overdue.tell(connection=get_connection(), now=now)


def packs_by_itself() -> None:
    """One round: packs of meetings that come soon are made, and put on paper."""
    now = timezone.now()
    packs.due(now=now)
    packs.print_all(address=settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS, now=now)


def snapshot_by_itself() -> None:
    """Once a night: write the stops that were accepted into the lake, as they stand now.

    Where nothing has changed nothing is written or said, so that a second process, or the same one
    started again, does no harm; of two at once one waits for the other at the lake's own lock. The
    demonstration's lake holds stops that nobody recorded here: there it is left to the command.
    """
    now = timezone.now()
    here = now.astimezone(LONDON)
    if here.hour not in BEFORE_THE_WATCH or here.date() in _written_on:
        return
    if not _is_demonstration():
        taken = snapshots.snapshot(settings.LAKE, now=now)
        for code, count in taken.unlisted.items():
            log.warning("No list holds %s (%s stops): it is counted as not known.", code, count)
    _written_on[:] = [here.date()]


def _is_demonstration() -> bool:
    return apps.is_installed("evenhand.demo")


def watch_by_itself() -> None:
    """Once a night: watch what is in the lake. Where there is no lake there is nothing to do."""
    now = timezone.now()
    here = now.astimezone(LONDON)
    if here.hour not in NIGHT or here.date() in _watched_on:
        return
    watch()
    _watched_on[:] = [here.date()]


def watch(*, as_of: str | None = None, by: str = "Evenhand") -> services.watching.Recorded | None:
    """Watch the lake of this site now; None where it has none, or holds no force."""
    from evenhand.publications.charts.alert import draw

    try:
        return services.watching.nightly(
            timezone.now(),
            folder=settings.LAKE,
            draw=draw,
            cache=settings.LAKE.with_name(f"{settings.LAKE.name}-watch"),
            as_of=as_of,
            by=by,
        )
    except NoLake:
        return None
