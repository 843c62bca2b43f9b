"""Stops known from elsewhere: which months are known, what no record matches, what was told."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from evenhand.accounts.acting import Acting
from evenhand.encounters.errors import NotHere
from evenhand.encounters.models import (
    Fate,
    KnownEvent,
    KnownExplained,
    KnownFile,
    KnownMonth,
    Why,
)
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say


def current(
    force: str, sources: Iterable[str] | None = None, months: Iterable[str] | None = None
) -> QuerySet[KnownMonth]:
    """The latest version of each month and source of a force."""
    later = KnownMonth.objects.filter(
        force=OuterRef("force"),
        source=OuterRef("source"),
        month=OuterRef("month"),
        version__gt=OuterRef("version"),
    )
    found = KnownMonth.objects.filter(~Exists(later), force=force)
    if sources is not None:
        found = found.filter(source__in=list(sources))
    if months is not None:
        found = found.filter(month__in=list(months))
    return found


def _said() -> QuerySet[KnownExplained]:
    return KnownExplained.objects.filter(
        force=OuterRef("month__force"), source=OuterRef("month__source"), mark=OuterRef("mark")
    )


def events(force: str, months: Collection[str]) -> QuerySet[KnownEvent]:
    """Every event of these months; ``why`` is what was found out about it, or None."""
    found = KnownEvent.objects.filter(month__in=current(force, months=months))
    return found.annotate(why=Subquery(_said().values("why")[:1])).select_related("month")


def counted(force: str, months: Collection[str]) -> Iterable[tuple[Any, ...]]:
    """How many events are alike: source, month, team, hour, fate, ``why``, and the number."""
    found = KnownEvent.objects.filter(month__in=current(force, months=months)).order_by()
    alike = found.annotate(why=Subquery(_said().values("why")[:1])).values_list(
        "month__source", "month__month", "team", "hour", "fate", "why"
    )
    return alike.annotate(count=Count("pk"))


def officers(force: str, months: Collection[str]) -> Iterable[tuple[str, str]]:
    """Team and pseudonym of each officer whom events of these months name."""
    found = KnownEvent.objects.filter(month__in=current(force, months=months)).exclude(
        officer_mac=""
    )
    return found.order_by().values_list("team", "officer_mac").distinct()


def officers_stated(force: str) -> dict[str, int]:
    """How many officers each team has, by the latest word of a mapping."""
    stated: dict[str, int] = {}
    for one in KnownFile.objects.filter(force=force).exclude(officers={}).order_by("pk"):
        stated |= one.officers
    return stated


def unmatched(force: str, months: Collection[str]) -> QuerySet[KnownEvent]:
    """Stops that are known to have happened and are in no record, by month and source.

    Those that may be recorded are left out, and those that turned out to be none or known already.
    Two sources may know of the same stop: ask for one at a time, by ``month__source``.
    """
    counted = Exists(_said().exclude(why=Why.NOT_RECORDED))
    return events(force, months).filter(~counted, fate=Fate.NOT_RECORDED)


def to_explain(by: Acting) -> QuerySet[KnownEvent]:
    """What a supervisor looks at: events that are not surely recorded and not explained."""
    found = KnownEvent.objects.filter(~Exists(_said()), month__in=current(own_force(by)))
    found = found.exclude(fate=Fate.RECORDED).select_related("month")
    return found.order_by("-day", "-hour", "pk")


def one_to_explain(by: Acting, number: int) -> KnownEvent:
    """One of these.

    Raises
    ------
    NotHere
    """
    found = to_explain(by).filter(pk=number).first()
    if found is None:
        raise NotHere(say("There is no such event in your force."))
    return found


def files(by: Acting) -> QuerySet[KnownFile]:
    """What was taken in, the latest first."""
    return KnownFile.objects.filter(force=own_force(by)).select_related("by").order_by("-pk")
