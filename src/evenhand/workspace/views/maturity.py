"""Assessing maturity: which standards are mine to assess, the form, what will be public."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.access import ActingRequest, Who, seen_by
from evenhand.accounts.errors import MayNot
from evenhand.accounts.noting import note_may_not
from evenhand.accounts.services.writing import Signature
from evenhand.audit.models import Act
from evenhand.maturity import models, selectors, services
from evenhand.maturity.errors import EditedMeanwhile, MaturityError, NeedsEvidence
from evenhand.maturity.forms import AssessForm
from evenhand.maturity.frameworks import Asked, FrameworkFile
from evenhand.maturity.history import Assessed, Standing, View
from evenhand.maturity.permissions import signature, to_assess, view_of
from evenhand.maturity.rules import allow
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import say_next
from evenhand.workspace.presenters.desk_steps import typed
from evenhand.workspace.presenters.maturity import choices, desk, meanwhile, preview
from evenhand.workspace.views.desk.finding import today
from evenhand.workspace.views.desk.steps import EDIT, SAVE, STAGE, kept
from evenhand.workspace.views.rendering import SeeOther, page, status_of

SECTION = "maturity"


@dataclass(frozen=True)
class Before:
    """A standard of a force before somebody who may give a view of it."""

    basis: models.Basis
    framework: FrameworkFile
    asked: Asked
    standing: Standing
    view: View
    who: Signature
    at: datetime

    @property
    def name(self) -> str:
        """What the standard is called."""
        return say(self.asked.name)

    @property
    def asks(self) -> str:
        """What it asks for."""
        return say(self.asked.words)

    @property
    def mine(self) -> tuple[Assessed, ...]:
        """What their organisation has said, in order."""
        return self.standing.by(self.who.organisation)


@seen_by(Who.MEMBER, logs=())
@require_safe
def forces(request: ActingRequest) -> HttpResponse:
    """The forces that this person may give a view of; the only one at once."""
    found = to_assess(request.acting, selectors.bases())
    if len(found) == 1:
        return SeeOther(reverse("assess-force", args=[found[0].force_id]))
    return page(request, "maturity/forces", section=SECTION, bases=found)


@seen_by(Who.MEMBER, logs=())
@require_safe
def standards(request: ActingRequest, force_id: str) -> HttpResponse:
    """Every standard of a force: what my organisation says, what others say."""
    basis, _, who = _may(request, force_id)
    found = selectors.maturity(basis, on=today())
    return page(
        request,
        "maturity/standards",
        section=SECTION,
        basis=basis,
        desk=desk(found, who.organisation),
    )


def signed_out(request: HttpRequest, force_id: str, key: str) -> HttpResponse:
    """What was typed when the session had ended: nothing is recorded, and nothing is lost."""
    return page(
        request,
        "desk/signed_out",
        section="",
        typed=typed(request.POST),
        here=reverse("assess", args=[force_id, key]),
        status=401,
    )


@seen_by(Who.MEMBER, logs=[Act.ALTERATION], sent_signed_out=signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: ActingRequest, force_id: str, key: str) -> HttpResponse:
    """Say at which level a force stands by one standard; shown first as the public will read it."""
    before = _before(request, force_id, key)
    number = len(before.mine)
    sent = request.POST if request.method == "POST" else None
    form = AssessForm(sent, levels=before.framework.levels, expected=number)
    if sent is None or not form.is_valid() or sent.get(STAGE) == EDIT:
        return _asked(request, before, form)
    if form.expected != number:
        return _meanwhile(request, before, form)
    try:
        return _sent(request, before, form)
    except EditedMeanwhile:
        return _meanwhile(request, _before(request, force_id, key), form)
    except MaturityError as error:
        form.add_error("kind1" if isinstance(error, NeedsEvidence) else None, str(error))
        return _asked(request, before, form)
    except MayNot as error:
        raise PermissionDenied from error


def _sent(request: ActingRequest, before: Before, form: AssessForm) -> HttpResponse:
    who, names = before.who, before.framework.levels
    if request.POST.get(STAGE) != SAVE:
        added = Assessed(
            len(before.mine) + 1, before.view, form.said, before.at, who.by, who.organisation
        )
        allow(before.mine, added, force=before.basis.organisation)
        shown = preview(before.standing, form, names, view=before.view, who=who, at=before.at)
        return page(
            request,
            "maturity/preview",
            section=SECTION,
            before=before,
            preview=shown,
            sent=kept(request),
            here=request.path,
        )
    with services.assessed_by(
        request.acting, basis=before.basis, standard=before.asked.key, now=before.at
    ) as signed:
        services.assess(
            basis=before.basis,
            standard=before.asked.key,
            view=before.view,
            expected=form.expected,
            said=form.said,
            **signed,
        )
    say_next(request, say("“{name}” is assessed, in public.", name=before.name))
    return SeeOther(reverse("assess-force", args=[before.basis.force_id]))


def _meanwhile(request: ActingRequest, before: Before, form: AssessForm) -> HttpResponse:
    """What others of the same organisation said since the form was opened, above the form.

    The same form sent twice was recorded once, and that is all there is to say.
    """
    later = [one for one in before.mine if one.number > form.expected]
    if any(one.said == form.said for one in later):
        say_next(request, say("This was recorded already. Nothing was added."))
        return SeeOther(reverse("assess-force", args=[before.basis.force_id]))
    number = len(before.mine)
    again = AssessForm(
        {**request.POST.dict(), "expected": number}, levels=before.framework.levels, expected=number
    )
    told = meanwhile(before.standing, later, before.framework.levels)
    return _asked(request, before, again, told=told, status=409)


def _asked(
    request: ActingRequest, before: Before, form: AssessForm, *, told: object = (), status: int = 0
) -> HttpResponse:
    return page(
        request,
        "maturity/assess",
        section=SECTION,
        before=before,
        form=form,
        offered=choices(form, before.asked),
        shown=meanwhile(before.standing, before.standing.latest, before.framework.levels),
        meanwhile=told,
        here=request.path,
        status=status or status_of(form),
    )


def _before(request: ActingRequest, force_id: str, key: str) -> Before:
    basis, view, who = _may(request, force_id)
    framework, at = selectors.content(basis.framework), timezone.now()
    asked = next((one for one in framework.standards if one.key == key), None)
    if asked is None:
        raise Http404(f"the framework has no standard {key}")
    standing = selectors.standing(basis, key, on=today(at))
    return Before(basis, framework, asked, standing, view, who, at)


def _may(request: ActingRequest, force_id: str) -> tuple[models.Basis, View, Signature]:
    """What somebody may say of a force.

    Raises
    ------
    Http404
        If it is not assessed here, or they do not look at it.
    PermissionDenied
        If no role of theirs lets them; that they asked is kept.
    """
    by, basis = request.acting, selectors.basis(force_id)
    if basis is None or not (by.is_of(force_id) or by.looks_at(force_id)):
        raise Http404(f"{by.organisation} assesses nothing of {force_id}")
    view, who = view_of(by, force_id), signature(by, basis)
    if view is None or who is None:
        note_may_not(by, SECTION, now=timezone.now())
        raise PermissionDenied
    return basis, view, who
