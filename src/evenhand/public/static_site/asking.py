"""Asks the site for a page as a web server would, in this process and over no network."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from sys import stderr
from typing import Any
from urllib.parse import unquote, urlsplit

from evenhand.public.furniture import STATIC

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Answer:
    """What the site said; header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """What the body is, without its character set."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def tag(self) -> str:
        """The entity tag: other bytes have another; nothing where there is none."""
        return self.headers.get("etag", "").removeprefix("W/")


@dataclass(frozen=True)
class Site:
    """A site that can be asked.

    Attributes
    ----------
    application : the WSGI application.
    address : where the files will stand, such as ``https://figures.example``; files that name
        their own address name this one.
    """

    application: Application
    address: str

    def ask(self, path: str, *, known: str = "") -> Answer:
        """Ask for one address.

        Parameters
        ----------
        path : begins with a slash.
        known : the entity tag of what is there already, or ``*`` to learn the tag of a file without
            having it built; the answer then has the status 304.
        """
        answer: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_error: object) -> None:
            answer["status"] = int(status.split(" ", 1)[0])
            answer["headers"] = {name.lower(): value for name, value in headers}

        body = self.application(self.environment(path, known), start)
        try:
            content = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        return Answer(answer["status"], answer["headers"], content)

    def environment(self, path: str, known: str = "") -> dict[str, Any]:
        """What a web server would hand the application with this request."""
        where = urlsplit(self.address)
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": where.hostname or "localhost",
            "SERVER_PORT": str(where.port or (443 if where.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": where.netloc,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": where.scheme,
            "wsgi.input": BytesIO(),
            "wsgi.errors": stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            STATIC: "1",
            **({"HTTP_IF_NONE_MATCH": known} if known else {}),
        }
