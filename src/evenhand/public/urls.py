"""Addresses of public pages. A figure's own address never changes and never disappears."""

from django.urls import include, path, re_path, register_converter

from evenhand.public.addresses import ReferenceConverter
from evenhand.public.files.endings import ANY_FILE, EndingConverter
from evenhand.public.views import (
    analyst,
    cookies,
    datasets,
    feedback,
    figures,
    find,
    forces,
    furniture,
    home,
    measures,
    methods,
    quality,
    search,
)

register_converter(ReferenceConverter, "reference")
register_converter(EndingConverter, "ending")

urlpatterns = [
    path("", home.home, name="home"),
    path("robots.txt", furniture.robots, name="robots"),
    path("find/", find.find, name="find"),
    path("search/", search.search, name="search"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<slug:method>/", methods.method, name="method"),
    path("forces/", forces.every, name="forces"),
    path("about/", furniture.about, name="about"),
    path("accessibility/", furniture.accessibility, name="accessibility"),
    path("contact/", furniture.contact, name="contact"),
    path("cookies/", cookies.choose, name="cookies"),
    path("cookies/force/", cookies.remember_force, name="remember-force"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/sent/", feedback.sent, name="feedback-sent"),
    path("measures/", measures.every, name="measure-list"),
    path("measures/<slug:measure>/", measures.across, name="measure-across"),
    path("measures/<slug:measure>/months/<slug:months>/", measures.across, name="measure-months"),
    path(
        "measures/<slug:measure>/months/<slug:months>-metadata.json",
        measures.across_file,
        {"ending": "-metadata.json"},
    ),
    path(
        "measures/<slug:measure>/months/<slug:months><ending:ending>",
        measures.across_file,
        name="measure-months-file",
    ),
    path("measures/<slug:measure>/over-time/", measures.over_time, name="measure-over-time"),
    path("measures/<slug:measure>/analyst/", analyst.analyst, name="analyst"),
    path(
        "measures/<slug:measure>-metadata.json",
        measures.across_file,
        {"ending": "-metadata.json"},
    ),
    path("measures/<slug:measure><ending:ending>", measures.across_file, name="measure-file"),
    path("api/", include("evenhand.public.api.urls")),
    path("forces/<slug:force_id>/", forces.force, name="force"),
    path("forces/<slug:force_id>/measures/", forces.measures, name="measures"),
    path("forces/<slug:force_id>/files/", quality.files, name="files"),
    path("forces/<slug:force_id>/measures/<slug:measure>/", forces.measure, name="measure"),
    path("figures/<reference:reference>/", figures.figure, name="figure"),
    path("figures/<reference:reference><ending:ending>", figures.figure_file, name="figure-file"),
    path(
        "forces/<slug:force_id>/measures/<slug:measure>-metadata.json",
        figures.latest_file,
        {"ending": "-metadata.json"},
    ),
    path(
        "forces/<slug:force_id>/measures/<slug:measure><ending:ending>",
        figures.latest_file,
        name="latest-file",
    ),
    path("data/", datasets.datasets, name="datasets"),
    path("data/figures<ending:ending>", datasets.whole_file, name="whole-file"),
    re_path(ANY_FILE, figures.no_file),
]
