"""Many people edit a plan at the same moment; nobody's change may be lost, doubled or misplaced.

    python -m bench.editors --people 200 --same 200 --times 5

EVENHAND_DATABASE_URL names an empty database. Everybody has a connection of their own, and all
begin at once: some at one and the same action, the others at twenty more. Each adds reports until
it has added its own; whoever is too late looks again and tries again. Then the history is checked
against what everybody was told, and the logs against the history. Prints what was found as JSON;
status 1 if anything is not as it should be. A test runs the same for a moment.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

ACTIONS = 20  # beside the one that many edit at once, which is action 0
WHO = {"by": "Superintendent, operations", "organisation": "Demoshire Police"}


def opened() -> list[Any]:
    """A plan with its actions."""
    from django.utils import timezone

    from bench.logs import terms
    from evenhand.forces import services as forces
    from evenhand.plan import services
    from evenhand.plan.frameworks import example

    forces.load(["demoshire"])
    now = timezone.now()
    framework = services.load_framework(example(), **WHO, now=now)
    plan = services.open_plan(
        force_id="demoshire", framework=framework, title="A plan", **WHO, now=now
    )
    return [
        services.promise(
            plan=plan,
            key=f"action-{number}",
            workstream="respected",
            terms=terms(0),
            **WHO,
            now=now,
        )
        for number in range(ACTIONS + 1)
    ]


def edit(who: int, times: int, action: Any, together: threading.Barrier) -> int:
    """Add so many reports, and say how often somebody else was faster."""
    from django.db import connection
    from django.utils import timezone

    from evenhand.plan import selectors, services
    from evenhand.plan.errors import EditedMeanwhile, NotAllowed

    late = 0
    try:
        connection.ensure_connection()
        together.wait()
        for number in range(times):
            while True:
                seen, now = selectors.changes_of(action)[-1], timezone.now()
                try:
                    services.report(
                        action=action, expected=seen.number, words=f"{who}/{number}", **WHO, now=now
                    )
                except EditedMeanwhile as refused:
                    late += 1
                    if not refused.meanwhile:
                        raise
                except NotAllowed:  # another's clock is a moment ahead
                    late += 1
                else:
                    break
    except BaseException:
        together.abort()
        raise
    finally:
        connection.close()
    return late


def wrong(actions: list[Any], people: list[int], times: int) -> list[str]:
    """What of everybody's changes is lost, double, at another's action, or not in the log."""
    from evenhand.audit.sequencer import sequence_all
    from evenhand.ledger.log.tables import LEDGER
    from evenhand.ledger.log.verifying import verify
    from evenhand.ledger.models import Entry
    from evenhand.plan import selectors

    found = []
    for number, action in enumerate(actions):
        changes = selectors.changes_of(action)
        mine = [who for who, place in enumerate(people) if place == number]
        expected = sorted(f"{who}/{each}" for who in mine for each in range(times))
        if sorted(one.words for one in changes[1:]) != expected:
            found.append(f"{action.key} does not hold each change once.")
        if [one.number for one in changes] != list(range(1, len(changes) + 1)):
            found.append(f"{action.key} has numbers missing.")
        entries = Entry.objects.filter(subject=selectors.subject(action.plan, action.key))
        said = [json.loads(one.body).get("words", "") for one in entries.order_by("pk")]
        if said[1:] != [one.words for one in changes[1:]]:
            found.append(f"{action.key} is not what its entries say.")
    sequence_all()
    return found + [fault.says for fault in verify(LEDGER).faults]


def main() -> int:
    """Let everybody at it, and say what was found."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--same", type=int, default=200, help="how many of them at one action")
    asked.add_argument("--times", type=int, default=1, help="reports of each")
    given = asked.parse_args()
    from evenhand.config import server

    server.migrate()
    actions = opened()
    people = [0 if who < given.same else 1 + who % ACTIONS for who in range(given.people)]
    together = threading.Barrier(given.people)
    begun = time.monotonic()
    with ThreadPoolExecutor(given.people) as editors:
        late = sum(
            editors.map(
                lambda who: edit(who, given.times, actions[people[who]], together),
                range(given.people),
            )
        )
    seconds = time.monotonic() - begun
    found = wrong(actions, people, given.times)
    written = given.people * given.times
    print(
        json.dumps(
            {
                "written": written,
                "late": late,
                "seconds": round(seconds, 1),
                "a_second": round(written / seconds, 1),
                "wrong": found,
            }
        )
    )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
