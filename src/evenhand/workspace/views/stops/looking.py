"""One stop: all that it says, its history, correcting it and reviewing it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.editing.forms import RecordForm, WordsForm
from evenhand.encounters.errors import EditedMeanwhile, NotHere, NotNow, StillToMend
from evenhand.encounters.models import Step, Stop
from evenhand.encounters.selectors import stops as selectors
from evenhand.encounters.services.correcting import correct as correct_stop
from evenhand.encounters.services.correcting import current
from evenhand.encounters.services.reviewing import review as review_stop
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import stops as shown
from evenhand.workspace.views.rendering import SeeOther, page, status_of
from evenhand.workspace.views.stops.mending import SECTION, see

LONGEST_NUMBER = 9  # digits
STEPS = {one.value: one for one in Step}


@seen_by(May.RECORD_STOPS, logs=[Act.CONSULTATION])
@require_safe
def stop(request: ActingRequest, key: UUID) -> HttpResponse:
    """All that a stop says, what became of it, and what can be done."""
    return _stop(request, _found(request, key), _words_form(request))


@seen_by(May.RECORD_STOPS, logs=[Act.ALTERATION, Act.CONSULTATION])
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActingRequest, key: UUID) -> HttpResponse:
    """Correct some fields, with a reason; what the rules ask for besides is asked too."""
    found = _found(request, key)
    record, version = current(found)
    asking = {
        "record": record,
        "label": say("Why you correct it"),
        "missing": say("Enter why you correct it: it is kept"),
    }
    if request.method == "POST":
        form = RecordForm.sent(request.POST, **asking)
        if form.is_valid():
            try:
                correct_stop(
                    stop=key,
                    expected=_number(request),
                    record=form.changed_record,
                    reason=form.cleaned_data["words"],
                    by=request.acting,
                    now=timezone.now(),
                )
            except StillToMend as error:
                form = form.with_problems(error.problems)
            except (NotNow, NotHere, EditedMeanwhile) as error:
                form.add_error(None, str(error))
            except MayNot as error:
                raise PermissionDenied from error
            else:
                say_next(request, say("The stop is corrected. What it said before stays beside."))
                return SeeOther(reverse("stop", args=[key]))
    else:
        form = RecordForm(None, **shown.asked(request.GET), **asking)
    see(request, f"stop/{key}", "correction")
    return page(
        request,
        "stops/correct",
        section=SECTION,
        form=form,
        stop=found,
        version=version.number,
        goes=shown.lines_of(record, form.remove),
        status=status_of(form),
    )


@seen_by(May.RECORD_STOPS, logs=[Act.ALTERATION, Act.CONSULTATION])
@require_http_methods(["POST"])
def review(request: ActingRequest, key: UUID) -> HttpResponse:
    """Take one step: a supervisor reads, asks or agrees; the officer answers."""
    found = _found(request, key)
    step = STEPS.get(request.POST.get("step", ""))
    form = _words_form(request, needed=step in {Step.ASKED, Step.ANSWERED})
    if step is None:
        form.add_error(None, say("Choose what you want to do."))
    elif form.is_valid():
        try:
            review_stop(
                stop=key,
                step=step,
                words=form.cleaned_data["words"],
                expected=_number(request),
                by=request.acting,
                now=timezone.now(),
            )
        except (NotNow, NotHere) as error:
            form.add_error(None, str(error))
        except MayNot as error:
            raise PermissionDenied from error
        else:
            say_next(request, say("It is kept with the stop."))
            return SeeOther(reverse("stop", args=[key]))
    return _stop(request, found, form)


def _stop(request: ActingRequest, found: Stop, form: WordsForm) -> HttpResponse:
    by = request.acting
    record, version = current(found)
    own = found.officer_id == by.person.pk
    see(request, f"stop/{found.pk}", "stop")
    return page(
        request,
        "stops/stop",
        section=SECTION,
        form=form,
        stop=found,
        lines=shown.lines(record),
        left_out=shown.empty_lines(record),
        adding=shown.adding(record, reverse("stop-correct", args=[found.pk])),
        marks=shown.marks(found),
        history=shown.history(
            found.all_versions.select_related("by", "stop"),
            found.reviews.select_related("by"),
            selectors.decided(found),
        ),
        erased=version.restricted.erased_at is not None,
        keep_until=notes.day(version.restricted.keep_until),
        taken_out=shown.taken_out(found.all_versions.all()),
        may_redact=by.may(May.REVIEW_STOPS),
        may_review=by.may(May.REVIEW_STOPS) and not own,
        may_answer=own and found.reviewed == "asked",
        status=status_of(form),
    )


def _words_form(request: ActingRequest, *, needed: bool = False) -> WordsForm:
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=say("What you want to say"),
        missing=say("Enter what you want to say: it is kept"),
    )
    form.fields["words"].required = needed
    return form


def _found(request: ActingRequest, key: UUID) -> Stop:
    try:
        return selectors.one(request.acting, key)
    except NotHere as error:
        raise Http404 from error


def _number(request: ActingRequest) -> int:
    said = request.POST.get("expected", "")
    return int(said) if said.isdecimal() and len(said) <= LONGEST_NUMBER else 0
