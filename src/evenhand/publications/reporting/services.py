"""Writes: a report is prepared, published once, and put on paper. What is published stays."""

from contextlib import AbstractContextManager, suppress
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.accounts.services.writing import Signature, Who, written
from evenhand.ledger.agreeing import say_shown
from evenhand.ledger.selectors import checkpoint
from evenhand.measures.words.messages import say
from evenhand.plan import selectors as plans
from evenhand.plan.models import Plan
from evenhand.plan.quarters import Quarter, in_words
from evenhand.publications import comparing
from evenhand.publications.errors import NotReady, PreparedMeanwhile
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Draft, Paper, Report
from evenhand.publications.reporting import finding
from evenhand.publications.reporting.choosing import Choice
from evenhand.publications.reporting.content import content as put_together


class _Unchanged(Exception):
    """What was sent is so already: the private log tells only of what was altered."""


def begin(acting: Acting, *, quarter: Quarter, now: datetime) -> Draft:
    """Begin the report of a quarter, or go on with the one that was begun.

    Raises
    ------
    MayNot, NotReady
        If no role allows it, there is no plan, or the quarter has not ended.
    """
    plan = plan_of(acting)
    subject = str(quarter)
    with (
        suppress(_Unchanged),
        _signed(acting, plan, subject, May.PREPARE_REPORTS, step="begun", now=now) as who,
    ):
        if quarter not in finding.ready(plan, timezone.localdate(now)):
            raise NotReady(
                say(
                    "A report is of a quarter that has ended, and of the last eight. This one "
                    "ends on {day}.",
                    day=in_words(quarter.last_day),
                )
            )
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            force=plan.force,
            quarter=str(quarter),
            defaults={
                "plan": plan,
                "choice": Choice().model_dump(mode="json"),
                "changed_at": now,
                "changed_by": who["by"],
            },
        )
        if not is_new:
            raise _Unchanged
    return draft


def prepare(acting: Acting, *, key: UUID, expected: int, choice: Choice, now: datetime) -> Draft:
    """Keep what was chosen and written for a report.

    Parameters
    ----------
    expected : the version of the draft that the writer has seen.

    Raises
    ------
    MayNot, NotReady
    PreparedMeanwhile
        If somebody else changed the draft since; nothing is kept then.
    """
    plan = plan_of(acting)
    subject = f"draft/{key}"
    with (
        suppress(_Unchanged),
        _signed(acting, plan, subject, May.PREPARE_REPORTS, step="prepared", now=now) as who,
    ):
        draft = _held(plan, key)
        said = choice.model_dump(mode="json")
        if draft.choice == said:
            raise _Unchanged
        _refuse_older(draft, expected)
        draft.choice, draft.version = said, draft.version + 1
        draft.changed_at, draft.changed_by = now, who["by"]
        draft.save()
    return draft


def discard(acting: Acting, *, key: UUID, expected: int, now: datetime) -> None:
    """Throw a report away that was not published.

    Raises
    ------
    MayNot, NotReady, PreparedMeanwhile
    """
    plan = plan_of(acting)
    with _signed(acting, plan, f"draft/{key}", May.PREPARE_REPORTS, step="discarded", now=now):
        draft = _held(plan, key)
        _refuse_older(draft, expected)
        draft.delete()


def publish(acting: Acting, *, key: UUID, expected: int, seen: str, now: datetime) -> Report:
    """Freeze a report and say so in the public ledger. Sent again, it gives the same report.

    Parameters
    ----------
    expected, seen : the version of the draft, and the digest of the report as it was looked at.

    Raises
    ------
    MayNot, NotReady
    PreparedMeanwhile
        If the draft, the plan or a figure changed since it was looked at.
    """
    plan = plan_of(acting)
    try:
        return _publish(acting, plan, key=key, expected=expected, seen=seen, now=now)
    except NotReady:
        known = finding.made_from(plan.force_id, key)
        if known is None:
            raise
        return known


