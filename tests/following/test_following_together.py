"""Several tell at once, and one is killed in the middle: nobody twice, nobody never."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from post_office import opened

HERE = Path(__file__).resolve().parent
READERS, ASKING, AT_ONCE = 8, 5, 6
CLAIM = 11  # minutes: a little longer than a claim lasts


def command(*words: object) -> list[str]:
    return [sys.executable, str(HERE / "tellers.py"), *map(str, words)]


def environment(database_url: str) -> dict[str, str]:
    path = os.pathsep.join([str(HERE), str(HERE.parent), *sys.path])
    return {
        **os.environ,
        "EVENHAND_DATABASE_URL": database_url,
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "evenhand.config.settings",
    }


def run(database_url: str, *words: object) -> str:
    done = subprocess.run(
        command(*words),
        env=environment(database_url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_of_several_who_tell_at_once_each_person_hears_from_one(database_url: str) -> None:
    run(database_url, "setup", READERS)

    said = run(database_url, "tellers", AT_ONCE)

    # How many people, how often each, and how many follow now.
    assert said == f"{READERS + ASKING + 2} [1] {READERS + ASKING}\n"


@pytest.mark.slow
def test_who_is_killed_while_the_mail_is_taken_leaves_nobody_out_and_tells_one_twice(
    database_url: str,
) -> None:
    run(database_url, "setup", READERS)
    with opened() as office:
        office.holds = "reader-3@reader.example"
        teller = subprocess.Popen(command("tell", office.port, 0), env=environment(database_url))
        try:
            assert office.held.wait(60)
        finally:
            teller.kill()  # SIGKILL: nothing of it runs any more
            teller.wait()
        office.holds = ""
        run(database_url, "tell", office.port, 1)
        before = Counter(office.to)
        run(database_url, "tell", office.port, CLAIM)
        run(database_url, "tell", office.port, 2 * CLAIM)

    after = Counter(office.to)
    assert before["reader-3@reader.example"] == 1
    assert after.pop("reader-3@reader.example") == 2
    assert set(after.values()) == {1}
    assert len(after) == READERS - 1 + 2
