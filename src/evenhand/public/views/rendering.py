"""What every page is rendered with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evenhand.forces import selectors as forces
from evenhand.public.addresses import host


def page(
    request: HttpRequest, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    """Render ``public/<template>.html``.

    Parameters
    ----------
    context : what the template shows; ``section`` marks the part of the site in the navigation.
    """
    whose = {"fictional": forces.is_fictional(), "canonical": host(request) + request.path}
    context = {"section": "forces", **whose, **context}
    return render(request, f"public/{template}.html", context, status=status)
