"""Addresses of stops at the desk: below ``/workspace/stops/``."""

from django.urls import path

from evenhand.workspace.views.stops import (
    copies,
    covering,
    deciding,
    known,
    looking,
    mending,
    redacting,
    supervising,
    systems,
    teams,
)

urlpatterns = [
    path("", mending.mine, name="my-stops"),
    path("to-mend/<int:number>/", mending.mend, name="stop-mend"),
    path("to-mend/<int:number>/aside/", mending.aside, name="stop-aside"),
    path("queue/", supervising.queue, name="stops-queue"),
    path("copies/", copies.copies, name="stop-copies"),
    path("findings/", supervising.findings, name="stops-findings"),
    path("findings/<int:number>/", deciding.finding, name="stop-finding"),
    path("devices/<uuid:key>/", supervising.device, name="stop-device"),
    path("teams/", teams.teams, name="stop-teams"),
    path("teams/<int:number>/", teams.team, name="stop-team"),
    path("systems/", systems.systems, name="stop-systems"),
    path("systems/<int:number>/revoke/", systems.revoke, name="stop-system-end"),
    path("known/", known.known, name="stops-known"),
    path("coverage/", covering.coverage, name="stop-coverage"),
    path("unmatched/", known.unmatched, name="stops-unmatched"),
    path("unmatched/<int:number>/", known.explain, name="stop-unmatched"),
    path("<uuid:key>/", looking.stop, name="stop"),
    path("<uuid:key>/correct/", looking.correct, name="stop-correct"),
    path("<uuid:key>/redact/", redacting.redact, name="stop-redact"),
    path("<uuid:key>/review/", looking.review, name="stop-review"),
]
