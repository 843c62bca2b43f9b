"""Devices as the server meets them: what frontend/src/recorder does, in Python.

A device numbers and seals a stop, keeps it, and forgets it only once the server has named it and
said that it has it: ``kept``, ``to_mend`` or ``conflict`` in a whole answer with 201. Whatever else
comes back leaves it where it is. Everything that a phone would have on disk is in :class:`Device`;
the rest of it goes when its app is killed.

A device is on one of four releases of the app, each with its own form on the wire, and is updated
while stops wait that the release before sealed (:data:`RELEASES`).
"""

from __future__ import annotations

import asyncio
import base64
import json
import random
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

PATIENCE = 10.0
"""Seconds for one answer: a third of what the app waits, as delays here are shorter too."""
SHORTEST, LONGEST = 0.05, 1.0
"""Seconds until the next try."""
HAS = ("kept", "to_mend", "conflict")
API = "/workspace/roadside/api/"
FORM = "a" * 32
"""What the cookie against forged forms says; a device sends it in a header too."""
REASONS = (
    "moving_offence",
    "vehicle_defect",
    "phone_or_seatbelt",
    "welfare",
    "routine_check_no_specific_reason",
)
BROKEN = 0.02
"""Of the stops, those that break a rule and are to be mended."""
WORDS = ("Quay Road", "Heol y Bont, Caerdydd", "St. Mary’s — “the Green”", "Åsgårdstrand", "東")

Record = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """How one release of the app sends; the wire takes every earlier one, and a later one.

    Attributes
    ----------
    batch : how many records it sends at once.
    bound : whether it asks for a pass that is for this device alone.
    counts : whether it says how much it holds, and what it was told is kept.
    clock : whether it says what its clock shows.
    padded : whether its base64 ends in equals signs.
    extra : what it says beside, that this server has never heard of.
    """

    batch: int
    bound: bool = True
    counts: bool = True
    clock: bool = True
    padded: bool = False
    extra: Record = field(default_factory=dict)


RELEASES = (
    Release(batch=10, bound=False, counts=False, clock=False, padded=True),
    Release(batch=20, clock=False, padded=True),
    Release(batch=50),
    Release(batch=50, extra={"app": "next", "battery": {"percent": 7}}),
)
"""The first says the least, the third is today's, the last is newer than the server."""
TODAY = 2


@dataclass
class Made:
    """A stop that a device made: what is compared with what the server holds.

    Attributes
    ----------
    sealed : digest of the bytes as they were sent.
    says : digest of all that the record says.
    told : what the server answered last, or nothing.
    """

    id: str
    device: str
    sequence: int
    sealed: str
    says: str
    breaks_a_rule: bool
    told: str = ""


