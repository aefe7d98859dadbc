"""A person at a browser without scripts: signs in, loads pages, sends forms and files. Standard library only."""

import http.cookiejar
import json
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.web.office import PASSWORD


class Visitor:
    """One person's session with a server. What the server refuses raises `urllib.error.HTTPError`."""

    def __init__(self, url: str, username: str) -> None:
        self._url, self._username = url, username
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def sign_in(self) -> "Visitor":
        """Signs in by the form."""
        self.get("/login")
        self.post("/login", {"username": self._username, "password": PASSWORD})
        return self

    def get(self, path: str) -> bytes:
        """The page."""
        return self._send(urllib.request.Request(self._url + urllib.parse.quote(path)))

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]]) -> bytes:
        """Sends a form; the page that the answer leads to."""
        return self._send(
            self._request(
                path, urllib.parse.urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded"
            )
        )

    def post_json(self, path: str, value: Any) -> Any:
        """Sends and gets JSON."""
        return json.loads(self._send(self._request(path, json.dumps(value).encode(), "application/json")))

    def upload(self, path: str, files: Sequence[Path], fields: Mapping[str, str]) -> bytes:
        """Sends a form with files (`files`)."""
        mark = uuid.uuid4().hex
        body = bytearray()
        for name, value in fields.items():
            body += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for file in files:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{file.name}"\r\n'
            body += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + file.read_bytes() + b"\r\n"
        body += f"--{mark}--\r\n".encode()
        return self._send(self._request(path, bytes(body), f"multipart/form-data; boundary={mark}"))

    def _request(self, path: str, body: bytes, media_type: str) -> urllib.request.Request:
        token = next((str(cookie.value) for cookie in self._cookies if cookie.name == "csrftoken"), "")
        headers = {"Content-Type": media_type, "X-CSRFToken": token}
        return urllib.request.Request(self._url + path, data=body, headers=headers)

    def _send(self, request: urllib.request.Request) -> bytes:
        with self._opener.open(request, timeout=120) as answer:
            content: bytes = answer.read()
            return content
