"""Documents read strictly: one way to write each thing, and nothing that two readers see apart."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, NoReturn

from evenhand.scrutiny.drawing.errors import NotADraw, NotAFrame
from evenhand.scrutiny.drawing.frame import (
    FORMAT,
    Excluded,
    Frame,
    Log,
    SeedRule,
    Stratum,
    written_time,
)

TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
LARGEST = 256 * 2**20
"""Bytes of a document: more than a frame of a million positions takes."""


def parse(text: str | bytes) -> Any:
    """Read JSON of text, whole numbers, true, false and nothing; no key twice.

    Raises
    ------
    NotADraw
        If it is anything else.
    """
    if len(text) > LARGEST:
        raise NotADraw("The document is too large.")
    try:
        return json.loads(
            text.decode("utf-8") if isinstance(text, bytes) else text,
            object_pairs_hook=_once,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        if isinstance(error, NotADraw):
            raise
        raise NotADraw("The document is not JSON.") from error


def frame_from(plain: object) -> Frame:
    """Read a frame as :meth:`Frame.as_plain` writes it.

    Raises
    ------
    NotAFrame
        If it has another form.
    UnfairFrame
        If it has the form and breaks a rule.
    """
    said = fields(
        plain,
        *("format", "name", "panel", "force", "power", "period", "frozen_at", "log", "strata"),
        *("positions", "exclusions", "reserves", "seed_rule"),
    )
    if said["format"] != FORMAT:
        raise NotAFrame(f"This is not an “{FORMAT}”.")
    period, log = (
        fields(said["period"], "from", "to"),
        fields(said["log"], "origin", "size", "since"),
    )
    return Frame(
        name=text(said["name"]),
        panel=text(said["panel"]),
        force=text(said["force"]),
        power=text(said["power"]),
        first=day(period["from"]),
        last=day(period["to"]),
        frozen_at=moment(said["frozen_at"]),
        log=Log(
            text(log["origin"]),
            number(log["size"]),
            None if log["since"] is None else number(log["since"]),
        ),
        strata=tuple(_stratum(each) for each in listed(said["strata"])),
        positions=tuple(each if each is None else text(each) for each in listed(said["positions"])),
        exclusions=tuple(_excluded(each) for each in listed(said["exclusions"])),
        reserves=number(said["reserves"]),
        seed_rule=_seed_rule(said["seed_rule"]),
    )


def fields(plain: object, *names: str) -> Mapping[str, Any]:
    """Return a mapping that has these fields and no others."""
    if not isinstance(plain, dict) or plain.keys() != set(names):
        raise NotAFrame(f"A part of the document has other fields than {', '.join(names)}.")
    return plain


def text(plain: object) -> str:
    """Return a text."""
    if not isinstance(plain, str):
        raise NotAFrame("Something in the document should be text and is not.")
    return plain


def number(plain: object) -> int:
    """Return a whole number."""
    if type(plain) is not int:
        raise NotAFrame("Something in the document should be a whole number and is not.")
    return plain


def listed(plain: object) -> list[Any]:
    """Return a list."""
    if not isinstance(plain, list):
        raise NotAFrame("Something in the document should be a list and is not.")
    return plain


def day(plain: object) -> date:
    """Return a day, written as 2026-11-23."""
    try:
        read = date.fromisoformat(text(plain))
    except ValueError as error:
        raise NotAFrame("A day in the document is not written as 2026-11-23.") from error
    if read.isoformat() != plain:
        raise NotAFrame("A day in the document is not written as 2026-11-23.")
    return read


def moment(plain: object) -> datetime:
    """Return a moment, written as 2026-11-23T09:30:00Z."""
    said = text(plain)
    try:
        read = datetime.strptime(said, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise NotAFrame("A time in the document is not written as 2026-11-23T09:30:00Z.") from error
    if not TIME.fullmatch(said) or written_time(read) != said:
        raise NotAFrame("A time in the document is not written as 2026-11-23T09:30:00Z.")
    return read


def _stratum(plain: object) -> Stratum:
    said = fields(plain, "key", "size", "drawn")
    return Stratum(text(said["key"]), number(said["size"]), number(said["drawn"]))


def _excluded(plain: object) -> Excluded:
    said = fields(plain, "reason", "commitments")
    return Excluded(text(said["reason"]), tuple(text(each) for each in listed(said["commitments"])))


def _seed_rule(plain: object) -> SeedRule:
    if isinstance(plain, dict) and plain.get("kind") == "drand":
        said = fields(plain, "kind", "chain", "round", "at")
        return SeedRule("drand", text(said["chain"]), number(said["round"]), moment(said["at"]))
    return SeedRule(text(fields(plain, "kind")["kind"]))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise NotADraw("A field stands twice in the document.")
    return made


def _refuse(value: str) -> NoReturn:
    raise NotADraw(f"“{value[:20]}” is not a whole number.")
