"""Fetching one small file, once: what a person waits for at a terminal."""

from urllib.parse import urljoin

from urllib3 import exceptions as http

from evenhand.records.fetch.failures import (
    NetworkFailure,
    from_exception,
    from_status,
    host,
    looks_like_html,
    proxy_answered,
)
from evenhand.records.fetch.web import CHUNK, pool_for

AGENT = "evenhand figure"


def fetch_one(url: str, *, most: int) -> bytes | None:
    """Return what an address answers; nothing where there is no such thing (404).

    Parameters
    ----------
    url : ``http`` or ``https``.
    most : bytes; more than that are not read.

    Raises
    ------
    NetworkFailure
        If the server cannot be reached, refuses, or something between answers with a web page.
    """
    try:
        response = pool_for(url).request(
            "GET", url, headers={"User-Agent": AGENT}, preload_content=False
        )
        try:
            body = bytearray()
            while len(body) <= most and (chunk := response.read1(CHUNK)):
                body += chunk
        finally:
            response.close()
    except http.HTTPError as error:
        raise from_exception(error, url) from error
    if len(body) > most:
        raise NetworkFailure(f"{url} is far larger than such a file can be.")
    final = urljoin(url, response.geturl() or url)
    html = looks_like_html(response.headers, bytes(body))
    if response.status == 404:
        return None
    if response.status != 200:
        raise from_status(response.status, final, html=html, wait=None)
    if html:
        raise proxy_answered(url)
    if not body:
        raise NetworkFailure(f"{host(url)} answered with nothing at all.")
    return bytes(body)
