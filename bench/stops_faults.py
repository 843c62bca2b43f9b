"""Devices send stops over a bad line to a server that is killed: none lost, double or altered.

    python -m bench.stops_faults [--stops 20000] [--devices 200] [--kills 30] [--on postgresql]

Simulated devices, each with its own numbers, seal their stops and send them to a real `evenhand
serve`. The line between them loses, cuts, delays, doubles and mixes up what it carries
(bench/stops_line.py); the server, and PostgreSQL where that is the database, are killed (SIGKILL)
at random moments of the sending and started again; devices are killed too, and go through four
releases of the app with stops waiting that an earlier one sealed. In the end everything that
devices made is compared with everything that the server holds, and `evenhand verify` looks at
every log. Prints what was found as JSON; status 1 if anything is not as it should be. A test runs
the same with a few hundred stops.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from bench.server_kills import Server, free_port
from bench.stops_devices import RELEASES, Device, get_ready, send
from bench.stops_judged import judged
from bench.stops_line import Line
from bench.stops_postgres import Postgres, postgres

BURSTS = (1, 1, 2, 3, 5, 10, 30, 60)
"""Stops that a device makes before it is online again."""
KILLED = 0.08
"""Of the times that a device sends, those in which its app is killed meanwhile."""
UPDATED = 0.3
"""Of the times that a device goes online, those in which its app is updated first."""
STAYS_BEHIND = 0.1
"""Of the devices, those that are never updated."""
SECONDS = 3 * 60 * 60
"""When a run is given up: something does not come to an end."""


def officers(count: int) -> list[str]:
    """A force with so many officers who are signed in; their sessions."""
    from datetime import timedelta

    from allauth.mfa.totp.internal.auth import TOTP
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from evenhand.accounts.roles import OrganisationKind, Role
    from evenhand.accounts.services.setting_up import add_organisation, add_person, give_role
    from evenhand.forces import services as forces

    (force,) = forces.load(["demoshire"])
    of = add_organisation(id=force.pk, name=force.name, kind=OrganisationKind.FORCE, force=force)
    then = timezone.now() - timedelta(days=30)
    sessions = []
    for number in range(count):
        email = f"officer{number}@demoshire.example"
        person = add_person(email=email, name=f"Officer {number}", password=None, now=then)
        TOTP.activate(person, "DEMOSHIREDEMOSHIREDEMOSHIREDEMOS")
        give_role(person=person, organisation=of, role=Role.OFFICER, by=None, now=then)
        client = Client()
        client.force_login(person)
        sessions.append(str(client.cookies[settings.SESSION_COOKIE_NAME].value))
    return sessions


@dataclass
class Storm:
    """Devices, a line, a server and its database, and how often which of them was killed."""

    server: Server
    database: Postgres | None
    devices: list[Device]
    each: int
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    updates: Counter[str] = field(default_factory=Counter)

    @property
    def acknowledged(self) -> int:
        """How many stops devices were told are kept."""
        return sum(len(one.made) - len(one.waiting) for one in self.devices)

    async def blow(self, kills: int) -> Line:
        """Let every device make and send its stops while things are killed, until all are sent."""
        line = Line(self.server.port, self.chance)
        sessions = [one.session for one in self.devices]
        async with await line.open(), asyncio.TaskGroup() as together:
            together.create_task(self._kill(kills))
            for device in self.devices:
                together.create_task(self._live(device, line.port, sessions))
        await line.quiet()
        return line

    async def _live(self, device: Device, port: int, sessions: list[str]) -> None:
        """A device's days: stops without a line, then sending, again and again."""
        failures, stays = 0, self.chance.random() < STAYS_BEHIND
        while device.waiting or len(device.made) < self.each:
            await get_ready(device, port)
            for _ in range(min(self.chance.choice(BURSTS), self.each - len(device.made))):
                device.save(self.chance)
                await asyncio.sleep(0)
            if not stays and self.chance.random() < UPDATED:
                self._update(device)
            try:
                async with asyncio.timeout(self._until_killed()):
                    wait = await send(device, port, failures)
            except TimeoutError:
                self.kills["device"] += 1
                device.session = self.chance.choice(sessions)  # another officer has it now
                failures = 0
                continue
            failures = failures + 1 if wait else 0
            await asyncio.sleep(wait)

    def _update(self, device: Device) -> None:
        """Install the next release, if there is one: what waits was sealed by the one before."""
        if device.release + 1 < len(RELEASES):
            self.updates[f"to release {device.release + 2}"] += 1
            self.updates["with stops waiting"] += bool(device.waiting)
            device.update()

    def _until_killed(self) -> float | None:
        return self.chance.uniform(0, 0.5) if self.chance.random() < KILLED else None

    async def _kill(self, kills: int) -> None:
        """Kill the server or its database whenever so many more stops were acknowledged."""
        whole = self.each * len(self.devices)
        for number in range(kills):
            while self.acknowledged < whole * 0.95 * (number + self.chance.random()) / kills:
                await asyncio.sleep(0.02)
            await asyncio.sleep(self.chance.uniform(0, 0.3))
            which = number % 3 if self.database else 0
            if which != 1:
                self.kills["server"] += 1
                self.server.kill()
            if self.database and which:
                self.kills["database"] += 1
                self.database.kill()
                await asyncio.sleep(self.chance.uniform(0, 2))
                await asyncio.to_thread(self.database.start)
            if which != 1:
                await asyncio.to_thread(self.server.start)


