"""People who are stopped and answer, and what insiders see of it: of ours, and of a naive service.

An insider knows when everybody was stopped and that people answer in the order in which they were
stopped: far more than any real one could. They want to know who answered what.
"""

import random
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from encounters.made_slips import NOW, QUARTER, key
from evenhand.encounters.answering import counting, reading, taking, tokens
from evenhand.encounters.answering.tokens import Token
from evenhand.encounters.models import Answer

PEOPLE = 150
CHOICES = ("yes", "no")
CHANCE = 2 / 3
"""Guessing one of two for 150 people goes above this once in 50,000 times."""
CERTAIN = 0.95
OFFICERS = 10


@dataclass(frozen=True)
class Person:
    """Somebody who was stopped, by whom, when, and what they think of it."""

    at: datetime
    officer: int
    slip: str
    thinks: str


def people() -> list[Person]:
    """Who was stopped, in that order; half of them were treated with respect."""
    chance = random.Random(20261122)  # noqa: S311 (made-up people hold no secrets)
    thoughts = list(CHOICES) * (PEOPLE // 2)
    chance.shuffle(thoughts)
    short = bytes.fromhex(key().pk)[: tokens.SHORT_ID]
    return [
        Person(
            NOW + timedelta(minutes=number),
            chance.randrange(OFFICERS),
            str(Token(short, secrets.token_bytes(tokens.NONCE), bytes(tokens.BYTES))),
            thinks,
        )
        for number, thinks in enumerate(thoughts)
    ]


def guess(seen: object) -> str:
    """Read an answer, where it can be read; where not, guess from what there is."""
    if seen in CHOICES:
        return str(seen)
    if isinstance(seen, memoryview):
        seen = bytes(seen)
    if isinstance(seen, bytes):
        return CHOICES[seen[-1] % 2]
    return CHOICES[sha256(repr(seen).encode()).digest()[0] % 2]


def success(those: Sequence[Person], guesses: Iterable[str]) -> float:
    """How often the insider was right; who is not guessed is guessed at random."""
    tried = list(guesses)
    chance = random.Random(1)  # noqa: S311 (a guess is no secret)
    tried += [chance.choice(CHOICES) for _ in range(len(those) - len(tried))]
    return sum(person.thinks == said for person, said in zip(those, tried, strict=False)) / len(
        those
    )


@dataclass
class Watched:
    """What an insider collected while people answered."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    """Every statement that wrote, with its values, in order: the log that a backup replays."""
    snapshots: list[dict[str, object]] = field(default_factory=list)
    """A backup after each answer: by digest of the slip, what is kept."""
    releases: list[dict[str, int]] = field(default_factory=list)
    """What was published after each answer."""
    requests: list[str] = field(default_factory=list)
    """The path of each request, in order, as a proxy's log has it."""

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Listen to the database (an execute wrapper of Django)."""
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            self.statements.append((sql, params))
        return execute(sql, params, many, context)


class Ours:
    """The service as it is; ten answers are counted whenever twenty wait."""

    table, slip, content = "encounters_answer", "token", "sealed"

    def answer(self, person: Person) -> None:
        """Somebody sends the form."""
        taking.take(person.slip, answer={"respect": person.thinks}, now=person.at)
        counting.count(now=person.at)

    def kept(self) -> dict[str, object]:
        """What a backup holds now."""
        return {
            one.token: None if one.sealed is None else bytes(one.sealed)
            for one in Answer.objects.all()
        }

    def released(self) -> dict[str, int]:
        """What is published now."""
        found = reading.released("demoshire", QUARTER)
        return dict(found[0].choices["respect"]) if found else {}

    def digest(self, slip: str) -> str:
        """How a slip is named where it was used."""
        return Token.parse(slip).digest.hex()


class Naive:
    """What is usually built: a row for each answer, readable, numbered, dated, counted at once."""

    table, slip, content = "naive_answer", "slip", "respect"

    def __init__(self) -> None:
        number = {
            "sqlite": "integer PRIMARY KEY",
            "postgresql": "bigserial PRIMARY KEY",
        }[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE naive_answer (id {number}, slip text, respect text, at text)"
            )

    def answer(self, person: Person) -> None:
        """Somebody sends the form."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO naive_answer (slip, respect, at) VALUES (%s, %s, %s)",
                [person.slip, person.thinks, person.at.isoformat()],
            )

    def kept(self) -> dict[str, object]:
        """What a backup holds now."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT slip, respect FROM naive_answer")
            return dict(cursor.fetchall())

    def released(self) -> dict[str, int]:
        """What is published now: every answer at once, from the tenth."""
        said = list(self.kept().values())
        return {one: said.count(one) for one in CHOICES} if len(said) >= 10 else {}

    def digest(self, slip: str) -> str:
        """How a slip is named where it was used."""
        return slip


def rows(system: Ours | Naive, order: str) -> list[object]:
    """What is kept of each answer, in an order that the database itself knows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {system.content} FROM {system.table} ORDER BY {order}")
        return [content for (content,) in cursor.fetchall()]
