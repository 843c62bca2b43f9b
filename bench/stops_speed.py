"""How fast stops are accepted, against plain rows of the same size and the same without logs.

    python -m bench.stops_speed [--rounds 5] [--batches 16]

On a PostgreSQL of its own with the settings it comes with (a commit waits for the disk), client,
server and database together on this machine. In turn, round after round, so that whatever else the
machine does meets all alike: pgbench inserts rows as large as a sealed record, each in a
transaction of its own, over 8 connections; `evenhand serve` takes batches of 50 sealed stops over
HTTP; and so does the same code that writes to neither log. Then single stops: as many as it takes,
and how long one takes at half of that. Prints medians and ratios as JSON. Sealing is done before:
phones do it.

Each ratio is given twice: of rates, which say most on a machine that does nothing else, and of the
processor's time that all of it took (server, database, client), which others disturb less.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import psutil
import urllib3

from bench.server_kills import SECONDS_TO_START, Server, free_port
from bench.stops_devices import API, FORM, Device, Record, seal, stop
from bench.stops_faults import officers, site
from bench.stops_postgres import Postgres

DEVICES, SENDERS, BATCH = 40, 4, 50
SINGLE_SENDERS = 8
ROWS = "CREATE TABLE IF NOT EXISTS rows (id uuid PRIMARY KEY, at timestamptz, content bytea)"
TPS = re.compile(r"tps = ([0-9.]+)")


class Unlogged(Server):
    """The same site without its logs."""

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "bench.stops_unlogged", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            try:
                urllib3.request("GET", f"{self.address}/about/", retries=False)
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the site without logs did not start")


@dataclass
class Phones:
    """Devices that have registered, and a line of their own to each server."""

    devices: list[Device]
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    lines: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(maxsize=64, retries=False)
    )

    def ready(self, server: Server) -> None:
        """Ask who may record, and register."""
        for device in self.devices:
            said = self.ask(server, device, f"hello?device_id={device.id}")
            device.about = said.json()
            assert self.ask(server, device, "devices", {"device_id": device.id}).status == 201

    def batches(self, count: int, size: int) -> list[tuple[Device, Record]]:
        """Requests with so many new stops, of one device after another."""
        made = []
        for device in islice(cycle(self.devices), count):
            records = []
            for _ in range(size):
                records.append(seal(device, stop(device, self.chance, broken=0)[0]))
                device.sequence += 1
            made.append((device, {"device_id": device.id, "unsent": size, "records": records}))
        return made

    def ask(
        self, server: Server, device: Device, path: str, body: Record | None = None
    ) -> urllib3.BaseHTTPResponse:
        """Ask a server something as a signed-in device."""
        return self.lines.request(
            "GET" if body is None else "POST",
            f"{server.address}{API}{path}",
            body=None if body is None else json.dumps(body).encode(),
            headers={
                "Cookie": f"evenhand_session={device.session}; evenhand_form={FORM}",
                "X-CSRFToken": FORM,
                "Content-Type": "application/json",
            },
        )

    def send(self, server: Server, request: tuple[Device, Record]) -> None:
        """Send a batch, which is taken whole."""
        answer = self.ask(server, request[0], "records", request[1])
        states = {one["state"] for one in answer.json().get("results", ())}
        assert (answer.status, states) == (201, {"kept"}), (answer.status, answer.data[:300])

    def rate(
        self, server: Server, requests: Sequence[tuple[Device, Record]], senders: int
    ) -> float:
        """Stops a second when so many senders send as fast as they are answered."""
        stops = sum(len(body["records"]) for _, body in requests)
        with ThreadPoolExecutor(senders) as pool:
            begun = time.perf_counter()
            list(pool.map(lambda one: self.send(server, one), requests))
            return stops / (time.perf_counter() - begun)

    def latencies(self, server: Server, each_second: float, count: int) -> list[float]:
        """Seconds from when each single stop was due to its answer, sent at a steady rate."""
        requests = self.batches(count, 1)
        begun = time.perf_counter() + 0.1

        def one(number: int) -> float:
            due = begun + number / each_second
            time.sleep(max(0.0, due - time.perf_counter()))
            self.send(server, requests[number])
            return time.perf_counter() - due

        with ThreadPoolExecutor(4 * SINGLE_SENDERS) as pool:
            return list(pool.map(one, range(count)))


def plain_rows(database: Postgres, size: int, seconds: float, folder: Path) -> float:
    """Rows a second that pgbench inserts, one a transaction, over 8 connections."""
    script = folder / "insert.sql"
    content = random.Random(2).randbytes(size).hex()
    script.write_text(
        f"INSERT INTO rows VALUES (gen_random_uuid(), now(), '\\x{content}'::bytea);\n"
    )
    done = subprocess.run(
        [
            *(database.programs / "pgbench", "-n", "-c", "8", "-j", "2", "-M", "prepared"),
            *("-T", str(round(seconds)), "-f", script, database.url),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = TPS.search(done.stdout)
    assert found
    return float(found[1])


def seconds_of(process: subprocess.Popen[bytes] | None) -> float:
    """Seconds of a processor that a process and all that it started took so far."""
    assert process
    whole = psutil.Process(process.pid)
    ended = whole.cpu_times()
    lived = 0.0
    for one in (whole, *whole.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # one that ended since is counted among the ended
            times = one.cpu_times()
            lived += times.user + times.system
    return lived + ended.children_user + ended.children_system


@dataclass
class Processor:
    """Seconds of a processor by whose they are: the machine's others make these little longer."""

    server: subprocess.Popen[bytes] | None
    database: subprocess.Popen[bytes] | None

    def taken(self) -> list[float]:
        """By the server, by the database, and by us and what we started that ended."""
        ours = os.times()
        return [
            seconds_of(self.server) if self.server else 0.0,
            seconds_of(self.database),
            ours.user + ours.system + ours.children_user + ours.children_system,
        ]


