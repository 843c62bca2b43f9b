"""What every page of the workspace is rendered with."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


class SeeOther(HttpResponseRedirect):
    """What was sent is done; the answer is at another address."""

    status_code = 303


def page(
    request: HttpRequest, template: str, *, section: str, status: int = 200, **context: object
) -> HttpResponse:
    """Render ``workspace/<template>.html``; ``section`` marks the part in the navigation."""
    return render(
        request, f"workspace/{template}.html", {"section": section, **context}, status=status
    )


def status_of(form: Form) -> int:
    """A form that cannot be taken is answered with 400."""
    return 400 if form.is_bound and form.errors else 200
