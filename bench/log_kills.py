"""Kill the sequencer and the writers again and again; nothing may be lost, double or half there.

    python -m bench.log_kills --entries 1000000 --batch 200 --longest 2

EVENHAND_DATABASE_URL names an empty database. A test runs the same with a few thousand entries.
Prints what was found as JSON; status 1 if the log does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

WRITERS = 2


def children_of(work: Callable[[], None]) -> int:
    """Run work in a process of its own, which ends when the work does; its id."""
    from django.db import connection

    connection.close()  # a connection cannot be shared
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(70)


@dataclass
class Writer:
    """Appends entries with numbers of its own, and notes those that were committed."""

    name: str
    noted: Path
    last: int
    batch: int

    def work(self) -> None:
        """Go on after the last number that is in the database."""
        from django.db import transaction
        from django.utils import timezone

        from evenhand.ledger import services
        from evenhand.ledger.models import Entry

        number = Entry.objects.filter(subject=self.name).count()
        with self.noted.open("ab", buffering=0) as noted:
            while number < self.last:
                numbers = range(number, min(number + self.batch, self.last))
                with transaction.atomic():
                    for each in numbers:
                        services.append(
                            kind="bench",
                            subject=self.name,
                            body={"number": each},
                            by="bench",
                            organisation="",
                            now=timezone.now(),
                        )
                number = numbers[-1] + 1
                noted.write(number.to_bytes(8, "big"))

    def acknowledged(self) -> int:
        """How many entries the writer was told are kept."""
        raw = self.noted.read_bytes()
        return int.from_bytes(raw[len(raw) // 8 * 8 - 8 : len(raw) // 8 * 8], "big")


def sequencer() -> None:
    """Go round without a pause."""
    from evenhand.audit.sequencer import sequence_all

    while True:
        sequence_all()


def kill(child: int) -> None:
    """End a process at once, and wait until it is gone."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def storm(writers: list[Writer], chance: random.Random, longest: float) -> dict[str, int]:
    """Let them all work, kill one after another at random moments, until all is written."""
    kills = {"sequencer": 0, "writer": 0}
    running = {writer.name: children_of(writer.work) for writer in writers}
    busy = children_of(sequencer)
    while running:
        time.sleep(chance.uniform(0.005, longest))
        kill(busy)
        kills["sequencer"] += 1
        for writer in writers:
            child = running.get(writer.name)
            if child and os.waitpid(child, os.WNOHANG) != (0, 0):
                del running[writer.name]
            elif child and chance.random() < 0.1:
                kill(child)
                kills["writer"] += 1
                running[writer.name] = children_of(writer.work)
        busy = children_of(sequencer)
    kill(busy)
    return kills


def judged(writers: list[Writer]) -> dict[str, Any]:
    """Look at what is there now."""
    from evenhand.audit.sequencer import sequence_all
    from evenhand.ledger.log.heads import parse
    from evenhand.ledger.log.tables import LEDGER
    from evenhand.ledger.log.verifying import verify
    from evenhand.ledger.models import Checkpoint, Entry

    kept = [
        head for note in Checkpoint.objects.values_list("note", flat=True) for head in parse(note)
    ]
    size = sequence_all()["ledger"]
    found = verify(LEDGER, heads=kept[:: max(1, len(kept) // 50)])
    right = True
    for writer in writers:
        rows = Entry.objects.filter(subject=writer.name).order_by("position")
        numbers = [json.loads(body)["number"] for body in rows.values_list("body", flat=True)]
        right = (
            right and numbers == list(range(writer.last)) and writer.acknowledged() <= writer.last
        )
    return {
        "size": size,
        "waiting": found.waiting,
        "checkpoints": Checkpoint.objects.count(),
        "faults": [fault.says for fault in found.faults],
        "each_once_in_order": right,
    }


def main() -> int:
    """Do it, and say what was found."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--entries", type=int, default=1_000_000)
    asked.add_argument("--batch", type=int, default=1, help="entries in one transaction")
    asked.add_argument("--longest", type=float, default=0.3, help="seconds between two kills")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    from evenhand.config import server

    server.setup()
    from django.core.management import call_command

    for app in ("ledger", "audit", "encounters"):
        call_command("migrate", app, verbosity=0)
    begun = time.monotonic()
    with TemporaryDirectory() as folder:
        each = given.entries // WRITERS
        writers = [
            Writer(f"writer/{number}", Path(folder) / str(number), each, given.batch)
            for number in range(WRITERS)
        ]
        kills = storm(writers, random.Random(given.seed), given.longest)
        found = judged(writers) | {"kills": kills}
    found["seconds"] = round(time.monotonic() - begun, 1)
    print(json.dumps(found))
    whole = found["size"] == WRITERS * each + 1 and not found["waiting"]
    return int(not (whole and found["each_once_in_order"] and not found["faults"]))


if __name__ == "__main__":
    sys.exit(main())
