"""Kill the phone's browser within 50 ms of "saved": every stop is there when it opens again.

    python -m bench.stops_chromium_kills [--kills 1000] [--profiles 10]

The recorder, from a real `evenhand serve`, in a real Chromium with a profile that stays. A stop is
tapped in; at a random moment within 50 ms of the word "saved" appearing, every process of the
browser is killed (SIGKILL). It is opened again, and the page's database must hold every stop that
was ever said to be saved, once and in order. Half of the profiles never reach the server meanwhile;
in the other half it answers, and sending is cut off too. In the end all send what they hold, and
the server must have each stop once, with the receipt that was on the screen. A kill that came later
than 50 ms is made and looked at, and not counted. Prints what was found as JSON; status 1 if
anything is not as it should be.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.server_kills import Server, free_port
from bench.stops_chromium import PATIENCE, Chromium, Gone
from bench.stops_faults import officers, site

HOME = "/workspace/roadside/"
WITHIN = 0.05
"""Seconds after "saved" that a kill may come."""
ANSWERS = {
    "team": "Portwell response",
    "seen": "no",
    "before": "black",
    "reason": "routine_check_no_specific_reason",
    "sde.1": "B1",
    "perceived.1": "black",
    "age.1": "male 18_24",
    "result": "no_action",
    "finish": "5",
}
OPEN = """async (worked) => {
  const shown = () => document.querySelector("main[data-shown]");
  for (const begun = Date.now(); !shown(); ) {
    if (Date.now() - begun > 20_000) throw new Error("nothing is shown");
    await new Promise((done) => setTimeout(done, 5));
  }
  if (worked) await navigator.serviceWorker.ready;
  const asked = indexedDB.open("evenhand-recorder");
  const open = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const all = open.transaction("records").objectStore("records").index("sequence").getAll();
  const records = await new Promise((done) => (all.onsuccess = () => done(all.result)));
  open.close();
  return records.map((one) => [one.id, one.sequence, one.state, one.device_id]);
}"""
"""Waits for the first question; gives what the phone holds."""
RECORD = """(answers) => new Promise((said) => {
  const main = document.querySelector("main");
  let before = "";
  const look = () => {
    if (main.querySelector(".eh-saved")) {
      watch.disconnect();
      said([Date.now(), main.querySelector(".eh-hash").textContent]);
      return;
    }
    const { shown } = main.dataset;
    if (!shown || shown === before) return;
    before = shown;
    setTimeout(() => {
      const tap = main.querySelector(`[data-code="${answers[shown]}"]`);
      if (tap) {
        tap.click();
      } else { // a force that names no teams: it is typed, once
        const line = main.querySelector("form input");
        line.value = answers[shown];
        line.dispatchEvent(new Event("input"));
        main.querySelector("form button").click();
      }
    });
  };
  const watch = new MutationObserver(look);
  watch.observe(main, { childList: true, subtree: true, attributes: true });
  look();
})"""
"""Taps a plain stop in; gives the moment at which it is said to be saved, and the receipt shown."""


@dataclass
class Phone:
    """A profile of Chromium, and what it was said to hold.

    Attributes
    ----------
    slips : addresses of receipts that were shown, in order.
    late : milliseconds after "saved" at which it was killed, each time.
    wrong : what was not as it should be.
    """

    profile: Path
    session: str
    address: str
    slips: list[str] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    held: list[list[Any]] = field(default_factory=list)

    def opened(self, *, first: bool = False) -> Chromium:
        """Open it, and look at what it holds."""
        browser = Chromium(self.profile, f"{self.address}{HOME}" if not first else "about:blank")
        browser.ask(
            "Network.setCookie",
            name="evenhand_session",
            value=self.session,
            url=f"{self.address}{HOME}",
            path="/workspace/",
        )
        if first:
            browser.ask("Page.navigate", url=f"{self.address}{HOME}")
        self._look(browser, worked=first)
        numbers = [sequence for _, sequence, _, _ in self.held]
        if numbers != list(range(1, len(self.slips) + 1)):
            self.wrong.append(f"{len(self.slips)} were said to be saved; there are {numbers[-5:]}")
        return browser

    def _look(self, browser: Chromium, *, worked: bool = False) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.held = browser.run(OPEN, worked)
            except Gone:  # the page that was there before ours
                time.sleep(0.01)
            else:
                return
        shows = browser.run("() => [location.href, document.body.innerText.slice(0, 300)]")
        raise Gone(f"the recorder did not open: {shows}")

    def begin(self) -> None:
        """The first opening, while there is a connection."""
        self.opened(first=True).close()

    def kill_once(self, chance: random.Random) -> None:
        """Open, look, record, and kill."""
        browser = self.opened()
        try:
            at, slip = browser.run(RECORD, ANSWERS)
            time.sleep(max(0, at / 1000 + chance.uniform(0, WITHIN * 0.8) - time.time()))
        finally:
            killed = browser.kill()
        self.late.append(killed * 1000 - at)
        self.slips.append(slip)

    def sends(self) -> None:
        """Open it with a connection, and wait until all is kept."""
        browser = self.opened()
        until = time.monotonic() + PATIENCE
        while {state for _, _, state, _ in self.held} - {"kept"} and time.monotonic() < until:
            time.sleep(0.2)
            self._look(browser)
        browser.close()


def judged(phones: Sequence[Phone]) -> list[str]:
    """Every stop that was said to be saved is at the server once, with the receipt it showed."""
    from evenhand.encounters.models import Receipt, Sent
    from evenhand.encounters.receipts import slips

    wrong = [one for phone in phones for one in phone.wrong]
    digests = dict(Receipt.objects.values_list("record", "secret_digest"))
    for phone in phones:
        if {state for _, _, state, _ in phone.held} - {"kept"}:
            wrong.append("Not all that was sent was kept.")
        for (record, sequence, _, device), slip in zip(phone.held, phone.slips, strict=False):
            rows = Sent.objects.filter(record=record)
            if [(str(row.device_id), row.sequence) for row in rows] != [(device, sequence)]:
                wrong.append(f"{record} is not there once.")
            secret = slips.read(slip.rstrip("/").rpartition("/")[2])
            if not secret or slips.of(secret).secret_digest not in map(str, digests.values()):
                wrong.append(f"The receipt of {record} opens nothing.")
    return wrong


def run(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Do it, and say what was found."""
    with site("sqlite", folder):
        from evenhand.config import server as service

        service.migrate()
        from django.db import connections

        import_module("evenhand.config.urls")
        server = Server(free_port())
        phones = [
            Phone(folder / f"profile-{number}", session, server.address)
            for number, session in enumerate(officers(given.profiles))
        ]
        connections.close_all()
        chance, begun = random.Random(given.seed), time.monotonic()
        try:
            server.start()
            for phone in phones:
                phone.begin()
            server.kill()
            for number, phone in enumerate(phones):
                if number == (len(phones) + 1) // 2:
                    server.start()
                while sum(one <= WITHIN * 1000 for one in phone.late) < given.kills / len(phones):
                    phone.kill_once(chance)
            if len(phones) == 1:
                server.start()
            for phone in phones:
                phone.sends()
        finally:
            if server.process and server.process.poll() is None:
                server.kill()
        wrong = judged(phones)
        connections.close_all()
    late = [one for phone in phones for one in phone.late]
    return {
        "kills": len(late),
        "within_50_ms": sum(one <= WITHIN * 1000 for one in late),
        "median_ms": round(median(late), 1),
        "longest_ms": round(max(late), 1),
        "said_to_be_saved": sum(len(phone.slips) for phone in phones),
        "there": sum(len(phone.held) for phone in phones),
        "seconds": round(time.monotonic() - begun, 1),
        "wrong": wrong,
    }


def main() -> int:
    """Do it, and say what was found."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=1000)
    asked.add_argument("--profiles", type=int, default=10)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = run(given, Path(folder))
    print(json.dumps(found, ensure_ascii=False))
    return int(bool(found["wrong"]) or found["there"] != found["said_to_be_saved"])


if __name__ == "__main__":
    sys.exit(main())
