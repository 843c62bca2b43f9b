"""Which page says that something is refused or missing: the workspace's own, or the public one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from evenhand.public.views import problems as public
from evenhand.workspace.views import problems as workspace


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    if request.path.startswith(settings.SESSION_COOKIE_PATH):
        return workspace.not_allowed(request)
    return public.not_allowed(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if request.path.startswith(settings.SESSION_COOKIE_PATH):
        return workspace.not_found(request)
    return public.not_found(request, exception)
