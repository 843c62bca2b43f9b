"""A small data.police.uk on this machine, with the troubles that the real one has."""

import io
import json
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from evenhand.records.fetch import Clock

HEADER = "Type,Date,Latitude\r\n"


class SteppedClock(Clock):
    """A clock that moves on only when somebody waits, and remembers the waits."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


def record(day: int = 1) -> dict[str, object]:
    return {"type": "Person search", "datetime": f"2024-01-{day:02d}T10:00:00+00:00"}


def archive_of(members: dict[str, str]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in members.items():
            folder.writestr(name, text)
    return whole.getvalue()


class Site:
    """What the site holds, what it was asked, and which troubles wait on which path."""

    def __init__(self) -> None:
        self.months: dict[str, dict[str, list[dict[str, object]]]] = {}
        self.archives: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.troubles: dict[str, list[Trouble]] = {}
        self.address = ""

    def trouble(self, path: str, *troubles: "Trouble") -> None:
        """The next answers at ``path`` go wrong, one after another, in these ways."""
        self.troubles.setdefault(path, []).extend(troubles)

    def times_asked(self) -> Counter[str]:
        return Counter(path for path, _ in self.asked)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests quiet."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.site.asked.append((path, self.headers.get("Range", "")))
        waiting = self.site.troubles.get(path)
        if waiting:
            waiting.pop(0)(self)
        else:
            self.answer(path)

    def answer(self, path: str) -> None:
        status, body = self.content(path)
        if path.startswith("/data/archive/"):
            self.send(302, b"", {"Location": path.replace("/data/archive/", "/store/")})
        elif path.startswith("/store/") and status == 200:
            self.send_part(body)
        else:
            self.send(status, body)

    def content(self, path: str) -> tuple[int, bytes]:
        if path == "/api/crimes-street-dates":
            listed = [{"date": m, "stop-and-search": [*f]} for m, f in self.site.months.items()]
            return 200, json.dumps(listed).encode()
        if path == "/api/stops-force":
            asked = parse_qs(urlsplit(self.path).query)
            rows = self.site.months.get(asked["date"][0], {}).get(asked["force"][0])
            return (
                (404, b"<h1>Not Found</h1>") if rows is None else (200, json.dumps(rows).encode())
            )
        name = path.rpartition("/")[2].removesuffix(".zip")
        return (200, self.site.archives[name]) if name in self.site.archives else (404, b"")

    def send_part(self, whole: bytes, cut: int | None = None) -> None:
        first, last = self.headers["Range"].removeprefix("bytes=").split("-")
        part = whole[int(first) : int(last) + 1]
        span = f"bytes {first}-{int(first) + len(part) - 1}/{len(whole)}"
        self.send(206, part, {"Content-Range": span, "ETag": '"a"'}, cut=cut)

    def send(
        self,
        status: int,
        body: bytes,
        headers: dict[str, str] | None = None,
        *,
        cut: int | None = None,
    ) -> None:
        self.send_response(status)
        headers = {"Content-Type": "application/json", **(headers or {})}
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut])
        if cut is not None:
            self.close_connection = True


Trouble = Callable[[Handler], None]


def busy(status: int, **headers: str) -> Trouble:
    """Answer with a status, such as 429 with ``Retry_After``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.send(status, b"busy", named)


def page(status: int = 200, kind: str = "text/html") -> Trouble:
    """Answer with a web page in the server's place."""
    body = b"<!DOCTYPE html><title>Web filter</title>"
    return lambda handler: handler.send(status, body, {"Content-Type": kind})


def cut(after: int) -> Trouble:
    """Promise the whole answer and break off after some bytes."""

    def break_off(handler: Handler) -> None:
        path = urlsplit(handler.path).path
        body = handler.content(path)[1]
        if path.startswith("/store/"):
            handler.send_part(body, cut=after)
        else:
            handler.send(200, body, cut=after)

    return break_off


def ends_early(handler: Handler) -> None:
    """Break off without having promised a length, as some proxies do."""
    body = handler.content(urlsplit(handler.path).path)[1]
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


class Server(ThreadingHTTPServer):
    """A server that says nothing when a client goes away."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Tests look at what the client does then."""


@contextmanager
def running() -> Iterator[Site]:
    """Serve a site on this machine until the block ends."""
    site = Site()
    kind = type("ThisHandler", (Handler,), {"site": site})
    server = Server(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
