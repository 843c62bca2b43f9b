"""Addresses of the recorder, under /workspace/roadside/, where sessions are."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("evenhand.roadside.api.device_urls")),
    path("", include("evenhand.roadside.recorder_urls")),
]
