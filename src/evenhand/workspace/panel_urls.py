"""Addresses of anchor cases and of those who sit on a panel, at somebody's desk."""

from django.urls import path

from evenhand.workspace.views.scrutiny import anchor_steps, anchors, members
from evenhand.workspace.views.scrutiny.ready import explained

SET = "anchors/<slug:body>/<int:number>/"
CASE = f"{SET}cases/<int:place>/"

urlpatterns = explained(
    [
        path("panel/", members.panel, name="desk-panel"),
        path("panel/terms/", members.terms, name="panel-terms"),
        path("panel/count/", members.count, name="panel-count"),
        path("panel/members/", members.members, name="panel-members"),
        path("panel/members/<int:person>/", members.member, name="panel-member"),
        path("anchors/", anchors.sets, name="desk-anchors"),
        path("anchors/new/", anchor_steps.open_set, name="anchors-open"),
        path(SET, anchors.a_set, name="desk-anchor-set"),
        *(
            path(f"{SET}{step}/", anchor_steps.take, {"step": step}, name=f"anchors-{step}")
            for step in anchors.OF_SET
        ),
        path(CASE, anchors.case, name="anchor-case"),
        path(f"{CASE}video/", anchors.video, name="anchor-video"),
        *(
            path(f"{CASE}{step}/", anchor_steps.of_case, {"step": step}, name=f"anchor-{step}")
            for step in anchors.OF_CASE
        ),
    ]
)
