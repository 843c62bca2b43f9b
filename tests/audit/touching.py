"""Which functions of the program touch rows about people, and which of them reach the private log.

Read from the program's text: calls are followed by name, through imports, as far as they can be.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import evenhand

ROOT = Path(evenhand.__file__).parent
ABOUT_PEOPLE = frozenset(
    {
        *("Person", "Membership", "Invitation", "Assignment", "ImportDraft"),
        "AdviceDraft",
        *("Follower", "Asking", "Letter", "Told", "Feedback"),
        *("Stop", "Version", "Restricted", "Sent", "ToMend", "Settled", "Review"),
        *("Device", "Explained", "System"),
        *("Registered", "RegisteredVersion", "RegisteredApart"),
        *("CopyAsked", "Taker", "Notice", "Digest"),
        *("KnownFile", "KnownEvent", "KnownExplained", "StopReference", "TeamChange"),
        *("Score", "Conflict", "Roll", "Shown", "DrawTaker", "Position"),
        "DrawNotice",
        *("RecommendationTaker", "RecommendationNotice"),
        *("AnchorScore", "AnchorTaker", "Readiness"),
        *("UserSession", "Authenticator", "EmailAddress", "SocialAccount"),
    }
)
"""Models with rows about people."""
LOG = frozenset(f"evenhand.audit.services.{name}" for name in ("record", "record_all", "erase"))


@dataclass
class Function:
    """A function of the program: what it calls, and which rows about people it touches."""

    name: str
    calls: set[str] = field(default_factory=set)
    touches: set[str] = field(default_factory=set)


@cache
def functions() -> dict[str, Function]:
    """Every function of the program by its full name; a method by that of its class and its own."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        module = ".".join(["evenhand", *path.relative_to(ROOT).with_suffix("").parts])
        module = module.removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = dict(_imports(tree, module))
        for prefix, node in _functions(tree.body, module):
            one = Function(f"{prefix}.{node.name}")
            local = known | dict(_imports(node, module))
            for each in ast.walk(node):
                _note(each, one, local, prefix)
            found[one.name] = one
    return found


def _functions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield prefix, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{prefix}.{node.name}")


def _imports(tree: ast.AST, module: str) -> Iterator[tuple[str, str]]:
    """What each name of a module stands for; names of its own functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                yield each.asname or each.name, f"{node.module}.{each.name}"
    for node in getattr(tree, "body", []):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name, f"{module}.{node.name}"


def _note(node: ast.AST, one: Function, known: dict[str, str], prefix: str) -> None:
    if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
        if isinstance(node.value, ast.Attribute):
            model, owner = node.value.attr, node.value.value
            of = known.get(owner.id, "") if isinstance(owner, ast.Name) else ""
        else:
            model = node.value.id if isinstance(node.value, ast.Name) else ""
            of = known.get(model, "")
        if model in ABOUT_PEOPLE and ".models" in of:
            one.touches.add(model)
    if isinstance(node, ast.Call):
        called = node.func
        if isinstance(called, ast.Name):
            if called.id in ABOUT_PEOPLE and ".models" in known.get(called.id, ""):
                one.touches.add(called.id)
            one.calls.add(known.get(called.id, called.id))
        elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            owner = called.value.id
            one.calls.add(
                f"{prefix}.{called.attr}"
                if owner == "self"
                else f"{known.get(owner, owner)}.{called.attr}"
            )


@cache
def reaches_the_log(name: str) -> bool:
    """Whether a function writes to the private log, itself or through what it calls."""
    every = functions()
    waiting, seen = [name], set[str]()
    while waiting:
        at = _resolved(waiting.pop())
        if at in LOG:
            return True
        if at in seen or at not in every:
            continue
        seen.add(at)
        waiting += every[at].calls
    return False


@cache
def _resolved(name: str) -> str:
    """The function that a name stands for, where a package gives it out under its own."""
    every = functions()
    if name in every or name in LOG:
        return name
    package, _, last = name.rpartition(".")
    inside = [
        one for one in every if one.startswith(f"{package}.") and one.rpartition(".")[2] == last
    ]
    return inside[0] if len(inside) == 1 else name
