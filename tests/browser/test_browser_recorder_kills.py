"""A phone's browser that is killed within 50 ms of "saved" has every stop when it opens again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 3


@pytest.mark.browser
@pytest.mark.slow
def test_every_stop_that_was_said_to_be_saved_is_there_after_the_browser_was_killed() -> None:
    """The same as bench/stops_chromium_kills.py does a thousand times."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "bench.stops_chromium_kills"),
            *("--kills", str(KILLS), "--profiles", "1"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["within_50_ms"] >= KILLS
    assert found["there"] == found["said_to_be_saved"] == found["kills"]
    assert found["wrong"] == []
