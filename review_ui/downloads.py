"""Files handed to the browser to be saved, never shown in it."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, cast
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse


def attachment(name: str) -> str:
    """The Content-Disposition for a file of that name, whatever characters it has."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def saved_as(name: str, content: bytes) -> HttpResponse:
    """A file to be saved under that name."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = attachment(name)
    return response


def zip_saved_as(name: str, files: Iterable[tuple[str, bytes]], at: datetime) -> StreamingHttpResponse:
    """A ZIP to be saved under that name, sent as its files are made; its entries are dated `at`."""
    response = StreamingHttpResponse(_zipped(files, at), content_type="application/zip")
    response["Content-Disposition"] = attachment(name)
    return response


def _zipped(files: Iterable[tuple[str, bytes]], at: datetime) -> Iterator[bytes]:
    sent = _Sent()
    with zipfile.ZipFile(cast(IO[bytes], sent), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
            yield sent.taken()
    yield sent.taken()


class _Sent:
    """What `zipfile` has written and nobody has taken yet; it can't be gone back in."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        data, self._written = bytes(self._written), bytearray()
        return data
