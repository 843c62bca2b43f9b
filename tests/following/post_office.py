"""A real mail server on loopback that does as it is told: takes mail, refuses it, or goes away."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend


@dataclass
class Office:
    """The server.

    Attributes
    ----------
    refuses : addresses that it has never heard of.
    spam : whether it takes no content at all.
    drops : whether it hangs up without a word when it has heard a mail.
    holds : an address whose mail it takes, and then says nothing for as long as it is open.
    held : set once it holds.
    """

    port: int = 0
    refuses: set[str] = field(default_factory=set)
    spam: bool = False
    drops: bool = False
    holds: str = ""
    held: Event = field(default_factory=Event)
    closed: Event = field(default_factory=Event)
    taken: list[tuple[str, Message]] = field(default_factory=list)
    spoken: int = 0

    @property
    def to(self) -> list[str]:
        """Who got a mail, in order."""
        return [address for address, _ in self.taken]

    def connection(self) -> BaseEmailBackend:
        """Django's way to it."""
        return get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host="127.0.0.1",
            port=self.port,
            username="",
            password="",
            use_tls=False,
            use_ssl=False,
            timeout=5,
        )


class _Talks(StreamRequestHandler):
    office: Office

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.office.spoken += 1
        self.say("220 post office")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith(("EHLO", "HELO", "MAIL", "RSET")):
                to = [] if word.startswith("MAIL") else to
                self.say("250 fine")
            elif word.startswith("RCPT"):
                address = line.partition("<")[2].partition(">")[0]
                if address in self.office.refuses:
                    self.say("550 nobody of this name")
                else:
                    to.append(address)
                    self.say("250 fine")
            elif word == "DATA":
                self.say("354 go on")
                if not self._mail(to):
                    return
            elif word == "QUIT":
                self.say("221 goodbye")
                return
            else:
                self.say("500 what?")

    def _mail(self, to: list[str]) -> bool:
        whole = b""
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            whole += line
        if self.office.drops:
            return False
        if self.office.spam:
            self.say("554 we do not like this")
            return True
        self.office.taken += [(one, message_from_bytes(whole)) for one in to]
        if self.office.holds in to:
            self.office.held.set()
            self.office.closed.wait()
            return False
        self.say("250 taken")
        return True


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def opened() -> Iterator[Office]:
    """A post office, open while the block runs."""
    office = Office()
    handler = type("Talks", (_Talks,), {"office": office})
    with _Server(("127.0.0.1", 0), handler) as server:
        office.port = server.server_address[1]
        Thread(target=server.serve_forever, daemon=True).start()
        yield office
        office.closed.set()
        server.shutdown()
