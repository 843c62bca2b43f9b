"""Which addresses of the same site a page or a style sheet leads to."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

# Our own templates write every attribute in double quotes, and escape both < and " in words.
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
LEADS = re.compile(r'\s(?:href|src|poster|data)="([^"]+)"')
IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)")
FORM = re.compile(rb"<form\b.*?</form>", re.DOTALL)
HERE = "http://here.invalid"  # stands for the site itself while addresses are put together


def leads_to(body: bytes, media_type: str, page: str) -> list[str]:
    """Every address of this site that a file leads to, each once, without what follows ``?``.

    Parameters
    ----------
    body, media_type : the file; only pages and style sheets lead anywhere. A form's target is no
        link.
    page : its own address.
    """
    found: Iterator[str] = iter(())
    if media_type == "text/html":
        tags = TAG.findall(body.decode())
        found = (unescape(link) for tag in tags for link in LEADS.findall(tag))
    elif media_type == "text/css":
        found = (each[1] for each in IN_STYLE.finditer(body.decode()))
    local = (_local(link, page) for link in dict.fromkeys(found))
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
