"""Many people edit one action at once: nothing is lost, nothing stands twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PEOPLE, TIMES = 8, 5


@pytest.mark.slow
def test_of_people_who_edit_at_once_nobody_s_change_is_lost(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "editors.py"), str(PEOPLE), str(TIMES)],
        env={
            **os.environ,
            "EVENHAND_DATABASE_URL": database_url,
            "PYTHONPATH": str(HERE),
            "DJANGO_SETTINGS_MODULE": "evenhand.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    late, numbers, words, changes = done.stdout.split()
    assert (numbers, words, int(changes)) == ("True", "True", PEOPLE * TIMES + 1)
    assert int(late) > 0  # otherwise nobody ever met anybody
