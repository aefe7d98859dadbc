"""The web application under load: writers at once, a decision, a page picture, the review page. `python -m bench.web`
prints its figures as JSON (seconds)."""

import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

WRITERS, EACH = 16, 25
INDICATORS_PAGES = 30  # of the generated scoring table: some 300 indicators
PICTURES = 200
DECISIONS = 100
LOADS = 20


def percentile(times: list[float], part: float) -> float:
    """The time that `part` of all do not exceed."""
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


def timed(act: Callable[[], Any]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    """Measures in an installation of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KAOHE_DATA": f"{folder}/data", "DJANGO_SETTINGS_MODULE": "review_ui.settings"}
        os.environ.pop("KAOHE_DATABASE", None)
        print(json.dumps(measure(Path(folder))))


def measure(folder: Path) -> dict[str, float]:
    """The figures."""
    from kaohe.storing import open_store

    open_store(create=True)
    from django.test.utils import setup_test_environment

    setup_test_environment()
    import review_ui.wsgi  # noqa: F401  as the server runs
    from bench.files import scoring_table
    from review_ui.jobs import pictures, runner, uploads
    from review_ui.models import Notice, Person, Rubric

    person = Person.objects.create_person(
        "wang", "王芳", secrets.token_urlsafe(), ["handler"], must_change_password=False
    )
    with scoring_table(folder / "table.pdf", INDICATORS_PAGES).open("rb") as file:
        notice, _ = uploads.receive(person, "评分表.pdf", file)
    rubric = uploads.start_rubric(person, [notice])
    runner.work_off()
    rubric, notice = Rubric.objects.get(), Notice.objects.get()
    figures = {"indicators": float(sum(1 for _ in _indicators(rubric)))}
    pictures.page_png(notice, 1, 1240)
    found = _client(person)
    figures |= _decisions(found, rubric, person) | _loads(found, rubric) | _pictures(found, notice)
    return figures | _writers(rubric, person)


def _indicators(rubric: Any) -> Any:
    from review_ui.jobs.loading import draft_of
    from rubric_builder.items import walk_indicators

    return walk_indicators(draft_of(rubric).indicators)


def _client(person: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _decisions(client: Any, rubric: Any, person: Any) -> dict[str, float]:
    """One acceptance after another, each answered with what it changed."""
    from review_ui import ledger

    pending = ledger.load(rubric).state.pending[5 : DECISIONS + 5]
    times = []
    for n, item in enumerate(pending):
        act = {"act": "accept", "item": item, "seen": n, "token": secrets.token_hex(16), "person": person.pk}

        def send(act: dict[str, Any] = act) -> None:
            answer = client.post(f"/rubrics/{rubric.pk}/decide", json.dumps(act), content_type="application/json")
            assert answer.status_code == 200, answer.content.decode()

        times.append(timed(send))
    return {"decision_p95": percentile(times, 0.95)}


def _loads(client: Any, rubric: Any) -> dict[str, float]:
    def load() -> None:
        answer = client.get(f"/rubrics/{rubric.pk}/")
        assert answer.status_code == 200, answer.content.decode()
        assert answer.content

    load()
    return {"review_page": percentile([timed(load) for _ in range(LOADS)], 0.95)}


def _pictures(client: Any, notice: Any) -> dict[str, float]:
    from review_ui.jobs import pictures

    def look() -> None:
        pictures._kept._values.clear()  # from the disk, as after a start
        answer = client.get(f"/notices/{notice.pk}/pages/1.png")
        assert answer.status_code == 200
        assert b"".join(answer) if answer.streaming else answer.content

    look()
    return {"picture_p95": percentile([timed(look) for _ in range(PICTURES)], 0.95)}


def _writers(rubric: Any, person: Any) -> dict[str, float]:
    """Sixteen threads, each appending decisions to the same rubric as fast as it can."""
    from django.db import connections

    from review_ui import ledger

    def write(writer: int) -> list[float]:
        times = []
        for n in range(EACH):
            content = {"kind": "comment", "item": "draft", "text": f"第{writer}人第{n}条批注"}
            times.append(timed(lambda: ledger.act(person, rubric.pk, content, None, secrets.token_hex(16))))  # noqa: B023
        connections.close_all()
        return times

    with ThreadPoolExecutor(WRITERS) as pool:
        times = [t for several in pool.map(write, range(WRITERS)) for t in several]
    assert len(times) == WRITERS * EACH
    return {"writers_p50": percentile(times, 0.5), "writers_p99": percentile(times, 0.99)}


if __name__ == "__main__":
    main()
