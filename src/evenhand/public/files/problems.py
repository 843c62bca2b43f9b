"""What a program is told when it cannot have a file (RFC 9457): a sentence, never a page."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from evenhand.public.files.headers import open_to_all


def problem(request: HttpRequest, status: HTTPStatus, detail: str) -> JsonResponse:
    """Say what is wrong, for programs.

    Parameters
    ----------
    detail : a sentence that says what to do.
    """
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": request.path,
    }
    response = JsonResponse(body, status=status, content_type="application/problem+json")
    open_to_all(response)
    return response
