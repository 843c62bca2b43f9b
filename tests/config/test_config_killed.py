"""The site is killed in the middle of writes: nothing is half there, and what was answered is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 4


@pytest.mark.slow
def test_a_site_that_is_killed_in_the_middle_of_writes_keeps_what_it_answered(
    database_url: str,
) -> None:
    """Forms of somebody who is signed in, and services beside them, many at a time."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.server_kills", "--kills", str(KILLS)],
        cwd=ROOT,
        env={**os.environ, "EVENHAND_DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert (found["wrong"], found["other_answers"]) == ([], {})
    assert min(found["invited"], found["reported"]) >= KILLS
    assert found["written"] > KILLS
