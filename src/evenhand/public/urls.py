"""Addresses of public pages. A figure's own address never changes and never disappears."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, include, path, re_path, register_converter

from evenhand.public.addresses import ReferenceConverter
from evenhand.public.files.endings import ANY_FILE, EndingConverter
from evenhand.public.views import (
    analyst,
    cookies,
    cosigning,
    datasets,
    evidence,
    feedback,
    feeds,
    figures,
    find,
    following,
    forces,
    furniture,
    home,
    log,
    maturity,
    maturity_files,
    measures,
    methods,
    plan,
    plan_files,
    quality,
    reports,
    search,
)

A_MEASURE = "measures/<slug:measure>"
OF_A_FORCE = "forces/<slug:force_id>"
MATURITY = f"{OF_A_FORCE}/maturity/<slug:framework>/<int:version>"
A_REPORT = f"{OF_A_FORCE}/reports/<slug:quarter>/<int:number>"
AN_ACTION = "forces/<slug:force_id>/plan/<int:iteration>/actions"
A_FILE = "evidence/<slug:digest>/<str:name>"

register_converter(ReferenceConverter, "reference")
register_converter(EndingConverter, "ending")


def files_at(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> list[URLPattern]:
    """The files beside a page that a slug names: a slug would swallow half of -metadata.json."""
    return [
        path(f"{route}-metadata.json", view, {"ending": "-metadata.json"}),
        path(f"{route}<ending:ending>", view, name=name),
    ]


urlpatterns = [
    path("", home.home, name="home"),
    path("robots.txt", furniture.robots, name="robots"),
    path("find/", find.find, name="find"),
    path("search/", search.search, name="search"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<slug:method>/", methods.method, name="method"),
    path("forces/", forces.every, name="forces"),
    path("about/", furniture.about, name="about"),
    path("accessibility/", furniture.accessibility, name="accessibility"),
    path("contact/", furniture.contact, name="contact"),
    path("cookies/", cookies.choose, name="cookies"),
    path("cookies/force/", cookies.remember_force, name="remember-force"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/sent/", feedback.sent, name="feedback-sent"),
    path("follow/", following.follow, name="follow"),
    path("follow/sent/", following.sent, name="follow-sent"),
    path("follow/confirm/", following.confirm, name="follow-confirm"),
    path("follow/stop/", following.stop, name="follow-stop"),
    path("measures/", measures.every, name="measure-list"),
    path("measures/<slug:measure>/", measures.across, name="measure-across"),
    path("measures/<slug:measure>/months/<slug:months>/", measures.across, name="measure-months"),
    *files_at(
        f"{A_MEASURE}/months/<slug:months>",
        measures.across_file,
        name="measure-months-file",
    ),
    path("measures/<slug:measure>/over-time/", measures.over_time, name="measure-over-time"),
    path("measures/<slug:measure>/analyst/", analyst.analyst, name="analyst"),
    *files_at(A_MEASURE, measures.across_file, name="measure-file"),
    path("api/", include("evenhand.public.api.urls")),
    path("forces/<slug:force_id>/", forces.force, name="force"),
    path("forces/<slug:force_id>/measures/", forces.measures, name="measures"),
    path("forces/<slug:force_id>/files/", quality.files, name="files"),
    path("forces/<slug:force_id>/measures/<slug:measure>/", forces.measure, name="measure"),
    path("log/", log.log, name="log"),
    path("log/check_log.py", log.program, name="log-check"),
    path("log/ledger/export.jsonl", log.export, name="log-export"),
    path("log/ledger/proof/<int:position>", log.proof, name="log-proof"),
    path("log/cosignatures", cosigning.cosign, name="log-cosign"),
    path("log/<slug:name>/cosignatures", cosigning.cosign, name="log-cosign-of"),
    path("log/<slug:name>/<path:path>", log.piece, name="log-piece"),
    path("plans/", plan.every, name="plans"),
    path("plans.atom", feeds.every, name="plans-feed"),
    path("plans/how/", plan.status, name="plan-status"),
    path("forces/<slug:force_id>/plan/", plan.plan, name="plan"),
    path("forces/<slug:force_id>/plan.atom", feeds.plan, name="plan-feed"),
    path("forces/<slug:force_id>/plan.<slug:ending>", plan_files.file, name="plan-file"),
    path("forces/<slug:force_id>/plan/late/", plan.late, name="plan-late"),
    path("forces/<slug:force_id>/plan/changes/", plan.changes, name="plan-changes"),
    path("forces/<slug:force_id>/plan/changes/<slug:quarter>/", plan.changes, name="plan-quarter"),
    path("forces/<slug:force_id>/plan/leads/", plan.leads, name="plan-leads"),
    path("forces/<slug:force_id>/plan/take-part/", plan.part, name="plan-part"),
    path("forces/<slug:force_id>/plan/<int:iteration>/", plan.plan, name="plan-iteration"),
    path(f"{AN_ACTION}/<slug:key>/", plan.action, name="plan-action"),
    path(f"{AN_ACTION}/<slug:key>/{A_FILE}", evidence.file, name="evidence-file"),
    path(f"{OF_A_FORCE}/reports/", reports.reports, name="public-reports"),
    path(f"{A_REPORT}/", reports.report, name="report"),
    path(f"{A_REPORT}.<slug:ending>", reports.file, name="report-file"),
    path(f"{AN_ACTION}/<slug:key>.atom", feeds.action, name="plan-action-feed"),
    path(f"{OF_A_FORCE}/maturity/", maturity.maturity, name="maturity"),
    path(f"{OF_A_FORCE}/maturity.<slug:ending>", maturity_files.file, name="maturity-file"),
    path(f"{MATURITY}/", maturity.maturity, name="maturity-version"),
    path(f"{MATURITY}/<slug:key>/", maturity.standard, name="standard"),
    path("figures/<reference:reference>/", figures.figure, name="figure"),
    path("figures/<reference:reference><ending:ending>", figures.figure_file, name="figure-file"),
    *files_at(f"forces/<slug:force_id>/{A_MEASURE}", figures.latest_file, name="latest-file"),
    path("data/", datasets.datasets, name="datasets"),
    path("data/figures<ending:ending>", datasets.whole_file, name="whole-file"),
    re_path(ANY_FILE, figures.no_file),
]
