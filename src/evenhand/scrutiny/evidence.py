"""The force's evidence system, asked over the network to hold a video, and told when that ends.

The address is in the site's environment and nowhere else: nobody can type one in. It is called as
it stands, over TLS unless it is on this machine, and no redirection is followed. What is sent is
signed, so that the other side knows who asks; what comes back is read as a few short fields.
"""

import hmac
import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from django.conf import settings

from evenhand.measures.words.messages import say

SECONDS = 5.0
LARGEST = 64 * 1024
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class NoAnswer(Exception):
    """There is no acknowledgement; the sentence says why."""


@dataclass(frozen=True)
class Answer:
    """What an evidence system says of a hold.

    Attributes
    ----------
    missing : it has no video of this record.
    reference : what it calls its hold.
    deletes_on : when the video would go without the hold.
    link : where those who are let in there can watch it.
    """

    missing: bool = False
    reference: str = ""
    deletes_on: date | None = None
    link: str = ""


@dataclass(frozen=True)
class System:
    """Where a force's evidence system takes requests for holds, and the secret we share with it."""

    address: str
    secret: str


def systems(listed: str, *, local: bool) -> Mapping[str, System]:
    """Read ``EVENHAND_EVIDENCE``: ``force address secret``, a line or a comma between them.

    Parameters
    ----------
    local : whether an address on this machine may be used without TLS.

    Raises
    ------
    ValueError
        With what is wrong; the address must begin with https:// and hold no name and password.
    """
    found = {}
    for line in listed.replace(",", "\n").splitlines():
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 3:
            raise ValueError("each line names a force, an address and a secret")
        force, address, secret = parts
        split = urlsplit(address)
        plain = split.scheme == "http" and local and split.hostname in LOCAL
        if not (split.scheme == "https" or plain) or not split.hostname:
            raise ValueError(f"the address of {force} must begin with https://")
        if split.username or split.password or split.fragment:
            raise ValueError(f"the address of {force} holds more than a host, a path and a query")
        if len(secret) < 20:
            raise ValueError(f"the secret of {force} is shorter than 20 letters")
        found[force] = System(address, secret)
    return found


def ask(force: str, *, record: str, hold: str, now: datetime) -> Answer:
    """Ask a force's evidence system to hold the video of a record.

    Raises
    ------
    NoAnswer
        If there is no system, it is away, it refuses, or what it says cannot be read.
    """
    system = settings.EVIDENCE.get(force)
    if system is None:
        raise NoAnswer(say("This site does not know the force’s evidence system."))
    body = json.dumps({"hold": hold, "record": record, "at": _written(now)}).encode()
    status, said = _post(system, body, now)
    if status == http.client.NOT_FOUND or said.get("missing") is True:
        return Answer(missing=True)
    if status not in {http.client.OK, http.client.CREATED} or said.get("held") is not True:
        raise NoAnswer(
            say("The evidence system did not confirm the hold ({status}).", status=str(status))
        )
    return _answer(said)


def let_go(force: str, *, record: str, hold: str, now: datetime) -> None:
    """Tell a force's evidence system that it need no longer hold the video of a record for us.

    What it does then is by its own rules: others may have asked it to hold the same. That it has no
    such video, or no such hold, is an answer too.

    Raises
    ------
    NoAnswer
        If there is no system, it is away, it refuses, or what it says cannot be read.
    """
    system = settings.EVIDENCE.get(force)
    if system is None:
        raise NoAnswer(say("This site does not know the force’s evidence system."))
    told = {"hold": hold, "record": record, "ended": True, "at": _written(now)}
    status, said = _post(system, json.dumps(told).encode(), now)
    if status == http.client.NOT_FOUND or said.get("missing") is True:
        return
    if status not in {http.client.OK, http.client.CREATED} or said.get("held") is not False:
        raise NoAnswer(
            say("The evidence system did not confirm the end ({status}).", status=str(status))
        )


def signature(secret: str, at: str, body: bytes) -> str:
    """What stands in the header of a request, so that nobody else can ask in our name."""
    return hmac.new(secret.encode(), at.encode() + b"\n" + body, "sha256").hexdigest()


def _written(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def _post(system: System, body: bytes, now: datetime) -> tuple[int, Mapping[str, object]]:
    where, at = urlsplit(system.address), _written(now)
    host = where.hostname or ""
    connection: http.client.HTTPConnection
    if where.scheme == "https":
        connection = http.client.HTTPSConnection(
            host, where.port, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, where.port, timeout=SECONDS)
    path = (where.path or "/") + (f"?{where.query}" if where.query else "")
    headers = {
        "Content-Type": "application/json",
        "Evenhand-Time": at,
        "Evenhand-Signature": signature(system.secret, at, body),
    }
    try:
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        raw = answer.read(LARGEST + 1)
        status = answer.status
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(say("The evidence system does not answer.")) from error
    finally:
        connection.close()
    if len(raw) > LARGEST:
        raise NoAnswer(say("The evidence system’s answer cannot be read."))
    return status, _read(raw)


def _read(raw: bytes) -> Mapping[str, object]:
    try:
        said = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _answer(said: Mapping[str, object]) -> Answer:
    try:
        when = said.get("deletes_on")
        goes = date.fromisoformat(str(when)) if when else None
    except ValueError as error:
        raise NoAnswer(say("The evidence system’s answer cannot be read.")) from error
    link, reference = str(said.get("link") or ""), str(said.get("reference") or "")
    if len(reference) > 100 or not reference.isprintable():
        raise NoAnswer(say("The evidence system’s answer cannot be read."))
    if link and (not link.startswith("https://") or len(link) > 500 or not link.isprintable()):
        link = ""
    return Answer(reference=reference, deletes_on=goes, link=link)
