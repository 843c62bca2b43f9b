"""Every figure in one file, and how to use the files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.addresses import host
from evenhand.public.files import finding
from evenhand.public.files.serving import send
from evenhand.public.presenters.datasets import datasets_page
from evenhand.public.views.rendering import page
from evenhand.publications import lists, selectors

MOST_REVISIONS = 40  # forces and days; the files say it of every figure


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """What can be taken, in which forms, and how each program reads it."""
    chosen = request.GET.get("force", "")
    found = datasets_page(
        selectors.forces_with_figures(),
        chosen,
        selectors.measures_of(chosen),
        lists.revisions(MOST_REVISIONS),
        host(request),
    )
    return page(request, "datasets", section="data", page=found)


def whole_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Every standing figure of the site in one file."""
    return send(request, lambda: finding.of_all(ending, host(request)))
