"""A figure at its permanent address, as a page and as files; and the latest of a measure."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.addresses import Reference, host
from evenhand.public.files import finding
from evenhand.public.files.serving import send
from evenhand.public.views import forces
from evenhand.publications import selectors
from evenhand.publications.models import Figure


@require_safe
def figure(request: HttpRequest, reference: Reference) -> HttpResponse:
    """One figure, corrected or not."""
    try:
        found = selectors.figure(**reference._asdict())
    except Figure.DoesNotExist as error:
        raise Http404("there is no such figure") from error
    return forces.figure(request, found)


def figure_file(request: HttpRequest, reference: Reference, ending: str) -> HttpResponse:
    """A figure as a file."""
    return send(request, lambda: finding.of_reference(reference, ending, host(request)))


def latest_file(request: HttpRequest, force_id: str, measure: str, ending: str) -> HttpResponse:
    """The latest figure of a measure of a force, as a file, at an address that stays."""
    return send(request, lambda: finding.of_latest(force_id, measure, ending, host(request)))


def no_file(request: HttpRequest, path: str) -> HttpResponse:
    """An address that looks like a file's and is none: a program is told so as programs are."""
    del path
    return send(request, lambda: None)
