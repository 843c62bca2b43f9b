"""What is said beside every file, so that any program in any browser can take it and keep it."""

from django.http import HttpResponse

METHODS = ("GET", "HEAD", "OPTIONS")
MAY_ASK = ("Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since")
MAY_READ = (
    *("Accept-Ranges", "Content-Disposition", "Content-Length", "Content-Range"),
    *("ETag", "Last-Modified", "Link"),
)
DAY = 86_400


def open_to_all(response: HttpResponse) -> None:
    """Let scripts of every site read the answer: it is public, and no cookie plays a part."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = ", ".join(MAY_READ)


def allowed() -> HttpResponse:
    """Answer a browser that asks first what a script may do."""
    response = HttpResponse(status=204)
    response["Allow"] = ", ".join(METHODS)
    response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response["Access-Control-Allow-Headers"] = ", ".join(MAY_ASK)
    response["Access-Control-Max-Age"] = str(DAY)
    open_to_all(response)
    return response
