"""Whether alerts and the steps of their reviews say what the public ledger says of them."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from evenhand.ledger import agreeing
from evenhand.ledger.agreeing import Disagreement, Shown
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import SYSTEM, Kind, Step
from evenhand.monitoring.services.redacting import RESTATED
from evenhand.monitoring.services.watching import RAISED, RUN, digest, shown
from evenhand.monitoring.written import body, said_again

KINDS = (RUN, RAISED, RESTATED, *(f"review-{kind}" for kind in Kind))
AT_ONCE = 200


def disagreements() -> Iterator[Disagreement]:
    """Find every alert and step that is not what the ledger says, is gone, or was slipped in."""
    return agreeing.disagreements(chain(_runs(), _alerts(), _steps()), kinds=KINDS)


def count_said() -> int:
    """How many runs, alerts and steps there are to compare."""
    return models.Run.objects.count() + models.Alert.objects.count() + models.Step.objects.count()


def of_run(run: models.Run) -> Shown:
    """What the ledger says of a run of the watch, and of what it saw again."""
    seen = run.sightings.select_related("alert").order_by("pk")
    return Shown(
        RUN,
        f"watch/{run.number}",
        {"as_of": run.as_of, "inputs": run.inputs, "shown": shown(seen)},
        by=run.by,
        organisation=SYSTEM,
        at=run.at,
    )


def of_alert(alert: models.Alert) -> Shown:
    """What the ledger says of an alert: by the digests, all that the public sees of it."""
    return Shown(
        RAISED,
        selectors.subject(alert),
        {
            "key": alert.key,
            "run": alert.run.number,
            "as_of": alert.as_of,
            "means": alert.means,
            "digest": digest(alert.told),
            "charts": digest(alert.charts),
        },
        by=alert.run.by,
        organisation=SYSTEM,
        at=alert.raised_at,
    )


def of_step(row: models.Step) -> Shown:
    """What the ledger says of a step; where words were taken out, what it says again."""
    step = Step(
        row.number, Kind(row.kind), row.recorded_at, row.by, row.organisation, row.words, row.data
    )
    subject = selectors.subject(row.review.alert)
    taken = [json.loads(line) for line in row.redacted.splitlines()]
    if not taken:
        said = body(step)
        kind, by, organisation, at = f"review-{step.kind}", step.by, step.organisation, step.at
    else:
        said, last = said_again(step), taken[-1]
        kind, by, organisation = RESTATED, last["by"], last["organisation"]
        at = datetime.fromisoformat(last["at"])
    return Shown(kind, subject, said, by, organisation, at, number=step.number)


def _runs() -> Iterator[Shown]:
    return map(of_run, models.Run.objects.order_by("pk").iterator(chunk_size=AT_ONCE))


def _alerts() -> Iterator[Shown]:
    rows = models.Alert.objects.select_related("run").order_by("pk")
    return map(of_alert, rows.iterator(chunk_size=AT_ONCE))


def _steps() -> Iterator[Shown]:
    rows = models.Step.objects.select_related("review__alert").order_by("review", "number")
    return map(of_step, rows.iterator(chunk_size=AT_ONCE))
