"""Several processes at one moment: sent twice, answered twice, escalated twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROCESSES = 3
LOAD = """
import django
django.setup()
from made_recommendations import make
make()
"""


@pytest.mark.slow
def test_of_processes_at_one_moment_each_thing_is_done_by_one(database_url: str) -> None:
    environment = {
        **os.environ,
        "EVENHAND_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "evenhand.config.settings",
        "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent}",
    }
    first = [sys.executable, "-c", LOAD]
    subprocess.run(first, env=environment, check=True, timeout=120)
    started = [
        subprocess.Popen(
            [sys.executable, str(HERE / "recommending_at_once.py")],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for one in started:
        assert one.stdout is not None
        one.stdout.readline()
    for one in started:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    done = [one.communicate(timeout=120) for one in started]

    assert [one.returncode for one in started] == [0] * PROCESSES, [said[1] for said in done]
    found = [json.loads(said[0]) for said in done]
    assert {name: sum(one[name] for one in found) for name in found[0]} == {
        "made": 1,
        "answered": 1,
        "escalated": 1,  # the one that nobody answered
    }
