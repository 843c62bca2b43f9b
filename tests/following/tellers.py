"""People are told in a process of its own, on a database of its own; run by tests.

``setup N`` makes a plan, N followers and something to tell them; ``tell PORT MINUTES`` goes through
a round so many minutes later, over a mail server; ``tellers N`` lets several rounds run at once.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import ClassVar

import django

django.setup()

from django.core.mail import EmailMessage, get_connection  # noqa: E402  (Django is made ready first)
from django.core.mail.backends.base import BaseEmailBackend  # noqa: E402
from django.db import connection  # noqa: E402
from scene import assigned, follows, person, place, subject_of  # noqa: E402

from evenhand.accounts.roles import Role  # noqa: E402
from evenhand.following import services  # noqa: E402
from evenhand.following.models import Follower, Letter  # noqa: E402
from evenhand.following.services.telling import Done, tell  # noqa: E402
from evenhand.forces import services as forces  # noqa: E402
from evenhand.plan.models import Action  # noqa: E402
from plan.made_plans import OPENED, new_plan, promised  # noqa: E402

ON = OPENED.date() + timedelta(days=150)
MORNING = OPENED + timedelta(days=151)


def setup(readers: int) -> None:
    """A plan, people who follow one of its actions, its owner, a chief officer, and a move."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    forces.load(["demoshire"])
    plan = new_plan()
    action = promised(plan)
    for number in range(readers):
        now = OPENED + timedelta(minutes=11 * number)
        follows(f"reader-{number}@reader.example", subject_of(action.action), now)
    Letter.objects.all().delete()
    assigned(person("owner", Role.ACTION_OWNER), plan, action=action.action)
    person("chief", Role.CHIEF_OFFICER)
    action.step("override", ON, says="late", reason="We say so.")
    place(MORNING - timedelta(hours=1))


class Counting(BaseEmailBackend):
    """Keeps who was written to."""

    sent: ClassVar["Counter[str]"] = Counter()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        self.sent.update(one.to[0] for one in messages)
        return len(messages)


def go(post: BaseEmailBackend) -> Done:
    try:
        return tell(connection=post, clock=lambda: MORNING)
    finally:
        connection.close()


def tellers(many: int) -> None:
    """Several rounds at once, with requests to be taken in; prints who was written to how often."""
    subject = subject_of(Action.objects.get())
    for number in range(10):
        services.ask(
            email=f"asks-{number % 5}@reader.example",
            subject=subject,
            every=False,
            now=MORNING,
            network=None,
        )
    with ThreadPoolExecutor(many) as pool:
        list(pool.map(go, [Counting() for _ in range(many)]))
    go(Counting())
    often = sorted(set(Counting.sent.values()))
    sys.stdout.write(f"{len(Counting.sent)} {often} {Follower.objects.count()}\n")


def tell_over(port: int, minutes: int) -> None:
    """One round over a mail server, so many minutes later."""
    post = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host="127.0.0.1",
        port=port,
        use_tls=False,
        use_ssl=False,
        timeout=60,
    )
    done = tell(connection=post, clock=lambda: MORNING + timedelta(minutes=minutes))
    sys.stdout.write(f"{done.posted.sent}\n")


if __name__ == "__main__":
    task, *numbers = sys.argv[1:]
    {"setup": setup, "tellers": tellers, "tell": tell_over}[task](*map(int, numbers))
