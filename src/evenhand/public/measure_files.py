"""The figures of one measure as one file: exactly those that its page shows."""

from dataclasses import replace
from importlib.metadata import version

from django.urls import reverse

from evenhand.measures import measure as measure_called
from evenhand.measures.words.messages import say
from evenhand.public.files import dataset
from evenhand.public.files.credit import PUBLISHER
from evenhand.public.files.dataset import Dataset
from evenhand.public.files.finding import LATEST
from evenhand.public.files.formats import FORMATS, VERSION, WHOLE, build_table
from evenhand.public.files.serving import Download, tag
from evenhand.publications.lists import Chosen, across


def of_measure(chosen: Chosen, measure: str, ending: str, host: str) -> Download | None:
    """The file of a measure's figures; nothing where there is no such form or no figure.

    Parameters
    ----------
    chosen : the figures that are shown, all forces together first.
    measure : its id.
    host : where the site is, such as ``https://figures.example``.
    """
    named = [*([chosen.together] if chosen.together else []), *chosen.figures]
    if ending not in WHOLE or not named:
        return None
    form = FORMATS[ending]
    facts = [(one.pk, one.digest, one.released_at) for one in named]
    return Download(
        name=f"evenhand_{measure}{ending}",
        media_type=form.media_type,
        saved=form.saved,
        tag=tag(VERSION, version("evenhand"), ending, host, *facts),
        changed=max(one.released_at for one in named),
        seconds=LATEST,
        links=(),
        build=lambda: build_table(_table(chosen, measure, host), ending),
    )


def _table(chosen: Chosen, measure: str, host: str) -> Dataset:
    about, found = measure_called(measure), across(chosen, also=["about"])
    figures = [*([found.together] if found.together else []), *found.figures]
    page = host + reverse("measure-across", args=[about.id])
    return replace(
        dataset.of_all(figures, host),
        stem=f"evenhand_{about.id}",
        title=say("{title}: all forces", title=about.title),
        description=about.question,
        address=page.rstrip("/"),
        page=page,
        citation=say(
            "{publisher}. {title}, all forces. {address}",
            publisher=PUBLISHER,
            title=about.title,
            address=page,
        ),
        rate_unit=figures[0].result["rate_unit"],
    )
