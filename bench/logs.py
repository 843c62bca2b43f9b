"""Writing with both logs on, against the same code with them off.

    python -m bench.logs [--rounds 20] [--writers 2]

EVENHAND_DATABASE_URL names an empty database: SQLite or PostgreSQL. One write is what a service
does when a promise of a plan moves: it locks the action, reads and checks its history, and adds the
change. With the logs on it also appends to the public log and records to the private one, while the
sequencer goes round each second. The ratio is that of the median times; the second ratio counts
what the sequencer takes of a processor as if writers had to wait for it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.log_kills import children_of, kill

EACH = 20  # actions of one writer, and writes in a block
ORGANISATION = "Demoshire Police"
WORDS = (
    "Publish the numbers of searches by ward every quarter, and answer the panel's questions. " * 4
)


def plan(writers: int) -> None:
    """A plan with actions for each writer, as a force runs it."""
    from django.utils import timezone

    from evenhand.forces import services as forces
    from evenhand.plan import services
    from evenhand.plan.frameworks import example

    forces.load(["demoshire"])
    who = {"by": "Programme manager", "organisation": ORGANISATION, "now": timezone.now()}
    framework = services.load_framework(example(), **who)
    opened = services.open_plan(force_id="demoshire", framework=framework, title="A plan", **who)
    stream = framework.workstreams.order_by("place").first()
    assert stream
    for number in range(1, writers + 1):
        for place in range(EACH):
            key = f"action-{number}{place:02d}"
            services.promise(plan=opened, key=key, workstream=stream.key, terms=terms(0), **who)


def terms(days: int) -> Any:
    """What is promised, for so many days after the spring of 2026."""
    from evenhand.plan.terms import Terms

    return Terms(
        title="Publish searches by ward",
        what=WORDS,
        owner="Superintendent, operations",
        starts_on=date(2026, 1, 1),
        due_on=date(2026, 3, 31) + timedelta(days=days),
    )


def writes(number: int, rounds: int, told: Path) -> None:
    """Move the promises of a writer's own actions; with logs and without in turn, a block each.

    The blocks are short, so that whatever else the machine does meets both alike.
    """
    from evenhand.plan.services import recording

    on, off = recording.append, lambda **_said: None
    taken: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(rounds * 2):
        logged = turn % 2 == number % 2
        recording.append = on if logged else off
        for place in range(EACH):
            begun = time.perf_counter()
            one_write(f"action-{number}{place:02d}", turn + 1, logged)
            taken[logged].append(time.perf_counter() - begun)
    told.write_text(json.dumps([taken[False][EACH:], taken[True][EACH:]]), encoding="utf-8")


def one_write(key: str, seen: int, logged: bool) -> None:
    """What a view calls when somebody moves a promise."""
    from django.db import transaction
    from django.utils import timezone

    from evenhand.audit import services as audit
    from evenhand.plan import models, services

    action = models.Action.objects.select_related("plan__framework").get(key=key)
    now = timezone.now()
    with transaction.atomic():
        services.change(
            action=action,
            expected=seen,
            terms=terms(seen),
            reason=WORDS,
            by="Superintendent, operations",
            organisation=ORGANISATION,
            now=now,
        )
        if logged:
            audit.record(
                act="alteration",
                by="person/7",
                organisation="force/demoshire",
                subject=f"plan/demoshire/1/{key}",
                now=now,
            )


def sequencer(told: Path) -> None:
    """Go round each second, as the site does; tell what it took of a processor."""
    from evenhand.audit.sequencer import EVERY, sequence_all

    while True:
        time.sleep(EVERY)
        sequence_all()
        told.write_text(str(time.process_time()), encoding="utf-8")


def measured(writers: int, rounds: int, folder: Path) -> dict[str, float]:
    """Let writers and the sequencer work side by side, and compare."""
    spent = folder / "sequencer"
    busy = children_of(lambda: sequencer(spent))
    files = [folder / str(number) for number in range(1, writers + 1)]
    work = [partial(writes, number, rounds, file) for number, file in enumerate(files, 1)]
    for child in [children_of(each) for each in work]:
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            raise RuntimeError("a writer failed")
    time.sleep(3)  # the sequencer's last rounds
    kill(busy)
    off, on = ([], [])
    for file in files:
        without, with_logs = json.loads(file.read_text(encoding="utf-8"))
        off += without
        on += with_logs
    logged = writers * rounds * EACH
    sequencing = float(spent.read_text(encoding="utf-8")) / logged
    return {
        "writes": len(on),
        "ms_off": round(median(off) * 1000, 2),
        "ms_on": round(median(on) * 1000, 2),
        "ms_sequencer": round(sequencing * 1000, 2),
        "ratio": round(median(off) / median(on), 3),
        "ratio_with_the_sequencer": round(median(off) / (median(on) + sequencing), 3),
    }


def main() -> int:
    """Measure, and print the ratio of the speeds."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=20, help="blocks of writes of each kind")
    asked.add_argument("--writers", type=int, default=2)
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        os.environ.setdefault("EVENHAND_LEDGER_KEY", str(Path(folder) / "ledger.key"))
        from evenhand.config import server

        server.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        plan(given.writers)
        print(json.dumps(measured(given.writers, given.rounds, Path(folder))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
