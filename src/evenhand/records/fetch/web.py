"""Asking a server politely, and again when it is worth it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions as http

from evenhand.records.fetch.clock import Clock, LeakyBucket
from evenhand.records.fetch.failures import (
    NetworkFailure,
    NoPartsServed,
    Passing,
    from_exception,
    from_status,
    host,
    looks_like_html,
    proxy_answered,
)

ATTEMPTS = 6  # with the pauses below, about a minute of trouble is ridden out
LONGEST_PAUSE = 60.0  # seconds between two tries, where the server asks for none
MOST_PIECES = 100  # a part that comes in more pieces than this is not coming
LARGEST_BODY = 512 * 1024 * 1024  # bytes; the largest force-month is about 30 MB
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What a server sent. ``cut`` says how it broke off, where it did."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes
    url: str
    cut: NetworkFailure | None = None


class Web:
    """A patient client of one server.

    Parameters
    ----------
    base_url : the server's address, to choose the proxy by.
    bucket : the pace to keep.
    clock : what the pauses wait by.
    agent : what we call ourselves.
    """

    def __init__(self, base_url: str, *, bucket: LeakyBucket, clock: Clock, agent: str) -> None:
        self._pool = pool_for(base_url)
        self._bucket = bucket
        self._clock = clock
        self._agent = agent
        self._random = random.Random()  # noqa: S311  (spreads the tries of many clients)

    def get(self, url: str, check: Callable[[bytes], None]) -> Answer:
        """Return the whole answer to one request: data (200), or that there is none (404).

        ``check`` is shown the body and raises `Passing` where it is not whole.

        Raises
        ------
        NetworkFailure
            If it cannot be had after several tries, or is a web page instead of data.
        """

        def ask() -> Answer:
            answer = self._once(url, {"Accept-Encoding": "gzip"})
            if answer.cut is not None:
                raise answer.cut
            if answer.status == 200:
                check(answer.body)
            return answer

        return self._persist(url, ask)

    def get_part(self, url: str, start: int, stop: int, *, etag: str = "") -> Answer:
        """Return bytes ``start`` to ``stop`` (left out) of a file, going on where a cut came.

        Raises
        ------
        NoPartsServed
            If the whole file is sent when a part is asked for.
        NetworkFailure
            If it cannot be had after several tries in a row that brought nothing, or if the
            file's ``etag`` is no longer the one given.
        """
        kept = bytearray()

        def ask() -> Answer:
            span = f"bytes={start + len(kept)}-{stop - 1}"
            answer = self._once(url, {"Accept-Encoding": "identity", "Range": span})
            if etag and answer.headers.get("ETag", etag) != etag:
                raise NetworkFailure(f"{url} was replaced while we read it. Run this again.")
            kept.extend(answer.body)
            if answer.cut is not None and not answer.body:
                raise answer.cut
            return answer

        for _ in range(MOST_PIECES):
            answer = self._persist(url, ask)
            if answer.cut is None or start + len(kept) >= stop:
                return Answer(answer.status, answer.headers, bytes(kept), answer.url)
        raise NetworkFailure(f"{host(url)} breaks off again and again. Try again later.")

    def _persist(self, url: str, ask: Callable[[], Answer]) -> Answer:
        """Try until it does not fail in passing, with a longer pause before each new try."""
        failure = Passing(f"{url} was not asked.")
        for attempt in range(ATTEMPTS):
            if attempt:
                self._clock.sleep(self._pause(attempt, failure))
            try:
                return ask()
            except Passing as error:
                failure = error
        raise NetworkFailure(f"{failure} We tried {ATTEMPTS} times; try again later.") from failure

    def _pause(self, attempt: int, failure: Passing) -> float:
        """Return how long to wait: what the server asked, or twice as long each time, spread."""
        if failure.wait is not None:
            return failure.wait + self._random.uniform(0, 1)
        return min(LONGEST_PAUSE, 2.0**attempt) * self._random.uniform(0.5, 1)

    def _once(self, url: str, headers: dict[str, str]) -> Answer:
        self._bucket.take()
        try:
            response = self._pool.request(
                "GET", url, headers={"User-Agent": self._agent, **headers}, preload_content=False
            )
        except http.HTTPError as error:
            raise from_exception(error, url) from error
        try:
            if response.status == 200 and "Range" in headers:
                raise NoPartsServed(f"{host(url)} does not send parts of a file.")
            body, cut = _read(response, url)
        finally:
            response.close()
        html = looks_like_html(response.headers, body)
        if response.status not in {200, 206, 404}:
            raise from_status(response.status, url, html=html, wait=_wait_asked(response))
        if response.status != 404 and html:
            raise proxy_answered(url)
        final = urljoin(url, response.geturl() or url)
        return Answer(response.status, response.headers, body, final, cut)


def _read(response: urllib3.BaseHTTPResponse, url: str) -> tuple[bytes, NetworkFailure | None]:
    """Return the bytes that came, and how they broke off if they did."""
    body = bytearray()
    try:
        while chunk := response.read1(CHUNK):
            body += chunk
            if len(body) > LARGEST_BODY:
                raise NetworkFailure(f"{url} is far larger than such a file can be.")
    except http.HTTPError as error:
        return bytes(body), from_exception(error, url)
    return bytes(body), None


def _wait_asked(response: urllib3.BaseHTTPResponse) -> float | None:
    """Return the seconds that a Retry-After header asks for, if it can be read."""
    try:
        return urllib3.Retry().get_retry_after(response)
    except http.InvalidHeader:
        return None


def pool_for(url: str) -> urllib3.PoolManager:
    """Return a pool of connections that goes through the proxy the environment names, if any."""
    timeout = urllib3.Timeout(connect=20, read=60)
    retries = urllib3.Retry(total=None, connect=0, read=0, redirect=5, status=0, other=0)
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy is None or proxy_bypass(parts.hostname or ""):
        return urllib3.PoolManager(timeout=timeout, retries=retries)
    login = urlsplit(proxy)
    name = f"{login.username}:{login.password or ''}"
    headers = urllib3.make_headers(proxy_basic_auth=name) if login.username else None
    return urllib3.ProxyManager(proxy, proxy_headers=headers, timeout=timeout, retries=retries)