@dataclass
class Device:
    """What a phone has on disk.

    Attributes
    ----------
    session : of whoever has signed in.
    about : what the server said when it was asked who may record.
    waiting : sealed records that the server has not said it has, by id.
    made : everything it ever made; no phone keeps this.
    lost_again : numbers that the server had said it has, and asked for again.
    release : which of :data:`RELEASES` is installed.
    """

    id: str
    session: str
    release: int = TODAY
    about: Record = field(default_factory=dict)
    registered: bool = False
    sequence: int = 0
    acknowledged: int = 0
    waiting: dict[str, Record] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    lost_again: list[int] = field(default_factory=list)

    def save(self, chance: random.Random) -> None:
        """Make a stop, seal it and keep it."""
        record, broken = stop(self, chance)
        sealed = seal(self, record)
        self.sequence += 1
        self.waiting[sealed["id"]] = sealed
        self.made[sealed["id"]] = Made(
            id=sealed["id"],
            device=self.id,
            sequence=self.sequence,
            sealed=digest_of(sealed),
            says=says(record),
            breaks_a_rule=broken,
        )

    @property
    def app(self) -> Release:
        """What is installed."""
        return RELEASES[self.release]

    def update(self) -> None:
        """Install the next release: what waits stays as it was sealed; the rest is asked anew."""
        self.release += 1
        self.about, self.registered = {}, False

    def batch(self) -> list[Record]:
        """The oldest that wait."""
        return list(self.waiting.values())[: self.app.batch]

    def body(self, records: list[Record]) -> Record:
        """A batch as this release sends it."""
        said: Record = {"device_id": self.id, "records": records, **self.app.extra}
        if self.app.counts:
            said |= {"unsent": len(self.waiting), "acknowledged": self.acknowledged}
        if self.app.clock:
            said["sent_at"] = datetime.now(UTC).isoformat()
        return said

    def answered(self, said: Record, sent: list[Record]) -> int:
        """Take in what the server said of what it was sent; how many it spoke of."""
        ours = {one["id"] for one in sent}
        results = said.get("results")
        spoken = 0
        for one in results if isinstance(results, list) else []:
            state = one.get("state") if isinstance(one, dict) else None
            if one.get("id") not in ours or not isinstance(state, str):
                continue
            spoken += 1
            if state in HAS and (held := self.waiting.pop(one["id"], None)):
                self.made[one["id"]].told = state
                self.acknowledged = max(self.acknowledged, held["sequence"])
        asked = said.get("ask_again")
        unsent = {one["sequence"] for one in self.waiting.values()}
        known = range(1, self.sequence + 1)
        for number in asked if isinstance(asked, list) else []:
            if number in known and number not in unsent:
                self.lost_again.append(number)
        return spoken


def stop(device: Device, chance: random.Random, *, broken: float = BROKEN) -> tuple[Record, bool]:
    """What an officer records, and whether it breaks a rule, as ``broken`` of them do."""
    from evenhand.encounters.rules import sets

    now = datetime.now(UTC)
    began = now - timedelta(minutes=chance.randint(5, 300), milliseconds=chance.randrange(1000))
    reason, breaks = chance.choice(REASONS), chance.random() < broken
    registration = f"AB{chance.randrange(100):02d}{chance.choice('CDEF')}XY"
    return {
        **sets.plain(),
        "stop_id": _uuid7(now),
        "device_id": device.id,
        "sequence": device.sequence + 1,
        "force_id": device.about["force"]["id"],
        "officer": device.about["officer"],
        "started_at": began.isoformat(timespec="milliseconds"),
        "recorded_at": now.isoformat(timespec="seconds"),
        "place": {
            "how": "device",
            "latitude": chance.uniform(50, 55),
            "longitude": chance.uniform(-4, 1),
            "accuracy_m": chance.randint(3, 80),
            "name": chance.choice(WORDS),
            "road": "minor_road",
        },
        "reason": reason,
        "reason_told": reason,
        "pre_stop_information": "none" if reason.startswith("routine") else "observation",
        "vehicle": {
            "kind": "car",
            "registration_state": "given",
            "registration": registration,
        },
        "outcomes": ["no_action"],
        "duration_minutes": -1 if breaks else chance.randint(1, 4),
        "receipt_digest": secrets.token_hex(32),
    }, breaks


def seal(device: Device, record: Record) -> Record:
    """The record as it is sent: sealed, with its id and number in clear."""
    from evenhand.encounters.keys import sealing

    app = device.app
    slip = {"secret_digest": record["receipt_digest"], "nonce": secrets.token_hex(16)}
    inside = {"pass": device.about["pass"], "stop": record, "receipt": slip, **app.extra}
    aad = f"{record['stop_id']}|{device.id}|{record['sequence']}".encode()
    closed = sealing.seal(device.about["key"]["jwk"], json.dumps(inside).encode(), aad=aad)
    written = base64.urlsafe_b64encode(closed).decode()
    return {
        "id": record["stop_id"],
        "sequence": record["sequence"],
        "saved_at": record["recorded_at"],
        "key": device.about["key"]["id"],
        "sealed": written if app.padded else written.rstrip("="),
        **app.extra,
    }


