"""Slips and answers of a made-up force, made as devices and people make them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from encounters import devices
from encounters.devices import Waiting
from evenhand.encounters.answering import issuing, taking, tokens
from evenhand.encounters.answering.issuing import Wanted
from evenhand.encounters.models import TokenKey
from evenhand.forces import services as forces
from evenhand.forces.models import Force

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
QUARTER = "2026-Q4"
DEVICE = UUID("7e6f0000-0000-4000-8000-000000000001")
SIGNERS = [tokens.new_key() for _ in range(8)]
"""Making a key takes a tenth of a second; these tests make some once."""


@pytest.fixture
def force(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Force:
    """A force whose slips have keys of their own folder."""
    settings.KEYS = tmp_path / "keys"
    made: Iterator[Any] = iter(SIGNERS)
    real = tokens.new_key
    monkeypatch.setattr(tokens, "new_key", lambda: next(made, None) or real())
    return forces.load(["demoshire"])[0]


def key(scope: str = "reason:routine", *, force: str = "demoshire") -> TokenKey:
    """The key of a scope."""
    (found,) = [one for one in issuing.keys_of(force, now=NOW) if one.scope == scope]
    return found


def asked_for(of: TokenKey) -> Waiting:
    """A slip that waits for its signature."""
    return devices.prepare(bytes(of.public))


def slips(count: int = 1, *, scope: str = "reason:routine", device: UUID = DEVICE) -> list[str]:
    """Slips as a device prints them: signed blind, then opened."""
    of = key(scope)
    waiting = [devices.prepare(bytes(of.public)) for _ in range(count)]
    done: list[str] = []
    for start in range(0, count, issuing.MOST_AT_ONCE):
        part = waiting[start : start + issuing.MOST_AT_ONCE]
        wanted = Wanted(of.pk, [one.blinded for one in part])
        (signed,) = issuing.issue(
            force="demoshire", device=device, team="", wanted=[wanted], now=NOW
        )
        done += [str(one.finish(answer)) for one, answer in zip(part, signed, strict=True)]
    return done


def answer(slip: str, *, now: datetime = NOW, **chosen: str) -> None:
    """Somebody answers."""
    said: Mapping[str, str] = chosen or {"respect": "yes"}
    taking.take(slip, answer=said, now=now)
