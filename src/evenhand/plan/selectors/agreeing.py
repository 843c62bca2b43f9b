"""Whether the plan says what the public ledger says: who tampers with one leaves the other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from evenhand.ledger.models import Entry
from evenhand.ledger.selectors import Said, said
from evenhand.ledger.tree.entries import NotCanonical
from evenhand.plan import models
from evenhand.plan.history import Change, Kind
from evenhand.plan.selectors.entries import RESTATED
from evenhand.plan.selectors.tracking import every_change, marks, subject
from evenhand.plan.written import from_entry, marked

KINDS = (
    *(f"plan-{kind}" for kind in Kind),
    *("plan-opened", "plan-lead-named", f"plan{RESTATED}"),
)
"""The kinds of entries that say what a row of a plan says."""


@dataclass(frozen=True)
class Disagreement:
    """One thing that the plan and the ledger say differently: where, and a sentence."""

    subject: str
    position: int | None
    says: str


@dataclass
class _Ledger:
    """What the ledger holds about plans: the entry of each number, and the leaves it emptied."""

    opened: dict[str, Said] = field(default_factory=dict)
    numbered: dict[str, dict[int, Said]] = field(default_factory=lambda: defaultdict(dict))
    erased: set[str] = field(default_factory=set)


def disagreements() -> list[Disagreement]:
    """Compare every row of every plan with the entry of the ledger that was written with it."""
    kept = _read()
    found = [*_plans(kept), *_actions(kept), *_leads(kept)]
    found += [
        Disagreement(
            about, one.position, f"{about}, {number}: the ledger says it, the plan does not."
        )
        for about, left in kept.numbered.items()
        for number, one in left.items()
    ]
    return sorted(found, key=lambda one: (one.position is None, one.position or 0))


def count_said() -> int:
    """How many rows :func:`disagreements` compares."""
    return models.Change.objects.count() + models.Lead.objects.count() + models.Plan.objects.count()


def _read() -> _Ledger:
    kept = _Ledger()
    for leaf in Entry.objects.filter(nonce=None).values_list("leaf", flat=True):
        kept.erased.add(bytes(leaf).hex())
    rows = Entry.objects.filter(kind__in=KINDS, nonce__isnull=False)
    for row in rows.order_by("pk").iterator():
        try:
            one = said(row)
        except NotCanonical:
            continue  # the check of the log itself says so
        content = one.content or {}
        if content["kind"] == "plan-opened":
            kept.opened[row.subject] = one
        elif "number" in content["body"]:
            kept.numbered[row.subject][content["body"]["number"]] = one
    return kept


def _plans(kept: _Ledger) -> Iterator[Disagreement]:
    for plan in models.Plan.objects.order_by("pk"):
        about = subject(plan)
        one = kept.opened.pop(about, None)
        content = (one.content if one else None) or {"body": {}}
        told = {name: content["body"].get(name) for name in ("title", "columns", "stale_after")}
        told |= {"by": content.get("by"), "organisation": content.get("organisation")}
        rows = {"title": plan.title, "columns": plan.columns, "stale_after": plan.stale_after}
        if told != rows | {"by": plan.opened_by, "organisation": plan.organisation}:
            yield Disagreement(about, one.position if one else None, _differs(about))


def _actions(kept: _Ledger) -> Iterator[Disagreement]:
    for about, changes in every_change():
        entries = kept.numbered.pop(about, {})
        by_redaction = {
            (one.number, number, part)
            for one in changes
            if one.kind is Kind.REDACTED
            for number, part in one.redacts
        }
        by_mark = {
            (mark.number, one.number, part)
            for one in changes
            for mark in one.redacted
            for part in mark.parts
        }
        for one in changes:
            entry = entries.pop(one.number, None)
            where = f"{about}, change {one.number}"
            if entry is None or entry.content is None:
                yield Disagreement(about, None, f"{where}: the ledger does not say it.")
            elif _told(entry.content) != one or not _rightly(entry.content, one.redacted, kept):
                yield Disagreement(about, entry.position, _differs(where))
        for _, number, part in sorted(by_redaction ^ by_mark):
            where = f"{about}, change {number}"
            says = f"{where}: its {part} and the record of what was taken out do not agree."
            yield Disagreement(about, None, says)
        if entries:
            kept.numbered[about] = entries


def _leads(kept: _Ledger) -> Iterator[Disagreement]:
    rows = models.Lead.objects.select_related("plan", "workstream").order_by("pk")
    for row in rows:
        about = subject(row.plan, f"workstreams/{row.workstream.key}")
        entries = kept.numbered.get(about, {})
        entry = entries.pop(row.number, None)
        where = f"{about}, lead {row.number}"
        if entry is None or entry.content is None:
            yield Disagreement(about, None, f"{where}: the ledger does not say it.")
            continue
        content = entry.content
        told = {**content, **content["body"]}
        same = all(
            told[name] == getattr(row, name)
            for name in ("number", "role", "words", "by", "organisation")
        )
        taken = [marked(one) for one in marks(row.redacted)]
        same = same and content["body"].get("redacted", []) == taken
        if not same or not _rightly(content, taken, kept):
            yield Disagreement(about, entry.position, _differs(where))


def _told(content: Mapping[str, Any]) -> Change | None:
    """The change that an entry says; nothing where it says none."""
    try:
        return from_entry(content)
    except (KeyError, TypeError, ValueError, ValidationError):
        return None


def _rightly(content: Mapping[str, Any], taken_out: object, kept: _Ledger) -> bool:
    """Whether an entry that says something again stands for one that was erased, and no other."""
    again = content["kind"].endswith(RESTATED)
    return again is bool(taken_out) and (not again or content["body"].get("leaf") in kept.erased)


def _differs(where: str) -> str:
    return f"{where}: the plan says something else than the ledger."
