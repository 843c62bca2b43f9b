"""Addresses of scrutiny at somebody's desk, below ``/workspace/scrutiny/``.

A step is the last part of an address; each has a name of its own, such as ``draw-freeze``.
"""

from django.urls import path

from evenhand.workspace.views.scrutiny import (
    advising,
    attending,
    cases,
    home,
    lists,
    looking,
    packs,
    redacting,
    scoring,
    steps,
    visiting,
)
from evenhand.workspace.views.scrutiny.ready import explained
from evenhand.workspace.views.scrutiny.writing import STEPS

DRAW = "draws/<int:number>/"
CASE = f"{DRAW}cases/<int:place>/"
ADVICE = "recommendations/<slug:force_id>/<int:number>/"
VISIT = "meetings/<slug:panel>/<int:number>/"
ATTENDED = "attend/<slug:panel>/<int:number>/"

urlpatterns = [
    path("", home.home, name="desk-scrutiny"),
    path("redact/", redacting.which, name="scrutiny-redact"),
    path(
        "redact/<slug:what>/<slug:owner>/<int:number>/", redacting.words, name="scrutiny-redact-of"
    ),
    path("draws/new/", steps.open_draw, name="draw-open"),
    path(DRAW, looking.draw, name="draw"),
    path(f"{DRAW}DRAW.json", looking.file, name="draw-file"),
    path(f"{DRAW}cases/", cases.cases, name="draw-cases"),
    path(f"{DRAW}meeting/", scoring.meeting, name="draw-meeting"),
    *(path(f"{DRAW}{step}/", steps.take, {"step": step}, name=f"draw-{step}") for step in STEPS),
    path(CASE, cases.case, name="case"),
    path(f"{CASE}record/", cases.record, name="case-record"),
    path(f"{CASE}video/", cases.video, name="case-video"),
    path(f"{CASE}words/", cases.words, name="case-words"),
    path(f"{CASE}reserve/", cases.reserve, name="case-reserve"),
    path(f"{CASE}score/", scoring.score, name="case-score"),
    path(f"{CASE}scores/", scoring.scores, name="case-scores"),
    path(f"{CASE}agree/", scoring.agree, name="case-agree"),
    path("recommendations/", advising.recommendations, name="desk-recommendations"),
    path("recommendations/new/", advising.make, name="recommend"),
    path("recommendations/list/", lists.send, name="advice-list"),
    path("recommendations/list/empty.csv", lists.template, name="advice-template"),
    path("recommendations/list/<int:number>/", lists.draft, name="advice-draft"),
    path("recommendations/list/<int:number>/away/", lists.give_up, name="advice-draft-away"),
    path(ADVICE, advising.recommendation, name="desk-recommendation"),
    *(
        path(f"{ADVICE}{step}/", advising.take, {"step": step}, name=f"recommendation-{step}")
        for step in advising.STEPS
    ),
    path("meetings/", visiting.visits, name="desk-visits"),
    path("meetings/new/", visiting.call, name="visit-new"),
    path(VISIT, visiting.visit, name="desk-visit"),
    *(
        path(f"{VISIT}{step}/", visiting.take, {"step": step}, name=f"visit-{step}")
        for step in visiting.STEPS
    ),
    path(f"{VISIT}pack/", packs.pack, name="desk-pack"),
    path(f"{VISIT}pack/again/", packs.again, name="pack-again"),
    path(ATTENDED, attending.attend, name="attend"),
    path(f"{ATTENDED}dice/", attending.dice, name="attend-dice"),
    path(f"{ATTENDED}exclude/", attending.exclude, name="attend-exclude"),
    path(f"{ATTENDED}findings/<int:finding>/", attending.answer, name="finding-answer"),
]
urlpatterns = explained(urlpatterns)
