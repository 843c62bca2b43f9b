"""Sessions, tokens and people exist only under /workspace/; public pages know nothing of them."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone

from evenhand.accounts.access import declared
from evenhand.accounts.signing_in import sessions
from evenhand.config.middleware import Answer, away

PLACE = "/workspace/"
"""Where cookies of people who sign in are sent, and nowhere else."""


def _is_here(request: HttpRequest) -> bool:
    return request.path.startswith(PLACE)


def _has_ended(request: HttpRequest) -> bool:
    """Whether this request ended a session: then the browser forgets what it was shown."""
    came_with = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    session = request.session
    return bool(came_with) and SESSION_KEY not in session and session.session_key != came_with


class Sessions(SessionMiddleware):
    """Django's own, for the workspace."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass public pages by; let those of the workspace say to each other where they stand.

        Without that a browser says “null” of a form's origin, and Django refuses the form.
        """
        if not _is_here(request):
            return self.get_response(request)  # type: ignore[return-value]  # no coroutines
        response = super().__call__(request)
        response.headers["Referrer-Policy"] = "same-origin"  # type: ignore[union-attr]  # the same
        if response.status_code < 500 and _has_ended(request):  # type: ignore[union-attr]  # the same
            # Not "storage": a phone may hold sealed records that nobody has received yet.
            response.headers["Clear-Site-Data"] = '"cache"'  # type: ignore[union-attr]  # the same
        return response  # type: ignore[return-value]  # the same


class Tokens(CsrfViewMiddleware):
    """Django's own tokens against forged forms, for the workspace."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass public pages by."""
        if not _is_here(request):
            return self.get_response(request)  # type: ignore[return-value]  # no coroutines
        return super().__call__(request)  # type: ignore[return-value]  # no coroutines

    def process_view(self, request, callback, args, kwargs):  # type: ignore[no-untyped-def]  # Django's signature
        """Check forms of the workspace."""
        return super().process_view(request, callback, args, kwargs) if _is_here(request) else None


class People(AuthenticationMiddleware):
    """Django's own, for the workspace; a session that is too old is signed out here."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass public pages by."""
        if not _is_here(request):
            return self.get_response(request)  # type: ignore[return-value]  # no coroutines
        return super().__call__(request)  # type: ignore[return-value]  # no coroutines

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        """Find who asks; without the database nobody can be found. (Django lets this answer.)"""
        super().process_request(request)
        try:
            sessions.end_if_old(request, now=timezone.now())
        except (OperationalError, InterfaceError) as error:
            return away(request, error)
        return None


class DeniedByDefault:
    """A view that does not declare who may see it is shown to nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request, callback, args, kwargs):  # type: ignore[no-untyped-def]  # Django's signature
        """Refuse what says nothing of itself."""
        del request, args, kwargs
        if declared(callback) is None:
            raise PermissionDenied