def _publish(
    acting: Acting, plan: Plan, *, key: UUID, expected: int, seen: str, now: datetime
) -> Report:
    with _signed(acting, plan, f"draft/{key}", May.PUBLISH, step="published", now=now) as who:
        draft = _held(plan, key)
        _refuse_older(draft, expected)
        said = put_in(draft)
        if digest(said) != seen:
            raise PreparedMeanwhile(
                say("Something that it tells has changed since you looked. Look at it again.")
            )
        report = _frozen(draft, said, who)
        draft.delete()
    return report


def put_in(draft: Draft) -> dict[str, Any]:
    """What the report of a draft would say now.

    Raises
    ------
    NotReady
        If a figure that was chosen does not stand any more.
    """
    choice = Choice.model_validate(draft.choice)
    figures = finding.chosen(draft.force_id, choice.figures)
    if gone := set(choice.figures) - {one.reference for one in figures}:
        raise NotReady(
            say("The figure {figure} was corrected. Choose the new one.", figure=min(gone))
        )
    return put_together(draft.plan, Quarter.parse(draft.quarter), choice, figures)


def keep_paper(report: Report, pdf: bytes, *, now: datetime) -> Paper:
    """Keep a report's PDF and say its digest in the public ledger; the first one made stays."""
    found = sha256(pdf).hexdigest()
    try:
        with transaction.atomic():
            paper = Paper.objects.create(
                report=report, content=pdf, size=len(pdf), sha256=found, made_at=now
            )
            say_shown(comparing.of_paper(paper))
    except IntegrityError:
        return Paper.objects.get(report=report)
    return paper


def plan_of(acting: Acting) -> Plan:
    """The plan of the force that somebody acts for.

    Raises
    ------
    NotReady
        If they act for no force, or it has no plan.
    """
    plan = plans.plan_for(acting)
    if plan is None:
        raise NotReady(say("A report tells how a force’s plan is going, and there is no plan yet."))
    return plan


def _signed(
    acting: Acting, plan: Plan, what: str, needed: May, *, step: str, now: datetime
) -> AbstractContextManager[Who]:
    def signs(held: Acting) -> Signature | None:
        if not held.may(needed):
            return None
        return Signature(held.called(needed), plan.organisation)

    subject = f"report/{plan.force_id}/{what}"
    return written(acting, signs=signs, subject=subject, step=step, now=now)


def _held(plan: Plan, key: UUID) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",)).filter(force=plan.force_id, key=key)
    draft = rows.select_related("plan__force", "plan__framework").first()
    if draft is None:
        raise NotReady(say("This report is not being made any more."))
    return draft


def _refuse_older(draft: Draft, expected: int) -> None:
    if draft.version != expected:
        raise PreparedMeanwhile(
            say("Somebody else changed this report after you opened it. Yours was not kept.")
        )


def _frozen(draft: Draft, said: dict[str, Any], who: Who) -> Report:
    before = (
        Report.objects.select_for_update(of=("self",))
        .filter(force=draft.force_id, quarter=draft.quarter)
        .order_by("-number")
        .first()
    )
    signed = checkpoint()
    if signed is None:
        raise NotReady(
            say(
                "The public ledger has no signed checkpoint yet, and a report prints one. Try "
                "again in a minute; if it stays so, tell those who run this site."
            )
        )
    report = Report.objects.create(
        force=draft.force,
        plan=draft.plan,
        quarter=draft.quarter,
        number=before.number + 1 if before else 1,
        supersedes=before,
        title=said["title"],
        told_on=Quarter.parse(draft.quarter).last_day,
        content=said,
        checkpoint=signed,
        digest=digest({"content": said, "checkpoint": signed}),
        released_at=who["now"],
        released_by=who["by"],
        organisation=who["organisation"],
        draft=draft.key,
    )
    say_shown(comparing.of_report(report))
    return report
