"""A file as evidence: sent, looked at as the public will have it, and only then added."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.audit.models import Act
from evenhand.cleaning import Refused, clean
from evenhand.plan import models, selectors, services
from evenhand.plan.errors import EditedMeanwhile, PlanError
from evenhand.plan.forms.files import FileStepForm, SendFileForm
from evenhand.plan.forms.possible import refusal
from evenhand.plan.forms.questions import About
from evenhand.plan.history import Kind
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.desk_action import meanwhile as told_meanwhile
from evenhand.workspace.presenters.desk_action import shown
from evenhand.workspace.presenters.desk_steps import step_words
from evenhand.workspace.presenters.plan_files import days_kept, endings, looked
from evenhand.workspace.uploads import was_too_large
from evenhand.workspace.views.desk.finding import SECTION, Desk, refuse, the_action
from evenhand.workspace.views.rendering import SeeOther, page, status_of

NOTHING_RUNS = "sandbox; default-src 'none'; frame-ancestors 'none'"


@seen_by(Who.MEMBER, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: ActingRequest, force_id: str, iteration: int, key: str) -> HttpResponse:
    """Send a file. It is made again from what can be seen in it; nothing of it is public yet."""
    desk = _may(the_action(request, force_id, iteration, key))
    if request.method != "POST":
        return _ask_for_file(request, desk, SendFileForm())
    form = SendFileForm(request.POST, request.FILES, larger=was_too_large(request))
    if not form.is_valid():
        return _ask_for_file(request, desk, form)
    sent = form.cleaned_data["file"]
    content = sent.read()
    try:
        cleaned = clean(content, sent.name)
        with services.written_by(
            request.acting, plan=desk.plan, action=desk.row, kind=Kind.EVIDENCE, now=timezone.now()
        ) as who:
            row = services.keep_file(action=desk.row, cleaned=cleaned, sent=content, **who)
    except Refused as refused:
        return _ask_for_file(request, desk, form, refused.sentences)
    except PlanError as error:
        return _ask_for_file(request, desk, form, (str(error),))
    except MayNot as error:
        raise PermissionDenied from error
    services.forget_files(now=timezone.now())
    return SeeOther(reverse("look-at-file", args=[*desk.address, row.pk]))


@seen_by(Who.MEMBER, logs=[Act.ALTERATION])
@require_http_methods(["GET", "HEAD", "POST"])
def look_at_file(
    request: ActingRequest, force_id: str, iteration: int, key: str, number: int
) -> HttpResponse:
    """What will be public of a file and what was taken out; then adding it as evidence."""
    desk = _may(the_action(request, force_id, iteration, key))
    row = _row(desk, number)
    if request.method != "POST":
        return _show(request, desk, row, FileStepForm(about=About(desk.plan, desk.now)))
    seen = desk.seen(request.POST.get("expected", ""))
    form = FileStepForm(request.POST, about=About(desk.plan, seen))
    if not form.is_valid():
        return _show(request, desk, row, form)
    later = [one.proof.address for one in desk.later_than(seen.number) if one.proof]
    if row.digest in later:
        say_next(request, step_words("file", desk.now).done)  # the same form, sent twice
        return SeeOther(desk.url)
    try:
        with services.written_by(
            request.acting, plan=desk.plan, action=desk.row, kind=Kind.EVIDENCE, now=timezone.now()
        ) as who:
            services.add_evidence(
                action=desk.row,
                expected=seen.number,
                kind=models.EvidenceKind.FILE,
                title=form.cleaned_data["title"],
                words=form.cleaned_data["words"],
                address=row.digest,
                **who,
            )
    except EditedMeanwhile:
        now = the_action(request, *desk.address)
        again = form.again(About(now.plan, now.now))
        told = told_meanwhile(now.one, seen.number)
        return _show(request, now, row, again, meanwhile=told, status=409)
    except PlanError as error:
        form.add_error(None, str(error))
        return _show(request, desk, row, form)
    except MayNot as error:
        raise PermissionDenied from error
    say_next(request, step_words("file", desk.now).done)
    return SeeOther(desk.url)


@seen_by(Who.MEMBER, logs=())
@require_safe
def see_file(
    request: ActingRequest, force_id: str, iteration: int, key: str, number: int
) -> HttpResponse:
    """The cleaned file itself, for those who may add it."""
    row = _row(_may(the_action(request, force_id, iteration, key)), number)
    content = selectors.content(row.digest)
    if content is None:
        raise Http404("the file is gone")
    answer = HttpResponse(content, content_type=row.kind)
    answer["Content-Disposition"] = f'attachment; filename="evidence-{row.pk}.{row.ending}"'
    answer["Content-Security-Policy"] = NOTHING_RUNS
    return answer


def _may(desk: Desk) -> Desk:
    if Kind.EVIDENCE not in desk.kinds:
        refuse(desk, Kind.EVIDENCE)
    return desk


def _why_not(desk: Desk) -> str:
    """Why no evidence can be added now, whoever asks."""
    force = desk.plan.organisation
    return refusal(desk.now, Kind.EVIDENCE, organisation=force, force=force, at=desk.at)


def _row(desk: Desk, number: int) -> models.CleanedFile:
    row = selectors.waiting_file(desk.by, desk.row, number)
    if row is None:
        raise Http404(f"no file {number} waits for this action")
    return row


def _ask_for_file(
    request: ActingRequest, desk: Desk, form: SendFileForm, refused: tuple[str, ...] = ()
) -> HttpResponse:
    return page(
        request,
        "desk/add_file",
        section=SECTION,
        desk=desk,
        shown=shown(desk.one),
        words=step_words("file", desk.now),
        form=form,
        refused=refused,
        why_not=_why_not(desk),
        endings=endings(),
        status=400 if refused else status_of(form),
    )


def _show(
    request: ActingRequest,
    desk: Desk,
    row: models.CleanedFile,
    form: FileStepForm,
    *,
    meanwhile: object = (),
    status: int = 0,
) -> HttpResponse:
    kind = Kind.EVIDENCE
    return page(
        request,
        "desk/look_at_file",
        section=SECTION,
        desk=desk,
        shown=shown(desk.one),
        words=step_words("file", desk.now),
        file=looked(row, desk.address),
        days=days_kept(),
        form=form,
        signed=services.signature(desk.by, plan=desk.plan, kind=kind, action=desk.row),
        meanwhile=meanwhile,
        why_not=_why_not(desk),
        status=status or status_of(form),
    )
