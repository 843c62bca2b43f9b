"""The officer's recorder: a page without anybody's data, and the worker that keeps it offline.

What the recorder does is in ``frontend/src/recorder``. Here are the three files that must stand in
its own folder: the page, the service worker with its list of files, and the manifest that lets a
phone install it.
"""

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from markupsafe import Markup

from evenhand.accounts.access import Who, seen_by
from evenhand.encounters.rules.codes import lists
from evenhand.govuk.assets import NAMES
from evenhand.measures.words.messages import say

TYPEFACE = "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
FILES = ("recorder.js", "recorder-rules.js", "recorder.css", TYPEFACE, "recorder.svg")
"""What the page needs to open without a connection, beside itself."""
ON_THE_DEVICE = frozenset({"cy", "group", "before", "objects", "authorised", "category"})
"""What the device needs to know of a code beyond its label."""
BACKGROUND = "#0f4f5c"
ALLOWED = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), display-capture=(), "
    "browsing-topics=()"
)
"""Only where the stop is made may be asked of the phone."""


def _codes() -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {
                "code": one.code,
                "label": one.label,
                **({"cy": one.cy} if one.cy else {}),
                **{key: value for key, value in one.more.items() if key in ON_THE_DEVICE},
            }
            for one in entries.values()
        ]
        for name, entries in lists().items()
    }


def _page() -> str:
    """The page, the same for everybody until a file or a label changes."""
    here = reverse("recorder")
    brought = {
        "rules": static(f"govuk/{NAMES.get('recorder-rules.js', '')}"),
        "codes": _codes(),
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': here})}",
        "sign_out": reverse("account_logout"),
    }
    # In a script block only "<" could end the block; JSON has another way to write it.
    block = json.dumps(brought, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return render_to_string(
        "roadside/recorder.html",
        {"brought": Markup(block)},  # noqa: S704 (JSON of our own lists, escaped above)
    )


def _digest(content: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


@cache
def _built(name: str) -> bytes:
    """A built file, or nothing where the front end has not been built."""
    path = files("evenhand.govuk") / "static" / "govuk" / NAMES.get(name, name)
    return path.read_bytes() if path.is_file() else b""


@seen_by(Who.ANYONE, logs=())
@csp_update({"manifest-src": [SELF], "worker-src": [SELF]})
def page(request: HttpRequest) -> HttpResponse:
    """Open the recorder. Anyone may: it shows nothing, and records nothing without a pass."""
    del request
    return HttpResponse(_page(), headers={"Permissions-Policy": ALLOWED})


@seen_by(Who.ANYONE, logs=())
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the digest of everything that it keeps."""
    del request
    here = reverse("recorder")
    content = {here: _page().encode()} | {
        static(f"govuk/{NAMES.get(name, name)}"): _built(name) for name in FILES
    }
    kept = {address: _digest(one) for address, one in content.items()}
    version = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]
    precache = json.dumps({"version": version, "page": here, "files": kept})
    script = f"const precache = {precache};\n{_built('recorder-worker.js').decode()}"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@seen_by(Who.ANYONE, logs=())
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the recorder."""
    del request
    here = reverse("recorder")
    icons = [
        {
            "src": static(f"govuk/{NAMES.get(name, name)}"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
        for name in (f"recorder-{size}.png",)
    ]
    return JsonResponse(
        {
            "id": here,
            "start_url": here,
            "scope": here,
            "name": say("Record a stop"),
            "short_name": say("Stops"),
            "description": say("Records vehicle stops at the roadside, also without a connection."),
            "lang": "en-GB",
            "display": "standalone",
            "orientation": "portrait",
            "background_color": BACKGROUND,
            "theme_color": BACKGROUND,
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
