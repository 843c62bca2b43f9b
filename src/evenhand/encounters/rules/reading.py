"""Turn what arrived into plain JSON values, or say in a sentence why it cannot be one record."""

import json
import math
import re
from typing import Any, NoReturn

from evenhand.records.messages import say

MOST_BYTES = 64 * 1024
DEEPEST = 12
LONGEST_NUMBER = 20  # digits; more than any number of a record has
HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON spells half a character, or each half of one."""
INNER = frozenset({dict, list})


class Unreadable(Exception):
    """What arrived is no record; ``code`` never changes its meaning, ``words`` are for people."""

    def __init__(self, code: str, message: str, **values: str) -> None:
        self.code = code
        self.words = say(message, **values)
        super().__init__(self.words)


def read(raw: object) -> Any:
    """Read JSON from bytes or text, or look through values that were read before.

    The answer holds only dictionaries, lists, texts, whole and decimal numbers, true, false and
    None. A number such as 3.0 is the whole number 3, as JSON has it.

    Raises
    ------
    Unreadable
        If it is too long, too deep, not UTF-8, not JSON, says a name twice, or holds what JSON
        cannot say, such as NaN or half a character.
    """
    if isinstance(raw, (bytes, bytearray, memoryview)):
        text = _decoded(bytes(raw))
        found = _parsed(text)
        if HALF.search(text):
            return _plain(found)
        if type(found) in INNER:
            _not_too_deep(found)  # everything else was seen to while it was read
        return found
    if isinstance(raw, str):
        if len(raw) > MOST_BYTES or len(raw.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            _too_big()
        return _plain(_parsed(raw))
    return _plain(raw)


def _too_big() -> NoReturn:
    raise Unreadable("too_big", "A record may have at most 64 kilobytes; this one has more.")


def _too_deep() -> NoReturn:
    raise Unreadable("too_deep", "The record is nested deeper than any record can be.")


def _too_large() -> NoReturn:
    raise Unreadable("number_too_large", "A number is larger than any of a record can be.")


def _too_long() -> NoReturn:
    raise Unreadable("number_too_long", "A number has more digits than any of a record has.")


def _decoded(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        _too_big()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(
            "not_utf8",
            "The record is not UTF-8 text: byte {byte} fits nothing.",
            byte=str(error.start + 1),
        ) from None


def _parsed(text: str) -> Any:
    if not text.strip():
        raise Unreadable("empty", "There is nothing in the record.")
    if text.lstrip().startswith("<"):  # a network's sign-in page answered or sent in its place
        raise Unreadable("a_page", "This is a web page, not a record.")
    try:
        return json.loads(
            text,
            object_pairs_hook=_named_once,
            parse_constant=_no_constant,
            parse_float=_decimal,
            parse_int=_whole,
        )
    except RecursionError:
        _too_deep()
    except ValueError:
        raise Unreadable("not_json", "The record is not JSON, or was cut short.") from None


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("name_twice", "A name stands twice in one object, so one value is lost.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise Unreadable("not_a_number", "{name} is not a number that JSON knows.", name=name)


def _decimal(text: str) -> float | int:
    return _finite(float(text))


def _not_too_deep(found: Any, depth: int = 0) -> None:
    if depth == DEEPEST and found:
        _too_deep()
    for one in found.values() if type(found) is dict else found:
        if type(one) in INNER:
            _not_too_deep(one, depth + 1)


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        _too_long()
    return int(text)


class _Room:
    """How much of the record's size is left."""

    def __init__(self) -> None:
        self.left = MOST_BYTES

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            _too_big()


def _plain(raw: Any, depth: int = 0, room: _Room | None = None) -> Any:
    room = room or _Room()
    if depth > DEEPEST:
        _too_deep()
    kind = type(raw)
    room.take(1)
    if kind is dict:
        return {_text(k, room): _plain(v, depth + 1, room) for k, v in raw.items()}
    if kind is list:
        return [_plain(entry, depth + 1, room) for entry in raw]
    if kind is str:
        return _text(raw, room)
    if kind is float:
        return _finite(raw)
    if kind is int:
        return raw if abs(raw) < 10**LONGEST_NUMBER else _too_long()
    if kind is bool or raw is None:
        return raw
    raise Unreadable("not_json", "The record holds something that JSON cannot say.")


def _text(raw: Any, room: _Room) -> str:
    if type(raw) is not str:
        raise Unreadable("not_json", "The record holds something that JSON cannot say.")
    room.take(len(raw) + 1)
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable("half_a_character", "A text holds half a character.") from None
    return raw


def _finite(number: float) -> float | int:
    if math.isnan(number):
        _no_constant("NaN")
    if math.isinf(number):
        _too_large()
    if number.is_integer() and abs(number) < 10**LONGEST_NUMBER:
        return int(number)
    return number
