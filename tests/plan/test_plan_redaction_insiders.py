"""Who changes a plan or erases entries past its guards is found; nothing erased can be guessed."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from made_plans import FORCE, Played
from redacted_plan import KEY, NAMED, ON, WHY, redact
from redacted_plan import named as named  # noqa: PLC0414  (pytest finds it by name)
from redacted_plan import signed as signed  # noqa: PLC0414  (the same)

from cli.conftest import evenhand as evenhand  # noqa: PLC0414  (pytest finds it by name)
from evenhand.audit.sequencer import sequence_all
from evenhand.ledger import kept
from evenhand.ledger import selectors as ledger
from evenhand.ledger import services as log
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.log.exporting import lines
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry, Tile
from evenhand.ledger.tree.entries import NONCE, commit
from evenhand.plan import models, selectors, services


def test_plan_and_ledger_agree_after_redactions_and_the_log_holds(
    named: Played, signed: Callable[..., None]
) -> None:
    signed(5)
    redact(named, (2, "words"))
    redact(named, (1, "title"), (3, "address"))
    redact(named, (5, "words"), reason="The reason named a person.")
    signed()

    found = verify(LEDGER, key=KEY.verifier)

    assert (found.faults, found.erased) == ((), 6)
    assert selectors.disagreements() == []


@contextmanager
def unguarded() -> Iterator[None]:
    """What somebody with full rights on the database can do."""
    with connection.cursor() as cursor:

        class Editor:
            connection = connection

            def execute(self, statement: str, params: Any = None) -> None:
                del params
                cursor.execute(statement)

        kept.unguard(Editor(), kept.kept_tables())
        yield
        kept.guard(Editor(), kept.kept_tables())


def by_force(sql: str, *values: Any) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(sql, values)


TAMPERINGS: dict[str, tuple[str, list[Any]]] = {
    "redacts without a mark": (
        "UPDATE plan_change SET words = %s WHERE number = 2",
        [REDACTED],
    ),
    "puts words back": ("UPDATE plan_change SET words = %s WHERE number = 3", [f"Of {NAMED}."]),
    "puts other words there": ("UPDATE plan_promise SET what = %s", ["Another promise."]),
    "takes the mark away": ("UPDATE plan_change SET redacted = '' WHERE number = 3", []),
    "writes another reason": (
        "UPDATE plan_change SET redacted = replace(redacted, 'person', 'cat') WHERE number = 3",
        [],
    ),
    "changes who": ("UPDATE plan_change SET organisation = 'Other' WHERE number = 2", []),
    "moves a date": ("UPDATE plan_promise SET due_on = '2026-09-30'", []),
    "says that more was redacted": (
        "UPDATE plan_change SET redacts = redacts || %s WHERE number = 5",
        ["\n2 words"],
    ),
    "renames a lead": ("UPDATE plan_lead SET role = 'Nobody'", []),
    "deletes the last change": ("DELETE FROM plan_change WHERE number = 5", []),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_an_insider_who_changes_the_plan_past_its_guards_is_found(
    named: Played, signed: Callable[..., None], tampering: str
) -> None:
    services.name_lead(
        plan=named.action.plan,
        workstream="respected",
        expected=0,
        role="Chief Superintendent",
        **FORCE,
        now=named.moment(ON),
    )
    redact(named, (3, "words"))
    signed()
    assert selectors.disagreements() == []

    sql, values = TAMPERINGS[tampering]
    by_force(sql, *values)

    assert selectors.disagreements()
    assert verify(LEDGER).faults == (), "the log alone does not show it"


def test_an_insider_who_erases_entries_alone_is_found(
    named: Played, signed: Callable[..., None]
) -> None:
    said = ledger.history(selectors.subject(named.action.plan, named.action.key))
    log.erase(leaves=[said[1].leaf], why=WHY, by="Publisher", organisation="", now=named.moment(ON))
    signed()

    [found] = selectors.disagreements()

    assert found.says.endswith("change 2: the ledger does not say it.")


def test_a_row_that_nobody_recorded_is_found(named: Played) -> None:
    models.Change.objects.create(
        action=named.action,
        number=5,
        kind="reported",
        recorded_at=named.moment(ON),
        by="x",
        organisation="y",
        words="z",
    )

    assert "change 5" in selectors.disagreements()[0].says


def test_no_kept_table_lacks_its_guard(db: None) -> None:
    assert kept.missing() == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER plan_lead_kept_rows_stay_update")
        else:
            cursor.execute("ALTER TABLE plan_lead DISABLE TRIGGER kept_rows_stay")
    [lost] = kept.missing()
    assert lost.startswith("plan_lead")


@pytest.mark.parametrize("tampering", ["redacts without a mark", "puts words back"])
def test_the_command_names_what_an_insider_changed(
    named: Played, evenhand: Callable[..., Any], tampering: str
) -> None:
    redact(named, (3, "words"))
    sequence_all()
    found = evenhand("verify")
    assert found.status == 0, found.err
    assert "plans: " in found.out

    sql, values = TAMPERINGS[tampering]
    by_force(sql, *values)

    found = evenhand("verify")
    assert found.status == 1
    assert "the plan says something else than the ledger" in found.err


GUESSES = [f"{name} has begun." for name in ("Anybody", NAMED, "Somebody else")]


def test_what_was_redacted_cannot_be_guessed_from_anything_that_is_left(
    named: Played, signed: Callable[..., None], client: Client
) -> None:
    """Whoever has the database, the export and the tiles tries every text it could have been."""
    signed(5)
    entry = Entry.objects.get(kind="plan-reported")
    opened = content(entry)
    before = bytes(entry.leaf)
    body = {**opened["body"], "words": GUESSES[1]}
    assert commit(bytes(entry.nonce or b""), {**opened, "body": body}) == before, "it could be"

    redact(named, (2, "words"))
    signed()

    left = [*lines(LEDGER, entries=True)]
    exported = "\n".join(left)
    assert GUESSES[1] not in exported
    assert NAMED not in "".join(str(row) for row in Entry.objects.filter(body__contains="begun"))
    kept_bytes = [
        *(bytes(row.leaf) for row in Entry.objects.all()),
        *(bytes(row.nonce) for row in Entry.objects.all() if row.nonce),
        *(bytes(tile.hashes) for tile in Tile.objects.all()),
        client.get("/log/ledger/tile/entries/000.p/" + str(Entry.objects.count())).content,
    ]
    joined = b"".join(kept_bytes) + bytes.fromhex("".join(_hex_in(exported)))
    nonces = {joined[at : at + NONCE] for at in range(len(joined) - NONCE + 1)}
    assert before in kept_bytes, "its leaf is there to be guessed at"
    assert bytes(entry.nonce or b"") not in nonces
    for words in GUESSES:
        body = {**opened["body"], "words": words}
        guess = {**opened, "body": body}
        assert not any(commit(nonce, guess) == before for nonce in nonces)


def _hex_in(exported: str) -> list[str]:
    """Every run of bytes that an export shows: leaves and the nonces of what is still there."""
    found = []
    for line in exported.splitlines():
        said = json.loads(line)
        found += [said[name] for name in ("leaf", "nonce") if name in said]
    return found


def test_nothing_but_all_of_it_happens(named: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails on the way, neither the plan nor the ledger has lost a word."""
    from evenhand.plan.services import redacting

    before, rows = named.changes, Entry.objects.count()
    steps = [(redacting.log, "erase"), (redacting, "record"), (redacting.log, "append")]
    for owner, name in steps:
        with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
            broken.setattr(owner, name, lambda **_: 1 / 0)
            if name == "record":
                broken.setattr(owner, name, lambda *_: 1 / 0)
            redact(named, (1, "title"))
        assert named.changes == before
        assert Entry.objects.count() == rows
        assert not Entry.objects.filter(nonce=None).exists()
