"""Addresses of the recorder."""

from django.urls import path

from evenhand.roadside.views import recorder

urlpatterns = [
    path("", recorder.page, name="recorder"),
    path("worker.js", recorder.worker, name="recorder-worker"),
    path("manifest.webmanifest", recorder.manifest, name="recorder-manifest"),
]
