"""Addresses of what the front end builds; each name carries a digest, so it is kept for ever."""

import json
from importlib.resources import files

from django.templatetags.static import static

DIGEST = r"^/static/govuk/(?:.+/)?[^/]+\.[0-9a-f]{10}\.[a-z0-9]+$"
"""A file whose name changes whenever its content does."""


def _names() -> dict[str, str]:
    built = files("evenhand.govuk") / "static" / "govuk" / "manifest.json"
    if not built.is_file():
        return {}  # the front end has not been built: pages stand without a style
    names: dict[str, str] = json.loads(built.read_text(encoding="utf-8"))
    return names


# Read once, when the site starts, as the files themselves are.
NAMES = _names()


def asset(name: str) -> str:
    """The address of a built file, such as ``evenhand.css``."""
    return static(f"govuk/{NAMES.get(name, name)}")
