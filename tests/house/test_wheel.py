"""What a person gets who installs Evenhand without its source."""

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

MADE = {"__pycache__", "static"}  # not in git: compiled modules, the built front end


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    root = Path(__file__).resolve().parents[2]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_the_wheel_holds_every_file_of_the_package_data_too(wheel, root):
    source = root / "src"
    expected = {
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.is_file() and not MADE & set(path.parts)
    }
    assert any(name.endswith(".csv") for name in expected)
    assert expected <= set(wheel.namelist())


def test_the_wheel_holds_nothing_else_but_its_own_papers(wheel):
    assert {name.split("/")[0].split("-")[0] for name in wheel.namelist()} == {"evenhand"}
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_installed_alone_it_needs_only_what_statistics_and_a_command_need(wheel):
    (metadata,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    needs = Parser().parsestr(wheel.read(metadata).decode()).get_all("Requires-Dist")
    always = {Requirement(need).name for need in needs if Requirement(need).marker is None}
    assert always == {"narwhals", "numpy", "rich", "scipy", "typer"}
