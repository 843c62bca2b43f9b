"""Addresses of a plan at somebody's desk: below ``/workspace/plan/``, after all other names there.

A step is the last part of an action's address; each has a name of its own, ``desk-<step>``.
"""

from django.urls import path

from evenhand.workspace.views import plan_files
from evenhand.workspace.views.desk import looking, steps
from evenhand.workspace.views.desk.writing import STEPS

PLAN = "<slug:force_id>/<int:iteration>/"
ACTION = f"{PLAN}<slug:key>/"

urlpatterns = [
    path("", looking.plans, name="desk-plan"),
    path(PLAN, looking.plan, name="desk-plan-of"),
    path(ACTION, looking.action, name="desk-action"),
    path(f"{ACTION}file/", plan_files.add_file, name="add-file"),
    path(f"{ACTION}file/<int:number>/", plan_files.look_at_file, name="look-at-file"),
    path(f"{ACTION}file/<int:number>/content", plan_files.see_file, name="see-file"),
    *(path(f"{ACTION}{step}/", steps.take, {"step": step}, name=f"desk-{step}") for step in STEPS),
]
