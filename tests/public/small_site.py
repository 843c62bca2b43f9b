"""A site of a few pages to export: quick to build, and easy to break."""

import errno
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from evenhand.public.static_site import Exported, export
from evenhand.public.static_site.asking import Site
from evenhand.public.static_site.folder import RECORD

ADDRESS = "https://figures.example"
NOT_FOUND = ("404 Not Found", "text/html", b"<p>Page not found</p>")
Pages = dict[str, tuple[str, bytes]]


class Small:
    """A site of a few pages; it counts what it was asked to build, and can break."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.built, self.breaks_at = pages, list[str](), ""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == self.breaks_at:
            raise OSError(errno.ENOSPC, "No space left on device", path)
        if path not in self.pages:
            start(NOT_FOUND[0], [("Content-Type", NOT_FOUND[1])])
            return [NOT_FOUND[2]]
        kind, body = self.pages[path]
        tag = f'"{hash(body)}"'
        if environ.get("HTTP_IF_NONE_MATCH") in {tag, "*"}:
            start("304 Not Modified", [("ETag", tag)])
            return []
        self.built.append(path)
        start("200 OK", [("Content-Type", f"{kind}; charset=utf-8"), ("ETag", tag)])
        return [body]


@pytest.fixture
def small() -> Small:
    return Small(
        {
            "/": ("text/html", b'<a href="/one/">1</a><link href="/style.css"><a href="#x">x</a>'),
            "/one/": (
                "text/html",
                b'<a href="../file.csv?as=is">f</a><a href="//else.where/">e</a>',
            ),
            "/file.csv": ("text/csv", b"a,b\r\n1,2\r\n"),
            "/style.css": ("text/css", b'@font-face { src: url("font.woff2") }'),
            "/font.woff2": ("font/woff2", b"font"),
        }
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }


def out(site: Small, folder: Path, start: Iterable[str] = ("/",), **more: Any) -> Exported:
    return export(Site(site, ADDRESS), folder, start=start, **more)
