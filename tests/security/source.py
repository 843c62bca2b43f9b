"""Our own source, read as code: what each module imports, calls and names."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "evenhand"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the program by its name below `evenhand`, migrations left out."""
    found = sorted(PACKAGE.rglob("*.py"))
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in found
        if "migrations" not in path.parts
    }


def imported(tree: ast.Module) -> dict[str, str]:
    """The names that a module imports anywhere, and what each stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                names[one.asname or one.name.partition(".")[0]] = (
                    one.name if one.asname else one.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                names[one.asname or one.name] = f"{node.module}.{one.name}"
    return names


def libraries(tree: ast.Module) -> set[str]:
    """Every module that is imported, in full."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{one.name}" for one in node.names}
    return found


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """What ``re.compile`` and the like name in full; a method of anything as ``.name``."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        before = (
            dotted(node.value, names) if isinstance(node.value, ast.Name | ast.Attribute) else ""
        )
        known = isinstance(node.value, ast.Name) and node.value.id in names
        return f"{before}.{node.attr}" if known or before.count(".") else f".{node.attr}"
    return ""


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Each call of the program: its module, what is called, and the call."""
    for module, tree in modules().items():
        names = imported(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield module, dotted(node.func, names), node


def is_ours(node: ast.expr) -> bool:
    """Whether a text is written out in the program, with nothing in it that came from elsewhere.

    Constants in capitals are ours, and so is what was escaped.
    """
    if isinstance(node, ast.JoinedStr):
        return all(is_ours(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return is_ours(node.value)
    if isinstance(node, ast.BinOp):
        return is_ours(node.left) and is_ours(node.right)
    if isinstance(node, ast.Call):
        return dotted(node.func, {"re": "re"}) == "re.escape"
    named = getattr(node, "id", "") or getattr(node, "attr", "")
    return isinstance(node, ast.Constant) or named.isupper() or named == "regex"


def covering(module: str) -> list[str]:
    """A module and the packages that it is in: a row may name either."""
    parts = module.removesuffix(".__init__").split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
