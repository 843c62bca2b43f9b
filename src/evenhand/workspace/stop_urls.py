"""Addresses of stops at the desk: below ``/workspace/stops/``."""

from django.urls import path

from evenhand.workspace.views.stops import copies, looking, mending, supervising, systems

urlpatterns = [
    path("", mending.mine, name="stops"),
    path("to-mend/<int:number>/", mending.mend, name="stop-mend"),
    path("to-mend/<int:number>/aside/", mending.aside, name="stop-aside"),
    path("queue/", supervising.queue, name="stops-queue"),
    path("copies/", copies.copies, name="stop-copies"),
    path("findings/", supervising.findings, name="stops-findings"),
    path("findings/<int:number>/", supervising.finding, name="stop-finding"),
    path("devices/<uuid:key>/", supervising.device, name="stop-device"),
    path("systems/", systems.systems, name="stop-systems"),
    path("systems/<int:number>/revoke/", systems.revoke, name="stop-system-end"),
    path("<uuid:key>/", looking.stop, name="stop"),
    path("<uuid:key>/correct/", looking.correct, name="stop-correct"),
    path("<uuid:key>/review/", looking.review, name="stop-review"),
]
