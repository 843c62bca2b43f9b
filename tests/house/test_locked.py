"""The lock answers to the manifest: what one asks for, the other pins."""

import json
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Wanted = tuple[str, tuple[str, ...], str, str]


def asked(text: str, extra: str) -> Wanted:
    """One requirement as the manifest writes it."""
    wanted = Requirement(text)
    return (
        canonicalize_name(wanted.name),
        tuple(sorted(wanted.extras)),
        str(wanted.specifier),
        extra,
    )


def pinned(entry: dict[str, object]) -> Wanted:
    """One requirement as the lock repeats it."""
    marker = str(entry.get("marker", ""))
    extra = marker.removeprefix("extra == '").removesuffix("'")
    specifier = str(Requirement(f"x{entry.get('specifier', '')}").specifier)
    return (str(entry["name"]), tuple(sorted(entry.get("extras", ()))), specifier, extra)


@pytest.fixture
def manifest(root):
    return tomllib.loads((root / "pyproject.toml").read_text())


@pytest.fixture
def evenhand(root):
    """What the lock says about ourselves."""
    lock = tomllib.loads((root / "uv.lock").read_text())
    (package,) = [package for package in lock["package"] if package["name"] == "evenhand"]
    return package["metadata"]


def test_the_lock_knows_every_dependency_that_the_manifest_asks_for(manifest, evenhand):
    project = manifest["project"]
    wanted = {asked(text, "") for text in project["dependencies"]}
    for extra, texts in project["optional-dependencies"].items():
        wanted |= {asked(text, extra) for text in texts}
    assert {pinned(entry) for entry in evenhand["requires-dist"]} == wanted


def test_the_lock_knows_every_development_dependency(manifest, evenhand):
    wanted = {asked(text, "") for text in manifest["dependency-groups"]["dev"]}
    assert {pinned(entry) for entry in evenhand["requires-dev"]["dev"]} == wanted


def test_the_front_end_is_pinned_to_exact_versions_and_hashes(root):
    asked_for = json.loads((root / "frontend" / "package.json").read_text())
    lock = json.loads((root / "frontend" / "package-lock.json").read_text())
    named = asked_for.get("dependencies", {}) | asked_for.get("devDependencies", {})
    for name, version in named.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    packages = [package for folder, package in lock["packages"].items() if folder]
    assert all(package["integrity"] for package in packages)
    assert not any("resolved" in package for package in packages)
