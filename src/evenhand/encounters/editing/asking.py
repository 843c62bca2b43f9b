"""Questions about single fields of a record, made of the rules: for mending and for correcting.

A field is named by its path, such as ``people.0.sde``. What was typed is put into a copy of the
record there; the rules then decide, as they do everywhere.
"""

import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from evenhand.encounters.rules import Stop, codes
from evenhand.encounters.rules.kinds import InList
from evenhand.measures.words.messages import say

MOST_ITEMS = 40
FREE = re.compile(
    r"late_reason|reason_text|outcome_text|searches\.\d+\.(grounds|strip\.(reason|why_no_adult))"
)
"""Fields of a record in which somebody writes what they like."""
WHO = re.compile(r"searches\.\d+\.of|force_used\.\d+\.person")


class Kind(StrEnum):
    """How a field is asked for."""

    CODE = "code"
    CODES = "codes"
    YES_NO = "yes-no"
    NUMBER = "number"
    DECIMAL = "decimal"
    TEXT = "text"
    WHO = "who"
    """Somebody in the vehicle, or the vehicle itself."""
    LEAVE_OUT = "leave-out"
    """The field is none that a record has: it can only go."""


@dataclass(frozen=True)
class Question:
    """One field that can be asked for.

    Attributes
    ----------
    choices : codes and labels, where it is one of a list.
    needed : whether a record must have it.
    """

    field: str
    title: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = True


def questions(fields: Iterable[str], record: object) -> list[Question]:
    """Return the questions that fill these fields; of a whole part, those of all its fields."""
    found: dict[str, Question] = {}
    for field in fields:
        for question in _asked(field, record):
            found.setdefault(question.field, question)
    return list(found.values())


def every(record: Mapping[str, Any]) -> list[Question]:
    """Return a question for each field that this record has or could have, in the rules' order."""
    return [one for name in Stop.model_fields for one in _asked(name, record)]


def answered(
    record: object, answers: Mapping[str, list[str]], asked: Iterable[Question]
) -> dict[str, Any]:
    """Return a copy of a record with what was typed put into it."""
    changed: dict[str, Any] = deepcopy(dict(record)) if isinstance(record, Mapping) else {}
    for question in asked:
        if question.field in answers:
            _put(changed, question.field.split("."), _value(question, answers[question.field]))
    return changed


def said(record: object, field: str) -> Any:
    """What a record says in a field; nothing where it has none."""
    found: Any = record
    for step in field.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def _asked(field: str, record: object) -> Iterator[Question]:
    annotation: Any = Stop
    title, needed, metadata = "", True, []
    for step in field.split("."):
        if _is_model(annotation):
            info = annotation.model_fields.get(step)
            if info is None:
                yield Question(field, field, Kind.LEAVE_OUT)
                return
            title = f"{title}, {info.title}" if title else str(info.title or step)
            needed, metadata = info.is_required(), list(info.metadata)
            annotation = info.annotation
        elif get_origin(_plain(annotation)) is list and step.isdecimal():
            (annotation,) = get_args(_plain(annotation))
            title, metadata = f"{title} {int(step) + 1}", []
        else:
            yield Question(field, field, Kind.LEAVE_OUT)
            return
        annotation, more = _unwrapped(annotation)
        metadata += more
    leaf = Question(field, title, Kind.TEXT, needed=needed)
    if WHO.fullmatch(field):
        yield replace(leaf, kind=Kind.WHO, choices=_who(record, vehicle=field.endswith("of")))
        return
    yield from _leaves(leaf, annotation, metadata, record)


def _leaves(
    leaf: Question, annotation: Any, metadata: list[Any], record: object
) -> Iterator[Question]:
    field = leaf.field
    if _is_model(annotation):
        for name in annotation.model_fields:
            yield from _asked(f"{field}.{name}", record)
        return
    listed = next((one for one in metadata if isinstance(one, InList)), None)
    if listed:
        yield replace(leaf, kind=Kind.CODE, choices=_choices(listed))
        return
    if get_origin(annotation) is list:
        inner, more = _unwrapped(get_args(annotation)[0])
        listed = next((one for one in more if isinstance(one, InList)), None)
        if listed:
            yield replace(leaf, kind=Kind.CODES, choices=_choices(listed))
        elif _is_model(inner):
            there = said(record, field)
            for number in range(min(len(there), MOST_ITEMS) if isinstance(there, list) else 0):
                yield from _asked(f"{field}.{number}", record)
        return
    kinds = {bool: Kind.YES_NO, int: Kind.NUMBER, float: Kind.DECIMAL}
    if get_origin(annotation) is not dict:
        yield replace(leaf, kind=kinds.get(annotation, Kind.TEXT))


def _choices(listed: InList) -> tuple[tuple[str, str], ...]:
    return tuple((code, one.label) for code, one in codes(listed.name).items())


def _who(record: object, *, vehicle: bool) -> tuple[tuple[str, str], ...]:
    """Who can have been searched or had force used on them, by number."""
    there = said(record, "people")
    roles = [
        one.get("role") if isinstance(one, Mapping) else ""
        for one in (there[:MOST_ITEMS] if isinstance(there, list) else [])
    ]
    people = (
        (str(n), say("Driver") if role == "driver" else say("Person {number}", number=str(n)))
        for n, role in enumerate(roles, start=1)
    )
    return (*((("vehicle", say("The vehicle")),) if vehicle else ()), *people)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _plain(annotation: Any) -> Any:
    return _unwrapped(annotation)[0]


def _unwrapped(annotation: Any) -> tuple[Any, list[Any]]:
    """An annotation without what may be left out and what is said beside it."""
    metadata: list[Any] = []
    while True:
        if get_origin(annotation) is typing.Annotated:
            annotation, *more = get_args(annotation)
            metadata += more
        elif get_origin(annotation) in (types.UnionType, typing.Union):
            left = [one for one in get_args(annotation) if one is not type(None)]
            if len(left) != 1:
                return annotation, metadata
            annotation = left[0]
        else:
            return annotation, metadata


def _value(question: Question, typed: list[str]) -> Any:
    """What was typed, as a record holds it; what is no number stays text, for the rules to see."""
    if question.kind is Kind.CODES:
        return [one for one in typed if one]
    text = typed[0].strip().replace("\r\n", "\n") if typed else ""
    if not text or question.kind is Kind.LEAVE_OUT:
        return None
    if question.kind is Kind.YES_NO:
        return {"true": True, "false": False}.get(text, text)
    try:
        if question.kind is Kind.NUMBER or (question.kind is Kind.WHO and text != "vehicle"):
            return int(text)
        return float(text) if question.kind is Kind.DECIMAL else text
    except ValueError:
        return text


def _put(record: Any, path: list[str], value: Any) -> None:
    """Put a value where its path leads; what is missing or of another shape on the way is made."""
    for step, following in pairwise(path):
        kind: type = list if following.isdecimal() else dict
        if isinstance(record, list):
            if not step.isdecimal() or int(step) >= MOST_ITEMS:
                return
            record += [{} for _ in range(int(step) + 1 - len(record))]
            place: Any = int(step)
        else:
            place = step
            record.setdefault(place, kind())
        if not isinstance(record[place], kind):
            record[place] = kind()
        record = record[place]
    last = path[-1]
    if isinstance(record, dict):
        if value is None:
            record.pop(last, None)
        else:
            record[last] = value
    elif last.isdecimal() and int(last) < len(record):
        record[int(last)] = value


def words(question: Question, value: Any) -> str:
    """What a field says, for a person to read."""
    labels = dict(question.choices)
    if value is None or value == []:
        return say("Not given")
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    return labels.get(str(value), str(value))
