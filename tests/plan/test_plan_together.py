"""Many people edit a plan at once: nothing is lost, nothing stands twice."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def edited(database_url: str, *, people: int, same: int, times: int) -> dict[str, Any]:
    """What came of so many people, so many of them at one action."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "bench.editors", "--people", str(people)),
            *("--same", str(same), "--times", str(times)),
        ],
        cwd=ROOT,
        env={**os.environ, "EVENHAND_DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_of_people_who_edit_at_once_nobody_s_change_is_lost(database_url: str) -> None:
    found = edited(database_url, people=8, same=8, times=5)

    assert (found["wrong"], found["written"]) == ([], 40)
    assert found["late"] > 0  # otherwise nobody ever met anybody


@pytest.mark.slow
def test_of_two_hundred_people_at_once_nobody_s_change_is_lost(
    postgresql: Callable[[], str],
) -> None:
    """SQLite has one writer at a time, and is for sites of a few."""
    found = edited(postgresql(), people=200, same=40, times=1)

    assert (found["wrong"], found["written"]) == ([], 200)
    assert found["late"] > 40
