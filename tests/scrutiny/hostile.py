"""A force's administrator who steers a draw: with every role there is, and with the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.db import models as db

from encounters.phones import officer
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import OrganisationKind, Role, roles
from evenhand.accounts.selectors import acting
from evenhand.accounts.services.setting_up import give_role
from evenhand.encounters.models import StopEntry, Version
from evenhand.encounters.stop_log import KEPT, STOPS, subject
from evenhand.encounters.stop_log import kept as stop_kept
from evenhand.ledger import kept
from evenhand.ledger.log import guards
from evenhand.ledger.log.exporting import lines, note
from evenhand.ledger.log.heads import Head, parse
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.log.tables import LEDGER, Log
from evenhand.ledger.log.verifying import Fault, verify
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry
from evenhand.ledger.tree import merkle, tiles
from evenhand.ledger.tree.entries import canonical, commit
from evenhand.ledger.tree.notes import Checkpoint as Statement
from evenhand.ledger.tree.notes import Note
from evenhand.scrutiny import models
from scrutiny.panels import Panel
from scrutiny.panels_db import Statements

TABLES = (
    *("scrutiny_draw", "scrutiny_drawstep", "scrutiny_drawtaker", "scrutiny_frame"),
    *("scrutiny_position", "scrutiny_seed", "scrutiny_roll", "scrutiny_case", "scrutiny_score"),
    *("scrutiny_finding", "scrutiny_exclusion", "encounters_version"),
)


def administrator(made: Panel) -> Acting:
    """An administrator of the force, who has no other role."""
    return _of_the_force(made, "admin", [Role.ADMINISTRATOR])


def everything(made: Panel) -> Acting:
    """The officer who made all stops, with every role that there is in a force."""
    here = OrganisationKind.FORCE
    more = [role for role, about in roles().roles.items() if here in about.kinds]
    for role in more:
        if role not in made.phone.by.roles:
            _give(made.phone.by, role, made)
    found = acting(made.phone.by.person, made.phone.by.organisation.pk, now=made.now)
    assert found is not None
    assert set(more) == found.roles
    return found


def _of_the_force(made: Panel, name: str, held: list[Role]) -> Acting:
    first, *more = held
    by = officer(name, role=first)
    for role in more:
        _give(by, role, made)
    return by


def _give(by: Acting, role: Role, made: Panel) -> None:
    give_role(person=by.person, organisation=by.organisation, role=role, by=None, now=made.started)


def checkpoint_of(log: Log) -> list[Head]:
    """What anybody can keep of a log, whose entries are not public either: its checkpoint."""
    latest = log.latest()
    assert latest is not None
    return parse(note(log, latest))


def copy_of_the_ledger() -> list[Head]:
    """What an outsider keeps: the signed checkpoint, and each entry under it."""
    return parse("\n".join(lines(LEDGER, entries=True)))


def faults(heads: list[Head], log: Log = LEDGER) -> list[Fault]:
    """What `evenhand verify` finds in a log, but for guards that were taken away."""
    found = verify(log, heads=heads, key=signing_key(log).verifier).faults
    return [one for one in found if "guard" not in one.says]


@contextmanager
def with_the_database() -> Iterator[None]:
    """Take all guards of draws, of stops and of their two logs away, and put them back."""
    connection.check_constraints()  # PostgreSQL alters no table while some of them wait
    kept.unguard(Statements(), TABLES)
    for log in (LEDGER, STOPS):
        guards.take_away(Statements(), log.name)
    yield
    connection.check_constraints()
    for log in (LEDGER, STOPS):
        guards.add(Statements(), log.name)
    kept.guard(Statements(), TABLES)


def write(row: db.Model, **to: Any) -> None:
    """Write over a row, past what its model refuses."""
    db.QuerySet(type(row)).filter(pk=row.pk).update(**to)
    for name, value in to.items():
        setattr(row, name, value)


def remove(rows: "db.QuerySet[Any]") -> None:
    """Delete rows, past what their model refuses."""
    db.QuerySet(rows.model).filter(pk__in=list(rows.values_list("pk", flat=True)))._raw_delete(
        rows.db
    )


def say_anew(step: models.DrawStep, **said: Any) -> None:
    """Write over a step and over its entry, leaf and all, so that the two agree again."""
    entry = Entry.objects.get(leaf=bytes.fromhex(step.leaf))
    data = {**step.data, **said.pop("data", {})}
    told = {"number": step.number, "words": said.get("words", step.words), "data": data}
    top = {"fingerprint": data["fingerprint"]} if "fingerprint" in data else {}
    write(entry, body=canonical({**told, **top}).decode())
    entry.refresh_from_db()
    assert entry.nonce
    leaf = commit(bytes(entry.nonce), content(entry))
    write(entry, leaf=leaf)
    write(step, data=data, words=told["words"], leaf=leaf.hex())


def take_entries_out(subject: str) -> None:
    """Delete every entry about something, and close the gap."""
    remove(Entry.objects.filter(subject=subject))
    for place, entry in enumerate(Entry.objects.exclude(position=None).order_by("position")):
        if entry.position != place:
            write(entry, position=place)


def keep_anew(version: Version, record: str) -> None:
    """Write over the first version of a stop and over its entry in the log of stops."""
    write(version, record=record)
    entry = StopEntry.objects.get(subject=subject(version.stop_id), kind=KEPT)
    assert entry.at
    again = stop_kept(
        stop_id=version.stop_id,
        force_id=version.stop.force_id,
        record=record,
        now=entry.at,
        nonce=bytes(entry.nonce or b""),
    )
    write(entry, body=again.body, leaf=again.leaf)


def sign_anew(now: datetime, log: Log = LEDGER) -> None:
    """Make tiles and checkpoints agree with the entries, and sign them with the site's own key."""
    key = signing_key(log)
    every, made = log.entries._default_manager, log.checkpoints._default_manager
    rows = every.exclude(position=None).order_by("position")
    leaves = [merkle.leaf_hash(bytes(row.leaf)) for row in rows]
    signed = dict(made.values_list("size", "signed_at"))
    remove(log.tiles._default_manager.all())
    remove(made.all())
    for (level, number), hashes in tiles.grow(lambda *_: [], 0, leaves).items():
        log.tiles._default_manager.create(level=level, number=number, hashes=b"".join(hashes))
    for size in sorted({min(one, len(leaves)) for one in signed}):
        root = merkle.root(merkle.over(leaves), size)
        text = Note(Statement(key.name, size, root).text).signed(key)
        made.create(size=size, root=root, signed_at=signed.get(size, now), note=str(text))
