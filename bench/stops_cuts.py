"""Cut every step of the phone and of the server once, each way, and count the cuts.

    python -m bench.stops_cuts

Runs the tests of cuts at full size: on the phone every call into the browser
(tests/browser/cuts.js, cut_works.js), on the server every statement and commit, on PostgreSQL
(tests/encounters/test_encounters_faults_cuts*.py). After each cut they look that nothing is lost,
nothing twice and nothing half. Prints how many cuts were made of which work as JSON; status 1 if
anything was not as it should be.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
TESTS = {
    "phone": ("tests/browser/test_browser_recorder_store.py", "-k", "no_cut_at_any_step"),
    "server": (
        "tests/encounters/test_encounters_faults_cuts.py",
        "tests/encounters/test_encounters_faults_cuts_requests.py",
    ),
}


def counted(where: str, folder: Path) -> tuple[Counter[str], bool]:
    """Cuts by work, and whether everything was as it should be."""
    report = folder / f"{where}.xml"
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", f"--junitxml={report}"]
    pytest += ["-o", "junit_family=xunit1"]  # the newer family has no place for counts
    database = [sys.executable, "tests/pg_server.py"] if where == "server" else []
    command = [*database, *pytest, *TESTS[where]]
    environment = {**os.environ, "EVENHAND_EVERY_CUT": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
    found: Counter[str] = Counter()
    if not report.exists():  # it did not come to an end
        return found, False
    for one in ElementTree.parse(report).iter("property"):  # noqa: S314 (what pytest just wrote)
        found[one.attrib["name"]] += int(one.attrib["value"])
    return found, done.returncode == 0


def main() -> int:
    """Do it, and say how many."""
    with TemporaryDirectory() as folder:
        found = {where: counted(where, Path(folder)) for where in TESTS}
    holds = all(right for _, right in found.values())
    cuts = {where: dict(made) for where, (made, _) in found.items()}
    whole = {where: made.total() for where, (made, _) in found.items()}
    said = {"cuts": sum(whole.values()), **whole, "of": cuts, "holds": holds}
    print(json.dumps(said, ensure_ascii=False))
    return int(not holds)


if __name__ == "__main__":
    sys.exit(main())
