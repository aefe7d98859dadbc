"""A file over the limit is not kept while it arrives: its rest is let through and thrown away."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

_REFUSED = "kaohe.refused_files"


class LimitedFiles(TemporaryFileUploadHandler):
    """Writes each uploaded file to a temporary file, up to `settings.UPLOAD_LIMIT` bytes; larger ones are left out."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.over = start + len(raw_data) > settings.UPLOAD_LIMIT
        if not self.over:
            self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if file_size <= settings.UPLOAD_LIMIT:
            return super().file_complete(file_size)
        self.file.close()
        if self.request is not None:
            self.request.META.setdefault(_REFUSED, []).append(self.file_name)
        return None


def refused_files(request: HttpRequest) -> list[str]:
    """The names of the files that were too large."""
    return list(request.META.get(_REFUSED, ()))
