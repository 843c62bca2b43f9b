"""The real server before people who mean no good: it stays up, and says nothing it should not."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import urllib3

HEAD = "Host: localhost\r\nConnection: close\r\n\r\n"
FORM = (
    "POST /feedback/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded"
)


@contextmanager
def connected(site: str) -> Iterator[socket.socket]:
    """A line to the server that speaks no HTTP by itself."""
    where = urlsplit(site)
    with socket.create_connection((where.hostname, where.port), timeout=20) as line:
        yield line


def status(site: str, said: str) -> int:
    """What the server answers to these very bytes."""
    with connected(site) as line:
        line.sendall(said.encode("latin-1"))
        return int(line.makefile("rb").readline().split()[1])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (f"GET /static/../../../../etc/passwd HTTP/1.1\r\n{HEAD}", 404),
        (f"GET /static/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n{HEAD}", 404),
        (f"GET /figures/..%2f..%2fetc%2fpasswd.csv HTTP/1.1\r\n{HEAD}", 404),
        (f"GET /forces/%00/ HTTP/1.1\r\n{HEAD}", 404),
        (f"GET /forces/%ff%fe/ HTTP/1.1\r\n{HEAD}", 404),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\nHost: {'a' * 20_000}\r\nConnection: close\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\nHost: localhost\r\n{HEAD.replace('localhost', 'evil')}", 400),
        ("GET / HTTP/1.1\r\n" + "N: v\r\n" * 2_000 + HEAD, 431),
        (f"{FORM}\r\nContent-Length: -5\r\n{HEAD}", 400),
        (f"{FORM}\r\nContent-Length: 40000\r\nConnection: close\r\n\r\nwrong={'a' * 39_994}", 400),
        (f"DELETE / HTTP/1.1\r\n{HEAD}", 405),
        (f"TRACE / HTTP/1.1\r\n{HEAD}", 405),
    ],
)
def test_a_request_that_means_no_good_is_refused(site: str, said: str, expected: int) -> None:
    assert status(site, said) == expected


def test_readers_are_answered_while_hundreds_send_a_letter_at_a_time(site: str) -> None:
    where, slow = urlsplit(site), []
    try:
        for number in range(200):
            line = socket.create_connection((where.hostname, where.port))
            half = (
                f"{FORM}\r\nContent-Length: 1000\r\n\r\nwrong=" if number % 2 else "GET / HTTP/1.1"
            )
            line.sendall(half.encode())
            slow.append(line)
        answer = urllib3.request("GET", f"{site}/about/", timeout=20, retries=False)
    finally:
        for line in slow:
            line.close()

    assert answer.status == 200
