"""Taking unlawful words out: of the plan and of the public ledger, at once or not at all.

What stays is that something stood there, who took it out, when and why, and every date and step.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.ledger import selectors as ledger
from evenhand.ledger import services as log
from evenhand.ledger.kept import REDACTED, Redactable
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors
from evenhand.plan.errors import EditedMeanwhile, NotAllowed
from evenhand.plan.history import Change, Kind, Redaction, present
from evenhand.plan.redactions import LISTS, TERMS, is_taken_out, parts, places, without
from evenhand.plan.rules import allow
from evenhand.plan.selectors.entries import RESTATED, by_number
from evenhand.plan.services.recording import record
from evenhand.plan.written import marked, whole

Taken = Callable[[models.Plan, Collection[str], Change], None]
_ALSO: list[Taken] = []


def also(take: Taken) -> Taken:
    """Let another app take the same words out of what it made of a plan, in one transaction.

    It is given the plan, the words, and the change that took them out.
    """
    _ALSO.append(take)
    return take


@transaction.atomic
def redact(
    *,
    action: models.Action,
    expected: int,
    chosen: Collection[tuple[int, str]],
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Change:
    """Take texts out of what was said of an action, wherever in its history they stand.

    The words are replaced in the plan; the ledger's entries that hold them are erased, so that
    nothing is left to guess them from; new entries say what was taken out, by whom and why, and
    what each change says without them. Backups made before still hold them until they run out.

    Parameters
    ----------
    chosen : the number of a change with the name of a part of it, as
        :func:`evenhand.plan.redactions.parts` names them; the same text elsewhere goes too.
    reason : why the law does not allow them; public.

    Raises
    ------
    EditedMeanwhile
        If somebody changed the action since; the same words may stand there too.
    NotAllowed
        If there is no such text, or no reason.
    """
    locked = models.Action.objects.select_for_update().get(pk=action.pk)
    so_far = selectors.changes_of(locked)
    state = present(so_far)
    if state.number != expected:
        raise EditedMeanwhile(
            say("Somebody else changed this action meanwhile. Look at their change first."),
            [one for one in so_far if one.number > expected],
        )
    there = {(one.number, name) for one in so_far for name in parts(one)}
    if not chosen or not set(chosen) <= there:
        raise NotAllowed(say("Choose words that stand there and have not been taken out."))
    taken = tuple(places(so_far, chosen))
    made = Change(expected + 1, Kind.REDACTED, now, by, organisation, reason.strip(), redacts=taken)
    allow(state, made, force=action.plan.organisation)
    subject = selectors.subject(locked.plan, locked.key)
    entries = by_number(ledger.history(subject))
    numbers = sorted({number for number, _ in taken})
    leaves = {number: entries[number].leaf for number in numbers}
    _erase(leaves, made.words, by, organisation, now)
    record(locked, made)
    for one in so_far:
        if one.number in leaves:
            names = tuple(part for number, part in taken if number == one.number)
            mark = Redaction(made.number, names, now, by, organisation, made.words)
            now_says = without(one, names, mark)
            _replace(locked, now_says, mark, names)
            _say_again(subject, {**whole(now_says), "leaf": leaves[one.number]}, made)
    every = {(one.number, name): text for one in so_far for name, text in parts(one).items()}
    for take in _ALSO:
        take(locked.plan, {every[place] for place in taken}, made)
    return made


def _erase(leaves: Mapping[int, str], why: str, by: str, organisation: str, now: datetime) -> None:
    log.erase(leaves=list(leaves.values()), why=why, by=by, organisation=organisation, now=now)


def _say_again(subject: str, body: Mapping[str, Any], made: Change) -> None:
    log.append(
        kind=f"plan{RESTATED}",
        subject=subject,
        body=body,
        by=made.by,
        organisation=made.organisation,
        now=made.at,
    )


def _replace(
    action: models.Action, now_says: Change, mark: Redaction, names: Collection[str]
) -> None:
    """Write the words that stand there now over those that stood there."""
    row = models.Change.objects.get(action=action, number=now_says.number)
    says = {name: getattr(now_says, name) for name in ("words", "by") if name in names}
    _take_out(row, mark, says)
    touched = {name.split(" ")[0] for name in names}
    if now_says.terms and touched & {*TERMS, *LISTS}:
        written = now_says.terms.model_dump(mode="json")
        says = {name: written[name] for name in touched & {*TERMS, *LISTS}}
        _take_out(models.Promise.objects.get(change=row), mark, says)
    if now_says.proof and touched & {"evidence", "address"}:
        proof = now_says.proof
        row_of = models.Evidence.objects.get(change=row)
        _take_out(row_of, mark, {"title": proof.title, "address": proof.address})


def _take_out(row: Redactable, mark: Redaction, says: Mapping[str, object]) -> None:
    type(row).objects.redact(row, marked(mark), says)


@transaction.atomic
def redact_lead(
    *,
    lead: models.Lead,
    chosen: Collection[str],
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
) -> models.Lead:
    """The same for the role that leads a workstream, or for the reason it was named for.

    Parameters
    ----------
    chosen : of ``role``, ``words`` and ``by``.

    Raises
    ------
    NotAllowed
        If there is no such text, no reason, or it is not for this organisation to do.
    """
    models.Plan.objects.select_for_update().get(pk=lead.plan_id)
    row: models.Lead = models.Lead.objects.select_related("plan", "workstream").get(pk=lead.pk)
    there = {name for name in models.Lead.TEXTS if _text(row, name)}
    if not chosen or not set(chosen) <= there:
        raise NotAllowed(say("Choose words that stand there and have not been taken out."))
    if not reason.strip():
        raise NotAllowed(say("Say why, in words that may be public."))
    if organisation != row.plan.organisation:
        raise NotAllowed(say("Only the force whose plan it is records this."))
    subject = selectors.subject(row.plan, f"workstreams/{row.workstream.key}")
    leaf = by_number(ledger.history(subject))[row.number].leaf
    made = Change(row.number, Kind.REDACTED, now, by, organisation, reason.strip())
    mark = Redaction(row.number, tuple(sorted(chosen)), now, by, organisation, made.words)
    _erase({row.number: leaf}, made.words, by, organisation, now)
    log.append(
        kind="plan-lead-redacted",
        subject=subject,
        body={"lead": row.number, "parts": list(mark.parts), "words": made.words},
        by=by,
        organisation=organisation,
        now=now,
    )
    _take_out(row, mark, dict.fromkeys(mark.parts, REDACTED))
    row.refresh_from_db()
    _say_again(subject, {**selectors.lead_says(row), "leaf": leaf}, made)
    return row


def _text(row: models.Lead, name: str) -> str:
    text = str(getattr(row, name))
    return "" if is_taken_out(text) else text
