"""Addresses of the service."""

from django.urls import include, path

urlpatterns = [path("", include("evenhand.public.urls"))]

handler400 = "evenhand.public.views.problems.not_understood"
handler403 = "evenhand.public.views.problems.not_allowed"
handler404 = "evenhand.public.views.problems.not_found"
handler500 = "evenhand.public.views.problems.went_wrong"
