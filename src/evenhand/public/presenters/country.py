"""What the figures say of all forces together; or of the only force that a site has."""

from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.public.addresses import figure_url
from evenhand.public.presenters.emphasis import with_hero
from evenhand.public.presenters.table import how
from evenhand.public.presenters.versions import since_first
from evenhand.publications.models import Figure


@dataclass(frozen=True)
class Country:
    """Both ways of adding up all forces, side by side: pooled, and within each force.

    Attributes
    ----------
    pooled, within : the ranges, in words; never one without the other.
    notes : which months, and how far the answer could lie if all ethnicity were known.
    """

    url: str
    across: str
    title: str
    reference: str
    pooled: str
    pooled_best: str
    within: str
    within_best: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Alone:
    """The sentence of the only force that this site has figures of."""

    name: str
    url: str
    lead: Markup
    context: tuple[str, ...]


def country(figure: Figure | None) -> Country | None:
    """Shape the figure of all forces; nothing where there is none, or no ratio in it."""
    if figure is None or figure.result["within_force_ratio_low"] is None:
        return None
    result = figure.result
    pooled, within = (_range(result, name) for name in ("pooled_ratio", "within_force_ratio"))
    return Country(
        url=figure_url(figure) + how(result["ratio_group"]),
        across=reverse("measure-across", args=[figure.measure]),
        title=say("{group} people searched", group=named(result["ratio_group"])),
        reference=say("times as often as {group} people", group=named(result["reference"])),
        pooled=pooled[0],
        pooled_best=pooled[1],
        within=within[0],
        within_best=within[1],
        notes=tuple(_notes(figure)),
    )


def _range(result: dict[str, float], name: str) -> tuple[str, str]:
    ends = (result[name], result[f"{name}_low"], result[f"{name}_high"])
    best, low, high = numbers.times_with_range(*ends)
    return say("{low} to {high}", low=low, high=high), best


def _notes(figure: Figure) -> list[str]:
    result = figure.result
    told = [
        say("{period}.", period=notes.period(result["from"], result["to"])),
        *figure.wording["coverage"],
    ]
    if figure.wording["unknown"]:
        told.append(figure.wording["unknown"])
    changed = since_first(figure)
    return [*told, changed] if changed else told


def alone(figure: Figure | None) -> Alone | None:
    """Shape the leading figure of the only force of a site."""
    if figure is None or figure.force is None:
        return None
    url = reverse("force", args=[figure.force_id])
    lead = with_hero(figure.wording["lead"], url + how(figure.result["ratio_group"]))
    return Alone(figure.force.name, url, lead, tuple(figure.wording["context"]))
