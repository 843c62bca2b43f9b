"""Teams that record stops: which there are, their slips, and what becomes of one."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.editing.forms import TeamForm, TeamNameForm
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.selectors import teams as selectors
from evenhand.encounters.services import teams as services
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import teams as shown
from evenhand.workspace.views.rendering import SeeOther, page, status_of

SECTION = "teams"


@seen_by(May.KEEP_TEAMS, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: ActingRequest) -> HttpResponse:
    """Every team in the order of its name, with its slips; a new one; the names in records."""
    by, now = request.acting, timezone.now()
    force = _force(request)
    found = selectors.teams_of(force, now=now)
    not_kept = [one.name for one in found if one.number is None]
    taking_up = request.POST.get("names") == "records"
    form = TeamNameForm(request.POST if request.method == "POST" and not taking_up else None)
    if taking_up or form.is_valid():
        names = not_kept if taking_up else [form.cleaned_data["name"]]
        added = services.add(names=names, by=by, now=now)
        say_next(request, shown.added(added))
        return SeeOther(reverse("stop-teams"))
    return page(
        request,
        "stops/teams",
        section=SECTION,
        form=form,
        teams=shown.rows(found),
        none_kept=all(one.number is None for one in found),
        not_kept=not_kept,
        changes=shown.past(selectors.changes(force)),
        status=status_of(form),
    )


@seen_by(May.KEEP_TEAMS, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: ActingRequest, number: int) -> HttpResponse:
    """Give a team another name, put it into another team, or end it; with the reason."""
    by, now = request.acting, timezone.now()
    found = selectors.one_of(_force(request), number)
    if found is None:
        raise Http404("no such team")
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name, reason = form.cleaned_data["name"], form.cleaned_data["words"]
        try:
            if form.ends:
                services.end(team=number, reason=reason, by=by, now=now)
            else:
                services.rename(team=number, name=name, reason=reason, by=by, now=now)
        except NotNow as error:
            form.add_error("name", str(error))
        except NotHere as error:
            raise Http404 from error
        else:
            say_next(request, say("The team is changed. Records keep the name they came with."))
            return SeeOther(reverse("stop-teams"))
    return page(
        request, "stops/team", section=SECTION, form=form, team=found, status=status_of(form)
    )


def _force(request: ActingRequest) -> str:
    """Their own force; who acts for a body without one has no teams."""
    try:
        return own_force(request.acting)
    except NotHere as error:
        raise Http404 from error
