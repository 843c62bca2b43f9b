"""Making recommendations: one by who acts here, or a whole list from elsewhere at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from pydantic import ValidationError

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.services.writing import written
from evenhand.forces.models import Force
from evenhand.measures.words.messages import say
from evenhand.monitoring.services.writing import Hand
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny.models import recommendations as models
from evenhand.scrutiny.recommending import permissions, selectors
from evenhand.scrutiny.recommending.clocks import clocks
from evenhand.scrutiny.recommending.errors import NotAllowed, SaidAlready
from evenhand.scrutiny.recommending.origins import is_origin
from evenhand.scrutiny.recommending.rules import refuse_words
from evenhand.scrutiny.recommending.services.answering import first
from evenhand.scrutiny.recommending.services.writing import record
from evenhand.scrutiny.recommending.steps import Kind, Step
from evenhand.scrutiny.recommending.terms import Advice, Source

NOT_HERE = frozenset({Source.INSPECTORATE, Source.COMPLAINTS, Source.REPORT})
"""Sources that do not act here: what they said comes in lists."""


@dataclass(frozen=True)
class Item:
    """One recommendation of a list: to which force, whose as the public reads it, and what.

    ``body`` is the organisation itself where it acts here.
    """

    force_id: str
    organisation: str
    advice: Advice
    body: Organisation | None = None


@contextmanager
def made_by(acting: Acting, *, force_id: str, now: datetime) -> Iterator[Hand]:
    """Open the transaction of making one, and give who makes it: ``make(..., **hand)``.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    """
    with written(
        acting,
        signs=lambda one: permissions.makes(one, force_id),
        subject=f"recommendation/{force_id}",
        step=str(Kind.MADE),
        now=now,
    ) as who:
        yield Hand(**who, person=acting.person)


def make(
    *,
    force_id: str,
    body: Organisation,
    what: str,
    why: str,
    to: str,
    due: date,
    source: Source | str,
    comes_from: Sequence[str] = (),
    repeats: Sequence[str] = (),
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> models.Recommendation:
    """Recommend something to a force; what it says never changes.

    Parameters
    ----------
    body : the organisation that makes it, whose name ``organisation`` is.
    to : the role it is addressed to.
    due : the day by which it should be done.
    comes_from : findings, draws or visits that led to it, as the public ledger calls them.
    repeats : earlier ones that said the same in other words; the same words are found by itself.

    Raises
    ------
    SaidAlready
        If the same body has said the same today: it was sent twice. Nothing is written then.
    NotAllowed
        With what is wrong.
    """
    said = {
        "what": what,
        "why": why,
        "to": to,
        "by": due,
        "source": source,
        "said_on": day_of(now),
        "comes_from": tuple(comes_from),
        "repeats": tuple(repeats),
    }
    try:
        advice = Advice.model_validate(said)
    except ValidationError as error:
        raise NotAllowed(first(error)) from error
    if advice.source in NOT_HERE:
        raise NotAllowed(say("What others said comes in a list of theirs."))
    if organisation != body.name:
        raise NotAllowed(say("Nobody recommends in the name of others."))
    with transaction.atomic():
        return _make(Item(force_id, organisation, advice, body), by=by, now=now, person=person)


def make_all(
    *,
    items: Sequence[Item],
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
) -> list[models.Recommendation]:
    """Take in a list from elsewhere: all of it or nothing.

    Parameters
    ----------
    by, organisation : who takes it in, which each entry says; whose it is, the list says.
    """
    with transaction.atomic():
        return [
            _make(one, by=by, now=now, person=person, taken_in_by=organisation) for one in items
        ]


def _make(
    item: Item,
    *,
    by: str,
    now: datetime,
    person: Person | None,
    taken_in_by: str = "",
) -> models.Recommendation:
    advice = item.advice
    force = Force.objects.select_for_update().filter(pk=item.force_id).first()
    if force is None:
        raise NotAllowed(say("This site has no force “{name}”.", name=item.force_id))
    _refuse(item, force, day_of(now))
    same = models.Recommendation.objects.filter(
        force=force, organisation=item.organisation, said_on=advice.said_on, digest=advice.digest
    )
    if already := same.first():
        raise SaidAlready(
            say("This was recommended already: it is number {number}.", number=str(already.number)),
            already.number,
        )
    known = selectors.repeats_of(force.pk, advice.digest)
    repeats = tuple(dict.fromkeys([*known, *_known(force.pk, advice.repeats)]))
    advice = advice.model_copy(update={"repeats": repeats})
    last = models.Recommendation.objects.filter(force=force).aggregate(last=Max("number"))["last"]
    row = models.Recommendation.objects.create(
        force=force,
        number=(last or 0) + 1,
        body=item.body,
        organisation=item.organisation,
        answered_by=force.name,
        source=advice.source,
        said_on=advice.said_on,
        digest=advice.digest,
        made_at=now,
    )
    data: dict[str, Any] = {
        "from": item.organisation,
        "advice": advice.model_dump(mode="json"),
        "limits": clocks().sources[advice.source].model_dump(),
    }
    step = Step(1, Kind.MADE, now, by, taken_in_by or item.organisation, advice.what, data)
    record(row, step, person=person)
    return row


def _refuse(item: Item, force: Force, today: date) -> None:
    refuse_words(item.organisation, longest=100)
    if item.organisation == force.name:
        raise NotAllowed(say("A force makes no recommendations to itself."))
    if item.advice.said_on > today:
        raise NotAllowed(say("It was said on a day that has not come."))
    for one in item.advice.comes_from:
        if not is_origin(one, force.pk):
            raise NotAllowed(say("This force has no “{name}” to come from.", name=one))


def _known(force_id: str, named: Sequence[str]) -> list[str]:
    """Recommendations to the force that somebody says were the same.

    Raises
    ------
    NotAllowed
        If one of them is none to this force.
    """
    for one in named:
        _, force, number = one.split("/")
        found = selectors.recommendation(force, int(number)) if force == force_id else None
        if found is None:
            raise NotAllowed(say("There is no recommendation “{name}” to this force.", name=one))
    return list(named)
