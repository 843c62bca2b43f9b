"""Every bench is run by `make bench` or named among those that are run by hand."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _named(tree: ast.Module, name: str) -> set[str]:
    """The keys of a table at the top of a module."""
    (table,) = (
        one.value
        for one in tree.body
        if isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == name
    )
    assert isinstance(table, ast.Dict)
    return {str(ast.literal_eval(key)) for key in table.keys if key is not None}


def test_every_bench_is_run_or_named_with_what_it_shows():
    tree = ast.parse((ROOT / "bench" / "__main__.py").read_text(encoding="utf-8"))
    run = {
        alias.name
        for one in ast.walk(tree)
        if isinstance(one, ast.ImportFrom) and one.module == "bench"
        for alias in one.names
    }
    alone, parts = _named(tree, "ALONE"), _named(tree, "PARTS")
    there = {one.stem for one in (ROOT / "bench").glob("[!_]*.py")}
    assert there - run - alone - parts == set(), "say in bench/__main__.py what it shows"
    assert (alone | parts) - there == set(), "there is no such bench"
    assert not alone & run
