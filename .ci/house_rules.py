"""The rules of the house that no other tool checks; exit 1 if any is broken.

Run by ``make check``. Each rule is a function from the root folder to sentences.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

TOP = frozenset(
    {".ci", ".gitignore", "LICENSE", "Makefile", "README.md", "bench", "docs", "frontend"}
    | {"pyproject.toml", "src", "tests", "uv.lock"}
)
LONGEST_MODULE = 400  # past this a file becomes a package of the same name
LONGEST_TEMPLATE = 150
TEMPLATE_ENDINGS = frozenset({".html", ".jinja", ".jinja2"})

# A registry is each machine's own setting; only the format of uv.lock makes it name one.
REGISTRY_HOST = re.compile(
    r"\b(?:pypi\.(?:org|io)|pythonhosted\.org|registry\.(?:npmjs\.org|yarnpkg\.com)|deb\.debian\.org)\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.:/<-])/(?:work|farm|root|home/\w+|Users/\w+)/")
NAMES_REGISTRY = frozenset({"uv.lock"})

REQUIREMENT = re.compile(r'^\s*"(?P<name>[^"]+)",?\s*(?P<comment>#\s*\S.*)?$')
LIST_START = re.compile(r"^[\w-]+ = \[$")
TABLES_OF_LISTS = frozenset({"[project.optional-dependencies]", "[dependency-groups]"})


def files(root: Path) -> list[Path]:
    """Files that are, or could be, committed; where git is missing, all but the outputs we know."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(listing, cwd=root, capture_output=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        patterns = [line for line in text(root / ".gitignore").splitlines() if line[:1] != "#"]
        found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        return sorted(path for path in found if not ignored(path, patterns))
    paths = (Path(name) for name in names.decode().split("\0") if name)
    return sorted(path for path in paths if (root / path).is_file())


def ignored(path: Path, patterns: list[str]) -> bool:
    """Whether the plain kinds of pattern that our .gitignore uses cover a file."""
    names = [*(f"{part}/" for part in path.parts[:-1]), path.name, str(path)]
    starts = tuple(pattern.lstrip("/") for pattern in patterns if pattern.strip("/").count("/"))
    return str(path).startswith(starts) or any(fnmatch(n, p) for n in names for p in patterns)


def text(path: Path) -> str:
    """A file's text, or nothing where it is a picture or another binary."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def top_level(root: Path) -> Iterator[str]:
    """At most the twelve entries of the design stand at the top."""
    for entry in sorted({path.parts[0] for path in files(root)} - TOP):
        yield f"{entry}: may not stand at the top; only {', '.join(sorted(TOP))} may"


def sizes(root: Path) -> Iterator[str]:
    """Modules and templates stay short enough to read in one sitting; Django writes migrations."""
    for path in files(root):
        if path.parent.name == "migrations":
            continue
        limit = {".py": LONGEST_MODULE}.get(path.suffix, LONGEST_TEMPLATE)
        if path.suffix != ".py" and not (
            path.parts[0] == "src" and path.suffix in TEMPLATE_ENDINGS
        ):
            continue
        lines = text(root / path).count("\n")
        if lines > limit:
            yield f"{path}: {lines} lines, over {limit}; split it by idea"


def machines(root: Path) -> Iterator[str]:
    """No file names a package registry or a path of somebody's machine."""
    for path in files(root):
        if path.name in NAMES_REGISTRY:
            continue
        for number, line in enumerate(text(root / path).splitlines(), 1):
            if host := REGISTRY_HOST.search(line):
                yield f"{path}:{number}: names a package registry ({host.group()})"
            if place := MACHINE_PATH.search(line):
                yield f"{path}:{number}: a path of one machine ({place.group()})"


def python_comments(root: Path) -> Iterator[str]:
    """Each direct dependency of Python says what it is for."""
    table, inside = "", False
    for number, line in enumerate(text(root / "pyproject.toml").splitlines(), 1):
        if line.startswith("["):
            table = line.strip()
        elif LIST_START.match(line):
            inside = table in TABLES_OF_LISTS or line.startswith("dependencies")
        elif line.startswith("]"):
            inside = False
        elif inside and (found := REQUIREMENT.match(line)) and not found["comment"]:
            if found["name"].startswith("evenhand"):
                continue  # one of our own extras
            yield f"pyproject.toml:{number}: {found['name']} does not say what it is for"


def node_comments(root: Path) -> Iterator[str]:
    """Each direct dependency of the front end says what it is for, under "//"."""
    manifest = json.loads(text(root / "frontend" / "package.json"))
    named = {**manifest.get("dependencies", {}), **manifest.get("devDependencies", {})}
    for name in sorted(named.keys() - manifest.get("//", {}).keys()):
        yield f'frontend/package.json: {name} does not say what it is for (under "//")'


RULES: tuple[Callable[[Path], Iterator[str]], ...] = (
    top_level,
    sizes,
    machines,
    python_comments,
    node_comments,
)


def broken(root: Path) -> list[str]:
    """Every sentence that some rule has to say about the project in this folder."""
    return [sentence for rule in RULES for sentence in rule(root)]


def main() -> int:
    """Print what is broken in this project."""
    sentences = broken(Path(__file__).resolve().parent.parent)
    sys.stdout.writelines(f"{sentence}\n" for sentence in sentences)
    return int(bool(sentences))


if __name__ == "__main__":
    sys.exit(main())
