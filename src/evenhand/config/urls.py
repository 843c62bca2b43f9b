"""Addresses of the service."""

from django.urls import include, path

from evenhand.accounts.access import open_to_anyone

# Every view says who may see it; all public ones say it here, together.
urlpatterns = [
    path("workspace/roadside/", include("evenhand.roadside.urls")),
    path("workspace/", include("evenhand.workspace.urls")),
    *open_to_anyone([path("", include("evenhand.roadside.open_urls"))]),
    *open_to_anyone([path("", include("evenhand.public.urls"))]),
]

handler400 = "evenhand.public.views.problems.not_understood"
handler403 = "evenhand.config.refusing.not_allowed"
handler404 = "evenhand.config.refusing.not_found"
handler500 = "evenhand.public.views.problems.went_wrong"
