"""The first page: what this is, and the way to one's own force."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.presenters.country import alone, country
from evenhand.public.presenters.lists import every_force
from evenhand.public.views.forces import LEADING
from evenhand.public.views.rendering import page
from evenhand.publications import selectors


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, find my force, what the country's figures say, all forces."""
    forces = selectors.forces_with_figures()
    names = every_force(forces)
    return page(
        request,
        "home",
        forces=[name for name in names if name.url],
        without=len(names) - len(forces),
        any_figures=bool(forces),
        country=country(selectors.latest_of_all(LEADING)),
        alone=alone(selectors.latest(forces[0].id, LEADING)) if len(forces) == 1 else None,
    )
