"""Rows of a force's own table as records of whole stops, before the rules see them."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from evenhand.encounters.editing import asking
from evenhand.encounters.editing.asking import Kind, Question
from evenhand.encounters.errors import CannotTakeIn
from evenhand.encounters.known.mappings import StopMapping
from evenhand.encounters.known.tables import NoMoment, moment
from evenhand.encounters.rules.stop import VERSION
from evenhand.measures.words.messages import say

REFERENCE, INCIDENT = "\nreference", "\nincident"
"""Our names of the two columns that are no fields of a record."""
OURS = frozenset({"version", "stop_id", "device_id", "sequence", "force_id", "receipt_digest"})
MOMENTS, PLATE = ("_at",), "vehicle.registration"
YES_NO = {"yes": "true", "y": "true", "1": "true", "no": "false", "n": "false", "0": "false"}


@dataclass(frozen=True)
class Shape:
    """What a mapping makes of a row: its questions, each with where its answer comes from."""

    mapping: StopMapping
    questions: tuple[Question, ...]

    @property
    def headings(self) -> Mapping[str, str]:
        """Our name of each column -> its heading."""
        incident = {INCIDENT: self.mapping.incident} if self.mapping.incident else {}
        return {**self.mapping.columns, REFERENCE: self.mapping.reference, **incident}


def shape(mapping: StopMapping) -> Shape:
    """Hold a mapping against what a record has.

    Raises
    ------
    CannotTakeIn
        If it names a field that no record has, or one that is made here.
    """
    fields = [*mapping.columns, *mapping.constants]
    wrong = [
        say("The mapping names {field}, which is made here and never taken in.", field=one)
        for one in fields
        if one in OURS
    ]
    found = []
    for field in fields:
        asked = asking.questions([field], {})
        if len(asked) == 1 and asked[0].field == field and asked[0].kind is not Kind.LEAVE_OUT:
            found += asked
        else:
            wrong.append(say("The mapping names {field}; no record has it.", field=_seen(field)))
    wrong += [
        say("The mapping translates {field}, which it does not take in.", field=_seen(one))
        for one in mapping.translations
        if one not in fields
    ]
    if wrong:
        raise CannotTakeIn(*wrong[:20])
    return Shape(mapping, tuple(found))


def record(shape: Shape, cells: Mapping[str, str]) -> dict[str, Any]:
    """Make a record of a row; what cannot be read stays as text, for the rules to see."""
    mapping, typed = shape.mapping, {}
    for question in shape.questions:
        field = question.field
        text = mapping.constants.get(field, cells.get(field, ""))
        words = mapping.translations.get(field, {})
        if question.kind is Kind.CODES:
            several = [one.strip() for one in text.split(mapping.separator)]
            typed[field] = [words.get(one, one) for one in several if one]
            continue
        text = words.get(text, text)
        if question.kind is Kind.YES_NO:
            text = YES_NO.get(text.lower(), text.lower())
        if field == PLATE:
            text = "".join(text.upper().split())
        if field.endswith(MOMENTS) and text:
            text = _moment(text, mapping)
        typed[field] = [text]
    made = asking.answered({}, typed, shape.questions)
    return {**made, "version": VERSION}


def identity(mac: str, started_at: object) -> UUID | None:
    """Return the id of a stop, always the same for one reference that begins at one moment.

    None where the moment cannot be read: then there is no stop either.
    """
    try:
        at = datetime.fromisoformat(str(started_at))
        milliseconds = int(at.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
    if not 0 <= milliseconds < 2**48:
        return None
    chance = int.from_bytes(hmac.digest(bytes.fromhex(mac), b"stop", hashlib.sha256)[:10])
    low = chance & (2**62 - 1)
    middle = (chance >> 62) & 0xFFF
    return UUID(int=milliseconds << 80 | 7 << 76 | middle << 64 | 2 << 62 | low)


def device(force: str, system: str) -> UUID:
    """Stand in for a device, where a system has none: the same whichever key it has."""
    return uuid5(NAMESPACE_URL, f"{force}/{system}")


def _moment(text: str, mapping: StopMapping) -> str:
    try:
        return moment(text, mapping.date_format, mapping.time_zone).isoformat()
    except NoMoment:
        return text


def _seen(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text)[:60]
