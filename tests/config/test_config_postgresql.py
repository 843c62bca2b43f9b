"""PostgreSQL keeps the same rules as SQLite."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RULES = (
    "tests/forces",
    "tests/publications/test_publications_models.py",
    "tests/ledger/test_ledger_log.py",
    "tests/ledger/test_ledger_tampering.py",
    "tests/audit",
    "tests/accounts",
    "tests/plan/test_plan_models.py",
    "tests/plan/test_plan_services.py",
    "tests/workspace",
)


@pytest.mark.slow
def test_the_rules_of_forces_figures_and_logs_hold_on_postgresql_too(
    postgresql: Callable[[], str],
) -> None:
    environ = {name: value for name, value in os.environ.items() if "XDIST" not in name}
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]

    done = subprocess.run(
        [*tests, *RULES],
        cwd=ROOT,
        env={**environ, "EVENHAND_DATABASE_URL": postgresql()},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
