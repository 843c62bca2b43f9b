"""Walks a site as a reader could and finds what no page may have. Each check gives complaints."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FIRST_VISIT, NEXT_VISIT, REQUESTS, QUERIES = 75_000, 15_000, 10, 6
QUERIES_OF_SCRUTINY = 9
"""A force's page has its draws, meetings, recommendations, members and whom these are made of in
tables of their own. However many there are, it is as many queries."""
QUERIES_OF_AN_ACTION = 9
"""Also who took it up, who recommended it, and by which alert it is judged."""
QUERIES_OF_AN_ALERT = 7
"""Also whether its measure has a figure."""
AN_ALERT = re.compile(r"/alerts/[0-9]+/$")
SCRUTINY = re.compile(r"/scrutiny/$|^/panels/")
WORDS = re.compile(r"confidence interval|p-value|\bsignifican|\bstatistically", re.IGNORECASE)
NUMBER = re.compile(r"\d")
FIGURE = re.compile(r"^[+−]?\d|\d[\d,.]* (to|of) \d")  # a cell that is a number, or has a range
MONTH = re.compile(
    r"(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)
RANGE = re.compile(r"(between )?[\d.,]+ (to|and) [\d.,]+|at most [\d.,]+|likely range")
RATE = re.compile(
    r"\d[\d.,]* against \d[\d.,]* (for|of) every|\d[\d.,]* (times )?for every 1,000 residents"
)
RATES = re.compile(r"per 1,000 residents|of every 100 searches", re.IGNORECASE)  # a heading
GROUPS = re.compile(r"\b(Asian|Black|Mixed|White)\b")
POPULATION = re.compile(r"Census|searches of the same group|Hardly anybody lives")
HOW = re.compile(r"^(How we (got|know)|How (this|these|the) )", re.IGNORECASE)
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
VOID |= {"source", "track", "wbr"}


@dataclass
class Node:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: "Node | None"
    parts: list["Node | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This element and every one inside it, in order."""
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()

    def all(self, tag: str, within: str = "") -> list["Node"]:
        """Elements of a kind, with a word in their class if one is asked for."""
        return [
            node
            for node in self.walk()
            if node.tag == tag and (not within or within in node.attributes.get("class", ""))
        ]

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces."""
        words = " ".join(one.text if isinstance(one, Node) else one for one in self.parts)
        return " ".join(words.split())

    @property
    def above(self) -> Iterator["Node"]:
        """The element and all it lies in."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Node("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.parts.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.parts.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        for node in self.here.above:
            if node.tag == tag and node.parent is not None:
                self.here = node.parent
                return

    def handle_data(self, data: str) -> None:
        self.here.parts.append(data)


@dataclass(frozen=True)
class Page:
    """One page as it came."""

    address: str
    status: int = 200
    body: str = ""
    cookies: tuple[str, ...] = ()
    queries: int = 0
    links: tuple[str, ...] = ()

    @property
    def tree(self) -> Node:
        """The page's elements."""
        tree = _Tree()
        tree.feed(self.body)
        return tree.root

    @property
    def main(self) -> Node:
        """The middle of the page."""
        return next(iter(self.tree.all("main")), self.tree)


def parsed(body: str, address: str = "/planted/", **more: object) -> Page:
    """A page from its markup, with the links it has."""
    page = Page(address, body=body)
    links = [
        urljoin(address, node.attributes[name])
        for node in page.tree.walk()
        for name in ("href", "src")
        if node.attributes.get(name)
    ]
    local = tuple(dict.fromkeys(link for link in links if not urlsplit(link).netloc))
    return Page(address, body=body, links=local, **more)


def crawl(client: Client, start: str = "/") -> dict[str, Page]:
    """Every page that links lead to from the first one, and every other address they lead to."""
    found: dict[str, Page] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        found[address] = page = _ask(client, address)
        waiting += [
            path
            for path in dict.fromkeys(link.partition("#")[0] for link in page.links)
            if path.startswith("/") and path not in found and path not in waiting
        ]
    return found


def _ask(client: Client, address: str) -> Page:
    # A file that is there says so without being built.
    known = {} if address.endswith("/") else {"If-None-Match": "*"}
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers=known)
    response.close()
    if response.headers.get("Content-Type", "").startswith("text/html"):
        return parsed(
            response.content.decode(),
            address,
            status=response.status_code,
            cookies=tuple(response.cookies),
            queries=len(asked),
        )
    return Page(address, response.status_code, cookies=tuple(response.cookies))


def broken_links(site: dict[str, Page]) -> list[str]:
    """Addresses that are not there, and places on a page that are not on it."""
    wrong = []
    places = {
        address: {node.attributes.get("id") for node in page.tree.walk()}
        for address, page in site.items()
        if page.body
    }
    for page in site.values():
        for link in page.links:
            address, _, place = link.partition("#")
            target = site.get(address)
            if target is None or target.status not in {200, 304}:
                wrong.append(f"{page.address} leads to {address}")
            elif place and target.body and place not in places[address]:
                wrong.append(f"{page.address} leads to {link}, and there is no such place")
    return wrong


