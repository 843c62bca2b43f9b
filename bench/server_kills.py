"""Kill the site in the middle of writes, again and again; nothing may be half there or lost.

    python -m bench.server_kills --kills 100

EVENHAND_DATABASE_URL names an empty database. A real `evenhand serve` takes real forms of somebody
who is signed in, while programs beside it write to a plan; all are killed at once (SIGKILL), at a
random moment. Then everything is looked at, and it starts again. A test runs the same with a few
kills. Prints what was found as JSON; status 1 if anything is not as it should be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from operator import sub
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import urllib3

from bench.log_kills import children_of, kill

ACTIONS, OF_EACH, WRITERS = 12, 2, 2
OWN = ACTIONS // 2  # programs change one half of the actions, people the other
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
COOKIES = ("evenhand_session", "evenhand_form")
SECONDS_TO_START = 300  # a machine that others use too takes its time


@dataclass
class Server:
    """A site that is served, by a name and a port that stay."""

    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it as a person would, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "evenhand.cli", "-q", "serve", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            try:
                if urllib3.request("GET", f"{self.address}/about/", retries=False).status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.05)
        raise RuntimeError("the site did not start")

    def kill(self) -> None:
        """End it at once, with every process of its own."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Browser:
    """Somebody who is signed in, and reads a page before sending its form."""

    server: Server
    session: str
    form: str = ""
    asked: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))

    def sent(self, path: str, **typed: str) -> int:
        """Open a page, fill its form in and send it; the status of the answer."""
        page = self._ask("GET", path)
        if given := re.findall(rf"{COOKIES[1]}=([^;]+)", page.headers.get("Set-Cookie", "")):
            self.form = given[0]
        hidden = {**dict(HIDDEN.findall(page.data.decode())), **typed}
        return self._ask("POST", path, fields=hidden, encode_multipart=False).status

    def _ask(self, method: str, path: str, **sent: Any) -> urllib3.BaseHTTPResponse:
        cookie = f"{COOKIES[0]}={self.session}; {COOKIES[1]}={self.form}"
        return self.asked.request(
            method, self.server.address + path, headers={"Cookie": cookie}, redirect=False, **sent
        )


@dataclass
class Visitors:
    """People at their desks: what they were told is done, and what else they were told.

    Attributes
    ----------
    sessions : of the administrator, who invites people, and of the manager, who reports.
    late : how often somebody else had changed the action meanwhile.
    """

    server: Server
    sessions: tuple[str, str]
    invited: list[str] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)
    late: int = 0
    other: Counter[int] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=count)

    def answered(self) -> tuple[int, int]:
        """How many were told that they are done, of each kind."""
        return len(self.invited), len(self.reported)

    def come(self, stop: threading.Event) -> list[threading.Thread]:
        """Let them send one form after another, until they are stopped or the site is gone."""
        administrator, manager = self.sessions
        whose = [(administrator, self._invite), (manager, self._report)] * OF_EACH
        threads = [
            threading.Thread(target=self._go_on, args=(Browser(self.server, session), act, stop))
            for session, act in whose
        ]
        for thread in threads:
            thread.start()
        return threads

    def _go_on(
        self, browser: Browser, act: Callable[[Browser], int], stop: threading.Event
    ) -> None:
        try:
            while not stop.is_set():
                status = act(browser)
                if status == 409:
                    self.late += 1
                elif status != 303:
                    self.other[status] += 1
        except urllib3.exceptions.HTTPError:
            return

    def _invite(self, browser: Browser) -> int:
        email = f"new{next(self.numbers)}@demoshire.example"
        status = browser.sent("/workspace/people/invite/", email=email, role="analyst", until="")
        if status == 303:
            self.invited.append(email)
        return status

    def _report(self, browser: Browser) -> int:
        number = next(self.numbers)
        action = f"/workspace/plan/demoshire/1/action-{OWN + number % OWN}/"
        status = browser.sent(f"{action}report/", words=f"form/{number}")
        if status == 303:
            self.reported.append(f"form/{number}")
        return status


def free_port() -> int:
    """A port that nobody answers at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def set_up() -> tuple[str, str]:
    """A force with an administrator and a manager who are signed in, and a plan; their sessions."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.utils import timezone

    from evenhand.accounts.roles import OrganisationKind, Role
    from evenhand.accounts.services import add_organisation, add_person, give_role
    from evenhand.forces import services as forces
    from evenhand.plan import services
    from evenhand.plan.frameworks import example

    now = timezone.now()
    (force,) = forces.load(["demoshire"])
    of = add_organisation(id=force.pk, name=force.name, kind=OrganisationKind.FORCE, force=force)
    people = {}
    for role in (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER):
        email = f"{role}@demoshire.example".replace(" ", "-")
        people[role] = add_person(email=email, name=str(role), password=None, now=now)
        TOTP.activate(people[role], "DEMOSHIREDEMOSHIREDEMOSHIREDEMOS")
        give_role(person=people[role], organisation=of, role=role, by=None, now=now)
    who = {"by": "Programme manager", "organisation": force.name, "now": now}
    framework = services.load_framework(example(), **who)
    plan = services.open_plan(force_id=force.pk, framework=framework, title="A plan", **who)
    for number in range(ACTIONS):
        services.promise(
            plan=plan, key=f"action-{number}", workstream="respected", terms=terms(0), **who
        )
    return _signed_in(people[Role.ADMINISTRATOR]), _signed_in(people[Role.PROGRAMME_MANAGER])


