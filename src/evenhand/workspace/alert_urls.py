"""Addresses of alerts at somebody's desk, below ``/workspace/alerts/``.

A step is the last part of a review's address; each has a name of its own, ``alert-<step>``.
"""

from django.urls import path

from evenhand.workspace.views.alerts import looking, redacting, steps
from evenhand.workspace.views.alerts.writing import STEPS

REVIEW = "<slug:force_id>/<int:number>/"

urlpatterns = [
    path("", looking.triage_list, name="desk-alerts"),
    path(REVIEW, looking.review, name="desk-alert"),
    path(f"{REVIEW}redact/", redacting.redact, name="alert-redact"),
    *(path(f"{REVIEW}{step}/", steps.take, {"step": step}, name=f"alert-{step}") for step in STEPS),
]
