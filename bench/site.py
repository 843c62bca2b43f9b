"""The site as a slow phone has it: server time, queries, weight, first paint, Lighthouse."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urljoin

import urllib3

from bench.run import OUT

LIGHTHOUSE = "lighthouse@13.0.1"
DATABASE = "evenhand.sqlite3"
SERVE = """
import sys
from pathlib import Path
from evenhand.config.server import demo
for sentence in demo(Path(sys.argv[1]), port=int(sys.argv[2])):
    print(sentence, flush=True)
"""
WORK = """
import json, sys, time
from statistics import median
from evenhand.config.server import setup
setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client(headers={"host": "localhost", "accept-encoding": "br"})
def ask(page):
    began = time.thread_time()
    client.get(page)
    return 1000 * (time.thread_time() - began)
found = {}
for page in sys.argv[1:]:
    with CaptureQueriesContext(connection) as cold:
        client.get(page)
    with CaptureQueriesContext(connection) as warm:
        client.get(page)
    found[page] = [max(len(cold), len(warm)), []]
for _ in range(200):
    for page in found:
        found[page][1].append(ask(page))
print(json.dumps({page: [queries, median(times)] for page, (queries, times) in found.items()}))
"""
PLAIN = "/about/"
"""A page with nothing from the database but whether the site is fictional: what others stand by."""
PAGES: list[str] = []
"""What is timed and weighed: one page of each kind, found by links once the site is served."""
SCORED: list[str] = []
"""What Lighthouse scores: the home page, a force, and a measure across forces."""
KINDS = (
    # where the link stands, what it looks like, and whether Lighthouse scores the page
    *(("/", "/forces/", False), ("/", "/measures/", False), ("/", "/find/", False)),
    *(("/", "/data/", False), ("/", "/methods/", False), ("/", "/feedback/", False)),
    ("/forces/", "/forces/[^/]+/", True),
    ("/forces/[^/]+/", "/forces/[^/]+/measures/", False),
    ("/forces/[^/]+/", "/forces/[^/]+/files/", False),
    ("/forces/[^/]+/measures/", "/forces/[^/]+/measures/[^/]+/", False),
    ("/forces/[^/]+/", "/figures/.+/", False),
    ("/measures/", "/measures/[^/]+/", True),
    ("/measures/[^/]+/", "/measures/[^/]+/over-time/", False),
    ("/measures/[^/]+/", "/measures/[^/]+/analyst/", False),
    ("/methods/", "/methods/[^/]+/", False),
)
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#?]+)')
# What WebPageTest calls a slow 3G: 400 kbit/s, and 400 ms there and back.
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
PAINT = """() => new Promise(done => new PerformanceObserver(
    list => done(list.getEntries().at(-1).startTime)
).observe({type: "largest-contentful-paint", buffered: true}))"""


@contextmanager
def served() -> Iterator[str]:
    """The demonstration on a port of its own; the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = OUT / "site"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", SERVE, str(folder), str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            retries = urllib3.Retry(total=180, backoff_factor=1, backoff_max=1)
            urllib3.request("GET", address, retries=retries)
            PAGES[:], SCORED[:] = find_pages(address)
            yield address
        finally:
            server.terminate()


def find_pages(address: str) -> tuple[list[str], list[str]]:
    """One page of each kind that links lead to from the home page, and those that are scored.

    Raises
    ------
    LookupError
        If no link leads to a kind of page: then it would not be measured, and nobody would know.
    """
    pages, scored = ["/"], ["/"]
    for place, kind, is_scored in KINDS:
        start = next(page for page in pages if re.fullmatch(place, page))
        body = urllib3.request("GET", address + start).data.decode()
        links = (urljoin(start, link) for link in LINK.findall(body))
        found = next((link for link in links if re.fullmatch(kind, link)), None)
        if found is None:
            raise LookupError(f"no link on {start} leads to a page like {kind}")
        pages.append(found)
        if is_scored:
            scored.append(found)
    return pages, scored


def server_time(address: str, turns: int = 40) -> dict[str, float]:
    """The median milliseconds from asking for a page on this machine to having all of it."""
    pool = urllib3.PoolManager()
    taken: dict[str, list[float]] = {page: [] for page in PAGES}
    for _ in range(turns):
        for page in PAGES:
            started = time.perf_counter()
            answer = pool.request("GET", address + page, headers={"Accept-Encoding": "gzip"})
            if answer.status != 200:
                raise RuntimeError(f"{page} answers {answer.status}")
            taken[page].append(1000 * (time.perf_counter() - started))
    return {page: median(times) for page, times in taken.items()}


def work() -> dict[str, tuple[float, float]]:
    """Of each page: queries, and the median of the processor's milliseconds in this very process.

    Other programs of the machine take none of that time, so that it can be compared between runs.
    """
    folder = (OUT / "site").resolve()
    own = {"DEMO": "1", "LAKE": f"{folder}/lake", "DATABASE_URL": f"sqlite:///{folder}/{DATABASE}"}
    environment = {**os.environ, **{f"EVENHAND_{name}": value for name, value in own.items()}}
    command = [sys.executable, "-c", WORK, PLAIN, *PAGES]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, tuple[float, float]] = json.loads(done.stdout)
    return found


def weights(address: str) -> dict[str, dict[str, float]]:
    """Of each page: bytes and requests of a first visit and of the next, and the largest paint."""
    from playwright.sync_api import sync_playwright

    found: dict[str, dict[str, float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox"],
        )
        for page in PAGES:
            context = browser.new_context(viewport={"width": 360, "height": 640})
            tab = context.new_page()
            found[page] = _visits(context.new_cdp_session(tab), tab, address + page)
            context.close()
        browser.close()
    return found


def _visits(session: Any, tab: Any, address: str) -> dict[str, float]:
    told: list[tuple[str, float]] = []
    scripts: dict[str, str] = {}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.on("Network.responseReceived", lambda e: scripts.update({e["requestId"]: e["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda e: told.append((scripts.get(e["requestId"], ""), e["encodedDataLength"])),
    )
    tab.goto(address, wait_until="networkidle")
    paint = tab.evaluate(PAINT)
    first, script = sum(size for _, size in told), sum(s for kind, s in told if kind == "Script")
    requests = len(told)
    told.clear()
    tab.goto(address + "?again", wait_until="networkidle")
    return {
        "first": first,
        "next": sum(size for _, size in told),
        "script": script,
        "requests": requests,
        "paint": paint,
    }


def lighthouse(address: str, page: str) -> dict[str, float] | None:
    """Lighthouse's scores of a page on its phone; None where npm cannot bring it."""
    npx = shutil.which("npx") or str(Path(sys.executable).parent / "npx")
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    command = [npx, "--yes", LIGHTHOUSE, address + page, "--quiet", "--output=json"]
    command += ["--chrome-flags=--headless=new --no-sandbox"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        print(done.stderr[-500:])
        return None
    categories = json.loads(done.stdout)["categories"]
    return {name: 100 * part["score"] for name, part in categories.items() if part["score"]}
