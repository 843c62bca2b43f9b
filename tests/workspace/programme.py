"""What tests of running a plan share: browsers of people, tables that somebody sends, a form."""

import csv
import io
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.cast import signed_in
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.plan import exporters, selectors
from plan.made_plans import Played, new_plan, promised
from plan.staff import organisation, somebody

TABLE, WHO, OPEN = "/workspace/plan/table/", "/workspace/plan/who/", "/workspace/plan/open/"
NEW = "/workspace/plan/new/"


@pytest.fixture
def told(db: None, settings: LazySettings) -> Played:
    """The action of a small plan, in the force of the people here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    organisation("force")
    return promised(new_plan(), key="vehicle-stops")


def browser(by: Acting, **how: bool) -> Client:
    return signed_in(by.person, **how)


def manager() -> Acting:
    return somebody(Role.PROGRAMME_MANAGER)


def cells(told: Played) -> list[dict[str, str]]:
    """The plan as it is, as rows that somebody changes."""
    found = selectors.tracked(told.action.plan, on=timezone.localdate())
    return list(csv.DictReader(io.StringIO(exporters.table(found, "csv").decode("utf-8-sig"))))


def as_file(rows: list[dict[str, str]], name: str = "plan.csv") -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def moved(told: Played, **other: str) -> SimpleUploadedFile:
    """The plan with the date of its action moved, and one new action."""
    [row] = cells(told)
    row |= {"due": "2026-12-31", "reason": "The supplier is late.", **other}
    fresh = row | {"action": "new-one", "title": "A new promise", "reason": ""}
    return as_file([row, fresh])


def sent(client: Client, file: SimpleUploadedFile) -> str:
    """Where the page of what it would change is."""
    answer = client.post(TABLE, {"table": file})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer.url)


def taken_in(client: Client, address: str) -> Any:
    """Press the button of the page of a table."""
    seen = client.get(address).content.decode().partition('name="seen" value="')[2]
    return client.post(address, {"seen": seen.partition('"')[0]})


def promising(**other: str) -> dict[str, str]:
    """The form of a new promise, filled in."""
    return {
        "workstream": "involved",
        "key": "panel-hours",
        "title": "Meet when people can come",
        "what": "Panels meet in the evening, twice a quarter.",
        "owner": "Head of engagement",
        "starts_on": "1/4/2026",
        "due_on": "31 March 2027",
        "milestones": "1",
        "milestones-0-words": "First evening meeting",
        "milestones-0-due_on": "30/6/2026",
        "targets": "0",
        **other,
    }
