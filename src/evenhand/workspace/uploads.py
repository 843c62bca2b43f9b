"""Files that are sent: what is far too large is thrown away while it arrives."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from evenhand.cleaning.limits import BYTES

MOST = BYTES + 64 * 1024  # bytes: a file and the rest of its form
HOPELESS = 10 * BYTES
"""Bytes; what is larger is not even waited for."""


class Quota(FileUploadHandler):
    """Takes nothing that no page of ours takes: neither memory nor disk is filled by it."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 (Django gives it)
        META: Mapping[str, Any],  # noqa: ARG002, N803 (Django's name)
        content_length: int,
        boundary: str,  # noqa: ARG002 (Django gives it)
        encoding: str | None = None,  # noqa: ARG002 (Django gives it)
    ) -> None:
        """Keep how long the whole request says that it is."""
        self.length = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, or refuse it before its first byte is kept."""
        super().new_file(*args, **kwargs)
        if self.length > HOPELESS:
            raise StopUpload(connection_reset=True)
        if self.length > MOST:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on to those who keep it."""
        del start
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to those who kept it."""
        del file_size


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file was thrown away because of its size."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > MOST
