"""Which file an address means: one figure's, the latest figure's, or that of all figures."""

from functools import partial
from importlib.metadata import version

from evenhand.public.addresses import Reference, figure_url, file_url
from evenhand.public.files import credit, dataset, standing
from evenhand.public.files.formats import (
    FORMATS,
    METADATA,
    VERSION,
    WHOLE,
    Format,
    build_figure,
    build_table,
)
from evenhand.public.files.serving import Download, link, tag
from evenhand.publications import selectors
from evenhand.publications.models import Figure

FROZEN, LATEST = 86_400, 300  # seconds: a figure can only become corrected; the latest moves on


def of_reference(reference: Reference, ending: str, host: str) -> Download | None:
    """A figure's file at its permanent address, corrected or not; nothing if there is none."""
    try:
        figure = selectors.figure(**reference._asdict())
    except Figure.DoesNotExist:
        return None
    return of_figure(figure, ending, host, seconds=FROZEN)


def of_latest(force_id: str, measure: str, ending: str, host: str) -> Download | None:
    """The file of the latest figure of a measure: the same bytes as at its permanent address."""
    figure = selectors.latest(force_id, measure)
    return None if figure is None else of_figure(figure, ending, host, seconds=LATEST)


def of_figure(figure: Figure, ending: str, host: str, *, seconds: int) -> Download:
    """One figure's file.

    Parameters
    ----------
    host : where the site is, such as ``https://figures.example``.
    seconds : how long it may be kept.
    """
    form, newer = FORMATS[ending], standing.newer(figure)
    parts = (figure.reference, figure.digest, standing.reference(newer), host)
    return Download(
        name=dataset.stem(figure) + ending,
        media_type=form.media_type,
        saved=form.saved,
        tag=_tag(form, *parts),
        changed=(newer or figure).released_at,
        seconds=seconds,
        links=_links(figure, newer, form, host),
        build=partial(build_figure, figure, ending, host),
    )


def of_all(ending: str, host: str) -> Download | None:
    """The one file of every standing figure; nothing where there is no such form."""
    if ending not in WHOLE:
        return None
    form, whole = FORMATS[ending], selectors.standing()
    facts = list(whole.order_by("pk").values_list("pk", "digest", "released_at"))
    return Download(
        name=f"evenhand_{dataset.ALL}{ending}",
        media_type=form.media_type,
        saved=form.saved,
        tag=_tag(form, host, *facts),
        changed=max((released for _, _, released in facts), default=None),
        seconds=LATEST,
        links=(_licence(),),
        build=lambda: build_table(dataset.of_all(standing.every(), host), ending),
    )


def _tag(form: Format, *parts: object) -> str:
    return tag(VERSION, version("evenhand"), form.ending, *parts)


def _links(figure: Figure, newer: Figure | None, form: Format, host: str) -> tuple[str, ...]:
    own = host + file_url(figure, form.ending)
    links = [link(own, "canonical"), link(host + figure_url(figure), "describedby", "text/html")]
    if form.ending != METADATA:
        description = FORMATS[METADATA].media_type
        links.append(link(host + file_url(figure, METADATA), "describedby", description))
    if newer:
        links.append(link(host + file_url(newer, form.ending), "successor-version"))
    if figure.supersedes:
        older = host + file_url(figure.supersedes, form.ending)
        links.append(link(older, "predecessor-version"))
    return (*links, _licence())


def _licence() -> str:
    return link(credit.LICENCE_ADDRESS, "license")
