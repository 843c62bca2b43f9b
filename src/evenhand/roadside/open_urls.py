"""Addresses that anyone may ask, and that know of no session: slips, and forces' own systems."""

from django.urls import include, path

urlpatterns = [
    path("r/", include("evenhand.roadside.receipts_urls")),
    path("f/", include("evenhand.roadside.answers_urls")),
    path("api/encounters/", include("evenhand.roadside.api.systems_urls")),
]
