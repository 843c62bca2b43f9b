"""Rows of a force's own table as records of the register, before they are checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from evenhand.encounters.errors import CannotTakeIn
from evenhand.encounters.known.events import reference
from evenhand.encounters.known.mappings import RegisterMapping
from evenhand.encounters.known.rows import YES_NO, identity
from evenhand.encounters.registered.records import MODELS, Shape, shapes
from evenhand.measures.words.messages import say

LONDON = ZoneInfo("Europe/London")
REFERENCE, VIDEO = "\nreference", "\nvideo"
"""Our names of the two columns that are no fields of a record."""
FROM = "registered"
"""What a digest of such a reference is of."""
DAYS = frozenset({"day", "review_by"})


@dataclass(frozen=True)
class Form:
    """What a mapping makes of a row of one power."""

    power: str
    mapping: RegisterMapping
    fields: Mapping[str, Shape]

    @property
    def headings(self) -> Mapping[str, str]:
        """Our name of each column -> its heading."""
        video = {VIDEO: self.mapping.video} if self.mapping.video else {}
        return {**self.mapping.columns, REFERENCE: self.mapping.reference, **video}


def form(mapping: RegisterMapping, power: str) -> Form:
    """Hold a mapping against what a record of a power says.

    Raises
    ------
    CannotTakeIn
        If there is no such register, or the mapping names a field that its records do not have.
    """
    if power not in MODELS:
        raise CannotTakeIn(
            say(
                "There is no register of “{power}”. There are: {known}.",
                power=_seen(power),
                known=", ".join(MODELS),
            )
        )
    known, fields = shapes(MODELS[power]), [*mapping.columns, *mapping.constants]
    wrong = [
        say(
            "The mapping names {field}; a record of this power has: {known}.",
            field=_seen(one),
            known=", ".join(known),
        )
        for one in fields
        if one not in known
    ]
    wrong += [
        say("The mapping translates {field}, which it does not take in.", field=_seen(one))
        for one in mapping.translations
        if one not in fields
    ]
    if wrong:
        raise CannotTakeIn(*wrong[:20])
    return Form(power, mapping, {name: known[name] for name in fields})


def raw(form: Form, cells: Mapping[str, str]) -> dict[str, Any]:
    """Read a row; what cannot be read stays as text, for the check to see."""
    found = {}
    for name, shape in form.fields.items():
        text = form.mapping.constants.get(name, cells.get(name, "")).strip()
        value = _value(name, shape, text, form.mapping)
        if value not in ("", []):
            found[name] = value
    return found


def mac_of(force: str, power: str, called: str) -> str:
    """What is kept for good of a reference of the force's system; empty where there is none."""
    return reference(force, f"{FROM}/{power}", called)


def record_id(mac: str, day: str) -> UUID:
    """Return the id of a record: always the same for one reference and its first day."""
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=LONDON)
    made = identity(mac, noon.isoformat())
    if made is None:
        raise ValueError(day)
    return made


def _value(name: str, shape: Shape, text: str, mapping: RegisterMapping) -> Any:
    words = mapping.translations.get(name, {})
    if shape.of is list:
        several = [one.strip() for one in text.split(mapping.separator)]
        return [words.get(one, one) for one in several if one]
    text = words.get(text, text).replace("\r\n", "\n")
    if name in DAYS and text:
        return _day(text, mapping.date_format)
    if shape.of is bool:
        plain = YES_NO.get(text.lower(), text.lower())
        return {"true": True, "false": False}.get(plain, text)
    if shape.of is int and text.isdecimal() and len(text) < 10:
        return int(text)
    return text


def _day(text: str, form: str | None) -> str:
    try:
        read = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return text
    return read.date().isoformat()


def _seen(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text)[:60]
