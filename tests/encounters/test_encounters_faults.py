"""Devices, a bad line, and a server and database that are killed: none lost, double or altered."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STOPS, DEVICES, KILLS = 64, 8, 1


@pytest.mark.slow
@pytest.mark.parametrize("on", ["sqlite", "postgresql"])
def test_stops_sent_over_a_bad_line_to_a_server_that_is_killed_are_there_once(on: str) -> None:
    """The same as bench/stops_faults.py does with 20,000 stops of 200 devices."""
    sizes = ["--stops", str(STOPS), "--devices", str(DEVICES), "--kills", str(KILLS)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.stops_faults", "--on", on, *sizes],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert (found["lost"], found["duplicated"], found["altered"], found["wrong"]) == (0, 0, 0, [])
    assert found["made"] == found["held"] == STOPS
    assert found["kills"]["server"] + found["kills"].get("database", 0) >= KILLS
    assert sum(found["line"].values()) - found["line"]["as it came"] > DEVICES
