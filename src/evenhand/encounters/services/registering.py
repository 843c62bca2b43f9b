"""Taking records of other powers into the register, each with its commitment in the log of stops.

A row is known by what the force's system calls it. The same row again changes nothing; one that
says something else is a new version beside the old. Nothing is written over, and nothing goes.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from evenhand.accounts.noting import NOBODY
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters import register_log, stop_log
from evenhand.encounters.keys import keyed
from evenhand.encounters.known import mappings, tables
from evenhand.encounters.models import (
    Registered,
    RegisteredApart,
    RegisteredVersion,
    RegisterFile,
    RegisterRefused,
)
from evenhand.encounters.registered import records, rows
from evenhand.encounters.registered.records import Problem
from evenhand.forces.models import Force
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
FILE, SAID, ALIKE = "register-file", "registered-said", "registered-alike"
CLIP = "registered-video"
"""What a digest under the force's key is of."""
NAMED_FOR = timedelta(days=396)
"""How long what other systems call a record can be read: a draw looks a year back at most."""
LONGEST_REFERENCE = 100
AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """What became of one row: ``new``, ``changed``, ``unchanged`` or ``refused``, and why.

    Attributes
    ----------
    alike : whether a record of another reference says the same: is it registered twice?
    """

    row: int
    state: str
    problems: tuple[Problem, ...] = ()
    alike: bool = False


@dataclass(frozen=True)
class _Came:
    """A file that came."""

    force: str
    power: str
    digest: str
    at: datetime


@dataclass(frozen=True)
class _Row:
    """A row that meets the rules."""

    number: int
    mac: str
    reference: str
    video: str
    record: Mapping[str, Any]

    @property
    def text(self) -> str:
        return canonical(self.record).decode()


def register(*, mapping: bytes, table: bytes, power: str, force: str, now: datetime) -> list[Line]:
    """Take a file of records of one power in; each row is answered for itself.

    A row that breaks a rule is refused with a sentence for each field. Where its reference and day
    can be read, it counts as missing in frames until it is registered. A file of which no row can
    be taken in changes nothing: its mapping is wrong.

    Parameters
    ----------
    power : one of :data:`~evenhand.encounters.registered.records.MODELS`.

    Raises
    ------
    CannotTakeIn
        If nothing can be read; nothing is changed then.
    """
    form = rows.form(mappings.read(mapping, mappings.RegisterMapping), power)
    read = tables.read(table, form.headings)
    lines = [
        Line(number, REFUSED, (Problem("", say("It has not as many cells as the heading.")),))
        for number in read.misfits
    ]
    good: list[_Row] = []
    broken: dict[str, date] = {}
    for found in _checked(form, read.rows, force, timezone.localdate(now)):
        if isinstance(found, _Row):
            good.append(found)
        else:
            line, mac, day = found
            lines.append(line)
            if mac and day:
                broken[mac] = day
    if good:
        came = _Came(force, form.power, hashlib.sha256(table).hexdigest(), now)
        lines += _take(good, broken, came)
    return sorted(lines, key=lambda one: one.row)


def _checked(
    form: rows.Form, found: Sequence[tables.Row], force: str, today: date
) -> Iterator["_Row | tuple[Line, str, date | None]"]:
    """Each row as a record, or what is wrong with it, its reference under a key and its day."""
    seen: dict[str, int] = {}
    for row in found:
        called = row.cells[rows.REFERENCE]
        mac = rows.mac_of(force, form.power, called)
        raw = rows.raw(form, row.cells)
        wrong = list(_named(row, called, mac, seen))
        checked = records.check(form.power, raw, today=today)
        if isinstance(checked, list):
            wrong += checked
        if wrong or isinstance(checked, list):
            refused = Line(row.number, REFUSED, tuple(wrong))
            # Twice in one file: the first of the two stands, so nothing is missing.
            twice = seen.get(mac, row.number) != row.number
            yield refused, "" if twice else mac, _day_of(raw, today)
            continue
        video = row.cells.get(rows.VIDEO, "")
        # Committed to with the record: nobody names another video once it is drawn.
        checked = checked | ({records.VIDEO: video_mac(force, video)} if video else {})
        yield _Row(row.number, mac, called, video, checked)


def _named(row: tables.Row, called: str, mac: str, seen: dict[str, int]) -> Iterator[Problem]:
    video = row.cells.get(rows.VIDEO, "")
    if not mac:
        yield Problem("", say("It has no reference, so that nobody could know it again."))
    elif mac in seen:
        yield Problem(
            "", say("Row {row} has the same reference. The first one stands.", row=str(seen[mac]))
        )
    else:
        seen[mac] = row.number
    for text in (called, video):
        if len(text) > LONGEST_REFERENCE or not text.isprintable():
            yield Problem("", say("Its reference has more than 100 letters, or strange signs."))


def _day_of(raw: Mapping[str, Any], today: date) -> date | None:
    try:
        day = date.fromisoformat(str(raw.get("day")))
    except ValueError:
        return None
    return day if records.EARLIEST <= day <= today else None


