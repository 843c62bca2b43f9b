"""The API, described for people."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.presenters.endpoints import Endpoint, endpoints, problems
from evenhand.public.views.keeping import kept
from evenhand.public.views.rendering import page


@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """Every address of the API, from its own description."""
    return page(request, "api", section="data", endpoints=_laid_out(), problems=problems())


@kept(2)
def _laid_out() -> list[Endpoint]:
    """The description is of this program, not of what it holds: it is put together once."""
    from evenhand.public.api.service import api

    return endpoints(api.get_openapi_schema())
