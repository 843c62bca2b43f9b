"""What is set before the service starts, and reaches the processes that answer."""

import os
import subprocess
import sys

import pytest

STARTED = """
import os, sys
from evenhand.config import server

def migrate():
    print("numpy" in sys.modules, os.environ["OPENBLAS_NUM_THREADS"])
    sys.exit()

server.migrate = migrate
{how}
"""
SERVED = "server.serve()"
SHOWN = "list(server.demo(__import__('pathlib').Path({folder!r})))"


@pytest.mark.parametrize("how", [SERVED, SHOWN])
@pytest.mark.parametrize(("before", "then"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")])
def test_numpy_is_told_to_start_no_threads_before_it_is_loaded(
    tmp_path: object, how: str, before: dict[str, str], then: str
) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    code = STARTED.format(how=how.format(folder=str(tmp_path)))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **before},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", then]


def test_the_processes_of_a_site_have_one_key_for_networks_and_each_start_another() -> None:
    code = (
        "import os; from evenhand.voices import networks; networks.make_key();"
        "first = os.environ[networks.KEY]; networks.make_key();"
        "assert os.environ[networks.KEY] == first; print(first)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "evenhand.config.settings"}
    environment.pop("EVENHAND_NETWORKS_KEY", None)
    keys = {
        subprocess.run(
            [sys.executable, "-c", "import django; django.setup(); " + code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    }
    assert {len(one) for one in keys} == {64}
    assert len(keys) == 2
