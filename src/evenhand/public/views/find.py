"""Which police force is mine? Answered from the site's own tables; nothing typed is kept."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from evenhand.public import places
from evenhand.public.presenters.found import find_url, found
from evenhand.public.presenters.lists import every_force
from evenhand.public.views.rendering import page
from evenhand.publications import selectors


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """A force from a town, a postcode or the list of all of them."""
    asked = " ".join(request.GET.get("q", "").split())
    code = places.outward_code(asked)
    if code and code != asked.upper():
        # The second half names a few houses: it leaves the address bar and the history too.
        return HttpResponseRedirect(find_url(code))
    forces = selectors.forces_with_figures()
    answer = found(places.find(asked), {force.id: force.name for force in forces})
    return page(request, "find", found=answer if asked else None, forces=every_force(forces))
