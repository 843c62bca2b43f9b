"""Addresses of public pages. A figure's own address never changes and never disappears."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, include, path, re_path, register_converter

from evenhand.measures.words.powers import STOPS
from evenhand.public.addresses import ReferenceConverter
from evenhand.public.files.endings import ANY_FILE, EndingConverter
from evenhand.public.views import (
    alert_files,
    alerts,
    analyst,
    cookies,
    cosigning,
    coverage,
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
    packs,
    patterns,
    plan,
    plan_files,
    quality,
    reports,
    scrutiny,
    scrutiny_advice,
    scrutiny_files,
    search,
    stops_answers,
    stops_records,
)

A_MEASURE = "measures/<slug:measure>"
OF_A_FORCE = "forces/<slug:force_id>"
MATURITY = f"{OF_A_FORCE}/maturity/<slug:framework>/<int:version>"
A_REPORT = f"{OF_A_FORCE}/reports/<slug:quarter>/<int:number>"
AN_ACTION = "forces/<slug:force_id>/plan/<int:iteration>/actions"
ANSWERS, RECORDS = f"{OF_A_FORCE}/stops/answers", f"{OF_A_FORCE}/stops/records"
SCRUTINY, ADVICE = f"{OF_A_FORCE}/scrutiny", f"{OF_A_FORCE}/recommendations"
A_DRAW = "panels/<slug:panel>/draws/<int:number>"
A_MEETING = "panels/<slug:panel>/meetings/<int:number>"
A_PACK = f"{A_MEETING}/pack/<int:version>"
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
    path(f"{OF_A_FORCE}/stops/", forces.stops, name="stops"),
    path(f"{OF_A_FORCE}/stops/files/", quality.files, {"power": STOPS}, name="stops-files"),
    path(f"{OF_A_FORCE}/stops/patterns/", patterns.patterns, name="stops-patterns"),
    path(
        f"{OF_A_FORCE}/stops/patterns.<slug:ending>",
        patterns.patterns_file,
        name="stops-patterns-file",
    ),
    path("forces/<slug:force_id>/files/", quality.files, name="files"),
    path("forces/<slug:force_id>/measures/<slug:measure>/", forces.measure, name="measure"),
    path("log/", log.log, name="log"),
    path("log/check_log.py", log.program, {"name": "check_log.py"}, name="log-check"),
    path("log/redraw.py", log.program, {"name": "redraw.py"}, name="redraw-python"),
    path("log/redraw.js", log.program, {"name": "redraw.js"}, name="redraw-javascript"),
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
    path("alerts/", alerts.every, name="alerts"),
    path("alerts.atom", alert_files.feed_of_all, name="all-alerts-feed"),
    path("explanations/", alerts.explanations, name="explanations"),
    path(f"{OF_A_FORCE}/alerts/", alerts.force, name="force-alerts"),
    path(f"{OF_A_FORCE}/alerts/<int:number>/", alerts.alert, name="alert"),
    path(f"{OF_A_FORCE}/alerts.atom", alert_files.feed, name="alerts-feed"),
    path(f"{OF_A_FORCE}/alerts.<slug:ending>", alert_files.file, name="alerts-file"),
    path(f"{OF_A_FORCE}/watch/", alerts.watch, name="watch"),
    path("scrutiny/", scrutiny.every, name="scrutiny"),
    path("scrutiny.atom", scrutiny_files.feed_of_all, name="all-scrutiny-feed"),
    path("scrutiny/anchor-cases/", scrutiny.anchor_cases, name="anchor-cases"),
    path("scrutiny/anchor-cases.json", scrutiny_files.anchor_file, name="anchor-cases-file"),
    path(f"{SCRUTINY}/", scrutiny.force, name="force-scrutiny"),
    path(f"{SCRUTINY}/members/", scrutiny.members, name="panel-made"),
    path(f"{SCRUTINY}.atom", scrutiny_files.feed, name="scrutiny-feed"),
    path(f"{SCRUTINY}.<slug:ending>", scrutiny_files.file, name="scrutiny-file"),
    path(f"{SCRUTINY}/calendar.ics", scrutiny_files.calendar, name="scrutiny-calendar"),
    path(f"{SCRUTINY}/draws/<int:number>/", scrutiny.draw_of_force, name="draw-of-force"),
    path(f"{ADVICE}/", scrutiny_advice.force, name="recommendations"),
    path(f"{ADVICE}.atom", scrutiny_files.advice_feed, name="recommendations-feed"),
    path(f"{ADVICE}.<slug:ending>", scrutiny_files.advice_file, name="recommendations-file"),
    path(f"{ADVICE}/<int:number>/", scrutiny_advice.recommendation, name="recommendation"),
    path(f"{A_DRAW}/", scrutiny.draw, name="panel-draw"),
    path(f"{A_DRAW}/DRAW.json", scrutiny_files.document, name="draw-document"),
    path(f"{A_DRAW}/FRAME.json", scrutiny_files.frame, name="draw-frame"),
    path(f"{A_MEETING}/", scrutiny.meeting, name="panel-meeting"),
    path(f"{A_MEETING}/pack/", packs.latest, name="pack-latest"),
    path(f"{A_PACK}/", packs.pack, name="pack"),
    path(f"{A_PACK}/large-print/", packs.pack, {"large": True}, name="pack-large"),
    path(f"{A_PACK}.<slug:ending>", packs.file, name="pack-file"),
    path(f"{A_PACK}-large-print.pdf", packs.file, {"ending": "large"}, name="pack-large-pdf"),
    path(f"{OF_A_FORCE}/reports/", reports.reports, name="public-reports"),
    path(f"{A_REPORT}/", reports.report, name="report"),
    path(f"{A_REPORT}.<slug:ending>", reports.file, name="report-file"),
    path(f"{AN_ACTION}/<slug:key>.atom", feeds.action, name="plan-action-feed"),
    path(f"{OF_A_FORCE}/maturity/", maturity.maturity, name="maturity"),
    path(f"{OF_A_FORCE}/maturity.<slug:ending>", maturity_files.file, name="maturity-file"),
    path(f"{MATURITY}/", maturity.maturity, name="maturity-version"),
    path(f"{MATURITY}/<slug:key>/", maturity.standard, name="standard"),
    path(f"{ANSWERS}/", stops_answers.answers, name="stops-answers"),
    path(f"{ANSWERS}/<slug:quarter>/", stops_answers.answers, name="stops-answers-quarter"),
    path(
        f"{ANSWERS}/<slug:quarter>.<slug:ending>",
        stops_answers.answers_file,
        name="stops-answers-file",
    ),
    path(f"{RECORDS}/", stops_records.records, name="stops-records"),
    path(f"{RECORDS}/<slug:quarter>/", stops_records.records, name="stops-records-quarter"),
    path(
        f"{RECORDS}/<slug:quarter>.<slug:ending>",
        stops_records.records_file,
        name="stops-records-file",
    ),
    path(f"{OF_A_FORCE}/stops/coverage/", coverage.coverage, name="stops-coverage"),
    path(
        f"{OF_A_FORCE}/stops/coverage.<slug:ending>",
        coverage.coverage_file,
        name="stops-coverage-file",
    ),
    path("figures/<reference:reference>/", figures.figure, name="figure"),
    path("figures/<reference:reference><ending:ending>", figures.figure_file, name="figure-file"),
    *files_at(f"forces/<slug:force_id>/{A_MEASURE}", figures.latest_file, name="latest-file"),
    path("data/", datasets.datasets, name="datasets"),
    path("data/figures<ending:ending>", datasets.whole_file, name="whole-file"),
    re_path(ANY_FILE, figures.no_file),
]