def _signed_in(person: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def terms(days: int) -> Any:
    """What is promised, for so many days after the spring of 2030."""
    from bench.logs import terms as promised

    return promised(days)


def write(number: int, noted: Path, seed: int) -> None:
    """Change one action after another as the programme manager, and note what is done."""
    from django.utils import timezone

    from evenhand.accounts import selectors as accounts
    from evenhand.accounts.models import Person
    from evenhand.plan import models, selectors, services
    from evenhand.plan.errors import EditedMeanwhile, NotAllowed
    from evenhand.plan.history import Kind

    person = Person.objects.get(email="programme-manager@demoshire.example")
    acting = accounts.acting(person, None, now=timezone.now())
    plan = models.Plan.objects.get()
    chance = random.Random(f"{seed}/{number}")
    with noted.open("a", buffering=1) as told:
        for each in count():
            action = plan.actions.get(key=f"action-{chance.randrange(OWN)}")
            seen = selectors.changes_of(action)[-1].number
            now, words = timezone.now(), f"{seed}/{number}/{each}"
            kind = chance.choice([Kind.CHANGED, Kind.EVIDENCE, Kind.REPORTED])
            try:
                with services.written_by(
                    acting, plan=plan, action=action, kind=kind, now=now
                ) as who:
                    said: dict[str, Any] = {"action": action, "expected": seen, **who}
                    if kind is Kind.CHANGED:
                        services.change(terms=terms(each), reason=words, **said)
                    elif kind is Kind.EVIDENCE:
                        services.add_evidence(kind="note", title="A note", words=words, **said)
                    else:
                        services.report(words=words, **said)
            except (EditedMeanwhile, NotAllowed):
                continue
            told.write(f"{words}\n")
            time.sleep(0.05)  # on SQLite nobody else could write meanwhile


def wrong(visitors: Visitors, noted: list[Path]) -> list[str]:
    """Whatever is half there, or was answered and is not there."""
    from evenhand.accounts.models import Invitation
    from evenhand.audit.models import Entry as Private
    from evenhand.plan import models, selectors

    found = []
    told = {line for file in noted for line in file.read_text().splitlines()}
    told.update(visitors.reported)
    said: set[str] = set()
    written = 0
    for action in models.Action.objects.select_related("plan"):
        changes = selectors.changes_of(action)
        said |= {one.words for one in changes}
        written += len(changes) - 1
        if _from_ledger(action) != changes:
            found.append(f"{action.key} is not what its entries say.")
        if [one.number for one in changes] != list(range(1, len(changes) + 1)):
            found.append(f"{action.key} has numbers missing.")
    found += [f"“{words}” was done and is not there." for words in sorted(told - said)[:3]]
    there = set(Invitation.objects.values_list("email", flat=True))
    found += [f"{email} was invited and is not there." for email in set(visitors.invited) - there]
    private = Private.objects.filter(by__startswith="person/")
    for act, number in (("alteration", written), ("access", len(there))):
        kept = private.filter(kind=act, subject__regex=r"^(plan|invitation)/").count()
        if kept != number:
            found.append(
                f"{number} writes and {kept} entries of the kind {act} in the private log."
            )
    return found


def _from_ledger(action: Any) -> list[Any]:
    """The history of an action, from the public log alone."""
    from evenhand.ledger.models import Entry
    from evenhand.plan import selectors
    from evenhand.plan.written import read

    rows = Entry.objects.filter(subject=selectors.subject(action.plan, action.key)).order_by("pk")
    return [
        read(
            {
                **json.loads(one.body),
                "kind": one.kind.removeprefix("plan-"),
                "at": one.at.isoformat() if one.at else "",
                "by": one.by,
                "organisation": one.organisation,
            }
        )
        for one in rows
    ]


@contextmanager
def at_work(server: Server, visitors: Visitors, files: list[Path], seed: int) -> Iterator[None]:
    """The site, its visitors and the programs beside it; killed at the end of the block."""
    children: list[int] = []
    threads: list[threading.Thread] = []
    stop = threading.Event()
    try:
        server.start()
        for number, file in enumerate(files):
            children.append(children_of(partial(write, number, file, seed)))
        threads += visitors.come(stop)
        yield
    finally:
        server.kill()
        for child in children:
            kill(child)
        stop.set()
        for thread in threads:
            thread.join()


def storm(
    server: Server, visitors: Visitors, folder: Path, kills: int, longest: float
) -> list[str]:
    """Let them work and kill them, so many times; what was wrong after any of it."""
    chance = random.Random(kills)
    files = [folder / str(number) for number in range(WRITERS)]
    for file in files:
        file.touch()
    found: list[str] = []
    for each in range(kills):
        before = visitors.answered()
        with at_work(server, visitors, files, each):
            until = time.monotonic() + SECONDS_TO_START
            while min(map(sub, visitors.answered(), before)) < 1 and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, longest))
        found += wrong(visitors, files)
        verified = subprocess.run(
            [sys.executable, "-m", "evenhand.cli", "verify"],
            capture_output=True,
            text=True,
            check=False,
        )
        if verified.returncode:
            found.append(f"evenhand verify left with {verified.returncode}: {verified.stderr}")
        if found:
            break
    return found


def main() -> int:
    """Do it, and say what was found."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument(
        "--longest", type=float, default=1.0, help="seconds from an answer to a kill"
    )
    given = asked.parse_args()
    from evenhand.config import server

    server.migrate()
    with TemporaryDirectory() as folder:
        visitors = Visitors(Server(free_port()), set_up())
        found = storm(visitors.server, visitors, Path(folder), given.kills, given.longest)
        done = sum(len(file.read_text().splitlines()) for file in Path(folder).iterdir())
    print(
        json.dumps(
            {
                "kills": given.kills,
                "invited": len(visitors.invited),
                "reported": len(visitors.reported),
                "written": done,
                "other_answers": dict(visitors.other),
                "wrong": found,
            }
        )
    )
    return int(bool(found or visitors.other))


if __name__ == "__main__":
    sys.exit(main())
