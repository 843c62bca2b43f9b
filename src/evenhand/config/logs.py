"""What the service says to whoever runs it: one line of JSON on standard error for each event.

What people did is in the private log (`evenhand.audit`). Here stand faults of ours and requests
that were refused, without names, and without what somebody typed.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

LONGEST = 500  # letters of an event; a header may have thousands


class Lines(logging.Formatter):
    """One event, one line: nothing that is in it can end the line or begin another."""

    def format(self, record: logging.LogRecord) -> str:
        """Write when, how grave, what and where, as ASCII."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            **_event(record),
            **getattr(record, "about", {}),
        }
        if record.exc_info and not record.name.startswith("django.security"):  # no fault of ours
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, default=str)


def _event(record: logging.LogRecord) -> dict[str, Any]:
    """What happened. Django would write the whole path of a request, with any secret in it."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest) and record.name == "django.request":
        return {"event": f"answered {getattr(record, 'status_code', 500)}", "where": where(request)}
    return {"event": record.getMessage()[:LONGEST]}


def where(request: HttpRequest) -> str:
    """The kind of address that was asked for, never the one that was written."""
    return request.resolver_match.route if request.resolver_match else "no address of ours"


def said_elsewhere(record: logging.LogRecord) -> bool:
    """Leave out 503: a site closed on purpose is no fault, and a database away says so itself."""
    return getattr(record, "status_code", None) != 503


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": Lines}},
    "filters": {
        "said elsewhere": {"()": "django.utils.log.CallbackFilter", "callback": said_elsewhere}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers write to nobody in service. Pages that are not there are no event.
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR", "filters": ["said elsewhere"]},
    },
}