def digest_of(sealed: Record) -> str:
    """Digest of a sealed record as it is sent; what the server has is told by the same."""
    raw = base64.urlsafe_b64decode(sealed["sealed"] + "=" * (-len(sealed["sealed"]) % 4))
    return sha256(f"{sealed['key']}\n".encode() + raw).hexdigest()


def says(record: Record) -> str:
    """Digest of all that a record says, whichever of several ways it is written in."""
    return sha256(json.dumps(_bare(record), sort_keys=True).encode()).hexdigest()


def _bare(value: Any, name: str = "") -> Any:
    """A value without what says nothing: what is empty and what is left out say the same."""
    if isinstance(value, dict):
        kept = {each: _bare(inside, each) for each, inside in value.items()}
        return {each: inside for each, inside in kept.items() if inside not in (None, [], {}, "")}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if name.endswith("_at"):
        return datetime.fromisoformat(value).timestamp()
    return value


def _uuid7(at: datetime) -> str:
    from uuid import UUID

    stamp = int(at.timestamp() * 1000) << 80
    return str(
        UUID(int=stamp | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))
    )


@dataclass
class Answered:
    """An answer of whatever it was that answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Record | None:
        """What it says, if it is whole and of the kind that was asked for."""
        if not self.headers.get("content-type", "").startswith("application/json"):
            return None
        try:
            said = json.loads(self.body)
        except ValueError:
            return None
        return said if isinstance(said, dict) else None


async def ask(port: int, session: str, path: str, body: Record | None = None) -> Answered:
    """Ask something, as a browser does; each time over a line of its own.

    Raises
    ------
    OSError, TimeoutError
        If there is no answer.
    """
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(written(session, path, body))
            raw = await reader.read(-1)
        finally:
            writer.close()
    return parsed(raw)


def written(session: str, path: str, body: Record | None) -> bytes:
    """A request as it goes over the line."""
    text = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{'GET' if body is None else 'POST'} {API}{path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        "Accept: application/json",
        f"Cookie: evenhand_session={session}; evenhand_form={FORM}",
        f"X-CSRFToken: {FORM}",
        "Content-Type: application/json",
        f"Content-Length: {len(text)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + text


def parsed(raw: bytes) -> Answered:
    """Read an answer.

    Raises
    ------
    OSError
        If not even its head is whole.
    """
    head, found, body = raw.partition(b"\r\n\r\n")
    if not found:
        raise ConnectionError("no answer")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Answered(int(first.split()[1]), headers, body)


async def get_ready(device: Device, port: int) -> None:
    """Ask who may record, and register, as long as it takes."""
    while not device.registered:
        try:
            if not device.about:
                which = f"?device_id={device.id}" if device.app.bound else ""
                answer = await ask(port, device.session, f"hello{which}")
                said = answer.json()
                ours = said and said.get("device_id") == (device.id if device.app.bound else None)
                if answer.status == 200 and said and ours and "pass" in said:
                    device.about = said
                    continue
            else:
                answer = await ask(port, device.session, "devices", {"device_id": device.id})
                said = answer.json()
                if answer.status == 201 and said and said.get("device_id") == device.id:
                    device.registered = True
                    continue
        except (OSError, TimeoutError):
            pass
        await asyncio.sleep(LONGEST / 4)


async def send(device: Device, port: int, failures: int) -> float:
    """Send all that waits; seconds until it is worth trying again, 0 when nothing waits."""
    while batch := device.batch():
        body = device.body(batch)
        later = min(SHORTEST * 2**failures, LONGEST)
        try:
            answer = await ask(port, device.session, "records", body)
        except TimeoutError:
            device.answers["none in time"] += 1
            return later
        except OSError:
            device.answers["none"] += 1
            return later
        said = answer.json()
        if answer.status >= 300 or said is None:
            device.answers[f"{answer.status}{'' if said else ', not understood'}"] += 1
            return float(answer.headers.get("retry-after") or later)
        device.answers[str(answer.status)] += 1
        if not device.answered(said, batch):
            device.answers["spoke of none"] += 1
            return later
    return 0.0
