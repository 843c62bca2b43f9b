"""Each layer works where only its own part of Evenhand is installed.

A fresh interpreter is told that the other parts' libraries do not exist, and then imports every
module of the layer.
"""

import sys

import pytest

ENGINE = ["duckdb", "ibis", "pyarrow", "pydantic", "yaml", "filelock", "urllib3"]
SERVICE = ["django", "jinja2", "altair", "vl_convert", "whitenoise", "csp", "granian"]
BROUGHT = ["pandas", "polars", "statsmodels", "pyspark"]

HIDE = """\
import importlib, pkgutil, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {hidden}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
"""

IMPORT_ALL = """\
layer = importlib.import_module("evenhand.{layer}")
found = [found.name for found in pkgutil.walk_packages(layer.__path__, layer.__name__ + ".")]
for name in found:
    importlib.import_module(name)
print(len(found))
"""


@pytest.mark.parametrize(
    ("layer", "hidden"),
    [
        ("stats", [*ENGINE, *SERVICE, *BROUGHT]),
        ("records", [*SERVICE, *BROUGHT]),
        ("measures", [*SERVICE, *BROUGHT]),
        ("encounters.rules", [*SERVICE, *BROUGHT]),
        ("scrutiny.drawing", [*ENGINE, *SERVICE, *BROUGHT, "numpy", "cryptography"]),
    ],
)
def test_a_layer_needs_only_its_own_part(run, layer, hidden):
    said = run(sys.executable, "-c", HIDE.format(hidden=hidden) + IMPORT_ALL.format(layer=layer))
    assert said.returncode == 0, said.stderr
    assert int(said.stdout) > 0


def test_the_command_gives_help_where_only_the_statistics_are_installed(run):
    ask = "import sys; sys.argv = ['evenhand', '--help']; from evenhand.cli import main; main()"
    hidden = [*ENGINE, *SERVICE, *BROUGHT, "numpy", "scipy", "narwhals"]
    said = run(sys.executable, "-c", HIDE.format(hidden=hidden) + ask)
    assert said.returncode == 0, said.stderr
    assert "Usage" in said.stdout


def test_a_hidden_library_is_really_hidden(run):
    said = run(sys.executable, "-c", HIDE.format(hidden=["django"]) + "import django.db")
    assert "No module named 'django'" in said.stderr
