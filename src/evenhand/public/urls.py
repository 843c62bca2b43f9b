"""Addresses of public pages. A figure's own address never changes and never disappears."""

from django.urls import path, register_converter

from evenhand.public.addresses import ReferenceConverter
from evenhand.public.views import figures, forces, home

register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("", home.home, name="home"),
    path("methods/", home.methods, name="methods"),
    path("forces/<slug:force_id>/", forces.force, name="force"),
    path("forces/<slug:force_id>/measures/", forces.measures, name="measures"),
    path("forces/<slug:force_id>/files/", forces.files, name="files"),
    path("forces/<slug:force_id>/measures/<slug:measure>/", forces.measure, name="measure"),
    path("figures/<reference:reference>/", figures.figure, name="figure"),
    path("figures/<reference:reference>.csv", figures.figure_csv, name="figure-csv"),
    path("figures/<reference:reference>.json", figures.figure_json, name="figure-json"),
]