def unexplained_numbers(page: Page) -> list[str]:
    """Numbers of a table or a leading sentence without a way to how we got them.

    A number is explained by a link in its own row or block to a figure's page or to a place on
    this page; a leading one, by a link or an opening part of the page that says how we got it.
    """
    main = page.main
    how = any(HOW.match(node.text) for tag in ("summary", "a", "h2") for node in main.all(tag))
    wrong = []
    for row in main.all("tr"):
        cells = [cell.text for cell in row.all("td") if FIGURE.search(cell.text)]
        if cells and not _explained(row) and not how:
            wrong.append(f"{page.address}: {cells[0]!r} in a table")
    leading = [
        node
        for name in ("eh-lead", "eh-big")
        for tag in ("p", "span", "dd")
        for node in main.all(tag, name)
    ]
    return wrong + [
        f"{page.address}: {node.text!r} in a leading sentence"
        for node in leading
        if NUMBER.search(node.text) and not how and not any(map(_explained, _blocks(node)))
    ]


def _blocks(node: Node) -> list[Node]:
    return [one for one in node.above if one.tag in {"p", "li", "dl", "section"}]


def _explained(node: Node) -> bool:
    links = [link.attributes.get("href", "") for link in node.all("a")]
    return any(link.startswith(("#", "/figures/", "/forces/", "/measures/")) for link in links)


def bare_rates(page: Page) -> list[str]:
    """Rates without their group, months, people or range on the same page."""
    text = page.main.text
    if page.address.startswith("/methods/") or not (RATE.search(text) or _table_of_rates(page)):
        return []
    needed = {"group": GROUPS, "months": MONTH, "people": POPULATION, "range": RANGE}
    return [
        f"{page.address}: a rate without its {name}"
        for name, pattern in needed.items()
        if not pattern.search(text)
    ]


def _table_of_rates(page: Page) -> bool:
    tables = page.main.all("table")
    named = [one for one in tables if any(RATES.search(head.text) for head in one.all("th"))]
    return any(FIGURE.search(cell.text) for one in named for cell in one.all("td"))


def inline_code(page: Page) -> list[str]:
    """Scripts and styles inside the page."""
    wrong = []
    for node in page.tree.walk():
        inside = node.tag == "style" or (node.tag == "script" and "src" not in node.attributes)
        if inside and node.attributes.get("type") != "application/ld+json":
            wrong.append(f"{page.address}: <{node.tag}> inside the page")
        wrong += [
            f"{page.address}: {name} on <{node.tag}>"
            for name in node.attributes
            if name == "style" or name.startswith("on")
        ]
    return wrong


def technical_words(page: Page) -> list[str]:
    """Words that only pages about methods may use."""
    if page.address.startswith("/methods/"):
        return []
    return [f"{page.address}: {found[0]!r}" for found in WORDS.finditer(page.main.text)]


def undeclared_cookies(page: Page, declared: set[str]) -> list[str]:
    """Cookies that the list does not have."""
    return [f"{page.address}: cookie {one}" for one in page.cookies if one not in declared]


def too_many_queries(page: Page) -> list[str]:
    """Pages that ask the database too often."""
    most = QUERIES
    if "/actions/" in page.address:
        most = QUERIES_OF_AN_ACTION
    elif AN_ALERT.search(page.address):
        most = QUERIES_OF_AN_ALERT
    elif SCRUTINY.search(page.address):
        most = QUERIES_OF_SCRUTINY
    return [f"{page.address}: {page.queries} queries"] if page.queries > most else []


def over_budget(page: Page, weights: dict[str, int]) -> list[str]:
    """Pages that weigh too much, or ask for too many files.

    Parameters
    ----------
    weights : of each file that pages ask for by themselves, as it travels.
    """
    own = len(gzip.compress(page.body.encode(), 6))
    asked = [link for link in files_of(page) if link in weights]
    first = own + sum(weights[link] for link in asked)
    wrong = []
    if own > NEXT_VISIT:
        wrong.append(f"{page.address}: {own} bytes on the next visit")
    if first > FIRST_VISIT:
        wrong.append(f"{page.address}: {first} bytes on a first visit")
    if len(asked) + 1 > REQUESTS:
        wrong.append(f"{page.address}: {len(asked) + 1} requests")
    return wrong


def files_of(page: Page) -> list[str]:
    """What a browser asks for by itself with a page, each once."""
    found = []
    for node in page.tree.walk():
        asks = node.attributes.get("rel", "") in {"stylesheet", "preload", "icon"}
        if node.tag == "link" and asks:
            found.append(node.attributes["href"])
        elif node.tag in {"img", "script"} and node.attributes.get("src"):
            found.append(node.attributes["src"])
    return list(dict.fromkeys(found))


def weights_of(client: Client, site: dict[str, Page]) -> dict[str, int]:
    """How much each file weighs that pages ask for by themselves, as it travels."""
    wanted = {link for page in site.values() if page.body for link in files_of(page)}
    weights = {}
    for link in wanted:
        response = client.get(link, headers={"Accept-Encoding": "gzip"})
        weights[link] = len(b"".join(response)) if response.streaming else len(response.content)
        response.close()
    return weights
