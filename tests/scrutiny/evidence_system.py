"""A force's evidence system that stands in for the real one: on this machine, for one test."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evenhand.scrutiny.evidence import System, signature

SHARED = "a secret of more than twenty letters"


@dataclass
class Stand:
    """What it was asked, and what it answers."""

    address: str = ""
    answers: dict[str, Any] = field(
        default_factory=lambda: {
            "held": True,
            "reference": "HOLD-1",
            "deletes_on": "2026-12-24",
            "link": "https://evidence.example/clips/1",
        }
    )
    status: int = 200
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    unsigned: int = 0

    @property
    def system(self) -> System:
        return System(self.address, SHARED.replace(" ", "-"))


@contextmanager
def evidence_system() -> Iterator[Stand]:
    """Serve holds on a port of this machine."""
    stand = Stand()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            right = signature(stand.system.secret, self.headers["Evenhand-Time"], body)
            stand.unsigned += right != self.headers["Evenhand-Signature"]
            stand.asked.append(json.loads(body))
            said = stand.raw if stand.raw is not None else json.dumps(stand.answers).encode()
            self.send_response(stand.status)
            for name, value in stand.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST  # noqa: N815 (the name that http.server asks for)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand.address = f"http://127.0.0.1:{server.server_port}/holds"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
