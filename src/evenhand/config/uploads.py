"""Public pages take no file: a large form is refused by what it says of itself, unread."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class NoneInPublic(FileUploadHandler):
    """Refuses a form with files outside the workspace that is larger than any form there."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Django asks here first, with the length that the request says it has.

        Raises
        ------
        RequestDataTooBig
            If that is more than a form of a public page may have.
        """
        del input_data, META, boundary, encoding
        path = self.request.path if self.request else ""
        if path.startswith(settings.SESSION_COOKIE_PATH):
            return
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("Public pages take no files.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on."""
        del start
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind this one."""
        del file_size
