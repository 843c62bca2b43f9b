"""How numbers are made and read: the only pages where methods have their technical names."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.presenters.methods import methods as every_method
from evenhand.public.views.rendering import page


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How to read the numbers, and each method."""
    return page(request, "methods", section="methods", methods=list(every_method().values()))


@require_safe
def method(request: HttpRequest, method: str) -> HttpResponse:
    """One method: question, formula, what it takes for granted, when it misleads, source."""
    found = every_method().get(method)
    if found is None:
        raise Http404(f"no method {method}")
    return page(request, f"methods/{method}", section="methods", method=found)
