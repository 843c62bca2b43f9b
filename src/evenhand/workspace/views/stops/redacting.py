"""Taking words out of a stop that the law does not allow, for good."""

from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.editing.forms import RedactForm
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.selectors import stops as selectors
from evenhand.encounters.services.redacting import redact as take_out
from evenhand.encounters.services.redacting import texts
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.views.rendering import SeeOther, page, status_of
from evenhand.workspace.views.stops.mending import see
from evenhand.workspace.views.stops.supervising import SECTION


@seen_by(May.REVIEW_STOPS, logs=[Act.CONSULTATION, Act.ERASURE])
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: ActingRequest, key: UUID) -> HttpResponse:
    """Every text that somebody wrote of a stop; what is chosen goes from wherever it stands."""
    try:
        stop = selectors.one(request.acting, key)
    except NotHere as error:
        raise Http404 from error
    found = {sha256(one.words.encode()).hexdigest()[:16]: one for one in texts(stop)}
    form = RedactForm(
        request.POST if request.method == "POST" else None,
        offered={name: one.words for name, one in found.items()},
        label=say("Why the law does not allow it"),
        missing=say("Enter why the law does not allow it: it is kept"),
    )
    if form.is_valid():
        try:
            take_out(
                stop=key,
                chosen=form.texts,
                why=form.cleaned_data["words"],
                by=request.acting,
                now=timezone.now(),
            )
        except (NotHere, NotNow) as error:
            form.add_error(None, str(error))
        else:
            say_next(request, say("The words are gone. That something stood there is kept."))
            return SeeOther(reverse("stop", args=[key]))
    see(request, f"stop/{key}", "words to take out")
    return page(
        request,
        "stops/redact",
        section=SECTION,
        form=form,
        stop=stop,
        texts=found,
        chosen=form["chosen"].value() or [],
        status=status_of(form),
    )
