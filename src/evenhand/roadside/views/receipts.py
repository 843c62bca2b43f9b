"""The page that a slip opens: what was recorded about me, and what I may do. No account needed.

The code stands in the address, so no answer of ours is kept by a browser, sent on as a referrer or
written to a log, and no page loads anything from elsewhere. Looking changes nothing: programs that
look at links before people do no harm. Codes that open nothing are counted together for the whole
process: nobody's network is remembered, and a slip that opens its page always does.
"""

from collections.abc import Callable
from functools import wraps
from importlib import resources

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.encounters.receipts import proving, slips
from evenhand.encounters.receipts import showing as receipts
from evenhand.encounters.receipts.showing import NotComplete, NotThere, SaidOften
from evenhand.encounters.receipts.slips import NotACode
from evenhand.forces import selectors as forces
from evenhand.govuk.pictures import qr
from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import STOPS
from evenhand.publications import selectors as publications
from evenhand.publications.protecting.quantities import EVERYTHING
from evenhand.roadside.api.gates import Gate, TooMuch
from evenhand.roadside.forms import CopyForm, EthnicityForm
from evenhand.roadside.presenters import receipts as words
from evenhand.scrutiny.told import listed

UNKNOWN = Gate(at_once=64, each_minute=300)
"""Codes that open nothing, in one process."""
TEXT = "text/plain; charset=utf-8"
View = Callable[..., HttpResponse]


def opens(view: View) -> View:
    """Read the code that stands in an address, and say kindly where it opens nothing."""

    @wraps(view)
    @never_cache
    def answer(request: HttpRequest, code: str, **more: int) -> HttpResponse:
        try:
            return _quiet(view(request, slips.read(code), **more))
        except NotACode:
            return _nothing(request, "receipt_mistyped", status=404)
        except NotComplete:
            return _page(request, "receipt_waits")
        except NotThere:
            return _nothing(request, "receipt_none", status=200)

    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Where the code is typed in by those whose phone reads no picture."""
    if request.method != "POST":
        return _page(request, "receipt_find", typed="", problem="")
    typed = request.POST.get("code", "")[:100]
    try:
        secret = slips.read(typed)
    except NotACode:
        return _nothing(request, "receipt_find", status=400, typed=typed, problem=say(MISTYPED))
    return _see_other(reverse("receipt", args=[slips.code(secret)]))


MISTYPED = "Look at the code again: a letter is missing or wrong"


@opens
@require_safe
def receipt(request: HttpRequest, secret: bytes) -> HttpResponse:
    """What was recorded, in plain sentences."""
    now = timezone.now()
    shown = receipts.look(secret, now=now)
    overseer, overseer_url = words.overseer(shown.stop.force_id)
    return _page(
        request,
        "receipt",
        code=slips.code(secret),
        spelled=slips.spelled(slips.code(secret)),
        lead=words.lead(shown),
        searched=words.searched(shown.told),
        corrected=words.corrected(shown),
        rows=words.rows(shown),
        copies=words.copies(shown.copies),
        kept_until=words.kept_until(shown),
        force=shown.stop.force.name,
        overseer=overseer,
        overseer_url=overseer_url,
        entries=[(one, words.in_log(one)) for one in proving.entries(secret, now=now)],
        force_id=shown.stop.force_id,
        **_around(shown.stop.force_id),
    )


def _around(force_id: str) -> dict[str, bool]:
    """Whether a panel looks at records of the force, and whether its stops have figures.

    Both are of the force alone: whether this stop was drawn is nobody's to read here.
    """
    return {
        "scrutinised": bool(listed.panels(force=force_id)),
        "figures": bool(publications.pages_of(force_id, [EVERYTHING[STOPS]], [])),
    }


@opens
@require_http_methods(["GET", "HEAD", "POST"])
def ethnicity(request: HttpRequest, secret: bytes) -> HttpResponse:
    """They say which group they belong to, beside what the officer recorded."""
    now, code = timezone.now(), slips.code(secret)
    shown = receipts.look(secret, now=now)
    form = EthnicityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and shown.may_say and form.is_valid():
        try:
            receipts.say_ethnicity(secret, form.cleaned_data["group"], now=now)
        except SaidOften:
            shown = receipts.look(secret, now=now)
        else:
            return _see_other(reverse("receipt", args=[code]))
    return _page(
        request,
        "receipt_ethnicity" if shown.may_say else "receipt_said",
        status=200 if request.method != "POST" else 400,
        code=code,
        now_said=words.ethnicity(shown),
        left=shown.may_say,
        groups=form.groups(),
        problem=form.problem("group"),
    )


@opens
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, secret: bytes) -> HttpResponse:
    """They ask the force for a copy of the record or of the video."""
    now, code = timezone.now(), slips.code(secret)
    shown = receipts.look(secret, now=now)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        receipts.ask_copy(secret, asked["of"], asked["contact"], now=now)
        return _see_other(reverse("receipt", args=[code]))
    return _page(
        request,
        "receipt_copy",
        status=200 if request.method != "POST" else 400,
        code=code,
        force=shown.stop.force.name,
        filmed=bool(shown.told["video_on"]),
        copies=words.copies(shown.copies),
        typed={name: form[name].value() or "" for name in form.fields},
        problems={name: form.problem(name) for name in form.fields},
    )


@opens
@require_safe
def slip(request: HttpRequest, secret: bytes) -> HttpResponse:
    """The slip on paper: for a front desk, a library, or somebody whose phone is shared."""
    now, code = timezone.now(), slips.code(secret)
    shown = receipts.look(secret, now=now)
    address = request.build_absolute_uri(reverse("receipt", args=[code]))
    return _page(
        request,
        "receipt_slip",
        code=code,
        spelled=slips.spelled(code),
        find=request.build_absolute_uri(reverse("receipt-find")),
        picture=qr(address, label=say("Picture for a phone’s camera: it opens the receipt")),
        lead=words.lead(shown),
        kept_until=words.kept_until(shown),
    )


@opens
@require_safe
def proof(request: HttpRequest, secret: bytes, number: int) -> HttpResponse:
    """A proof that an entry about the stop is in the public log; nobody else can read it."""
    found = proving.proof(secret, number, now=timezone.now())
    if found is None:
        return _page(request, "receipt_no_proof", status=404, code=slips.code(secret))
    response = HttpResponse(found, content_type=TEXT)
    response["Content-Disposition"] = f'attachment; filename="receipt-proof-{number}.txt"'
    return response


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The program of under a hundred lines that checks a slip with nothing but Python."""
    del request
    content = resources.files("evenhand.roadside").joinpath("check_receipt.py").read_bytes()
    response = HttpResponse(content, content_type=TEXT)
    response["Content-Disposition"] = 'attachment; filename="check_receipt.py"'
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _nothing(
    request: HttpRequest, template: str, *, status: int, **context: object
) -> HttpResponse:
    """Say that a code opens nothing; many of them at once are asked to wait."""
    try:
        with UNKNOWN.passed("codes"):
            return _page(request, template, status=status, **context)
    except TooMuch as error:
        response = _page(request, "receipt_many", status=429)
        response["Retry-After"] = str(error.seconds)
        return response


def _page(
    request: HttpRequest, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    context = {"fictional": forces.is_fictional(), **context}
    return _quiet(render(request, f"roadside/{template}.html", context, status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _see_other(address: str) -> HttpResponse:
    response = HttpResponse(status=303)
    response["Location"] = address
    return response