def measured(given: argparse.Namespace, database: Postgres, folder: Path) -> dict[str, Any]:
    """Measure all of it."""
    import psycopg

    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(ROWS)
    phones = Phones([Device(str(uuid4()), session) for session in officers(DEVICES)])
    logged, unlogged = Server(free_port()), Unlogged(free_port())
    try:
        logged.start()
        unlogged.start()
        phones.ready(logged)
        (first,) = phones.batches(1, BATCH)
        phones.send(logged, first)
        size = round(mean(len(one["sealed"]) * 3 / 4 for one in first[1]["records"]))
        for server in (logged, unlogged):
            phones.rate(server, phones.batches(2 * SENDERS, BATCH), SENDERS)  # to be warm
        rates: dict[str, list[float]] = {"rows": [], "on": [], "off": []}
        processor: dict[str, list[list[float]]] = {"rows": [], "on": [], "off": []}
        for number in range(given.rounds):
            counted = Processor(None, database.process)
            before = counted.taken()
            rates["rows"].append(plain_rows(database, size, given.seconds, folder))
            taken = [each - one for each, one in zip(counted.taken(), before, strict=True)]
            processor["rows"].append([one / (rates["rows"][-1] * given.seconds) for one in taken])
            both = [("on", logged), ("off", unlogged)]
            for name, server in both if number % 2 else reversed(both):
                requests = phones.batches(given.batches, BATCH)
                counted = Processor(server.process, database.process)
                before = counted.taken()
                rates[name].append(phones.rate(server, requests, SENDERS))
                taken = [each - one for each, one in zip(counted.taken(), before, strict=True)]
                processor[name].append([one / (given.batches * BATCH) for one in taken])
        singles = phones.rate(logged, phones.batches(given.singles, 1), SINGLE_SENDERS)
        waited = phones.latencies(logged, singles / 2, given.singles)
    finally:
        for server in (logged, unlogged):
            if server.process:
                server.kill()
    rows, on, off = (median(rates[name]) for name in ("rows", "on", "off"))
    return {
        "bytes_of_a_row": size,
        "rows_a_second": round(rows),
        "stops_a_second": round(on),
        "stops_a_second_without_logs": round(off),
        "of_rows": round(_ratio(rates["on"], rates["rows"]), 3),
        "of_the_same_without_logs": round(_ratio(rates["on"], rates["off"]), 3),
        "of_rows_by_processor": round(
            _ratio(*map(_whole, (processor["rows"], processor["on"]))), 3
        ),
        "of_the_same_by_processor": round(
            _ratio(*map(_whole, (processor["off"], processor["on"]))), 3
        ),
        "ms_of_server_database_client": {
            name: [round(median(one) * 1000, 3) for one in zip(*each, strict=True)]
            for name, each in processor.items()
        },
        "singles_a_second": round(singles, 1),
        "single_p50_ms": round(median(waited) * 1000, 1),
        "single_p99_ms": round(quantiles(waited, n=100)[98] * 1000, 1),
        "rounds": {name: [round(one) for one in each] for name, each in rates.items()},
    }


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Of rounds, so that what the machine did in one of them meets both sides of it."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def _whole(rounds: Sequence[Sequence[float]]) -> list[float]:
    """All the processor's time of each round."""
    return [sum(one) for one in rounds]


def main() -> int:
    """Measure, and print what was found."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--batches", type=int, default=16, help="batches of 50 of each kind a round")
    asked.add_argument("--seconds", type=float, default=4, help="of pgbench in each round")
    asked.add_argument("--singles", type=int, default=600)
    given = asked.parse_args()
    with TemporaryDirectory() as name, site("postgresql", Path(name)) as database:
        from evenhand.config import server

        server.migrate()
        assert database
        print(json.dumps(measured(given, database, Path(name))))
        from django.db import connections

        connections.close_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
