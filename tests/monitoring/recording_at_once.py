"""One of several processes that record the same run, and take the same step, at the same moment.

It says that it is ready, waits until a line comes in, and then says what came of it.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from made_alerts import PANEL, RAISED, found, recorded, watched  # noqa: E402  (Django comes first)

from evenhand.monitoring import models, services  # noqa: E402
from evenhand.monitoring.errors import EditedMeanwhile  # noqa: E402
from evenhand.monitoring.services.due import due  # noqa: E402


def main() -> None:
    """Record, step and go round."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    new = recorded(watched(found())).new
    review = models.Review.objects.get()
    said = 0
    try:
        services.reviewing.comment(
            review=review, expected=1, words="Why?", now=RAISED + timedelta(hours=1), **PANEL
        )
        said = 1
    except EditedMeanwhile:
        pass
    silent = len(due(RAISED + timedelta(days=60)).silent)
    sys.stdout.write(json.dumps({"new": new, "said": said, "silent": silent}))


if __name__ == "__main__":
    main()
