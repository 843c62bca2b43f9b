"""Progress reports: begun, prepared, looked at, published, and put on paper."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.ledger.selectors import checkpoint
from evenhand.measures.words.messages import say
from evenhand.plan import selectors as plans
from evenhand.plan import words
from evenhand.plan.quarters import Quarter
from evenhand.publications.errors import NoPaper, NotReady, PreparedMeanwhile
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Draft, Report
from evenhand.publications.reporting import finding, services
from evenhand.publications.reporting.forms import PrepareForm
from evenhand.publications.reporting.paper import on_paper
from evenhand.publications.reporting.telling import page_of, preview, shown
from evenhand.publications.selectors import measures_of
from evenhand.workspace.notices import say_next
from evenhand.workspace.views.rendering import SeeOther, page

SECTION = "reports"
CONFLICT, REFUSED = 409, 400


@seen_by(May.PREPARE_REPORTS, logs=())
@require_safe
def reports(request: ActingRequest) -> HttpResponse:
    """Reports that are being made, those that can be begun, and those that are out."""
    return _list(request)


@seen_by(May.PREPARE_REPORTS, logs=[Act.ALTERATION])
@require_POST
def begin(request: ActingRequest) -> HttpResponse:
    """Begin the report of a quarter."""
    try:
        quarter = Quarter.parse(request.POST.get("quarter", ""))
        draft = services.begin(request.acting, quarter=quarter, now=timezone.now())
    except (NotReady, MayNot) as error:
        return _list(request, problem=str(error), status=REFUSED)
    except ValueError:
        return _list(request, problem=say("Choose a quarter"), status=REFUSED)
    return SeeOther(reverse("report-draft", args=[draft.key]))


@seen_by(May.PREPARE_REPORTS, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: ActingRequest, key: UUID) -> HttpResponse:
    """What the report tells in detail and shows, and what the force says in it."""
    found = _draft(request, key)
    form = _form(request, found)
    if not form.is_valid():
        return _prepare(request, found, form, status=REFUSED if form.is_bound else 200)
    try:
        services.prepare(
            request.acting,
            key=key,
            expected=form.cleaned_data["version"],
            choice=form.choice,
            now=timezone.now(),
        )
    except PreparedMeanwhile as error:
        form.add_error(None, str(error))
        return _prepare(request, found, form, status=CONFLICT)
    except (NotReady, MayNot) as error:
        form.add_error(None, str(error))
        return _prepare(request, found, form, status=REFUSED)
    return SeeOther(reverse("report-preview", args=[key]))


@seen_by(May.PREPARE_REPORTS, logs=())
@require_safe
def look(request: ActingRequest, key: UUID) -> HttpResponse:
    """The report as it would be published now."""
    return _look(request, key)


@seen_by(May.PUBLISH, logs=[Act.ALTERATION])
@require_POST
def publish(request: ActingRequest, key: UUID) -> HttpResponse:
    """Publish what was looked at; sent again, it leads to the same report."""
    try:
        report = services.publish(
            request.acting,
            key=key,
            expected=_number(request.POST.get("version", "")),
            seen=request.POST.get("seen", ""),
            now=timezone.now(),
        )
    except (PreparedMeanwhile, MayNot) as error:
        return _look(request, key, problem=str(error), status=CONFLICT)
    except NotReady as error:
        return _list(request, problem=str(error), status=REFUSED)
    said = say("The report is published.")
    say_next(request, f"{said} {_put_on_paper(request, report)}".strip())
    return SeeOther(reverse("reports"))


@seen_by(May.PREPARE_REPORTS, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: ActingRequest, key: UUID) -> HttpResponse:
    """Throw a report away that was not published, once they were asked whether they mean it."""
    found, problem = _draft(request, key), ""
    if request.method == "POST":
        try:
            expected = _number(request.POST.get("version", ""))
            services.discard(request.acting, key=key, expected=expected, now=timezone.now())
        except (PreparedMeanwhile, NotReady, MayNot) as error:
            problem = str(error)
        else:
            say_next(request, say("The report was thrown away. Nothing was published."))
            return SeeOther(reverse("reports"))
    return page(
        request,
        "report_discard",
        section=SECTION,
        draft=found,
        quarter=_named(found),
        problem=problem,
        status=CONFLICT if problem else 200,
    )


@seen_by(May.PUBLISH, logs=())
@require_POST
def paper(request: ActingRequest, quarter: str, number: int) -> HttpResponse:
    """Make the PDF of a published report that has none yet."""
    report = finding.report(request.acting.organisation.force_id or "", quarter, number)
    if report is None:
        raise Http404
    say_next(request, _put_on_paper(request, report))
    return SeeOther(reverse("reports"))


def _put_on_paper(request: HttpRequest, report: Report) -> str:
    """Make the PDF outside of any transaction: it takes seconds. Its own page stands without it."""
    full = finding.report(report.force_id, report.quarter, report.number)
    if full is None or getattr(full, "paper", None):
        return ""
    address = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    try:
        pdf = on_paper(shown(full), address=address)
    except NoPaper as error:
        return say("It has no PDF yet. {why}", why=str(error))
    services.keep_paper(full, pdf, now=timezone.now())
    return say("Its PDF is made.")


def _list(request: ActingRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    plan = plans.plan_for(request.acting)
    force_id = plan.force_id if plan else ""
    begun = finding.drafts_of(force_id)
    names, printed = {one.quarter for one in begun}, finding.on_paper(force_id)
    return page(
        request,
        "reports",
        section=SECTION,
        plan=plan,
        drafts=[(one, _named(one)) for one in begun],
        ready=[
            (str(one), words.quarter(one))
            for one in (finding.ready(plan, timezone.localdate()) if plan else [])
            if str(one) not in names
        ],
        published=[
            (one, page_of(one), _named(one), one.pk in printed)
            for one in finding.reports_of(force_id)
        ],
        may_publish=request.acting.may(May.PUBLISH),
        problem=problem,
        status=status,
    )


def _prepare(
    request: ActingRequest, found: Draft, form: PrepareForm, *, status: int
) -> HttpResponse:
    return page(
        request,
        "report_draft",
        section=SECTION,
        draft=found,
        quarter=_named(found),
        form=form,
        status=status,
    )


def _look(
    request: ActingRequest, key: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    found = _draft(request, key)
    context: dict[str, Any] = {"draft": found, "quarter": _named(found)}
    try:
        said = services.put_in(found)
    except NotReady as error:
        return page(
            request,
            "report_preview",
            section=SECTION,
            report=None,
            problem=str(error),
            status=CONFLICT,
            **context,
        )
    return page(
        request,
        "report_preview",
        section=SECTION,
        report=preview(said, checkpoint() or ""),
        seen=digest(said),
        may_publish=request.acting.may(May.PUBLISH),
        problem=problem,
        status=status,
        **context,
    )


def _form(request: ActingRequest, found: Draft) -> PrepareForm:
    day = Quarter.parse(found.quarter).last_day
    return PrepareForm(
        request.POST if request.method == "POST" else None,
        draft=found,
        streams=plans.workstreams(found.plan, on=day),
        figures=measures_of(found.force_id),
        found=plans.tracked(found.plan, on=day),
    )


def _draft(request: ActingRequest, key: UUID) -> Draft:
    """The draft, if it is of the force that they act for."""
    plan = plans.plan_for(request.acting)
    found = finding.draft_of(plan.force_id, key) if plan else None
    if found is None:
        raise Http404
    return found


def _named(one: Draft | Report) -> str:
    return words.quarter(Quarter.parse(one.quarter))


def _number(text: str) -> int:
    """A version as a form sends it; none of ours where it is no number."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
