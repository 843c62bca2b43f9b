"""Pages about the service itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evenhand.public.views.rendering import page


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this service is, what beta means, and leaving safely."""
    return page(request, "about", section="about")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: what was checked and how, and what was not."""
    return page(request, "accessibility", section="accessibility", contact=settings.CONTACT)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Who runs this site and how to reach them, or that they have not said."""
    return page(request, "contact", section="contact", contact=settings.CONTACT)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: every page, but not what was typed into a form."""
    del request
    closed = "".join(f"Disallow: {reverse(name)}\n" for name in ("search", "feedback", "follow"))
    return HttpResponse(f"User-agent: *\n{closed}", content_type="text/plain; charset=utf-8")
