"""The two commands, and the others: what they promise about themselves."""

import os
import shutil
import time
from pathlib import Path

import pytest

TARGETS = ["help", "setup", "demo", "test", "check", "fix", "bench"]


@pytest.fixture
def copy(root, tmp_path) -> Path:
    """A folder with the real Makefile, where each slow script only writes down that it was run."""
    shutil.copy(root / "Makefile", tmp_path)
    shutil.copytree(root / ".ci", tmp_path / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (
        "pyproject.toml",
        "uv.lock",
        "frontend/package.json",
        "frontend/package-lock.json",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    for folder in (".venv", "frontend/node_modules", "src/evenhand/govuk/static"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("setup", "npm"):
        (tmp_path / ".ci" / name).write_text(f'echo {name} "$@" >> done.txt\n')
    return tmp_path


def done(folder: Path) -> list[str]:
    """What was run so far, and forgotten."""
    log = folder / "done.txt"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


def make_newer(path: Path) -> None:
    later = time.time() + 5
    os.utime(path, (later, later))


def test_make_alone_lists_what_it_can_do(run):
    said = run("make")
    assert said.returncode == 0
    assert [line.split()[1] for line in said.stdout.splitlines()] == TARGETS
    assert said.stdout == run("make", "help").stdout


def test_setting_up_again_installs_nothing(copy, run):
    run("make", "setup", cwd=copy)
    assert done(copy) == ["setup"]
    run("make", "setup", cwd=copy)
    assert done(copy) == []


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml"])
def test_a_changed_lock_or_manifest_installs_again(copy, run, changed):
    run("make", "setup", cwd=copy)
    done(copy)
    make_newer(copy / changed)
    run("make", "setup", cwd=copy)
    assert done(copy) == ["setup"]


def test_the_front_end_is_built_once_and_again_when_its_source_changes(copy, run):
    built = "src/evenhand/govuk/static/.built"
    run("make", built, cwd=copy)
    assert [line.split()[:2] for line in done(copy)] == [
        ["setup"],
        ["npm", "ci"],
        ["npm", "run"],
    ]
    run("make", built, cwd=copy)
    assert done(copy) == []
    (copy / "frontend" / "new.scss").write_text("")
    make_newer(copy / "frontend" / "new.scss")
    run("make", built, cwd=copy)
    assert done(copy) == ["npm run build"]


def test_no_package_may_run_its_own_script_when_it_is_installed(copy, run):
    run("make", "src/evenhand/govuk/static/.built", cwd=copy)
    (install,) = [line for line in done(copy) if line.startswith("npm ci")]
    assert "--ignore-scripts" in install


def test_the_demo_is_set_up_built_and_then_served(copy, run):
    planned = run("make", "--dry-run", "demo", cwd=copy).stdout
    steps = [".ci/setup", "npm ci", "npm run build", "evenhand demo"]
    places = [planned.index(step) for step in steps]
    assert places == sorted(places)


def test_the_tests_are_run_after_the_front_end_and_the_browser_are_there(copy, run):
    planned = run("make", "--dry-run", "test", cwd=copy).stdout
    places = [planned.index(step) for step in ["npm run build", ".ci/browser", "-m pytest"]]
    assert places == sorted(places)


def test_the_tests_are_run_on_sqlite_and_then_on_a_postgresql_that_the_run_starts(copy, run):
    runs = [
        line
        for line in run("make", "--dry-run", "test", cwd=copy).stdout.splitlines()
        if "-m pytest" in line
    ]
    assert len(runs) == 2
    assert "tests/pg_server.py" not in runs[0]
    assert "tests/pg_server.py .venv/bin/python -m pytest" in runs[1]


@pytest.mark.parametrize(("status", "left"), [(0, 0), (1, 2), (5, 0)])
def test_a_part_without_a_test_that_uses_the_database_does_not_fail(copy, run, status, left):
    tools = copy / ".venv" / "bin"
    tools.mkdir()
    python = tools / "python"
    python.write_text(f'#!/bin/sh\ncase "$1" in */pg_server.py) exit {status};; esac\n')
    python.chmod(0o755)
    (copy / ".ci" / "browser").write_text("")
    assert run("make", "test", cwd=copy).returncode == left


def test_check_reports_everything_even_after_a_failure(copy, run):
    tools = copy / ".venv" / "bin"
    tools.mkdir()
    for name in ("ruff", "mypy", "lint-imports", "python"):
        tool = tools / name
        tool.write_text(f"#!/bin/sh\n{'false' if name in {'ruff', 'python'} else 'true'}\n")
        tool.chmod(0o755)
    said = run("sh", ".ci/check", cwd=copy)
    assert said.returncode == 1
    for heading in ("lint", "format", "types", "who may import whom", "migrations", "templates"):
        assert f"== {heading}\n" in said.stdout
    report = said.stdout.split("Not as it should be:")[1].split("\n  ")[1:]
    names = [line.strip() for line in report]
    assert names == ["lint", "format", "migrations", "templates", "house rules"]


def test_ci_runs_every_check_and_every_test(root):
    script = (root / ".ci" / "run").read_text()
    assert "make --keep-going check test" in script


@pytest.mark.parametrize("name", ["run", "setup", "apt", "npm", "browser", "check"])
def test_each_script_is_plain_posix_shell(root, run, name):
    shell = "bash" if name == "run" else "sh"
    assert run(shell, "-n", f".ci/{name}").returncode == 0
    first = (root / ".ci" / name).read_text().splitlines()[0]
    assert first == ("#!/usr/bin/env bash" if name == "run" else "#!/bin/sh")
