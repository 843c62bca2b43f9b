"""Addresses of the API. Whatever is below ``/api/v1/`` answers in JSON, errors too."""

from collections.abc import Mapping

from django.urls import URLPattern, path, re_path
from ninja import Schema

from evenhand.public.api.alerts import Wanted as WantedAlerts
from evenhand.public.api.answering import nothing_here, safely
from evenhand.public.api.figures import Wanted
from evenhand.public.api.find import Asked
from evenhand.public.api.service import api
from evenhand.public.views.api import described

PARAMETERS: Mapping[str, type[Schema]] = {
    "alerts": WantedAlerts,
    "figures": Wanted,
    "find": Asked,
}  # by operation; every other one takes none


def _answering(pattern: object) -> URLPattern:
    if not isinstance(pattern, URLPattern):
        raise TypeError("the API's addresses are plain patterns")
    view = safely(pattern.callback, PARAMETERS.get(pattern.name or ""))
    return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)


urlpatterns = [
    path("", described, name="api-page"),
    path("v1/", ([_answering(one) for one in api.urls[0]], "api", "api")),
    re_path("^v1(?:/.*)?$", safely(nothing_here)),
]
