"""Findings: what a panel saw goes to a supervisor with a deadline, and learning comes back."""

from datetime import date, datetime, timedelta

from django.db.models import Max

from evenhand.accounts.acting import Acting
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import committing, models, naming
from evenhand.scrutiny.errors import NotHere, NotNow
from evenhand.scrutiny.services.writing import public_words, taking
from evenhand.scrutiny.terms import Fault, Kind, Status, Taken

DAYS = 28
"""How long a supervisor has, where the panel says nothing else."""
LEAST, MOST = 7, 90
WHEN = frozenset({Status.CLOSED, Status.AGREED})
MATTERS = frozenset({Kind.FOUND, Kind.ANSWERED, Kind.RESERVE, Kind.REDACTED})
"""What who writes a finding must have seen: another of the same, or a case that was replaced."""
NOTHING_THERE = frozenset({Fault.NO_RECORD, Fault.NO_VIDEO})


def find(
    *,
    draw: models.Draw,
    case: models.Case | None,
    fault: Fault | str,
    words: str,
    by: Acting,
    now: datetime,
    due: date | None = None,
    expected: int | None = None,
) -> models.Finding:
    """Make a finding, for a supervisor to answer, in words that may be public.

    Parameters
    ----------
    case : the one it comes from; never shown to the public. None for one about the draw itself.
    due : the last day for the answer; four weeks from now without.
    expected : the number of the last step that the writer has seen.

    Raises
    ------
    MayNot, NotHere
    NotNow
        If the case is not agreed, the fault is not what was agreed, the deadline is too near or
        too far, or the words tell a name, a plate or a place.
    Meanwhile
        If somebody made a finding since, or called a reserve.
    """
    try:
        what = Fault(fault)
    except ValueError as error:
        raise NotNow(say("Choose what the finding is about.")) from error
    said = public_words(words)
    if seen := naming.told(said):
        raise NotNow(say("Leave out what tells who it was: {words}.", words=", ".join(seen)))
    last = due or day_of(now) + timedelta(days=DAYS)
    if not LEAST <= (last - day_of(now)).days <= MOST:
        raise NotNow(say("Give between {least} and {most} days.", least=str(LEAST), most=str(MOST)))
    early = frozenset({Status.DRAWN}) if what in NOTHING_THERE else frozenset()
    with taking(
        draw,
        Kind.FOUND,
        by=by,
        now=now,
        when=WHEN | early,
        expected=expected,
        matters=MATTERS,
    ) as hand:
        own = _own(hand.draw, case)
        _refuse(own, what)
        number = hand.draw.findings.aggregate(most=Max("number"))["most"] or 0
        kept: models.Finding = models.Finding.objects.create(
            draw=hand.draw,
            case=own,
            number=number + 1,
            fault=what.value,
            words=said,
            due=last,
            at=now,
            by=hand.signature.by,
            organisation=hand.signature.organisation,
        )
        hand.step(
            Kind.FOUND,
            words=said,
            finding=number + 1,
            fault=what.value,
            due=last.isoformat(),
            **committing.committed(kept, hand.draw),
        )
    return kept


def _own(draw: models.Draw, case: models.Case | None) -> models.Case | None:
    if case is None:
        return None
    found: models.Case | None = (
        models.Case.objects.select_related("position").filter(pk=case.pk, draw=draw).first()
    )
    if found is None:
        raise NotHere(say("There is no such case in this draw."))
    return found


def _refuse(case: models.Case | None, what: Fault) -> None:
    """Refuse a finding that is not what was seen."""
    if case is None:
        return
    if what is Fault.NO_RECORD:
        if not case.position.missing:
            raise NotNow(say("The record of this case is there."))
        return
    if what is Fault.NO_VIDEO:
        return
    agreed = models.Agreed.objects.filter(case=case).first()
    if agreed is None:
        raise NotNow(say("The panel has not agreed on this case yet."))
    rating = {Fault.RED: "red", Fault.AMBER: "amber", Fault.GOOD: "green"}[what]
    if agreed.rating != rating:
        raise NotNow(say("That is not what the panel agreed on this case."))


def answer(
    *, finding: models.Finding, taken: Taken | str, words: str, by: Acting, now: datetime
) -> models.Learning:
    """Tell the panel what was learnt, as a supervisor of the force, without naming the officer.

    Raises
    ------
    MayNot
    NotNow
        If it was answered before, or the words tell a name, a number or a place.
    """
    try:
        done = Taken(taken)
    except ValueError as error:
        raise NotNow(say("Choose what was done.")) from error
    said = public_words(words)
    officer = naming.officers(finding.case)
    if seen := naming.told(said, also=officer):
        raise NotNow(say("Leave out what tells who it was: {words}.", words=", ".join(seen)))
    with taking(finding.draw, Kind.ANSWERED, by=by, now=now) as hand:
        own = models.Finding.objects.get(pk=finding.pk, draw=hand.draw)
        if models.Learning.objects.filter(finding=own).exists():
            raise NotNow(say("This finding was answered already."))
        kept: models.Learning = models.Learning.objects.create(
            finding=own,
            taken=done.value,
            words=said,
            at=now,
            by=hand.signature.by,
            organisation=hand.signature.organisation,
        )
        hand.step(
            Kind.ANSWERED,
            words=said,
            finding=own.number,
            taken=done.value,
            late=day_of(now) > own.due,
        )
    return kept