@transaction.atomic
def _take(good: Sequence[_Row], broken: Mapping[str, date], came: _Came) -> list[Line]:
    force, power, now = came.force, came.power, came.at
    Force.objects.select_for_update().get(pk=force)  # one file of a force after another
    there = _there(force, power, [one.mac for one in good])
    last = _last(list(there.values()))
    pairs = [(one, _state(one, there.get(one.mac), last, force)) for one in good]
    count = {state: sum(1 for _, one in pairs if one == state) for state in (NEW, CHANGED)}
    file = RegisterFile.objects.create(
        force_id=force,
        power=power,
        digest=keyed.mac(force, FILE, came.digest),
        new=count[NEW],
        changed=count[CHANGED],
        unchanged=len(pairs) - sum(count.values()),
        refused=len(broken),
        at=now,
    )
    alike = _add([one for one, state in pairs if state == NEW], file)
    _change([(one, there[one.mac]) for one, state in pairs if state == CHANGED], last, file)
    _refuse(broken, file)
    audit.record(
        act=Act.COLLECTION,
        by=NOBODY,
        organisation="",
        subject=f"register/{file.pk}",
        now=now,
        details={"force": force, "power": power, **count, "refused": file.refused},
    )
    return [Line(one.number, state, alike=one.mac in alike) for one, state in pairs]


def _there(force: str, power: str, macs: Sequence[str]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for at in range(0, len(macs), AT_ONCE):
        some = Registered.objects.filter(
            force=force, power=power, reference_mac__in=macs[at : at + AT_ONCE]
        )
        found |= dict(some.values_list("reference_mac", "pk"))
    return found


def _last(there: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    """The number of the last version of each, and what it said under the force's key."""
    found: dict[UUID, tuple[int, str]] = {}
    for at in range(0, len(there), AT_ONCE):
        some = RegisteredVersion.objects.filter(registered__in=there[at : at + AT_ONCE])
        for pk, number, said in some.order_by("number").values_list("registered", "number", "said"):
            found[pk] = (number, said)
    return found


def _state(one: _Row, there: UUID | None, last: Mapping[UUID, tuple[int, str]], force: str) -> str:
    if there is None:
        return NEW
    return UNCHANGED if last[there][1] == _said(one, force) else CHANGED


def _said(one: _Row, force: str) -> str:
    return keyed.mac(force, SAID, one.text)


def video_mac(force: str, video: str) -> str:
    """What a record says of its video: a digest, because what it is called goes one day."""
    return keyed.mac(force, CLIP, video)


def likeness(force: str, record: Mapping[str, Any]) -> str:
    """What two records share that say the same: in their words, or in all where they have none."""
    model = records.MODELS[record[records.POWER]]
    words = {name: record[name] for name in model.FREE if record.get(name)}
    every = {name: said for name, said in record.items() if name != records.VIDEO}
    same = {records.POWER: record[records.POWER], **(words or every)}
    return keyed.mac(force, ALIKE, canonical(same).decode())


def _add(new: Sequence[_Row], file: RegisterFile) -> set[str]:
    """Register records that were not there; return which of them say the same as another."""
    force, power, now = file.force_id, file.power, file.at
    made = [
        Registered(
            pk=rows.record_id(one.mac, one.record["day"]),
            force_id=force,
            power=power,
            reference_mac=one.mac,
            day=one.record["day"],
            likeness=likeness(force, one.record),
            at=now,
        )
        for one in new
    ]
    before = _likenesses(force, {one.likeness for one in made})
    alike: set[str] = set()
    for row in made:
        if row.likeness in before:
            alike.add(row.reference_mac)
        before.add(row.likeness)
    Registered.objects.bulk_create(made, batch_size=AT_ONCE)
    _keep([(one, row.pk, 1) for one, row in zip(new, made, strict=True)], file)
    return alike


def _likenesses(force: str, wanted: set[str]) -> set[str]:
    every, found = sorted(wanted), set[str]()
    for at in range(0, len(every), AT_ONCE):
        some = Registered.objects.filter(force=force, likeness__in=every[at : at + AT_ONCE])
        found |= set(some.values_list("likeness", flat=True))
    return found


def _change(
    changed: Sequence[tuple[_Row, UUID]],
    last: Mapping[UUID, tuple[int, str]],
    file: RegisterFile,
) -> None:
    _keep([(one, pk, last[pk][0] + 1) for one, pk in changed], file)


def _keep(versions: Sequence[tuple[_Row, UUID, int]], file: RegisterFile) -> None:
    """Keep versions of records, and commit to each in the log of stops."""
    made = RegisteredVersion.objects.bulk_create(
        [
            RegisteredVersion(
                registered_id=pk,
                number=number,
                record=one.text,
                said=_said(one, file.force_id),
                file=file,
                made_at=file.at,
            )
            for one, pk, number in versions
        ],
        batch_size=AT_ONCE,
    )
    until = timezone.localdate(file.at) + NAMED_FOR
    RegisteredApart.objects.bulk_create(
        (
            RegisteredApart(
                version=version, reference=one.reference, video=one.video, keep_until=until
            )
            for version, (one, _, _) in zip(made, versions, strict=True)
        ),
        batch_size=AT_ONCE,
    )
    entries = [
        register_log.entry(
            kind=register_log.REGISTERED if number == 1 else register_log.CHANGED,
            power=file.power,
            record_id=pk,
            force_id=file.force_id,
            number=0 if number == 1 else _next(file.power, pk),
            record=one.text,
            now=file.at,
        )
        for one, pk, number in versions
    ]
    for at in range(0, len(entries), AT_ONCE):
        stop_log.write_all(entries[at : at + AT_ONCE])


def _next(power: str, pk: UUID) -> int:
    before = register_log.about(power, pk)
    return stop_log.next_number(before) if before else 1


def _refuse(broken: Mapping[str, date], file: RegisterFile) -> None:
    for mac, day in broken.items():
        RegisterRefused.objects.get_or_create(
            force_id=file.force_id,
            power=file.power,
            reference_mac=mac,
            defaults={"day": day, "file": file, "at": file.at},
        )
