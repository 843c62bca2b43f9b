"""Writes that begin something: a framework, a force's plan, an action's promise."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from django.db import transaction

from evenhand.ledger.services import append
from evenhand.ledger.versions import keep
from evenhand.measures.words.messages import say
from evenhand.plan import models
from evenhand.plan.errors import AlreadyThere, NotAllowed, UnknownReference
from evenhand.plan.frameworks import FrameworkFile
from evenhand.plan.history import Change, Kind
from evenhand.plan.quarters import Span
from evenhand.plan.redactions import feigned
from evenhand.plan.selectors import subject
from evenhand.plan.services.recording import check_references, record
from evenhand.plan.status import STALE_AFTER
from evenhand.plan.terms import Terms


@transaction.atomic
def load_framework(
    content: FrameworkFile, *, by: str, organisation: str, now: datetime
) -> models.Framework:
    """Keep a version of a framework; earlier ones and the plans under them stay as they are.

    Loading the same again changes nothing.

    Raises
    ------
    AlreadyThere
        If another content has this name and version.
    """
    framework, new = keep(models.Framework, content, by=by, now=now, refusal=AlreadyThere)
    if not new:
        return framework
    _add_workstreams(framework, content)
    append(
        kind="framework-loaded",
        subject=f"framework/{content.name}/{content.version}",
        body={"digest": content.digest, "title": content.title},
        by=by,
        organisation=organisation,
        now=now,
    )
    return framework


def _add_workstreams(framework: models.Framework, content: FrameworkFile) -> None:
    place = 0
    for number, stream in enumerate(content.workstreams):
        workstream = models.Workstream.objects.create(
            framework=framework,
            key=stream.key,
            name=stream.name,
            about=stream.about,
            enabling=stream.enabling,
            place=number,
        )
        for order, aim in enumerate(stream.outcomes):
            outcome = models.Outcome.objects.create(
                workstream=workstream, key=aim.key, words=aim.words, place=order
            )
            for one in aim.commitments:
                models.Commitment.objects.create(
                    framework=framework, outcome=outcome, key=one.key, words=one.words, place=place
                )
                place += 1


@transaction.atomic
def open_plan(
    *,
    force_id: str,
    framework: models.Framework,
    title: str,
    organisation: str,
    by: str,
    now: datetime,
    columns: Sequence[Span] = (),
    stale_after: int = STALE_AFTER,
) -> models.Plan:
    """Open the next iteration of a force's plan; the one before stays at its address.

    Parameters
    ----------
    columns : the force's own columns, where they are not one a quarter.
    organisation : who promises. It alone records progress, and it cannot dispute itself.

    Raises
    ------
    NotAllowed
        If columns overlap or are out of order.
    """
    if any(later.first <= earlier.last for earlier, later in pairwise(columns)):
        raise NotAllowed(say("Columns of a plan follow each other and do not overlap."))
    before = models.Plan.objects.filter(force=force_id).order_by("-iteration").first()
    plan = models.Plan.objects.create(
        force_id=force_id,
        iteration=before.iteration + 1 if before else 1,
        framework=framework,
        title=title,
        columns=[str(one) for one in columns],
        stale_after=stale_after,
        organisation=organisation,
        opened_at=now,
        opened_by=by,
    )
    append(
        kind="plan-opened",
        subject=subject(plan),
        body={
            "title": title,
            "framework": f"{framework.name}/{framework.version}",
            "columns": plan.columns,
            "stale_after": stale_after,
        },
        by=by,
        organisation=organisation,
        now=now,
    )
    return plan


@transaction.atomic
def name_lead(
    *,
    plan: models.Plan,
    workstream: str,
    expected: int,
    role: str,
    by: str,
    organisation: str,
    now: datetime,
    reason: str = "",
) -> models.Lead:
    """Say which role leads a workstream from now on; who led it before stays on record.

    Parameters
    ----------
    expected : how many leads of this workstream the writer has seen; 0 before the first.
    reason : public; needed for every lead but the first.

    Raises
    ------
    UnknownReference, NotAllowed
        Nothing is written then.
    """
    _refuse_strangers(plan, organisation)
    stream = _workstream(plan, workstream)
    allow_lead(plan=plan, workstream=workstream, expected=expected, role=role, reason=reason)
    lead = models.Lead.objects.create(
        plan=plan,
        workstream=stream,
        number=expected + 1,
        role=role.strip(),
        words=reason.strip(),
        recorded_at=now,
        by=by,
        organisation=organisation,
    )
    append(
        kind="plan-lead-named",
        subject=subject(plan, f"workstreams/{workstream}"),
        body={"number": lead.number, "role": lead.role, "words": lead.words},
        by=by,
        organisation=organisation,
        now=now,
    )
    return lead


def allow_lead(
    *, plan: models.Plan, workstream: str, expected: int, role: str, reason: str
) -> None:
    """Say nothing if a lead may follow the one before; refuse it with a sentence if not.

    Raises
    ------
    NotAllowed
        With the reason, for the person who tried.
    """
    leads = models.Lead.objects.filter(plan=plan, workstream__key=workstream)
    known = leads.order_by("-number").first()
    if (known.number if known else 0) != expected:
        raise NotAllowed(say("Somebody else named a lead meanwhile. Look at theirs first."))
    if known and (known.role == role.strip() or not reason.strip()):
        raise NotAllowed(say("Name another role, and say why in words that may be public."))


def _refuse_strangers(plan: models.Plan, organisation: str) -> None:
    if organisation != plan.organisation:
        raise NotAllowed(say("Only the force whose plan it is does this."))


def _workstream(plan: models.Plan, key: str) -> models.Workstream:
    stream: models.Workstream | None = plan.framework.workstreams.filter(key=key).first()
    if stream is None:
        raise UnknownReference(say("The framework has no workstream “{key}”.", key=key))
    return stream


@transaction.atomic
def promise(
    *,
    plan: models.Plan,
    key: str,
    workstream: str,
    terms: Terms,
    by: str,
    organisation: str,
    now: datetime,
    words: str = "",
) -> models.Action:
    """Promise an action. What is first promised here is shown for ever.

    Parameters
    ----------
    key : the action's name in addresses; it never changes.
    workstream : the key of a workstream of the plan's framework.
    words : what the force says of it besides, if anything.

    Raises
    ------
    UnknownReference
        If the workstream, a commitment or a measure does not exist.
    AlreadyThere
        If the plan has an action of this key.
    NotAllowed
        If another organisation than the plan's own promises.
    """
    _refuse_strangers(plan, organisation)
    stream = _workstream(plan, workstream)
    if models.Action.objects.filter(plan=plan, key=key).exists():
        raise AlreadyThere(say("The plan has an action “{key}” already.", key=key))
    check_references(plan, terms)
    promised = Change(1, Kind.PROMISED, now, by, organisation, words.strip(), terms=terms)
    if feigned(promised, None):
        raise NotAllowed(say("Write what you mean: this sign stands for words taken out."))
    action = models.Action.objects.create(plan=plan, key=key, workstream=stream)
    record(action, promised)
    return action
