"""The scripts behind make: where something is missing, a person is told what to do."""

import shutil
from pathlib import Path

import pytest


def program(path: Path, lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(root, tmp_path, run):
    """A machine without a browser, whose user is not root. Call it to run a script there."""
    shutil.copytree(root / ".ci", tmp_path / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "frontend").mkdir()
    for name in ("sh", "dirname", "cat", "cut"):
        (tmp_path / "bin" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    program(tmp_path / "bin" / "id", "echo 1000")

    def script(name: str, *words: str, **environment: str):
        settings = [f"{key}={value}" for key, value in environment.items()]
        path = f"PATH={tmp_path / 'bin'}"
        return run("env", "-i", path, *settings, "sh", f".ci/{name}", *words, cwd=tmp_path)

    script.root = tmp_path
    return script


def test_a_browser_that_is_there_is_taken(machine):
    program(machine.root / "bin" / "google-chrome", "echo Google Chrome 140")
    said = machine("browser")
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_without_one_playwright_is_asked_for_its_own(machine):
    program(machine.root / ".venv" / "bin" / "playwright", 'echo "$@"')
    said = machine("browser")
    assert said.returncode == 0
    assert said.stderr == "install chromium\n"


def test_with_none_to_be_had_a_person_is_told_what_to_install(machine):
    program(machine.root / ".venv" / "bin" / "playwright", "exit 1")
    said = machine("browser")
    assert said.returncode == 1
    assert "Install chromium or Google Chrome" in said.stderr


def test_a_browser_that_only_asks_for_a_snap_is_not_taken(machine):
    program(machine.root / "bin" / "chromium", "echo please snap install chromium >&2; exit 1")
    program(machine.root / ".venv" / "bin" / "playwright", "exit 1")
    assert machine("browser").returncode == 1


def test_an_older_python_is_refused_with_what_to_do(machine):
    program(machine.root / "bin" / "python3", "exit 1")
    said = machine("setup", PYTHON="python3")
    assert said.returncode == 1
    assert "needs Python 3.11 or later" in said.stderr


def test_a_python_that_cannot_make_environments_is_told_with_the_package_to_install(machine):
    answers = "--version) echo Python 3.12.1 ;; *%d.%d*) echo 3.12 ;; *venv*) exit 1 ;;"
    program(machine.root / "bin" / "python3", f'case "$*" in {answers} esac')
    said = machine("setup")
    assert said.returncode == 1
    assert "apt-get install python3.12-venv" in said.stderr


@pytest.mark.parametrize(("version", "taken"), [("18", "ours"), ("22", "theirs")])
def test_npm_is_the_machines_own_only_where_its_node_is_new_enough(machine, version, taken):
    program(machine.root / "bin" / "npm", "echo theirs")
    program(machine.root / "bin" / "node", f"[ {version} -ge 20 ]")
    program(machine.root / ".venv" / "bin" / "npm", "echo ours")
    assert machine("npm", "ci").stdout == f"{taken}\n"


def test_a_machine_without_node_uses_the_one_in_the_environment(machine):
    program(machine.root / ".venv" / "bin" / "npm", 'echo "ours $@"')
    assert machine("npm", "run", "build").stdout == "ours run build\n"


def test_nothing_is_installed_with_apt_for_a_user_who_is_not_root(machine):
    program(machine.root / "bin" / "apt-get", "echo installed")
    said = machine("apt", "chromium")
    assert (said.returncode, said.stdout) == (1, "")
