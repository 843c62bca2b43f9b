"""How mature a force's work is: what it says, what others say, today or on a past day."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.forces import selectors as forces
from evenhand.forces.models import Force
from evenhand.ledger import selectors as ledger
from evenhand.maturity import models, selectors
from evenhand.plan.quarters import in_words
from evenhand.public.presenters.maturity import maturity_page
from evenhand.public.presenters.maturity_standard import references, standard_page
from evenhand.public.views.plan import asked_day, today
from evenhand.public.views.rendering import page
from evenhand.publications import selectors as figures


@require_safe
def maturity(
    request: HttpRequest, force_id: str, framework: str = "", version: int = 0
) -> HttpResponse:
    """Every standard with the three views of it, as they stand today or stood on the day asked."""
    asked = asked_day(request)
    found = find_basis(force_id, asked, framework, version)
    if found is None:
        return _none(request, force_id, framework)
    on = asked or today()
    every = selectors.history_of(force_id)
    return page(
        request,
        "maturity",
        force=found.force,
        shown=maturity_page(selectors.maturity(found, on=on), every, asked),
        on=asked,
        day=in_words(on),
        today=today(),
    )


@require_safe
def standard(
    request: HttpRequest, force_id: str, framework: str, version: int, key: str
) -> HttpResponse:
    """One standard: what each level means, every view with its reasons, all that was said."""
    asked_on = asked_day(request)
    found = selectors.basis(force_id, framework=(framework, version))
    if found is None:
        raise Http404(f"{force_id} is not assessed by {framework} {version}")
    content = selectors.content(found.framework)
    asked = next((one for one in content.standards if one.key == key), None)
    if asked is None:
        raise Http404(f"{framework} {version} has no standard {key}")
    on = asked_on or today()
    standing = selectors.standing(found, key, on=on)
    measures, proofs = references(standing, asked)
    links = figures.pages_of(force_id, measures, proofs) if measures or proofs else set()
    return page(
        request,
        "maturity_standard",
        force=found.force,
        shown=standard_page(
            found,
            content,
            asked,
            standing,
            links=links,
            said=ledger.history(selectors.subject(found, key)) if standing.every else (),
        ),
        on=asked_on,
        day=in_words(on),
        today=today(),
    )


def find_basis(
    force_id: str, asked: date | None, framework: str = "", version: int = 0
) -> models.Basis | None:
    """The framework that is named, or that held on the day asked for; the latest before all."""
    if framework:
        return selectors.basis(force_id, framework=(framework, version))
    return selectors.basis(force_id, on=asked) or selectors.basis(force_id)


def _none(request: HttpRequest, force_id: str, framework: str) -> HttpResponse:
    """Say kindly that nothing of a force was assessed here; no framework is named then either."""
    if framework:
        raise Http404(f"{force_id} is not assessed by {framework}")
    try:
        force = forces.force(force_id)
    except Force.DoesNotExist as error:
        raise Http404(f"no force {force_id}") from error
    return page(request, "maturity_none", force=force)
