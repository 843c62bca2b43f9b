"""The power may fail at any moment: nothing is half there, lost or double, on either database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Ends the process at its first statement to the database, then at its second, and so on, until
# writing, sequencing and erasing come to their end; looks at the log after each.
CUT = """
import os, sys
from evenhand.config import server
server.setup()
from django.core.management import call_command
for app in ("ledger", "audit", "encounters"):
    call_command("migrate", app, verbosity=0)
from django.db import connection, transaction
from django.utils import timezone
from evenhand.audit.sequencer import sequence_all
from evenhand.ledger import services
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.models import Entry
SAID = dict(kind="k", subject="s", by="b", organisation="")

def work():
    with transaction.atomic():
        for number in range(3):
            entry = services.append(body={"n": number}, now=timezone.now(), **SAID)
    sequence_all()
    services.erase(leaves=[bytes(entry.leaf).hex()], why="asked", by="b", organisation="",
                   now=timezone.now())
    sequence_all()

def until(step):
    done = 0
    def count(execute, *given):
        nonlocal done
        done += 1
        if done == step:
            os._exit(9)
        return execute(*given)
    with connection.execute_wrapper(count):
        work()
    os._exit(0)

step, ended = 0, False
while not ended:
    step += 1
    connection.close()
    child = os.fork()
    if not child:
        try:
            until(step)
        finally:
            os._exit(70)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9), status
    ended = status == 0
    found = verify(LEDGER)
    assert not found.faults, (step, found)
    written = Entry.objects.filter(subject="s").count()
    written += Entry.objects.exclude(erased_at=None).count()
    assert written % 3 == 0, (step, written)
sequence_all()
found = verify(LEDGER)
assert not found.faults and not found.waiting, found
print(step, found.size)
"""


def run(database_url: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "EVENHAND_DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_wherever_the_work_is_cut_the_log_holds_and_goes_on(database_url: str) -> None:
    steps, size = map(int, run(database_url, "-c", CUT).split())

    assert steps > 25  # each statement was the last one once
    assert size > 3


@pytest.mark.slow
def test_random_kills_lose_nothing_and_double_nothing(database_url: str) -> None:
    found = json.loads(run(database_url, "-m", "bench.log_kills", "--entries", "2500"))

    assert found["size"] == 2501
    assert found["kills"]["sequencer"] > 5
    assert found["faults"] == []
    assert found["each_once_in_order"]


# Two sequencers at once, and a writer whose transaction ends after later ones were signed.
TOGETHER = """
import sys, threading
from evenhand.config import server
server.setup()
from django.core.management import call_command
for app in ("ledger", "audit", "encounters"):
    call_command("migrate", app, verbosity=0)
from django.db import connection, transaction
from django.utils import timezone
from evenhand.audit.sequencer import sequence_all
from evenhand.ledger import services
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.models import Checkpoint, Entry

def append(subject):
    services.append(kind="k", subject=subject, body={}, by="b", organisation="", now=timezone.now())

def in_thread(work):
    def whole():
        try:
            work()
        finally:
            connection.close()
    thread = threading.Thread(target=whole)
    thread.start()
    return thread

problems = []
def go_round():
    try:
        for _ in range(20):
            sequence_all()
    except Exception as error:
        problems.append(repr(error))

def write():
    for number in range(100):
        with transaction.atomic():
            append(f"s/{number}")

if connection.vendor == "postgresql":  # SQLite has one writer at a time
    written, signed = threading.Event(), threading.Event()
    def late():
        with transaction.atomic():
            append("late")
            written.set()
            signed.wait(60)
    slow = in_thread(late)
    written.wait(60)
    with transaction.atomic():
        append("early")
    sequence_all()
    assert Entry.objects.get(subject="early").position == 1
    signed.set()
    slow.join()
    assert Entry.objects.get(subject="late").position is None
    sequence_all()
    assert Entry.objects.get(subject="late").position == 2

threads = [in_thread(work) for work in (go_round, go_round, write, write)]
for thread in threads:
    thread.join()
sequence_all()
found = verify(LEDGER)
assert not problems, problems
assert not found.faults and not found.waiting, found
assert Entry.objects.filter(subject__startswith="s/").count() == 200
print(found.size)
"""


@pytest.mark.slow
def test_two_sequencers_at_once_and_a_late_writer_skip_nothing(database_url: str) -> None:
    assert int(run(database_url, "-c", TOGETHER)) >= 201


# What `evenhand serve` has in its background, while nothing can be signed and afterwards.
BACKGROUND = """
import logging, sys, time
from evenhand.config import server
server.setup()
from django.conf import settings
from django.core.management import call_command
for app in ("ledger", "audit", "encounters"):
    call_command("migrate", app, verbosity=0)
from django.db import transaction
from django.utils import timezone
from evenhand.audit.sequencer import in_background
from evenhand.ledger import services
from evenhand.ledger.models import Entry

told = []
class Keep(logging.Handler):
    def emit(self, record):
        told.append(record.getMessage())
logging.getLogger("evenhand.audit.sequencer").addHandler(Keep())

def append():
    with transaction.atomic():
        services.append(kind="k", subject="s", body={}, by="b", organisation="", now=timezone.now())

def until(true):
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    sys.exit("It did not happen.")

keys, settings.LEDGER_KEY = settings.LEDGER_KEY, "PRIVATE+KEY+none"
append()
with in_background(every=0.02):
    until(lambda: told)
    time.sleep(0.2)
    assert Entry.objects.filter(position=None).count() == 1
    settings.LEDGER_KEY = keys
    until(lambda: not Entry.objects.filter(position=None).exists())
append()
time.sleep(0.2)
assert Entry.objects.filter(position=None).count() == 1
print(*told, sep=";")
"""


@pytest.mark.slow
def test_the_background_of_a_site_tells_once_what_is_wrong_and_goes_on(database_url: str) -> None:
    assert run(database_url, "-c", BACKGROUND) == "The logs could not be signed; entries wait.\n"
