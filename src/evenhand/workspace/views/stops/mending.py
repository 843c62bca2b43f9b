"""An officer's own stops, and records that are to be mended."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Person
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.editing.forms import RecordForm, WordsForm
from evenhand.encounters.errors import NotHere, NotNow, StillToMend
from evenhand.encounters.models import ToMend
from evenhand.encounters.selectors import stops as selectors
from evenhand.encounters.services import mending
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters import stops as shown
from evenhand.workspace.views.rendering import SeeOther, page, status_of

SECTION, REVIEWING = "stops", "stops-queue"
EACH_PAGE = 20


@seen_by(May.RECORD_STOPS, logs=[Act.CONSULTATION])
@require_safe
def mine(request: ActingRequest) -> HttpResponse:
    """What waits for an officer: records to mend, questions, and the latest stops."""
    by = request.acting
    leaf = Paginator(selectors.recorded_by(by), EACH_PAGE).get_page(request.GET.get("page"))
    see(request, f"person/{by.person.pk}", "own stops")
    return page(
        request,
        "stops/mine",
        section=SECTION,
        to_mend=shown.to_mend(selectors.to_mend_of(by)[: selectors.MOST]),
        odd=shown.findings(selectors.findings_of(by)[: selectors.MOST]),
        asked=shown.stops(selectors.asked_of(by)[: selectors.MOST]),
        leaf=leaf,
        recent=shown.stops(leaf),
    )


@seen_by(May.RECORD_STOPS, logs=[Act.ALTERATION, Act.CONSULTATION])
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: ActingRequest, number: int) -> HttpResponse:
    """One record: what is wrong with it, and the fields that it takes to mend it."""
    waiting, now = _waiting(request, number), timezone.now()
    opened = mending.opened(waiting, now=now)
    own = mending.is_theirs(waiting, request.acting)
    over = mending.takes_over(waiting, opened, request.acting, now=now)
    record = opened.raw if isinstance(opened.raw, dict) else {}
    asking: dict[str, Any] = {"record": record, **_words(over)}
    if request.method == "POST":
        form = RecordForm.sent(request.POST, **asking)
        as_it_is = opened.record is not None
        if (own and as_it_is) or ((own or over) and form.is_valid()):
            try:
                mending.mend(
                    number=number,
                    record=None if as_it_is else form.changed_record,
                    reason="" if own and as_it_is else form.cleaned_data["words"],
                    by=request.acting,
                    now=now,
                )
            except StillToMend as error:
                form = form.with_problems(error.problems)
            except (NotNow, NotHere) as error:
                form.add_error(None, str(error))
            else:
                say_next(request, say("The record is mended. It is a stop now."))
                return SeeOther(reverse("my-stops" if own else "stops-findings"))
    else:
        wrong = [one.field for one in opened.problems]
        form = RecordForm(None, **{**shown.asked(request.GET), "fields": wrong}, **asking)
    see(request, f"stop/{waiting.sent.record}", "record to mend")
    return page(
        request,
        "stops/mend",
        section=REVIEWING if over else SECTION,
        form=form,
        waiting=waiting,
        own=own,
        over=over,
        locked=mending.came_without_key(waiting),
        opens=opened.raw is not None,
        named=bool(waiting.officer_id or opened.officer),
        well=opened.record is not None,
        problems=opened.problems,
        goes=shown.lines_of(record, form.remove),
        adding=shown.adding(record, reverse("stop-mend", args=[number])),
        status=status_of(form),
    )


@seen_by(May.REVIEW_STOPS, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: ActingRequest, number: int) -> HttpResponse:
    """Set a record aside for good, with the reason."""
    waiting = _waiting(request, number)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=say("Why it becomes no stop"),
        missing=say("Enter why it is set aside: it is kept"),
    )
    if form.is_valid():
        try:
            mending.set_aside(
                number=number,
                reason=form.cleaned_data["words"],
                by=request.acting,
                now=timezone.now(),
            )
        except (NotNow, NotHere) as error:
            form.add_error(None, str(error))
        except MayNot as error:
            raise PermissionDenied from error
        else:
            say_next(request, say("The record is set aside. It stays, and is counted as such."))
            return SeeOther(reverse("stops-findings"))
    return page(
        request,
        "stops/aside",
        section=SECTION,
        form=form,
        waiting=waiting,
        status=status_of(form),
    )


def _words(over: Person | None) -> dict[str, str]:
    """How the reason is asked for: of an officer, or of who takes over for one."""
    if over is None:
        return {
            "label": say("Why you change it"),
            "missing": say("Enter why you change it: it is kept"),
        }
    return {
        "label": say("Why you mend it for its officer, and how you know what it says"),
        "missing": say("Enter why you mend it for its officer: it is kept"),
    }


def see(request: ActingRequest, subject: str, what: str) -> None:
    """Keep in the private log that somebody saw it."""
    audit.record(
        act=Act.CONSULTATION,
        by=reference(request.acting.person),
        organisation=reference(request.acting.organisation),
        subject=subject,
        now=timezone.now(),
        details={"seen": what},
    )


def _waiting(request: ActingRequest, number: int) -> ToMend:
    try:
        return selectors.one_to_mend(request.acting, number)
    except NotHere as error:
        raise Http404 from error
