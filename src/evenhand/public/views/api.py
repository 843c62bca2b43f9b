"""The API, described for people."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.presenters.endpoints import endpoints, problems
from evenhand.public.views.rendering import page


@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """Every address of the API, from its own description."""
    from evenhand.public.api.service import api

    described = endpoints(api.get_openapi_schema())
    return page(request, "api", section="data", endpoints=described, problems=problems())
