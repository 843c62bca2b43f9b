"""Nothing that the project makes for itself can be committed by mistake."""

import pytest

OUTPUTS = [
    ".venv/bin/python",
    ".demo/lake/manifest.json",
    ".cache/anything",
    "build/lib",
    "dist/evenhand.whl",
    "docs/_build/index.html",
    "frontend/node_modules/sass/sass.js",
    "src/evenhand/govuk/static/evenhand.css",
    "src/evenhand/stats/__pycache__/rates.pyc",
    ".hypothesis/examples",
    ".mypy_cache/x",
    ".import_linter_cache/x",
    "bench/out/rows.csv",
    "site.sqlite3",
    "keys/stops/demoshire/1.pem",
]


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output_is_ignored(root, run, output):
    if not (root / ".git").exists():
        pytest.skip("this copy of the project is no git repository")
    assert run("git", "check-ignore", "--quiet", output).returncode == 0


@pytest.mark.parametrize("source", ["uv.lock", "frontend/package-lock.json", "docs/index.md"])
def test_a_source_is_not(root, run, source):
    if not (root / ".git").exists():
        pytest.skip("this copy of the project is no git repository")
    assert run("git", "check-ignore", "--quiet", "--no-index", source).returncode == 1
