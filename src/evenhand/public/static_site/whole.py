"""The whole public site: where a walk begins, and what stands where files cannot answer."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse
from markupsafe import escape

from evenhand.measures.words.messages import say
from evenhand.public.addresses import figure_url, file_url
from evenhand.public.files.formats import FORMATS, WHOLE
from evenhand.public.static_site.asking import Application, Site
from evenhand.public.static_site.exporting import Exported, Progress, export, refuse_strange_host
from evenhand.public.views.rendering import page
from evenhand.publications import lists

FORMS = ("feedback", "feedback-sent", "search")
ANSWERED = ("/api/v1/", "/cookies/force/")
"""Addresses that only a program answers; the same figures stand beside each page as files."""
LOCAL = ("localhost", "127.0.0.1", "[::1]")


def write(
    application: Application, folder: Path, *, address: str = "", tell: Progress | None = None
) -> Exported:
    """Write every page and every file of this site.

    Parameters
    ----------
    application : the site.
    folder : checked already.
    address : where the files will stand; left out, the first host that the site answers to.
    """
    site = Site(application, (address or own_address()).rstrip("/"))
    refuse_strange_host(site)
    return export(
        site,
        folder,
        start=list(beginnings()),
        instead=forms(site),
        no_form=no_form(),
        skip=lambda path: path.startswith(ANSWERED),
        tell=tell,
    )


def own_address() -> str:
    """The first host that the site answers to, with how it is reached there."""
    host = next(iter(settings.ALLOWED_HOSTS), LOCAL[0]).lstrip(".*") or LOCAL[0]
    return f"http://{host}" if host in LOCAL else f"https://{host}"


def beginnings() -> Iterator[str]:
    """The first page, and every figure and file that there ever was: none of them disappears."""
    yield reverse("home")
    measures = set()
    for figure in lists.every_reference():
        measures.add(figure.measure)
        yield figure_url(figure)
        yield from (file_url(figure, ending) for ending in FORMATS)
        if figure.force_id:
            here = [figure.force_id, figure.measure]
            yield from (reverse("latest-file", args=[*here, ending]) for ending in FORMATS)
    for ending in WHOLE:
        yield reverse("whole-file", args=[ending])
        yield from (reverse("measure-file", args=[one, ending]) for one in sorted(measures))


def no_form() -> str:
    """What stands in the place of a form, as markup."""
    sentence = say("This copy of the site is made of files: nothing can be typed or sent here.")
    return f'<p class="eh-note">{escape(sentence)}</p>'


def forms(site: Site) -> Mapping[str, bytes]:
    """A plain page in the place of each form that nobody would answer."""
    found = {}
    for name in FORMS:
        path = reverse(name)
        request = WSGIRequest(site.environment(path))
        found[path] = page(request, "not_in_this_copy", section="").content
    return found
