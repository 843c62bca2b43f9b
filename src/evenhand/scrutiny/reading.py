"""What a panel sees of a case: the record as it was at the freezing, without who and where.

Only fields that are listed here are shown. Of free text, a person has looked at every word first.
"""

import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from evenhand.encounters.editing import asking
from evenhand.encounters.models import Restricted, Version
from evenhand.encounters.registered.records import POWER, shown
from evenhand.encounters.selectors import registered
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.tree.entries import canonical
from evenhand.plan.history import LONDON
from evenhand.scrutiny import dividing, models, naming
from evenhand.scrutiny.scoring.facts import Facts

SEEN = re.compile(
    r"duty|power|reason|more_reasons|reason_text|reason_told|reason_explained"
    r"|pre_stop_information|seen_before|perceived_before|place\.road|vehicle\.kind"
    r"|people\.\d+\.(role|perceived|sde|not_stated|age_band|sex)"
    r"|outcomes|outcome_text|arrest_reason|outcome_linked|duration_minutes|receipt"
    r"|late_reason|video\.(on|why_not)"
    r"|searches\.\d+\.(of|power|object|grounds|depth|found|found_linked|outcome|gowisely\.\w+)"
    r"|searches\.\d+\.strip\.(reason|authorised_by|place|private|officers"
    r"|officers_of_other_sex|appropriate_adult|why_no_adult|child_age|safeguarding_referral)"
    r"|force_used\.\d+\.(?!ced\.device).+"
)
"""The fields that a panel sees; every other one stays where it is."""
NEARER = frozenset({"day", "time"})
"""Fields of a registered record that say when it was; a panel is told no nearer than the month."""


@dataclass(frozen=True)
class Field:
    """One field as a panel reads it."""

    field: str
    title: str
    words: str
    free: bool = False


@dataclass(frozen=True)
class Text:
    """A free text of a case with what in it may tell somebody: for the chair, who looks first."""

    field: str
    title: str
    words: str
    spans: tuple[naming.Span, ...]


@dataclass(frozen=True)
class Record:
    """The record of a case as it was when its frame was frozen."""

    case: models.Case
    version: int
    opened: Mapping[str, Any]
    corrected_since: bool
    """Whether the force corrected it after the frame was frozen; the panel sees it as it was."""
    known: tuple[str, ...]
    """What names somebody in this very case, while it is kept."""

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Its free texts, as they stand."""
        return tuple(
            Text(one.field, one.title, one.words, tuple(naming.spans(one.words, also=self.known)))
            for one in _fields(self.opened)
            if one.free and one.words != REDACTED
        )

    @property
    def digest(self) -> str:
        """Of the free texts, under the position's salt: whether they are those looked at."""
        said = [[one.field, one.words] for one in self.texts]
        salt = bytes.fromhex(self.case.position.salt)
        return hmac.digest(salt, canonical(said), "sha256").hex()

    @property
    def when(self) -> tuple[str, str]:
        """The month it was in, and the part of the day; no nearer. Empty where it is not known."""
        parts = ("night", "morning", "afternoon", "evening")
        if POWER in self.opened:
            time = self.opened.get("time")
            return self.opened["day"][:7], parts[int(time[:2]) // 6] if time else ""
        at = datetime.fromisoformat(self.opened["started_at"]).astimezone(LONDON)
        return f"{at:%Y-%m}", parts[at.hour // 6]


def record(case: models.Case) -> Record | None:
    """The record of a case; None where there is none."""
    stop = case.position.stop
    if stop is None:
        return None
    versions = Version.objects.filter(stop=stop).order_by("number")
    frozen = case.position.frame.at
    there = versions.filter(made_at__lte=frozen).last() or versions.first()
    if there is None:
        return _registered(case, stop)
    return Record(
        case,
        there.number,
        json.loads(there.record),
        corrected_since=versions.filter(made_at__gt=frozen).exists(),
        known=tuple(_known(case, there)),
    )


def _registered(case: models.Case, record_id: UUID) -> Record | None:
    """The same of a record of the register."""
    read = registered.read(record_id, at=case.position.frame.at)
    if read is None:
        return None
    known = tuple(registered.names(record_id))
    return Record(case, read.version, read.record, corrected_since=read.changed_since, known=known)


def facts(case: models.Case) -> Facts:
    """What decides which questions are asked of a case."""
    found = record(case)
    opened: Mapping[str, Any] = found.opened if found else {}
    return dividing.facts(opened, case.draw.power)


def looked_at(case: models.Case, found: Record) -> models.Shown | None:
    """The last time that a person looked at the words of a case, if they are still the same."""
    last: models.Shown | None = case.shown.order_by("number").last()
    same = last is not None and hmac.compare_digest(last.digest, found.digest)
    return last if same else None


def may_be_shown(case: models.Case) -> bool:
    """Whether members may see a case: there is a record, and a person looked at its words."""
    found = record(case)
    if found is None:
        return False
    return not found.texts or looked_at(case, found) is not None


def fields(case: models.Case, found: Record) -> tuple[Field, ...]:
    """What members see of a record: words that nobody has looked at are left out."""
    last = looked_at(case, found)
    places: dict[str, list[tuple[int, int]]] = {}
    for one in last.hidden if last else ():
        places.setdefault(one["field"], []).append((one["first"], one["last"]))
    shown = []
    for one in _fields(found.opened):
        if not one.free or one.words == REDACTED:
            shown.append(one)
        elif last is not None:
            words = naming.hidden(one.words, places.get(one.field, ()))
            shown.append(Field(one.field, one.title, words, free=True))
    return tuple(shown)


def _fields(opened: Mapping[str, Any]) -> Iterator[Field]:
    if POWER in opened:
        for one in shown(opened):
            if one.field not in NEARER:
                yield Field(one.field, one.title, one.words, one.free)
        return
    for question in asking.every(opened):
        value = asking.said(opened, question.field)
        if value is None or value == [] or not SEEN.fullmatch(question.field):
            continue
        free = bool(asking.FREE.fullmatch(question.field)) or question.kind is asking.Kind.TEXT
        yield Field(question.field, question.title, asking.words(question, value), free)


def _known(case: models.Case, version: Version) -> Iterator[str]:
    yield from naming.officers(case)
    apart = Restricted.objects.filter(version=version).first()
    if apart is not None:
        yield from (one for one in (apart.registration, apart.officer) if one)
        place = str((apart.place or {}).get("name") or "")
        if place:
            yield place
