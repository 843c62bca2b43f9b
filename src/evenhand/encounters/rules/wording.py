"""A plain sentence for each way in which a field can be wrong."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from evenhand.encounters.rules.kinds import LINE, NOT_BLANK, TEXT
from evenhand.records.messages import say

# By pydantic's type of error: our code, and what is said after the field's name.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("missing", "{place}: this must be answered."),
    "extra_forbidden": ("unknown_field", "{place}: a record has no field of this name."),
    "literal_error": ("unknown_code", "{place}: “{given}” is not one of the answers."),
    "string_type": ("not_text", "{place}: this must be text."),
    "not_text": ("not_text", "{place}: this must be text."),
    "string_too_long": ("too_long", "{place}: at most {max_length} characters fit here."),
    "string_too_short": ("too_short", "{place}: say it in at least {min_length} characters."),
    "string_pattern_mismatch": ("bad_form", "{place}: this is not written as it must be."),
    "blank": ("blank", "{place}: there is nothing in it that can be read."),
    "bad_character": ("bad_character", "{place}: it holds a character that cannot stand here."),
    "bool_type": ("not_yes_or_no", "{place}: the answer is true or false, nothing else."),
    "int_type": ("not_a_whole_number", "{place}: this must be a whole number."),
    "float_type": ("not_a_number", "{place}: this must be a number."),
    "greater_than_equal": ("too_small", "{place}: this must be at least {ge}."),
    "less_than_equal": ("too_large", "{place}: this can be at most {le}."),
    "list_type": ("not_a_list", "{place}: this must be a list."),
    "too_short": ("too_few", "{place}: at least {min_length} must be named."),
    "too_long": ("too_many", "{place}: at most {max_length} can be named."),
    "said_twice": ("said_twice", "{place}: the same is named twice."),
    "dict_type": ("not_an_object", "{place}: this must be an object with named fields."),
    "model_type": ("not_an_object", "{place}: this must be an object with named fields."),
    "bad_moment": (
        "bad_moment",
        "{place}: write date, time and offset, such as 2026-11-22T21:14:00+00:00.",
    ),
    "bad_id": ("bad_id", "{place}: this is not a UUID."),
    "bad_ordered_id": (
        "bad_ordered_id",
        "{place}: this must be a UUID of version 7, as devices make them before they send.",
    ),
    "unknown_version": ("unknown_version", "{place}: these rules are for version 1."),
    "not_searchable": ("not_searchable", "{place}: name a person’s number, or “vehicle”."),
}
OTHERWISE = ("cannot_be_read", "{place}: this cannot be read.")
LONGEST_QUOTE = 40
LONGEST_PATH = 120


def said(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """The code of a field's error, and the sentence that a person reads."""
    code, words = SENTENCES.get(_kind(error), OTHERWISE)
    values = {name: str(value) for name, value in error.get("ctx", {}).items()}
    values["given"] = _short(error.get("input"))
    values["place"] = " ".join(named(model, error["loc"])) or say("The record")
    return code, say(words, **values)


def _kind(error: ErrorDetails) -> str:
    """Pydantic's type of error; a free text that does not fit says more of why."""
    if error["type"] != "string_pattern_mismatch" or error["ctx"]["pattern"] not in {TEXT, LINE}:
        return error["type"]
    return "bad_character" if re.search(NOT_BLANK, error["input"]) else "blank"


def printable(text: str) -> str:
    """The text with a mark in place of what cannot be shown, or would change what stands around."""
    return "".join(one if one.isprintable() else "�" for one in text)


def _short(given: object) -> str:
    text = printable(str(given)) if isinstance(given, (str, int, float)) else type(given).__name__
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"


def named(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """What each step of a field's path is called, such as ``People 2,`` and ``Age``."""
    names: list[str] = []
    part: Any = model
    for step in path:
        if isinstance(step, int):
            names[-1] = f"{names[-1]} {step + 1}"
            continue
        found = part.model_fields.get(step) if part else None
        names = [f"{name}," if not name.endswith(",") else name for name in names]
        names.append(say(found.title) if found and found.title else f"“{_short(step)}”")
        part = _model_of(found.annotation) if found else None
    return names


def _model_of(annotation: Any) -> type[BaseModel] | None:
    """The part that a field holds, alone, in a list or perhaps not at all."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_of(one) for one in getattr(annotation, "__args__", ()))
    return next((one for one in inner if one), None)
