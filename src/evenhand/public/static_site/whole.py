"""The whole public site: where a walk begins, and what stands where files cannot answer."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse
from markupsafe import escape

from evenhand.measures import measures
from evenhand.measures.library import POWERS
from evenhand.measures.words.messages import say
from evenhand.monitoring.models import Alert
from evenhand.public.addresses import figure_url, file_url
from evenhand.public.files.formats import FORMATS, WHOLE
from evenhand.public.static_site.asking import Application, Site
from evenhand.public.static_site.exporting import Exported, Progress, export, refuse_strange_host
from evenhand.public.static_site.together import in_processes, one_by_one
from evenhand.public.views.forces import LEADING
from evenhand.public.views.rendering import page
from evenhand.publications import lists
from evenhand.publications.models import Figure, PackPaper
from evenhand.publications.packs import finding as packs
from evenhand.publications.reporting import finding

FORMS = ("feedback", "feedback-sent", "search")
ANSWERED = ("/cookies/force/", "/workspace/")
"""Addresses that only a program answers; people sign in below the second."""
LOCAL = "localhost"


def write(
    application: Application,
    folder: Path,
    *,
    address: str = "",
    processes: int = 1,
    tell: Progress | None = None,
) -> Exported:
    """Write every page and every file of this site.

    Parameters
    ----------
    application : the site.
    folder : checked already.
    address : where the files will stand; left out, the first host that the site answers to.
    processes : that lay out pages and files; more than one read the settings and the database
        afresh, from the same environment.
    """
    site = Site(application, (address or own_address()).rstrip("/"))
    refuse_strange_host(site)
    many = processes > 1
    with in_processes(site.address, processes) if many else nullcontext(one_by_one(site)) as ask:
        return export(
            site,
            folder,
            start=list(beginnings()),
            instead=forms(site),
            no_form=no_form(),
            skip=only_answered,
            ask=ask,
            tell=tell,
        )


def only_answered(path: str) -> bool:
    """Whether an address is left out, because no file can answer in its place."""
    return path.startswith(ANSWERED)


def own_address() -> str:
    """Where this site is; on one's own machine, by its first name."""
    host = next(iter(settings.ALLOWED_HOSTS), LOCAL).lstrip(".*") or LOCAL
    return settings.PUBLIC_ADDRESS or f"http://{host}"


def beginnings() -> Iterator[str]:
    """The first page, and every figure and file that there ever was: none of them disappears."""
    yield reverse("home")
    figures = list(lists.every_reference())
    for figure in figures:
        yield figure_url(figure)
        yield from (file_url(figure, ending) for ending in FORMATS)
        if figure.force_id:
            here = [figure.force_id, figure.measure]
            yield from (reverse("latest-file", args=[*here, ending]) for ending in FORMATS)
    yield from of_reports()
    yield from of_packs()
    for ending in WHOLE:
        yield reverse("whole-file", args=[ending])
        for measure in sorted({figure.measure for figure in figures}):
            yield reverse("measure-file", args=[measure, ending])
    yield from of_the_api(figures)


def of_reports() -> Iterator[str]:
    """Every report that there ever was, with its files."""
    for one in finding.every_report():
        here = [one.force_id, one.quarter, one.number]
        yield reverse("report", args=here)
        yield reverse("report-file", args=[*here, "json"])
        if one.signed:
            yield reverse("report-file", args=[*here, "checkpoint"])
        if one.printed:
            yield reverse("report-file", args=[*here, "pdf"])


def of_packs() -> Iterator[str]:
    """Every data pack that there ever was, with its files."""
    for panel, meeting, number, prints in packs.every_pack():
        here = [panel, meeting, number]
        yield reverse("pack", args=here)
        yield reverse("pack-large", args=here)
        yield reverse("pack-file", args=[*here, "json"])
        if PackPaper.ORDINARY in prints:
            yield reverse("pack-file", args=[*here, "pdf"])
        if PackPaper.LARGE in prints:
            yield reverse("pack-large-pdf", args=here)


def of_the_api(figures: Sequence[Figure]) -> Iterator[str]:
    """Every answer of the API that is asked for without a choice."""
    yield reverse("api:openapi-json")
    yield from (reverse(f"api:{name}") for name in ("forces", "measures", "figures"))
    yield from (reverse("api:measure", args=[name]) for power in POWERS for name in measures(power))
    leading = {figure.force_id for figure in figures if figure.measure == LEADING}
    for force in sorted({figure.force_id for figure in figures if figure.force_id}):
        yield reverse("api:force", args=[force])
        if force in leading:
            yield reverse("api:checks", args=[force])
    for figure in figures:
        named = figure.reference.split("/")
        yield from (reverse(f"api:{name}", args=named) for name in ("figure", "history"))
    yield reverse("api:alerts")
    for one in Alert.objects.order_by("force", "number").only("force", "number"):
        yield reverse("api:alert", args=[one.force_id, one.number])


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
