"""What RFC 4287 asks of a feed, read strictly: every complaint is a broken “must”."""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Of each element: how often it may stand, at least and at most (sections 4.1.1 and 4.1.2).
OF_A_FEED = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("generator", "icon", "logo", "rights", "subtitle"), (0, 1)),
    **dict.fromkeys(("author", "category", "contributor", "link", "entry"), (0, 999)),
}
OF_AN_ENTRY = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("content", "published", "rights", "source", "summary"), (0, 1)),
    **dict.fromkeys(("author", "category", "contributor", "link"), (0, 999)),
}


def parsed(body: bytes) -> Element:
    """The feed; anything that is not well-formed is an error."""
    return fromstring(body)  # noqa: S314 (it is our own)


def complaints(body: bytes) -> list[str]:
    """Everything that is wrong with a feed."""
    feed = parsed(body)
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    entries = feed.findall(f"{ATOM}entry")
    wrong = [*_counts(feed, OF_A_FEED), *_parts(feed)]
    for entry in entries:
        wrong += [*_counts(entry, OF_AN_ENTRY), *_parts(entry), *_of_entry(entry)]
    alone = [one for one in entries if one.find(f"{ATOM}author") is None]
    if feed.find(f"{ATOM}author") is None and (alone or not entries):
        wrong.append("nobody is the author")
    ids = [one.findtext(f"{ATOM}id") for one in (feed, *entries)]
    if len(ids) != len(set(ids)):
        wrong.append("two things have one id")
    if not any(one.get("rel") == "self" for one in feed.findall(f"{ATOM}link")):
        wrong.append("it does not say where it is")  # a “should”, and feed readers need it
    return wrong


def _counts(at: Element, allowed: dict[str, tuple[int, int]]) -> Iterator[str]:
    for child in at:
        if child.tag.removeprefix(ATOM) not in allowed:
            yield f"{child.tag} may not stand in {at.tag}"
    for name, (least, most) in allowed.items():
        if not least <= len(at.findall(f"{ATOM}{name}")) <= most:
            yield f"{at.tag} has {len(at.findall(f'{ATOM}{name}'))} of {name}"


def _parts(at: Element) -> Iterator[str]:
    identity = at.findtext(f"{ATOM}id") or ""
    if not urlsplit(identity).scheme or identity != identity.strip():
        yield f"{identity!r} is no IRI"
    for name in ("updated", "published"):
        for found in at.findall(f"{ATOM}{name}"):
            if not MOMENT.fullmatch(found.text or ""):
                yield f"{found.text!r} is no moment"
            datetime.fromisoformat(found.text or "")
    for person in at.findall(f"{ATOM}author"):
        names = person.findall(f"{ATOM}name")
        if len(names) != 1 or not names[0].text:
            yield "an author has no name, or two"
    for name in ("title", "subtitle", "summary", "rights", "content"):
        for text in at.findall(f"{ATOM}{name}"):
            if text.get("type", "text") not in {"text", "html"} or len(text):
                yield f"{name} holds markup that it does not own up to"
    yield from _links(at)


def _links(at: Element) -> Iterator[str]:
    links = at.findall(f"{ATOM}link")
    for link in links:
        if not urlsplit(link.get("href", "")).scheme:
            yield f"a link leads to {link.get('href')!r}"
        if "/" not in link.get("type", "a/b"):
            yield f"a link leads to a {link.get('type')!r}"
    kinds = [
        (one.get("type"), one.get("hreflang"))
        for one in links
        if one.get("rel", "alternate") == "alternate"
    ]
    if len(kinds) != len(set(kinds)):
        yield "two links are alternates of one kind"
    if any(not one.get("term") for one in at.findall(f"{ATOM}category")):
        yield "a category has no term"


def _of_entry(entry: Element) -> Iterator[str]:
    alternates = [
        one for one in entry.findall(f"{ATOM}link") if one.get("rel", "alternate") == "alternate"
    ]
    if entry.find(f"{ATOM}content") is None and not alternates:
        yield "an entry says nothing and leads nowhere"
