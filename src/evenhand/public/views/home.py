"""The first page, and how to read the numbers."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.presenters.lists import force_lines
from evenhand.public.views.forces import LEADING
from evenhand.public.views.rendering import page
from evenhand.publications import selectors


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the forces that have figures."""
    lines = force_lines(selectors.forces_with_figures(), LEADING)
    return page(request, "home", forces=lines)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How numbers are made and read."""
    return page(request, "methods", section="methods")
