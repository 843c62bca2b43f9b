"""Taking words out of a stop: of every version, of the log's entries, and of what was asked of it.

What stays is that something stood there, and when, why and by which role it was taken out; and
everything that is no free text. Whoever was stopped can still prove that their stop was recorded.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import NOBODY, reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters import stop_log
from evenhand.encounters.editing import asking
from evenhand.encounters.editing.asking import FREE
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.models import Finding, Review, Sealed, Settled, Stop, Version
from evenhand.encounters.services.devices import own_force
from evenhand.encounters.services.holding import held, refuse_held
from evenhand.ledger.kept import REDACTED, Redactable
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say

HOLDS_WORDS = r'"(late_reason|reason_text|outcome_text|grounds)":"[^[]'
WORDS_FOR = timedelta(days=6 * 366)
"""How long free text is kept: six years, in which a claim can be brought (Limitation Act 1980)."""
AT_ONCE = 200
"""Stops whose words go in one round."""


@dataclass(frozen=True)
class Text:
    """A text of a stop that can be taken out, with the names of the fields in which it stands."""

    words: str
    fields: tuple[str, ...]


def texts(stop: Stop) -> list[Text]:
    """Every free text of a stop, in whichever version; the same text once."""
    found: dict[str, dict[str, None]] = {}
    for name, words in _all(stop):
        if words and words != REDACTED:
            found.setdefault(words, {})[name] = None
    return [Text(words, tuple(names)) for words, names in found.items()]


@transaction.atomic
def redact(*, stop: UUID, chosen: Collection[str], why: str, by: Acting, now: datetime) -> int:
    """Take texts out of a stop, wherever they stand in it, for good.

    Parameters
    ----------
    chosen : the texts, letter for letter as :func:`texts` gives them.
    why : what the law says against them; it is kept for good, so it must not repeat them.

    Returns
    -------
    How many versions they were taken out of.

    Raises
    ------
    MayNot, NotHere
    NotNow
        If there is no such text or no reason, the stop is held, or another record of the same id
        waits for a decision: the words may stand there too.
    """
    by = still_may(by, May.REVIEW_STOPS, now=now)
    found = Stop.objects.select_for_update().filter(pk=stop, force=own_force(by)).first()
    if found is None:
        raise NotHere(say("There is no such stop in your force."))
    if not why.strip():
        raise NotNow(say("Say why: it is kept."))
    if not chosen or not set(chosen) <= {one.words for one in texts(found)}:
        raise NotNow(say("Choose words that stand there and have not been taken out."))
    refuse_held([stop])
    waiting = Finding.objects.filter(sent__record=stop, explained__isnull=True)
    if waiting.exists():
        raise NotNow(say("Another record has this id. Decide first which of the two stands."))
    return _take_out(
        found,
        set(chosen),
        why=why.strip(),
        role=by.called(May.REVIEW_STOPS),
        by=reference(by.person),
        organisation=reference(by.organisation),
        now=now,
    )


def redact_due(*, now: datetime) -> int:
    """Take all free text out of the stops for which its last day has passed; return how many."""
    old = Version.objects.filter(stop__started_at__lt=now - WORDS_FOR)
    old = old.filter(Q(record__regex=HOLDS_WORDS)).order_by("stop")
    old = old.exclude(stop__in=held().values("stop"))
    done = 0
    for pk in list(old.values_list("stop", flat=True).distinct()[:AT_ONCE]):
        with transaction.atomic():
            stop = Stop.objects.select_for_update().get(pk=pk)
            done += 1
            _take_out(
                stop,
                {one.words for one in texts(stop)},
                why=say("The last day on which it may be read has passed."),
                role="",
                by=NOBODY,
                organisation="",
                now=now,
            )
    return done


def marks(row: Redactable) -> list[dict[str, Any]]:
    """What was taken out of a row: when, why, and by which role; empty for the day of its own."""
    return [json.loads(line) for line in row.redacted.splitlines()]


def _take_out(
    stop: Stop,
    words: Collection[str],
    *,
    why: str,
    role: str,
    by: str,
    organisation: str,
    now: datetime,
) -> int:
    mark = {"at": now.astimezone(UTC).isoformat(timespec="seconds"), "role": role, "why": why}
    said_again = {}
    for version in stop.all_versions.order_by("number"):
        before = json.loads(version.record)
        after = _without(before, words)
        record = canonical(after).decode()
        fields = [name for name, text in _of_record(before) if text in words]
        changes = [_without_change(one, words) for one in version.changes]
        reason = REDACTED if version.reason in words else version.reason
        if (record, changes, reason) == (version.record, version.changes, version.reason):
            continue
        said = {"record": record, "changes": changes, "reason": reason}
        Version.objects.redact(version, {**mark, "fields": fields}, said)
        said_again[version.number] = record
    for review in stop.reviews.filter(words__in=words):
        Review.objects.redact(review, mark, {"words": REDACTED})
    for settled in Settled.objects.filter(stop=stop, reason__in=words):
        Settled.objects.redact(settled, mark, {"reason": REDACTED})
    ids = Sealed.objects.filter(sent__record=stop.pk).values_list("pk", flat=True)
    Sealed.objects.filter(pk__in=list(ids)).delete()  # a join cannot be deleted from
    if said_again:
        stop_log.restate(
            stop_id=stop.pk,
            force_id=stop.force_id,
            records=said_again,
            why=why,
            by=by,
            organisation=organisation,
            now=now,
        )
    audit.record(
        act=Act.ERASURE,
        by=by,
        organisation=organisation,
        subject=f"stop/{stop.pk}",
        now=now,
        why=why,
        details={"words": len(words), "versions": len(said_again)},
    )
    return len(said_again)


def _all(stop: Stop) -> Iterator[tuple[str, str]]:
    for version in stop.all_versions.order_by("number"):
        record = json.loads(version.record)
        titles = {one.field: one.title for one in asking.every(record)}
        for field, words in _of_record(record):
            yield titles.get(field, field), words
        for change in version.changes:
            if FREE.fullmatch(change["field"]):
                title = asking.questions([change["field"]], record)[0].title
                yield from ((title, str(change.get(name) or "")) for name in ("old", "new"))
        yield say("Why it was corrected"), version.reason
    for review in stop.reviews.all():
        yield say("What was asked or answered"), review.words


def _of_record(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and FREE.fullmatch(path):
        yield path, value
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for name, each in items:
        yield from _of_record(each, f"{path}.{name}" if path else str(name))


def _without(value: Any, words: Collection[str], path: str = "") -> Any:
    if isinstance(value, str):
        return REDACTED if FREE.fullmatch(path) and value in words else value
    if isinstance(value, Mapping):
        return {
            name: _without(each, words, f"{path}.{name}" if path else name)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_without(each, words, f"{path}.{place}") for place, each in enumerate(value)]
    return value


def _without_change(change: dict[str, Any], words: Collection[str]) -> dict[str, Any]:
    return {
        name: REDACTED if name != "field" and isinstance(said, str) and said in words else said
        for name, said in change.items()
    }
