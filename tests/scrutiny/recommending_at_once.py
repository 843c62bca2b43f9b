"""One of several processes that do the same to recommendations at the same moment.

It says that it is ready, waits until a line comes in, and then says what came of it.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.db import transaction  # noqa: E402  (Django comes first)
from made_recommendations import FORCE, MADE, Advised, make  # noqa: E402

from evenhand.accounts.models import Organisation  # noqa: E402
from evenhand.scrutiny.models import Recommendation  # noqa: E402
from evenhand.scrutiny.recommending import services  # noqa: E402
from evenhand.scrutiny.recommending.errors import EditedMeanwhile, SaidAlready  # noqa: E402


def main() -> None:
    """Send one twice, answer one, and go round."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    done = {"made": 0, "answered": 0}
    try:
        with transaction.atomic():
            make(what="Sent by several at once.", body=Organisation.objects.get(pk="panel"))
        done["made"] = 1
    except SaidAlready:
        pass
    one = Advised(Recommendation.objects.get(number=1))
    try:
        services.respond(
            recommendation=one.row,
            expected=1,
            response="accepted",
            words="Yes.",
            now=MADE + timedelta(hours=1),
            **FORCE,
        )
        done["answered"] = 1
    except EditedMeanwhile:
        pass
    done["escalated"] = len(services.due.due(MADE + timedelta(days=60)))
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    main()
