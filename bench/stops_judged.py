"""What devices made against what the server holds: lost, double, altered, or half there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from bench.stops_devices import Device, Made, says

SHOWN = 5


def judged(devices: Iterable[Device]) -> dict[str, Any]:
    """Compare everything; ``wrong`` says in words what is not as it should be."""
    devices = list(devices)
    made = {one.id: one for device in devices for one in device.made.values()}
    sent = _sent()
    wrong = [*_each(made, sent), *_numbers(devices), *_beside(sent), *_logs()]
    lost = [one for one in made if one not in sent]
    states = Counter(row.state for rows in sent.values() for row in rows)
    double = sum(len(rows) - 1 for rows in sent.values()) + len(sent.keys() - made.keys())
    altered = _altered(made, sent)
    wrong += [f"{each} says something else." for each in altered[:SHOWN]]
    return {
        "made": len(made),
        "held": len(sent),
        "lost": len(lost),
        "duplicated": double,
        "altered": len(altered),
        "states": dict(states),
        "asked_again_for_what_it_had": sum(len(device.lost_again) for device in devices),
        "wrong": wrong,
    }


def _sent() -> dict[str, list[Any]]:
    from evenhand.encounters.models import Sent

    rows: dict[str, list[Any]] = defaultdict(list)
    for row in Sent.objects.select_related("sealed", "stop").iterator(chunk_size=1000):
        rows[str(row.record)].append(row)
    return rows


def _each(made: dict[str, Made], sent: dict[str, list[Any]]) -> Iterable[str]:
    """Every record is there once, as it came, and its device was told what became of it."""
    for one in made.values():
        rows = sent.get(one.id, [])
        states = [row.state for row in rows]
        if states != ["to_mend" if one.breaks_a_rule else "kept"]:
            yield f"{one.id} is there as {states}: {_why(one.id)}"
        elif states != [one.told]:
            yield f"{one.id} is there as {states}, and its device was told “{one.told}”."
        elif rows[0].sequence != one.sequence or str(rows[0].device_id) != one.device:
            yield f"{one.id} is there with another number or device."
    for other in sent.keys() - made.keys():
        yield f"{other} is there, and nobody made it."


def _why(record: str) -> list[tuple[str, str]]:
    """What is to be mended of a record: fields and codes."""
    from evenhand.encounters.models import ToMend

    waiting = ToMend.objects.filter(sent__record=record)
    return [(one["field"], one["code"]) for row in waiting for one in row.problems]


def _altered(made: dict[str, Made], sent: dict[str, list[Any]]) -> list[str]:
    """Records whose bytes, or whose kept version, say something else than the device made."""
    from hashlib import sha256

    from evenhand.encounters.arriving.splitting import Apart, whole
    from evenhand.encounters.models import Version

    found = []
    for rows in sent.values():
        for row in rows:
            digest = sha256(f"{row.key}\n".encode() + bytes(row.sealed.content)).hexdigest()
            one = made.get(str(row.record))
            if one and not digest == row.sha256 == one.sealed:
                found.append(one.id)
    for version in Version.objects.select_related("restricted").iterator(chunk_size=1000):
        apart = version.restricted
        parts = Apart(apart.registration, apart.place, apart.officer)
        one = made.get(str(version.stop_id))
        if one and says(whole(json.loads(version.record), parts)) != one.says:
            found.append(one.id)
    return found


def _numbers(devices: list[Device]) -> Iterable[str]:
    """Every device's numbers are there from the first to the last."""
    from evenhand.encounters import models
    from evenhand.encounters.selectors.devices import missing

    for device in devices:
        row = models.Device.objects.get(pk=device.id)
        numbers = models.Sent.objects.filter(device=row).values_list("sequence", flat=True)
        if sorted(numbers) != list(range(1, device.sequence + 1)):
            yield f"{device.id} has numbers missing or twice."
        if device.waiting or missing(row):
            yield f"{device.id} still holds or is asked for records."


def _beside(sent: dict[str, list[Any]]) -> Iterable[str]:
    """Each stop has one of everything that belongs to it, and nothing is half there."""
    from evenhand.audit.models import Act, Entry
    from evenhand.encounters import models
    from evenhand.encounters.stop_log import KEPT

    kept = {record for record, rows in sent.items() for row in rows if row.state == "kept"}
    mend = {record for record, rows in sent.items() for row in rows if row.state == "to_mend"}
    both = kept | mend
    private = Entry.objects.filter(kind=Act.COLLECTION, subject__startswith="stop/")
    said_kept = models.StopEntry.objects.filter(kind=KEPT)
    there: dict[str, tuple[Iterable[Any], set[str]]] = {
        "stops": (models.Stop.objects.values_list("pk", flat=True), kept),
        "versions": (models.Version.objects.values_list("stop_id", flat=True), kept),
        "what is restricted": (
            models.Restricted.objects.values_list("version__stop_id", flat=True),
            kept,
        ),
        "to mend": (models.ToMend.objects.values_list("sent__record", flat=True), mend),
        "entries of the log of stops": (
            (each[5:] for each in said_kept.values_list("subject", flat=True)),
            kept,
        ),
        "entries of the private log": (
            (each[5:] for each in private.values_list("subject", flat=True)),
            both,
        ),
        "receipts": (models.Receipt.objects.values_list("record", flat=True), both),
    }
    for name, (found, expected) in there.items():
        each = Counter(map(str, found))
        if each != Counter(expected):
            yield f"{name}: {each.total()} of {len(each)} records, where {len(expected)} should be."
    if double := models.Finding.objects.count():
        yield f"{double} records are said to be conflicts or doubles."


def _logs() -> Iterable[str]:
    """Every log holds, with every entry in its place."""
    for command in (["ledger", "sequence"], ["verify", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "evenhand.cli", "-q", *command],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            yield f"evenhand {command[0]} left with {done.returncode}: {done.stderr[-500:]}"
    checked = json.loads(done.stdout)
    logs = {one["log"]: one for one in checked["logs"]}
    if not checked["holds"] or not {"ledger", "audit", "stops"} <= logs.keys():
        yield f"evenhand verify looked at {sorted(logs)} and found {checked['faults']}."
    for one in logs.values():
        if one["waiting"]:
            yield f"{one['log']}: {one['waiting']} entries wait."
