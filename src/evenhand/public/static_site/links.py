"""Which addresses of the same site a page or a style sheet leads to."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

LEADS = frozenset({"href", "src", "poster", "data"})
IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)")
FORM = re.compile(rb"<form\b.*?</form>", re.DOTALL)
HERE = "http://here.invalid"  # stands for the site itself while addresses are put together


class _Links(HTMLParser):
    """Collects what the elements of a page lead to; a form's target is no link."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the addresses of one element."""
        del tag
        self.found += [value for name, value in attrs if name in LEADS and value]


def leads_to(body: bytes, media_type: str, page: str) -> list[str]:
    """Every address of this site that a file leads to, each once, without what follows ``?``.

    Parameters
    ----------
    body, media_type : the file; only pages and style sheets lead anywhere.
    page : its own address.
    """
    found: Iterator[str] = iter(())
    if media_type == "text/html":
        parser = _Links()
        parser.feed(body.decode())
        found = iter(parser.found)
    elif media_type == "text/css":
        found = (each[1] for each in IN_STYLE.finditer(body.decode()))
    local = (_local(link, page) for link in found)
    return list(dict.fromkeys(path for path in local if path))


def _local(link: str, page: str) -> str | None:
    parts = urlsplit(urljoin(HERE + page, link.strip()))
    return parts.path if f"{parts.scheme}://{parts.netloc}" == HERE else None


def without_forms(body: bytes, sentence: str) -> bytes:
    """A page with a sentence in the place of each of its forms.

    Parameters
    ----------
    body : the page, as our own templates wrote it: forms never lie in each other.
    sentence : markup.
    """
    return FORM.sub(sentence.encode(), body)
