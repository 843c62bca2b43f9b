"""Pages that say that something is wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evenhand.public.views.rendering import page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page; what was looked for is not repeated to the reader."""
    del exception
    return page(request, "not_found", status=404, section="")


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Something broke; the page asks nothing of the database, which may be what broke."""
    return render(
        request, "public/went_wrong.html", {"section": "", "fictional": False}, status=500
    )
