"""The grid of a large plan: 300 actions, five years of history, just after one of them changed.

python -m bench.grid, on an empty database of its own; with EVENHAND_DATABASE_URL on another. It
prints the median processor time of a request, in milliseconds, and how many queries it made.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ACTIONS, YEARS, CHANGES = 300, 5, 21
ROUNDS = 30
WHO: dict[str, Any] = {"by": "Head", "organisation": "Demoshire Police"}
GRID = "/forces/demoshire/plan/"


def large_plan() -> Any:
    """A plan as a force has it after five years; its rows are put in at once, being many."""
    from evenhand.forces import services as forces
    from evenhand.plan import models, services
    from evenhand.plan.frameworks import example

    forces.load(["demoshire"])
    began = datetime.now(UTC) - timedelta(days=365 * YEARS)
    framework = services.load_framework(example(), now=began, **WHO)
    plan = services.open_plan(
        force_id="demoshire", framework=framework, title="A large plan", now=began, **WHO
    )
    streams = list(framework.workstreams.all())
    actions = models.Action.objects.bulk_create(
        models.Action(plan=plan, key=f"action-{one}", workstream=streams[one % len(streams)])
        for one in range(ACTIONS)
    )
    every = timedelta(days=365 * YEARS / (CHANGES + 1))
    rows = models.Change.objects.bulk_create(
        models.Change(
            action=action,
            number=number,
            kind="promised" if number == 1 else "reported",
            recorded_at=began + every * number + timedelta(seconds=place),
            words="How it is going, in a sentence of the length that such sentences have. " * 2,
            **WHO,
        )
        for number in range(1, CHANGES + 1)
        for place, action in enumerate(actions)
    )
    models.Promise.objects.bulk_create(
        models.Promise(
            change=change,
            title=f"What is promised, number {place}, in a few words more",
            what="Something that is promised.",
            owner="Superintendent, operations",
            starts_on=_day(began, 6 * place),
            due_on=_day(began, 6 * place + 120),
        )
        for place, change in enumerate(row for row in rows if row.number == 1)
    )
    return plan


def _day(began: datetime, days: int) -> date:
    return (began + timedelta(days=days)).date()


def measured(plan: Any) -> dict[str, float]:
    """Change one action, ask for the grid, and ask again; many times."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from evenhand.plan import models, selectors, services

    client = Client(headers={"host": "localhost", "accept-encoding": "br"})
    times: dict[str, list[float]] = {"after a change": [], "again": []}
    queries = 0

    def ask(name: str) -> None:
        nonlocal queries
        with CaptureQueriesContext(connection) as asked:
            began = time.thread_time()
            answer = client.get(GRID)
            times[name].append(1000 * (time.thread_time() - began))
        assert answer.status_code == 200
        queries = max(queries, len(asked))

    client.get(GRID)
    for one in range(ROUNDS):
        action = models.Action.objects.get(plan=plan, key=f"action-{one}")
        number = selectors.changes_of(action)[-1].number
        services.report(
            action=action, expected=number, words="Going well.", now=datetime.now(UTC), **WHO
        )
        for name in times:
            ask(name)
    return {
        **{name: round(median(taken), 1) for name, taken in times.items()},
        "slowest": round(max(times["after a change"]), 1),
        "queries": queries,
    }


def main() -> int:
    """Measure, and print the numbers."""
    with TemporaryDirectory() as folder:
        os.environ.setdefault("EVENHAND_DEMO", "1")
        os.environ.setdefault("EVENHAND_LEDGER_KEY", str(Path(folder) / "ledger.key"))
        os.environ.setdefault("EVENHAND_DATABASE_URL", f"sqlite:///{folder}/site.sqlite3")
        from evenhand.config import server

        server.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(json.dumps(measured(large_plan())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
