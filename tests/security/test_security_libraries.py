"""What libraries there are, whence, and how old (ASVS V15): held to docs/reference/security.md."""

import re
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from itertools import chain

from security.source import ROOT, libraries, modules
from security.tables import rows

WITHIN = rows("Libraries")
CALLED = {
    **{"allauth": "django_allauth", "csp": "django_csp", "ninja": "django_ninja"},
    **{"yaml": "pyyaml", "jwt": "pyjwt", "PIL": "pillow", "ibis": "ibis_framework"},
    **{"vl_convert": "vl_convert_python"},
}
"""Libraries whose packages have other names."""
BROUGHT = {"requests", "qrcode", "markupsafe", "click", "pyspark", "pandas", "pydantic_core"}
"""Parts of allauth, of Jinja2, of Typer, of Ibis and of Pydantic that theirs hand to us."""


def days(words: str) -> int:
    """How long a library may stay, as the page says it."""
    [row] = [row for row in WITHIN if row["what is known of a library"].startswith(words)]
    return int(re.match(r"(\d+) days", row["it is replaced within"])[1])


def test_the_lock_is_renewed_as_often_as_the_page_says() -> None:
    """Fails on a day: then run `uv lock --upgrade`, and every test."""
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    newest = max(re.findall(r'upload-time = "(\d{4}-\d{2}-\d{2})', text))
    age = datetime.now(UTC) - datetime.fromisoformat(newest).replace(tzinfo=UTC)

    assert age < timedelta(days=days("nothing: the lock is renewed"))
    assert (
        days("a fault that is being used") < days("a grave or critical") < days("any other fault")
    )


def test_every_library_is_in_the_lock_with_the_hash_of_its_file() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    packages = [one for one in lock["package"] if "registry" in one["source"]]

    assert len(packages) > 100
    assert len({one["source"]["registry"] for one in packages}) == 1, "from one registry"
    for one in packages:
        files = [*one.get("wheels", []), *([one["sdist"]] if "sdist" in one else [])]
        assert files and all(file["hash"].startswith("sha256:") for file in files)


def test_no_library_is_imported_that_nobody_asked_for() -> None:
    """What another library happens to bring may go with its next version."""
    manifest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*manifest["dependencies"], *chain(*manifest["optional-dependencies"].values())]
    names = {re.split(r"[\[<>=~! ]", one)[0].lower().replace("-", "_") for one in asked}
    found = {one.partition(".")[0] for tree in modules().values() for one in libraries(tree)}
    outside = {one for one in found if one not in sys.stdlib_module_names | {"evenhand"}}

    assert {one for one in outside if CALLED.get(one, one).lower() not in names} <= BROUGHT
