"""The first page after signing in, and what a person may do."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.plan import selectors
from evenhand.workspace.presenters.access import my_access
from evenhand.workspace.presenters.alerts import waiting
from evenhand.workspace.presenters.desk_home import home as first_page
from evenhand.workspace.views.alerts.finding import may_see
from evenhand.workspace.views.alerts.looking import all_of
from evenhand.workspace.views.desk.finding import today
from evenhand.workspace.views.rendering import page


@seen_by(Who.MEMBER, logs=())
@require_safe
def home(request: ActingRequest) -> HttpResponse:
    """What waits for this person in the plans that they work with."""
    by = request.acting
    plans = selectors.plans_for(by)
    found = selectors.tracked_in(plans, on=today())
    what = {plan.pk: selectors.assigned(by, plan) for plan in plans if by.is_of(plan.force_id)}
    return page(
        request,
        "home",
        section="home",
        home=first_page(by, plans, found, what),
        alerts=waiting(all_of(by, timezone.now())) if may_see(by) else "",
    )


@seen_by(Who.MEMBER, logs=())
@require_safe
def access(request: ActingRequest) -> HttpResponse:
    """What the person may do in the organisation, and why."""
    return page(request, "access", section="access", access=my_access(request.acting))
