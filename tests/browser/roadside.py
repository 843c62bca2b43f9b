"""A stub of the server as the recorder knows it: the real page, an API that can misbehave.

The page, worker and manifest are the service's own views; static files are those that were built.
The API keeps what it is sent as the real one does, and answers badly where a test asks it to.
"""

import base64
import hashlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from evenhand.encounters.keys import sealing
from evenhand.roadside.views import recorder

HOME = "/workspace/roadside/"
VIEWS = {
    HOME: recorder.page,
    f"{HOME}worker.js": recorder.worker,
    f"{HOME}manifest.webmanifest": recorder.manifest,
}
SIGN_OUT = "/workspace/account/sign-out/"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
TYPES |= {".svg": "image/svg+xml", ".png": "image/png"}
Answer = tuple[int, dict[str, str], bytes]
Bad = Callable[[bytes], Answer | None]
"""Answers a request in the API's place, or nothing where the API shall; may keep it or not."""


@dataclass
class Server:
    """What the force's server keeps, and how it answers from now on."""

    port: int = 0
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    batches: list[dict[str, Any]] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    ask_again: list[int] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    signed_in: bool = True
    officer: tuple[str, str] = ("person/7", "PC Ada Lane")
    """Who is signed in: the reference and the name."""
    signed_out: int = 0
    """How often somebody signed out."""
    teams: list[str] = field(default_factory=lambda: ["Portwell response", "Roads policing"])
    states: dict[int, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """What it says beside a state."""
    ahead: timedelta = timedelta()
    """How far its clock is ahead of the phone's."""
    whose: str | None = None
    """The phone for which it says that it answers, where it says so."""
    release: str = ""
    """Set to another word it serves another version of the app: other bytes, another worker."""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    open_to: set[socket.socket] = field(default_factory=set)
    _http: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        """Where the recorder opens."""
        return f"http://127.0.0.1:{self.port}{HOME}"

    def start(self) -> None:
        """Answer, on the same port as before if there was one."""
        handler = type("Handler", (_Handler,), {"server_of": self})
        ThreadingHTTPServer.allow_reuse_address = True
        self._http = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._http.daemon_threads = True
        self.port = self._http.server_port
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Be gone, as for a phone without a signal."""
        if self._http:
            self._http.shutdown()
            self._http.server_close()
            self._http = None
        for one in list(self.open_to):  # a browser keeps some open, and would go on asking there
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be gone for a while."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def opened(self) -> list[dict[str, Any]]:
        """Every record that is kept, as its officer wrote it, in the order of its numbers."""
        records = sorted(self.kept.values(), key=lambda one: int(one["sequence"]))
        return [self.open(one) for one in records]

    def open(self, record: dict[str, Any]) -> dict[str, Any]:
        """Unseal one record with the force's key."""
        aad = f"{record['id']}|{record['device_id']}|{record['sequence']}".encode()
        sealed = base64.urlsafe_b64decode(record["sealed"] + "==")
        plain: dict[str, Any] = json.loads(sealing.unseal(self.key, sealed, aad=aad))
        return plain

    def hello(self) -> dict[str, Any]:
        """Who records here."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        x, y = (
            base64.urlsafe_b64encode(one).decode().rstrip("=") for one in (point[1:33], point[33:])
        )
        return {
            "officer": self.officer[0],
            "name": self.officer[1],
            "force": {"id": "demoshire", "name": "Demoshire Police"},
            "teams": self.teams,
            "pass": "signed-by-the-server",
            "key": {"id": "key-1", "jwk": {"kty": "EC", "crv": "P-256", "x": x, "y": y}},
            "csrf_token": "token",
            "code_version": "1",
            "server_time": (datetime.now(UTC) + self.ahead).isoformat(),
            **({"device_id": self.whose} if self.whose else {}),
        }

    def take(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Keep a batch as the service does: each record for itself, the same one once."""
        self.batches.append(batch)
        results = []
        for one in batch["records"]:
            record = {**one, "device_id": batch["device_id"]}
            state = self.states.get(one["sequence"], "kept")
            known = self.kept.get(one["id"])
            if known and known["sealed"] != one["sealed"]:
                self.conflicts.append(record)
                state = "conflict"
            elif state != "refused":
                self.kept[one["id"]] = record
            results.append({"id": one["id"], "state": state, "words": self.words.get(state, "")})
        return {"results": results, "ask_again": []}


class _Handler(BaseHTTPRequestHandler):
    server_of: Server
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        """Remember the connection: it ends when the server goes."""
        super().setup()
        self.server_of.open_to.add(self.connection)

    def finish(self) -> None:
        """Forget it."""
        with suppress(OSError):
            super().finish()
        self.server_of.open_to.discard(self.connection)

    def do_GET(self) -> None:
        """Pages, files, and who records here."""
        path = self.path.partition("?")[0]
        if path in VIEWS:
            self._page(path)
        elif path.startswith("/static/govuk/"):
            self._file(path.removeprefix("/static/govuk/"))
        elif path == f"{HOME}api/hello":
            self._api(b"", self.server_of.hello)
        else:
            self._send(404, {"Content-Type": "text/html"}, b"<title>Not here</title>")

    def do_POST(self) -> None:
        """Records, and a device that shows itself."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("X-CSRFToken") != "token":
            self._json(403, {"error": "forged"})
        elif self.path == SIGN_OUT:
            self.server_of.signed_in = False
            self.server_of.signed_out += 1
            self._json(200, {})
        elif self.path == f"{HOME}api/devices":
            self.server_of.seen.append(json.loads(body))
            again = self.server_of.ask_again
            self._api(body, lambda: {"device_id": "", "ask_again": again}, 201)
        else:
            self._api(body, lambda: self.server_of.take(json.loads(body)), 201)

    def _api(self, body: bytes, said: Callable[[], dict[str, Any]], status: int = 200) -> None:
        if not self.server_of.signed_in:
            self._json(401, {"error": "sign_in"})
            return
        records = self.path.endswith("/records")
        bad = self.server_of.bad.pop(0) if self.server_of.bad and records else None
        answer = bad(body) if bad else None
        if answer:
            self._send(*answer)
        else:
            self._json(status, said())

    def _page(self, path: str) -> None:
        request = RequestFactory().get(path)
        response = CSPMiddleware(VIEWS[path])(request)
        assert isinstance(response, HttpResponse)
        content = response.content
        if self.server_of.release:
            content = self._released(path, content)
        self._send(response.status_code, dict(response.headers), content)

    def _released(self, path: str, content: bytes) -> bytes:
        """The same as another release would have it."""
        mark = f"<!-- {self.server_of.release} -->".encode()
        if path == HOME:
            return content.replace(b"</body>", mark + b"</body>")
        if path.endswith("worker.js"):
            first, _, rest = content.decode().partition(";\n")
            precache = json.loads(first.removeprefix("const precache = "))
            page = recorder.page(RequestFactory().get(HOME)).content
            page = page.replace(b"</body>", mark + b"</body>")
            digest = base64.b64encode(hashlib.sha256(page).digest()).decode()
            precache["files"][HOME] = f"sha256-{digest}"
            precache["version"] = self.server_of.release
            return f"const precache = {json.dumps(precache)};\n{rest}".encode()
        return content

    def _file(self, name: str) -> None:
        path = Path(str(files("evenhand.govuk") / "static" / "govuk" / name))
        if not path.is_file():
            self._send(404, {}, b"")
            return
        kind = {"Content-Type": TYPES[path.suffix], "Cache-Control": "max-age=60"}
        self._send(200, kind, path.read_bytes())

    def _json(self, status: int, said: dict[str, Any]) -> None:
        self._send(status, {"Content-Type": "application/json"}, json.dumps(said).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        with suppress(OSError):  # the phone has gone
            self.send_response(status)
            for name, value in headers.items():
                if name != "Content-Length":
                    self.send_header(name, value)
            self.send_header("Content-Length", headers.get("Content-Length", str(len(body))))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
