"""Taking unlawful words out of a review: chosen, looked at a second time, then gone for good."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.monitoring import services
from evenhand.monitoring.errors import MonitoringError
from evenhand.monitoring.history import Kind
from evenhand.plan.forms.redacting import RedactForm
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import alerts_redacting as words
from evenhand.workspace.presenters.redacting import values
from evenhand.workspace.views.alerts.finding import SECTION, Desk, refuse, the_alert
from evenhand.workspace.views.redacting import LOOKED
from evenhand.workspace.views.rendering import SeeOther, page, status_of


@seen_by(May.PUBLISH, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: ActingRequest, force_id: str, number: int) -> HttpResponse:
    """Choose words of a review; then look again; then they go."""
    desk = the_alert(request, force_id, number)
    if Kind.REDACTED not in desk.kinds:
        refuse(desk, Kind.REDACTED)
    steps = desk.story.steps
    said = words.offered(steps)
    form = RedactForm(
        request.POST if request.method == "POST" else None,
        offered=values(said),
        last=desk.now.number,
    )
    if form.is_valid() and LOOKED in request.POST and _taken_out(desk, form):
        say_next(
            request,
            say("The words are gone, here and in the public ledger. What was done is public."),
        )
        return SeeOther(desk.url)
    looking = form.is_bound and form.is_valid()
    return page(
        request,
        "alerts/redact_look" if looking else "alerts/redact",
        section=SECTION,
        form=form,
        desk=desk,
        here=request.path,
        said=said,
        places=words.taken_out(steps, form.chosen()) if looking else (),
        chosen=form["chosen"].value() or [],
        status=status_of(form),
    )


def _taken_out(desk: Desk, form: RedactForm) -> bool:
    """Whether the chosen words are gone; why they are not, the form then says.

    Raises
    ------
    PermissionDenied
        If no role of theirs lets them take words out.
    """
    try:
        with services.written_by(
            desk.by, review=desk.review, kind=Kind.REDACTED, now=desk.at
        ) as who:
            services.redacting.redact(
                review=desk.review,
                expected=form.cleaned_data["expected"],
                chosen=form.chosen(),
                reason=form.cleaned_data["reason"],
                **who,
            )
    except MayNot as error:
        raise PermissionDenied from error
    except MonitoringError as error:
        form.add_error(None, str(error))
        return False
    return True
