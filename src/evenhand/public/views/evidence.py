"""A file of evidence, given to anyone once it is public, and run by nobody's browser here."""

from django.http import HttpRequest, HttpResponse

from evenhand.plan import selectors
from evenhand.public.files.serving import Download, send

A_WHILE = 600  # seconds; a file that the law does not allow must be gone soon
NOTHING_RUNS = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""A browser that shows the file after all shows it in a place of its own, where nothing runs."""


def file(
    request: HttpRequest, force_id: str, iteration: int, key: str, *, digest: str, name: str
) -> HttpResponse:
    """A file that evidence of an action names."""
    answer = send(request, lambda: _find(force_id, iteration, key, digest, name))
    answer["Content-Security-Policy"] = NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _find(force_id: str, iteration: int, key: str, digest: str, name: str) -> Download | None:
    plan = selectors.plan(force_id, iteration)
    found = selectors.public_file(plan, key, digest) if plan else None
    content = selectors.content(digest) if found and found.name == name else None
    if found is None or content is None:
        return None
    return Download(
        name=found.name,
        media_type=found.kind,
        saved=True,
        tag=digest,
        changed=None,
        seconds=A_WHILE,
        links=(),
        build=lambda: content,
    )
