"""The API put together: its routers, its description and what it says when something is wrong."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from evenhand.public.api import alerts, figures, find, forces, measures, problems

DESCRIPTION = """\
Frozen figures about the use of police powers, each with its range and with what is not known; and
alerts of what moved or stands, with every step of the answer.

Everything can be read by anyone, from any page or program, and nothing can be written. No key, no
cookie and no limit on how often. Answers are whole: never in pages. Addresses inside answers are
relative to this site. A number that is not given is null, never zero; the words beside it say why.
"""


class Service(NinjaAPI):
    """Describes what goes wrong under its own media type, and the headers of what goes right."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The whole description, for programs."""
        described = super().get_openapi_schema(**options)
        for operations in described["paths"].values():
            for operation in operations.values():
                _describe(operation["responses"])
        return described


def _describe(responses: dict[int, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if status == HTTPStatus.OK:
            response["headers"] = {"ETag": {"required": True, "schema": {"type": "string"}}}
        else:
            response["content"] = {problems.MEDIA_TYPE: response["content"].pop("application/json")}


api = Service(
    title="Evenhand",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
    openapi_extra={
        "info": {
            "license": {
                "name": "Open Government Licence v3.0",
                "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            }
        }
    },
)
for router in (
    find.router,
    forces.router,
    measures.router,
    figures.router,
    alerts.router,
):
    api.add_router("", router)


@api.exception_handler(problems.NotFound)
@api.exception_handler(Http404)
def nothing(request: HttpRequest, error: Exception) -> HttpResponse:
    """There is nothing of that name."""
    return problems.from_exception(request, error)


@api.exception_handler(ValidationError)
def unusable(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter does not meet its description."""
    return problems.unusable(error.errors)


@api.exception_handler(HttpError)
def refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """The request itself cannot be read."""
    status = HTTPStatus(error.status_code)
    return problems.problem(status, "refused", status.phrase, str(error))


@api.exception_handler(Exception)
def went_wrong(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Something broke."""
    return problems.went_wrong()
