"""The published sets: a plain stop, impossible stops to be refused, odd ones to be accepted."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from evenhand.encounters.rules.context import Context


@dataclass(frozen=True)
class Case:
    """One stop of a published set.

    Attributes
    ----------
    name : what is impossible or odd about it.
    raw : the record, as values or as the bytes that arrive.
    field, code, words : of the only problem it has; empty for a stop that is accepted.
    by : what refuses it: ``reading``, ``schema`` or ``context``; empty for one that is accepted.
    """

    name: str
    raw: Any
    field: str = ""
    code: str = ""
    words: str = ""
    by: str = ""


@cache
def _file(name: str) -> dict[str, Any]:
    text = (files("evenhand.encounters.rules") / name).read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def plain() -> dict[str, Any]:
    """A plain stop, as the device sends it; a new copy each time."""
    stop: dict[str, Any] = deepcopy(_file("plain.yaml")["stop"])
    return stop


def asked() -> list[dict[str, Any]]:
    """What a plain stop asks of the officer, one tap each, in order."""
    taps: list[dict[str, Any]] = deepcopy(_file("plain.yaml")["asked"])
    return taps


def filled_in() -> Mapping[str, str]:
    """Where each field of a plain stop comes from that the officer is not asked."""
    sources: dict[str, str] = dict(_file("plain.yaml")["filled_in"])
    return sources


def context() -> Context:
    """What the server knows when it is given the published sets."""
    known = _file("impossible.yaml")["context"]
    return Context(
        now=datetime.fromisoformat(known["now"]),
        force_id=known["force_id"],
        officer_since=date.fromisoformat(known["officer_since"]),
        known_teams=frozenset(known["known_teams"]),
    )


def impossible() -> Iterator[Case]:
    """Stops that cannot have been; each is refused with its own code and sentence."""
    return _cases("impossible.yaml")


def odd() -> Iterator[Case]:
    """Stops that look wrong and did happen; each is accepted."""
    return _cases("odd.yaml")


def _cases(name: str) -> Iterator[Case]:
    for said in _file(name)["stops"]:
        told = {key: said.get(key, "") for key in ("field", "code", "words", "by")}
        yield Case(name=said["name"], raw=_raw(said), **told)


def _raw(said: dict[str, Any]) -> Any:
    if "hex" in said:
        return bytes.fromhex(said["hex"])
    if "text" in said:
        return str(said["text"]).encode() * said.get("times", 1)
    stop = plain()
    for path in said.get("without", []):
        *way, last = path.split(".")
        del _at(stop, way)[_key(last)]
    for path, value in said.get("change", {}).items():
        *way, last = path.split(".")
        _at(stop, way)[_key(last)] = deepcopy(value)
    return stop


def _at(value: Any, way: list[str]) -> Any:
    for step in way:
        value = value[_key(step)]
    return value


def _key(step: str) -> int | str:
    return int(step) if step.isdigit() else step
