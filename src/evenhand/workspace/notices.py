"""One sentence about what was just done, shown on the next page and then gone."""

from django.http import HttpRequest

KEPT = "notice"


def say_next(request: HttpRequest, sentence: str) -> None:
    """Keep a sentence for the next page."""
    request.session[KEPT] = sentence


def take(request: HttpRequest) -> str:
    """The sentence that waits, if there is one; it is shown once."""
    kept: str = request.session.pop(KEPT, "") if KEPT in request.session else ""
    return kept
