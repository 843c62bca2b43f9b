"""Everything that the site publishes, taken as a stranger takes it: pages, files and answers."""

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from evenhand.public.files.formats import WHOLE
from evenhand.public.static_site.whole import beginnings
from evenhand.publications.attacking.taken import Taken

LINK = re.compile(r'(?:href|src)="([^"]+)"')
CHOICE = re.compile(r'<option value="([^"]+)"')
ASIDE = ("/static/", "/workspace/", "/feedback/", "/accounts/")
"""Nothing of a figure is there: style and script, pages for signed-in people, forms."""
OF_A_PLAN = re.compile(
    r"/(plans|follow|alerts|explanations|scrutiny|panels)\b"
    r"|/forces/[a-z-]+/(plan|maturity|alerts|watch|scrutiny|recommendations)\b"
)
"""What people write of their work; a report, which shows figures, is taken. Alerts show counts to
the nearest five alone, and are attacked in tests/measures."""


def everything(client: Client) -> list[Taken]:
    """Whatever can be reached from the first page, from the list of files, and from the API."""
    found: dict[str, Taken] = {}
    waiting = [*beginnings(), *answers(client), "/robots.txt", "/nowhere/", "/data/nothing.csv"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        taken = take(client, address)
        if taken is None:
            continue
        found[address] = taken
        if taken.kind == "text/html":
            waiting += links(taken.content.decode(), address)
    return list(found.values())


def take(client: Client, address: str) -> Taken | None:
    """One thing; nothing where the site leads elsewhere or has no such thing any more."""
    response = client.get(address, headers={"Accept-Encoding": "identity"})
    if response.status_code in {301, 302}:
        return None
    kind = response.headers["Content-Type"].partition(";")[0]
    return Taken(address, kind, response.content)


def links(page: str, address: str) -> Iterator[str]:
    """Addresses of the site that a page leads to, each group that it lets one choose too."""
    for link in LINK.findall(page):
        whole = urlsplit(urljoin(f"http://testserver{address}", unescape(link)))
        path = whole.path + (f"?{whole.query}" if whole.query else "")
        if whole.netloc == "testserver" and path.startswith("/") and not _aside(path):
            yield path
    if re.fullmatch(r"/measures/[a-z-]+/(?:over-time/|analyst/)?", address):
        yield from (f"{address}?group={one}" for one in CHOICE.findall(page) if one.isalpha())


def _aside(path: str) -> bool:
    return path.startswith(ASIDE) or OF_A_PLAN.match(path) is not None


def answers(client: Client) -> Iterator[str]:
    """An address of each operation of the API for everything it knows."""
    described = json.loads(client.get("/api/v1/openapi.json").content)["paths"]
    figures = json.loads(client.get("/api/v1/figures?standing=any").content)["figures"]
    names = ("measure", "place", "months", "grouping", "number")
    named = [dict(zip(names, one["figure"].split("/"), strict=True)) for one in figures]
    known = [{**one, "force": one["place"]} for one in named]
    yield "/api/v1/openapi.json"
    yield "/api/v1/figures?standing=any"
    yield "/api/v1/find?q=Bedford"
    for one in named:
        across = "/measures/{measure}/months/{months}".format_map(one)
        yield from (f"{across}/", *(across + ending for ending in WHOLE))
    for address in described:
        yield from {address.format_map(one) for one in known}


def routes() -> set[str]:
    """Every address that the public site answers at, as it is written in the list of addresses."""
    return set(_routes(get_resolver("evenhand.public.urls"), ""))


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern)
        else:
            yield from _routes(one, before + str(one.pattern))


def route_of(taken: Taken) -> str:
    """The address, as the list of addresses has it, that something was taken from."""
    path = urlsplit(taken.address).path
    return get_resolver("evenhand.public.urls").resolve(path).route
