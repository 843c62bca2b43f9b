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
    return named_by(name)


def updated(one: Latest) -> datetime:
    """When an entry last changed: feed readers then show it again, without what was taken out."""
    return one.said_again_at or one.at


@dataclass(frozen=True)
class Item:
    """One entry of a feed.

    Attributes
    ----------
    id : the same wherever the site stands, for ever.
    path : of what it is about, on this site.
    """

    id: str
    title: str
    updated: datetime
    published: datetime
    author: str
    path: str
    kind: str
    content: str


def named_by(name: str) -> str:
    """The id of an entry, made from a name that never changes."""
    return f"urn:uuid:{uuid5(OURS, name)}"


def atom(feed: Feed, entries: Sequence[tuple[Latest, News]]) -> bytes:
    """The changes of plans as a feed, the latest first."""
    return written(feed, [_item(one, news) for one, news in entries])


def written(feed: Feed, items: Sequence[Item]) -> bytes:
    """A feed as XML, in the order given."""
    register_namespace("", ATOM)
    root = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    address = f"{feed.host}{feed.path}"
    _add(root, "id", address)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(max((one.updated for one in items), default=feed.begun)))
    _link(root, "self", address, "application/atom+xml")
    _link(root, "alternate", f"{feed.host}{feed.page}", "text/html")
    _add(SubElement(root, f"{{{ATOM}}}author"), "name", feed.author)
    _add(root, "generator", "Evenhand")
    for one in items:
        _entry(SubElement(root, f"{{{ATOM}}}entry"), one, feed.host)
    whole: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _item(one: Latest, news: News) -> Item:
    change = news.change
    what = words.changed(change, news.before)
    return Item(
        id=entry_id(one),
        title=say("{what}: {title}", what=what, title=news.one.now.now.title),
        updated=updated(one),
        published=one.at,
        author=words.author(change),
        path=f"{action_path(news.plan, news.one.key)}#change-{change.number}",
        kind=str(change.kind),
        content="\n".join(details(news)),
    )


def _entry(at: Element, one: Item, host: str) -> None:
    _add(at, "id", one.id)
    _add(at, "title", one.title)
    _add(at, "updated", _moment(one.updated))
    _add(at, "published", _moment(one.published))
    _add(SubElement(at, f"{{{ATOM}}}author"), "name", one.author)
    _link(at, "alternate", f"{host}{one.path}", "text/html")
    SubElement(at, f"{{{ATOM}}}category", {"term": one.kind})
    _add(at, "content", one.content, type="text")


def _add(at: Element, name: str, text: str, **attributes: str) -> None:
    """An element with text: what XML cannot hold is left out, and markup is text like any other."""
    SubElement(at, f"{{{ATOM}}}{name}", attributes).text = NOT_IN_XML.sub("", text)


def _link(at: Element, relation: str, address: str, kind: str) -> None:
    SubElement(at, f"{{{ATOM}}}link", {"rel": relation, "type": kind, "href": address})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
