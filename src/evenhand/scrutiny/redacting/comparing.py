"""What the public ledger says of a step out of which words were taken."""

import json
from datetime import datetime

from evenhand.ledger.agreeing import Shown
from evenhand.monitoring.written import one_way
from evenhand.scrutiny.redacting.threads import StepRow, said_again


def taken_out(step: StepRow, prefix: str, subject: str) -> Shown:
    """The entry that says a step again without some words: as its last mark has it."""
    mark = json.loads(step.redacted.splitlines()[-1])
    said = said_again(step, "", one_way(step.data), step.words)
    said.pop("leaf")
    return Shown(
        f"{prefix}-restated",
        subject,
        said,
        by=mark["by"],
        organisation=mark["organisation"],
        at=datetime.fromisoformat(mark["at"]),
        number=step.number,
    )
