"""How long the recorder takes from a killed browser to its first question, with no connection.

    python -m bench.stops_cold [--rounds 10] [--slower 6]

A real `evenhand serve` is opened once by a real Chromium and then stopped; the browser is killed
(SIGKILL). Each round begins the browser again, makes its processor as many times slower, opens the
recorder and waits until the first question can be answered. Prints milliseconds from the opening of
the page as JSON; status 1 at 2 seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.server_kills import Server, free_port
from bench.stops_chromium import Chromium, Gone
from bench.stops_chromium_kills import HOME, Phone
from bench.stops_faults import officers, site

MOST = 2000
"""Milliseconds."""
USABLE = """async () => {
  const usable = () => document.querySelector("main[data-shown] :is(button, input)");
  while (!usable()) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now();
}"""


def opened(phone: Phone, slower: float) -> float:
    """Milliseconds from opening the page until its first question is painted."""
    browser = Chromium(phone.profile, "about:blank")
    try:
        browser.ask("Emulation.setCPUThrottlingRate", rate=slower)
        browser.ask("Page.navigate", url=f"{phone.address}{HOME}")
        while True:
            try:
                return float(browser.run(USABLE))
            except Gone:  # the page that was there before ours
                time.sleep(0.01)
    finally:
        browser.kill()


def main() -> int:
    """Do it, and say how long it took."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=10)
    asked.add_argument("--slower", type=float, default=6)
    given = asked.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, site("sqlite", Path(name)):
        from evenhand.config import server as service

        service.migrate()
        server = Server(free_port())
        phone = Phone(Path(name) / "profile", officers(1)[0], server.address)
        server.start()
        try:
            phone.begin()
        finally:
            server.kill()
        took = sorted(opened(phone, given.slower) for _ in range(given.rounds))
    said = {"slower": given.slower, "rounds": given.rounds, "median_ms": round(median(took))}
    print(json.dumps({**said, "longest_ms": round(took[-1]), "most_ms": MOST}))
    return int(median(took) >= MOST)


if __name__ == "__main__":
    sys.exit(main())