@contextmanager
def site(on: str, folder: Path) -> Iterator[Postgres | None]:
    """The environment of a site of its own, with an empty database."""
    os.environ["EVENHAND_LEDGER_KEY"] = str(folder / "ledger.key")
    os.environ["EVENHAND_KEYS"] = str(folder / "keys")
    with postgres() if on == "postgresql" else nullcontext() as database:
        url = database.url if database else f"sqlite:///{folder / 'site.sqlite3'}"
        os.environ["EVENHAND_DATABASE_URL"] = url
        yield database


def run(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Do it, and say what was found."""
    with site(given.on, folder) as database:
        from evenhand.config import server as service

        service.migrate()
        from django.db import connections

        import_module("evenhand.config.urls")  # all of the site, as it is now: a run takes long
        sessions = officers(given.devices)
        connections.close_all()
        devices = [Device(str(uuid4()), session, release=0) for session in sessions]
        each = given.stops // given.devices
        storm = Storm(Server(free_port()), database, devices, each, random.Random(given.seed))
        storm.server.start()
        begun = time.monotonic()
        try:
            line = asyncio.run(asyncio.wait_for(storm.blow(given.kills), SECONDS))
            seconds = time.monotonic() - begun
        finally:
            storm.server.kill()
        found = judged(devices)
        connections.close_all()
    answers = sum((device.answers for device in devices), Counter())
    return {
        "on": given.on,
        "stops": given.stops,
        "devices": given.devices,
        "seconds": round(seconds, 1),
        "kills": dict(storm.kills),
        "updates": dict(storm.updates),
        "requests": line.faults.total(),
        "line": dict(line.faults.most_common()),
        "answers": dict(answers.most_common()),
        **found,
    }


def main() -> int:
    """Do it, and say what was found."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--stops", type=int, default=20_000)
    asked.add_argument("--devices", type=int, default=200)
    asked.add_argument("--kills", type=int, default=30)
    asked.add_argument("--on", choices=["postgresql", "sqlite"], default="postgresql")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        found = run(given, Path(folder))
    print(json.dumps(found, ensure_ascii=False))
    none = ("lost", "duplicated", "altered", "asked_again_for_what_it_had")
    return int(bool(found["wrong"]) or any(found[name] for name in none))


if __name__ == "__main__":
    sys.exit(main())
