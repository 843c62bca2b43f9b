"""A bad line between devices and the server: it loses, cuts, delays, doubles and mixes up.

It reads a whole request and then does one of several things with it. What it does is decided by
chance and counted by name.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

PORTAL = b"<html><body><h1>Welcome to the hotel</h1><form action=/login></form></body></html>"
PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
) % len(PORTAL) + PORTAL
OTHER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n"
    b'Connection: close\r\n\r\n{"ok":true}'
)
SHORT, LONG = 0.05, 4.0
"""Seconds of a delay."""
AT_MOST = 60.0
"""Seconds for which the line waits for the server."""


@dataclass
class Line:
    """A line to the server's port; ``faults`` counts what it did.

    Attributes
    ----------
    bad : of the requests, those that something is done to.
    """

    server: int
    chance: random.Random
    bad: float = 0.4
    port: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    earlier: bytes = b""
    """An answer that somebody else was given."""
    later: set[asyncio.Task[bytes]] = field(default_factory=set)
    serving: set[asyncio.Task[None]] = field(default_factory=set)
    """The event loop alone would let go of those whose device has hung up."""

    async def open(self) -> asyncio.Server:
        """Answer at a port of our own."""
        opened = await asyncio.start_server(self._begin, "127.0.0.1", 0, backlog=512)
        self.port = int(opened.sockets[0].getsockname()[1])
        return opened

    async def quiet(self) -> None:
        """Wait until all that was held back has gone."""
        await asyncio.gather(*self.later, *self.serving, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _request(reader)
            fault = None
            if self.chance.random() < self.bad:
                fault = self.chance.choices(FAULTS, [weight for _, weight in FAULTS])[0][0]
            self.faults[fault.__name__.strip("_") if fault else "as it came"] += 1
            writer.write(await (fault(self, request) if fault else self._pass(request)))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _pass(self, request: bytes) -> bytes:
        """What the server answers, as far as it comes; nothing where it is down."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.server)
        except OSError:
            return b""
        try:
            writer.write(request)
            async with asyncio.timeout(AT_MOST):
                answer = await reader.read(-1)
        except (OSError, TimeoutError):
            return b""
        finally:
            writer.close()
        if self.chance.random() < 0.05:
            self.earlier = answer
        return answer

    def _hold_back(self, request: bytes, seconds: float) -> None:
        async def go() -> bytes:
            await asyncio.sleep(seconds)
            return await self._pass(request)

        task = asyncio.create_task(go())
        self.later.add(task)
        task.add_done_callback(self.later.discard)


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length")
    )
    return head + await reader.readexactly(length)


async def _lost(_line: Line, _request: bytes) -> bytes:
    return b""


async def _cut_on_the_way(line: Line, request: bytes) -> bytes:
    return await line._pass(request[: line.chance.randrange(len(request))])


async def _answer_lost(line: Line, request: bytes) -> bytes:
    await line._pass(request)
    return b""


async def _answer_cut(line: Line, request: bytes) -> bytes:
    answer = await line._pass(request)
    return answer[: line.chance.randrange(len(answer))] if answer else b""


async def _delayed(line: Line, request: bytes) -> bytes:
    await asyncio.sleep(line.chance.uniform(SHORT, LONG))
    return await line._pass(request)


async def _answer_delayed(line: Line, request: bytes) -> bytes:
    answer = await line._pass(request)
    await asyncio.sleep(line.chance.uniform(SHORT, LONG))
    return answer


async def _doubled(line: Line, request: bytes) -> bytes:
    answers = await asyncio.gather(line._pass(request), line._pass(request))
    return line.chance.choice(answers)


async def _again_later(line: Line, request: bytes) -> bytes:
    line._hold_back(request, line.chance.uniform(SHORT, LONG))
    return await line._pass(request)


async def _lost_and_arrives_later(line: Line, request: bytes) -> bytes:
    line._hold_back(request, line.chance.uniform(SHORT, LONG))
    return b""


async def _a_hotels_page(_line: Line, _request: bytes) -> bytes:
    return PAGE


async def _taken_and_a_hotels_page(line: Line, request: bytes) -> bytes:
    await line._pass(request)
    return PAGE


async def _some_other_json(_line: Line, _request: bytes) -> bytes:
    return OTHER


async def _anothers_answer(line: Line, _request: bytes) -> bytes:
    return line.earlier


Fault = Callable[[Line, bytes], Awaitable[bytes]]
FAULTS: list[tuple[Fault, int]] = [
    (_lost, 4),
    (_cut_on_the_way, 3),
    (_answer_lost, 5),
    (_answer_cut, 5),
    (_delayed, 4),
    (_answer_delayed, 3),
    (_doubled, 5),
    (_again_later, 5),
    (_lost_and_arrives_later, 4),
    (_a_hotels_page, 3),
    (_taken_and_a_hotels_page, 2),
    (_some_other_json, 2),
    (_anothers_answer, 3),
]
