"""What every page is rendered with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evenhand.forces import selectors as forces


def page(
    request: HttpRequest, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    """Render ``public/<template>.html``.

    Parameters
    ----------
    context : what the template shows; ``section`` marks the part of the site in the navigation.
    """
    context = {"section": "forces", "fictional": forces.is_fictional(), **context}
    return render(request, f"public/{template}.html", context, status=status)
