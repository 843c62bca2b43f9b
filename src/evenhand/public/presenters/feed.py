"""A feed in Atom (RFC 4287): the latest changes of plans, in the words that pages use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from evenhand.following.selectors import Latest, News
from evenhand.following.things import action_path
from evenhand.following.words.changes import details
from evenhand.measures.words.messages import say
from evenhand.plan import words

ATOM = "http://www.w3.org/2005/Atom"
NOT_IN_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OURS = UUID("5b1f5a2c-8c1f-5d52-9d0c-6f7d6d0e6a01")
"""Names of our own are made under this one (RFC 9562, version 5)."""


@dataclass(frozen=True)
class Feed:
    """What stands at the head of a feed.

    Attributes
    ----------
    host : in front of every address.
    path, page : of the feed, and of the page that says the same.
    author : whose promises they are.
    begun : when there was nothing to tell yet.
    """

    title: str
    author: str
    host: str
    path: str
    page: str
    begun: datetime


def entry_id(one: Latest) -> str:
    """The name of an entry: the same wherever the site stands, made from its leaf in the ledger.

    Where the leaf is not known any more, it is made from what never changes of the change.
    """
    name = one.leaf or f"{one.plan.force_id}/{one.plan.iteration}/{one.key}/{one.number}"
    return f"urn:uuid:{uuid5(OURS, name)}"


def updated(one: Latest) -> datetime:
    """When an entry last changed: feed readers then show it again, without what was taken out."""
    return one.said_again_at or one.at


def atom(feed: Feed, entries: Sequence[tuple[Latest, News]]) -> bytes:
    """The feed as XML, the latest change first."""
    register_namespace("", ATOM)
    root = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    address = f"{feed.host}{feed.path}"
    _add(root, "id", address)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(max((updated(one) for one, _ in entries), default=feed.begun)))
    _link(root, "self", address, "application/atom+xml")
    _link(root, "alternate", f"{feed.host}{feed.page}", "text/html")
    _add(SubElement(root, f"{{{ATOM}}}author"), "name", feed.author)
    _add(root, "generator", "Evenhand")
    for one, news in entries:
        _entry(SubElement(root, f"{{{ATOM}}}entry"), one, news, feed.host)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(at: Element, one: Latest, news: News, host: str) -> None:
    change = news.change
    what = words.changed(change, news.before)
    path = action_path(news.plan, news.one.key)
    _add(at, "id", entry_id(one))
    _add(at, "title", say("{what}: {title}", what=what, title=news.one.now.now.title))
    _add(at, "updated", _moment(updated(one)))
    _add(at, "published", _moment(one.at))
    _add(SubElement(at, f"{{{ATOM}}}author"), "name", words.author(change))
    _link(at, "alternate", f"{host}{path}#change-{change.number}", "text/html")
    SubElement(at, f"{{{ATOM}}}category", {"term": str(change.kind)})
    _add(at, "content", "\n".join(details(news)), type="text")


def _add(at: Element, name: str, text: str, **attributes: str) -> None:
    """An element with text: what XML cannot hold is left out, and markup is text like any other."""
    SubElement(at, f"{{{ATOM}}}{name}", attributes).text = NOT_IN_XML.sub("", text)


def _link(at: Element, relation: str, address: str, kind: str) -> None:
    SubElement(at, f"{{{ATOM}}}link", {"rel": relation, "type": kind, "href": address})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
