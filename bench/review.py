"""The review page under a 300-indicator draft: a decision answered, the page sent, the page shown in Chromium.

`python -m bench.review FOLDER` works in that (empty) folder and prints the figures as JSON: milliseconds, over HTTP to a
server in the same process, the decision written to the disk before it is answered.
"""

import http.client
import json
import os
import secrets
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

PAGES = 30  # of scoring table: 301 indicators, 519 criteria, 865 rules
DECISIONS = 200
LOADS = 10
CHROMIUM = Path("/usr/bin/chromium")


def figures(folder: Path) -> dict[str, float]:
    """`items`, and in ms: `decision_p50`, `decision_p95`, `page_p95` (the answer alone) and, where Chromium is there,
    `shown_p95` (until the first card can be worked on)."""
    os.environ |= {"KAOHE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "review_ui.settings"}
    import django

    django.setup()
    rubric, session, person = _office(folder)
    port = _serve()
    items = _items(rubric)
    found: dict[str, float] = {"items": len(items)}
    visit = _Visit(port, rubric, session, person)
    visit.page()
    decided = [_timed(lambda n=n, item=item: visit.accept(item, n)) for n, item in enumerate(items[:DECISIONS])]  # type: ignore[misc]  # bound as defaults
    cuts = quantiles(decided, n=20)
    found |= {"decision_p50": cuts[9], "decision_p95": cuts[18]}
    found["page_p95"] = quantiles([_timed(visit.page) for _ in range(LOADS)], n=20)[18]
    if CHROMIUM.exists():
        found["shown_p95"] = quantiles(_shown(port, rubric, session), n=20)[18]
    return {name: round(value, 1) for name, value in found.items()}


def _timed(do: Callable[[], object]) -> float:
    before = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - before)


def _office(folder: Path) -> tuple[int, str, int]:
    """A person signed in, and a rubric of one long scoring table, read and built as the application does it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from bench.files import scoring_table
    from review_ui.jobs import runner, uploads
    from review_ui.models import Person, Rubric

    call_command("migrate", verbosity=0)
    person = Person.objects.create_person(
        "bench", "王芳", secrets.token_hex(16), ["handler"], must_change_password=False
    )
    with scoring_table(folder / "table.pdf", PAGES).open("rb") as file:
        notice, _ = uploads.receive(person, "table.pdf", file)
    rubric = uploads.start_rubric(person, [notice])
    runner.work_off()
    rubric.refresh_from_db()
    if rubric.stage != Rubric.Stage.REVIEW:
        raise RuntimeError(rubric.error)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return rubric.pk, str(session.session_key), person.pk


def _items(rubric: int) -> list[str]:
    from review_ui.models import Rubric
    from review_ui.review.sheets import sheet_of

    return [item.id for item in sheet_of(Rubric.objects.get(pk=rubric)).items]


def _serve() -> int:
    from waitress.server import create_server

    from review_ui.wsgi import application

    server = create_server(application, listen="127.0.0.1:0", threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    return int(server.effective_port)


class _Visit:
    """One person's connection, as a browser keeps it."""

    def __init__(self, port: int, rubric: int, session: str, person: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.path, self.person = f"/rubrics/{rubric}/", str(person)
        self.csrf = secrets.token_hex(16)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={self.csrf}", "X-CSRFToken": self.csrf}

    def page(self) -> bytes:
        """The review page."""
        return self._ask("GET", self.path, None)

    def accept(self, item: str, seen: int) -> Any:
        """One decision, its answer read."""
        sent = {"act": "accept", "item": item, "seen": seen, "token": secrets.token_hex(16), "person": self.person}
        return json.loads(self._ask("POST", f"{self.path}decide", json.dumps(sent).encode()))

    def _ask(self, method: str, path: str, body: bytes | None) -> bytes:
        self.connection.request(method, path, body, {**self.headers, "Content-Type": "application/json"})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content


def _shown(port: int, rubric: int, session: str) -> list[float]:
    """How long a window that knows the page's scripts and pictures takes to show it."""
    from playwright.sync_api import sync_playwright

    address = f"http://127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()

        def load() -> None:
            page.goto(f"{address}/rubrics/{rubric}/")
            page.wait_for_selector(".item.selected .toolbar")

        load()
        page.wait_for_load_state("networkidle")
        times = [_timed(load) for _ in range(LOADS)]
        browser.close()
    return times


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1]))))
