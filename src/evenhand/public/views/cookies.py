"""Cookies: what there are, and what a reader lets us remember."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.forces import selectors as forces
from evenhand.forces.models import Force
from evenhand.public import cookies
from evenhand.public.cookies import Remembered
from evenhand.public.forms import CookiesForm
from evenhand.public.presenters.errors import problems
from evenhand.public.views.rendering import page

SAVED = "#saved"  # where every page says that a choice was saved


class SeeOther(HttpResponseRedirect):
    """What was sent is done; the answer is at another address."""

    status_code = 303


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The cookies page, and the choice made on it or in the question above any page."""
    now = cookies.read(request.COOKIES)
    if request.method != "POST":
        return _page(request, CookiesForm(initial=_shown(now)), force=request.GET.get("force", ""))
    form = CookiesForm(request.POST)
    if not form.is_valid():
        return _page(request, form, force=request.POST.get("force", ""), status=400)
    wanted = form.remembered()
    response = SeeOther(_back(request))
    cookies.write(response, wanted)
    return response


@require_POST
def remember_force(request: HttpRequest) -> HttpResponse:
    """Remember a force, or none; who has not said yes to that is asked first."""
    now = cookies.read(request.COOKIES)
    force = request.POST.get("force", "")
    if force and not now.allows_preferences:
        known = cookies.FORCE_ID.fullmatch(force)
        return SeeOther(reverse("cookies") + (f"?force={force}" if known else ""))
    if force and _named(force) is None:
        force = ""
    response = SeeOther(_back(request))
    cookies.write(response, Remembered(now.choice, force, now.plain_titles))
    return response


def _page(
    request: HttpRequest, form: CookiesForm, *, force: str, status: int = 200
) -> HttpResponse:
    named = _named(force) if cookies.FORCE_ID.fullmatch(force) else None
    chosen = form.data if form.is_bound else form.initial
    return page(
        request,
        "cookies",
        status=status,
        section="cookies",
        cookies=cookies.declared(),
        chosen=chosen,
        force=named,
        problems=problems(form),
    )


def _shown(now: Remembered) -> dict[str, str]:
    return {"choice": str(now.choice), "plain_titles": "on" if now.plain_titles else ""}


def _named(force_id: str) -> Force | None:
    try:
        return forces.force(force_id)
    except Force.DoesNotExist:
        return None


def _back(request: HttpRequest) -> str:
    """The page that the choice was made on: one of ours, never another site's."""
    back = request.POST.get("back", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return (back.partition("#")[0] if ours else reverse("cookies")) + SAVED
