"""What happens on a small site, in a process of its own; run by tests.

python at_work.py make | look | more NUMBER
"""

import sys
from datetime import UTC, date, datetime

from evenhand.config import server

server.setup()

from made_plans import Played, new_plan, promised  # noqa: E402  (Django is made ready first)

from evenhand.accounts.services.setting_up import add_person  # noqa: E402
from evenhand.audit.sequencer import sequence_all  # noqa: E402
from evenhand.forces import services as forces  # noqa: E402
from evenhand.plan import models  # noqa: E402

PASSWORD = "violet anchor teapot"  # noqa: S105 (of an invented person)
HARD_TO_WRITE_DOWN = '="A",\n"",\\.\n\\.\n\\N ’ and 𝄞'


def make() -> None:
    """A plan that moves, a person who is signed in, and places in the logs; prints the session."""
    from django.contrib.sessions.backends.db import SessionStore

    server.migrate()
    forces.load(["demoshire"])
    played = promised(new_plan())
    played.step("report", date(2025, 2, 1), words=HARD_TO_WRITE_DOWN)
    came = datetime(2025, 1, 1, tzinfo=UTC)
    add_person(email="owner@beds.example", name="Owner", password=PASSWORD, now=came)
    session = SessionStore()
    session["_auth_user_id"] = "1"
    session.create()
    sequence_all()
    sys.stdout.write(f"{session.session_key}\n")


def more(number: int) -> None:
    """What the site does later: so many reports more."""
    played = Played(models.Action.objects.get())
    for each in range(number):
        played.step("report", datetime.now(UTC).date(), words=f"Later {each}.")
    sequence_all()


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    {"make": make, "more": more}[what](*map(int, rest))
