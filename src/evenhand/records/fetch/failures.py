"""What can go wrong between here and the server, as sentences for the person waiting."""

from urllib.parse import urlsplit

import urllib3
from urllib3 import exceptions as http

LONGEST_WAIT_ASKED = 300.0  # seconds; a server that asks for more is believed, and left alone


class NetworkFailure(Exception):
    """The network or the server failed, or something between answered in the server's place."""


class Passing(NetworkFailure):
    """A failure that another try may mend, after ``wait`` seconds if the server said so."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class NoPartsServed(NetworkFailure):
    """The server, or a proxy before it, does not send part of a file when asked for a part."""


_MEANINGS: tuple[tuple[type[Exception], type[NetworkFailure], str], ...] = (
    (
        http.SSLError,
        NetworkFailure,
        "The certificate of {host} could not be checked ({reason}). If your organisation inspects "
        "web traffic, set SSL_CERT_FILE to its certificate and run this again.",
    ),
    (
        http.ProxyError,
        Passing,
        "The proxy on the way to {host} could not be used ({reason}). Check HTTPS_PROXY, and that "
        "the proxy is running.",
    ),
    (
        http.NameResolutionError,
        Passing,
        "The name {host} could not be found. Check the network; if your organisation uses a "
        "proxy, set HTTPS_PROXY to its address.",
    ),
    (http.NewConnectionError, Passing, "No connection to {host} could be made. Check the network."),
    (http.TimeoutError, Passing, "{host} did not answer in time."),
    (http.LocationValueError, NetworkFailure, "{host} is not an address to fetch from ({reason})."),
    (http.ResponseError, NetworkFailure, "{host} sent us from address to address without end."),
)


def host(url: str) -> str:
    """Return the name of the server that an address names."""
    return urlsplit(url).netloc or url


def from_exception(error: http.HTTPError, url: str) -> NetworkFailure:
    """Say in a sentence what urllib3 met, and whether to try again."""
    reason = error.reason if isinstance(error, http.MaxRetryError) and error.reason else error
    name = host(url)
    for kinds, kind, sentence in _MEANINGS:
        if isinstance(reason, kinds):
            return kind(sentence.format(host=name, reason=reason))
    return Passing(f"The connection to {name} was cut ({type(reason).__name__}).")


def from_status(status: int, url: str, *, html: bool, wait: float | None) -> NetworkFailure:
    """Say in a sentence what an answer other than success means."""
    if html and status in {401, 403, 407, 451, 511}:
        return proxy_answered(url)
    if wait is not None and wait > LONGEST_WAIT_ASKED:
        return NetworkFailure(
            f"{host(url)} asks us to wait {wait / 60:.0f} minutes before the next request "
            f"({status}). Run this again then."
        )
    if status == 429:
        return Passing(f"{host(url)} says that we ask too often (429).", wait=wait)
    if status in {500, 502, 503, 504}:
        return Passing(f"{host(url)} cannot answer at the moment ({status}).", wait=wait)
    return NetworkFailure(f"{host(url)} refused {url} ({status}).")


def proxy_answered(url: str) -> NetworkFailure:
    """Say that a web page came where data should have: nearly always an organisation's proxy."""
    return NetworkFailure(
        f"A web page came back instead of data: your organisation's proxy answered instead of "
        f"{host(url)}. Ask for {host(url)} to be allowed, or run this on another network."
    )


def looks_like_html(headers: "urllib3.HTTPHeaderDict", body: bytes) -> bool:
    """Return whether an answer is a web page, whatever it calls itself."""
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" in headers.get("Content-Type", "").lower() or start.startswith(
        (b"<!doctype html", b"<html")
    )
