"""Addresses of public pages. A figure's own address never changes and never disappears."""

from django.urls import path

from evenhand.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("methods/", views.methods, name="methods"),
    path("forces/<slug:force_id>/", views.force, name="force"),
    path("forces/<slug:force_id>/measures/", views.measures, name="measures"),
    path("forces/<slug:force_id>/files/", views.files, name="files"),
    path("forces/<slug:force_id>/measures/<slug:measure>/", views.measure, name="measure"),
    path("figures/<int:number>/", views.figure, name="figure"),
    path("figures/<int:number>.csv", views.figure_csv, name="figure-csv"),
    path("figures/<int:number>.json", views.figure_json, name="figure-json"),
]
