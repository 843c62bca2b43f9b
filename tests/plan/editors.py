"""Many people edit one action at once, in a process of their own; run by a test.

Each adds reports until it has added its own. Whoever is too late looks again and tries again.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection  # noqa: E402  (Django is made ready first)
from made_plans import FORCE, OPENED, new_plan, promised  # noqa: E402

from evenhand.forces import services as forces  # noqa: E402
from evenhand.plan import models, selectors, services  # noqa: E402
from evenhand.plan.errors import EditedMeanwhile, NotAllowed  # noqa: E402


def edit(who: int, times: int, action: models.Action) -> int:
    """Add so many reports, and say how often somebody else was faster."""
    late = 0
    for number in range(times):
        while True:
            seen = selectors.changes_of(action)[-1]
            try:
                services.report(
                    action=action,
                    expected=seen.number,
                    words=f"{who}: {number}",
                    **FORCE,
                    now=datetime.now(UTC),
                )
            except EditedMeanwhile as refused:
                assert refused.meanwhile
                late += 1
            except NotAllowed:  # another's clock is a moment ahead
                late += 1
            else:
                break
    connection.close()
    return late


def main(people: int, times: int) -> None:
    """Open a plan, let everybody at it, and print what came of it."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    forces.load(["demoshire"])
    action = promised(new_plan(), on=OPENED).action
    with ThreadPoolExecutor(people) as editors:
        late = sum(editors.map(lambda who: edit(who, times, action), range(people)))
    changes = selectors.changes_of(action)
    numbers = [one.number for one in changes] == list(range(1, people * times + 2))
    words = {one.words for one in changes[1:]}
    every = {f"{who}: {number}" for who in range(people) for number in range(times)}
    sys.stdout.write(f"{late} {numbers} {words == every} {len(changes)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
