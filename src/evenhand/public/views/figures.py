"""A figure at its permanent address, as a page and as files."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from evenhand.public import downloads
from evenhand.public.addresses import Reference
from evenhand.public.views import forces
from evenhand.publications import selectors
from evenhand.publications.models import Figure


@require_safe
def figure(request: HttpRequest, reference: Reference) -> HttpResponse:
    """One figure, corrected or not."""
    return forces.figure(request, _find(reference))


@require_safe
def figure_csv(_request: HttpRequest, reference: Reference) -> HttpResponse:
    """A figure as CSV."""
    found = _find(reference)
    response = HttpResponse(downloads.as_csv(found), content_type="text/csv; charset=utf-8")
    return _download(response, f"{downloads.file_name(found)}.csv")


@require_safe
def figure_json(_request: HttpRequest, reference: Reference) -> HttpResponse:
    """A figure as JSON."""
    found = _find(reference)
    response = JsonResponse(downloads.as_json(found), json_dumps_params={"ensure_ascii": False})
    return _download(response, f"{downloads.file_name(found)}.json")


def _find(reference: Reference) -> Figure:
    try:
        return selectors.figure(**reference._asdict())
    except Figure.DoesNotExist as error:
        raise Http404("there is no such figure") from error


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"  # public data, for any tool in any browser
    return response
