"""kill -9 at random moments between upload and publication: nothing lost, nothing doubled, nothing half done.

`KAOHE_KILLS=50` does it fifty times on each database; the suite a few times.
"""

import hashlib
import http.client
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus import samples
from review_ui import ledger
from review_ui.models import Rubric
from rubric_builder.questions import Alike, alike
from tests.web import databases
from tests.web.office import Office
from tests.web.servers import Server
from tests.web.visitor import Visitor

KILLS = os.environ.get("KAOHE_KILLS")
LIVES = (0.1, 3.5)  # seconds that a server lives after it answers
BATCHES = 12


class Year:
    """A year's work over HTTP, a step at a time: whatever has been done is seen in the database and not done again."""

    def __init__(self, server: Server, items: tuple[str, ...], settled: tuple[Alike, ...]) -> None:
        self.server = server
        self.settled = settled
        self.batches = [items[n::BATCHES] for n in range(BATCHES)]
        self.people: dict[str, Visitor] = {}

    def person(self, username: str) -> Visitor:
        """Signed in once; the session outlives the server."""
        if username not in self.people:
            self.people[username] = Visitor(self.server.url, username).sign_in()
        return self.people[username]

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows, past the application."""
        if self.server.database:
            import psycopg

            with psycopg.connect(self.server.database) as connection:
                return connection.execute(statement).fetchall()  # type: ignore[arg-type]  # statements of this file
        with sqlite3.connect(f"file:{self.server.data}/kaohe.sqlite3?mode=ro", uri=True, timeout=30) as connection:
            return connection.execute(statement).fetchall()

    def step(self) -> bool:
        """Does what comes next; false when it is published."""
        notices = self.query("SELECT id, state FROM review_ui_notice ORDER BY id")
        rubrics = self.query("SELECT id, stage, decisions FROM review_ui_rubric")
        if len(notices) < 2:
            self.person("wangfang").upload("/upload", list(samples.paths().values()), {"draft": "1"})
            return True
        failed = [pk for pk, state in notices if state == "failed"]
        if failed:  # killed three times while it was read: a person is asked to try again
            self.person("wangfang").post(f"/notices/{failed[0]}/retry", {})
            return True
        if not rubrics:
            self.person("wangfang").post("/rubrics/new", {"notice": [str(pk) for pk, _ in notices]})
            return True
        rubric, stage, decisions = rubrics[0]
        return self.decide(rubric, stage, decisions)

    def decide(self, rubric: int, stage: str, decisions: int) -> bool:
        """The next decision, signature or publication."""
        match stage:
            case "building":
                self.person("wangfang").get(f"/rubrics/{rubric}/row")  # as the page asks while it waits
                time.sleep(0.05)
            case "review":
                wang = self.person("wangfang")
                pk = self.query("SELECT id FROM review_ui_person WHERE username = 'wangfang'")[0][0]
                for n, batch in enumerate(self.batches):  # those done already are known by their token
                    token = hashlib.md5(f"{rubric} {n}".encode()).hexdigest()
                    act = {"act": "accept-many", "items": batch, "token": token, "seen": decisions, "person": pk}
                    wang.post_json(f"/rubrics/{rubric}/decide", act)
            case "handler" | "checker" | "issuer":
                if stage == "handler":
                    self.settle(rubric, decisions)
                name, words = {
                    "handler": ("wangfang", "经办"),
                    "checker": ("lijianguo", "复核"),
                    "issuer": ("zhaomin", "签发"),
                }[stage]
                page = self.person(name).get(f"/rubrics/{rubric}/signing").decode()
                over = re.search(r'name="over" value="([0-9a-f]{64})"', page)
                assert over, page
                token = f"sign-{words}-{over[1][:24]}"
                form = {"stage": words, "over": over[1], "seen": str(decisions), "token": token}
                self.person(name).post(f"/rubrics/{rubric}/sign", form)
            case "signed":
                self.person("zhaomin").post(f"/rubrics/{rubric}/publish", {})
            case "failed":
                raise AssertionError(self.query("SELECT error FROM review_ui_rubric"))
            case "published":
                return False
        return True

    def settle(self, rubric: int, decisions: int) -> None:
        """What the text leaves open; settled already where the token is known."""
        for n, group in enumerate(self.settled):
            form = {
                "choices": [each.id for each in group.questions],
                "option": group.options[0][0],
                "reason": "按上年口径",
            }
            form |= {"seen": str(decisions), "token": f"settle-{rubric}-{n}"}
            self.person("wangfang").post(f"/rubrics/{rubric}/choices/settle", form)


def new_office(data: Path, database: str | None) -> Server:
    """A server, not started, whose database holds the four people and nothing else."""
    server = Server(data, database=database)
    made = subprocess.run(
        [sys.executable, "-m", "tests.web.office"], env=server.environment, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    return server


def until_published(year: Year, chance: random.Random, kills: int) -> int:
    """Works, killed up to so many times on the way; returns how often."""
    server, killed, going = year.server, 0, True
    server.start()
    while going:
        assassin = threading.Timer(chance.uniform(*LIVES), server.kill)
        if killed < kills:
            assassin.start()
        try:
            while going:
                going = year.step()
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, urllib.error.HTTPError):
                raise AssertionError(
                    f"{error.code} {error.url} {error.read().decode()[-2000:]}\n{server.log}"
                ) from error
        assassin.cancel()
        if assassin.ident is not None:
            assassin.join()
        if server.process is not None and server.process.poll() is not None:
            killed += 1
            assert server.start() < 60, "not back"
            sound(year)
    return killed


def sound(year: Year) -> None:
    """Nothing lost, nothing doubled, every hash, quote, chain and signature as it was."""
    done = year.server.run("check", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(year.query("SELECT DISTINCT sha256 FROM review_ui_notice")) == len(
        year.query("SELECT 1 FROM review_ui_notice")
    )
    assert len(year.query("SELECT 1 FROM review_ui_rubric")) <= 1
    assert len(year.query("SELECT 1 FROM review_ui_publication")) <= 1
    published = year.query("SELECT stage FROM review_ui_rubric WHERE stage = 'published'")
    assert len(year.query("SELECT 1 FROM review_ui_publication")) == len(published)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Callable[[str], str | None]:
    """Makes an empty database of the kind."""
    if request.param == "sqlite":
        return lambda _: None
    base = request.getfixturevalue("postgresql")
    return lambda name: databases.create(f"{base}/{name}")


def test_killed_at_random_moments_nothing_is_lost_or_doubled(
    office: Office, database: Callable[[str], str | None], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    wanted = int(KILLS) if KILLS else 6 if "sqlite" in request.node.name else 3
    chance = random.Random(wanted)
    folded = ledger.load(Rubric.objects.get(pk=office.rubric))
    items, settled = tuple(folded.state.pending), alike(folded.questions)
    killed = rounds = 0
    while killed < wanted and rounds < wanted:
        url = database(f"kaohe_kill_{rounds}")
        year = Year(new_office(tmp_path / f"data-{rounds}", url), items, settled)
        try:
            killed += until_published(year, chance, wanted - killed)
            sound(year)
            handed_out(year, tmp_path / f"out-{rounds}")
        finally:
            year.server.stop()
            databases.drop(url)
        nobody_left(year.server.data)
        rounds += 1
    assert killed >= wanted


def handed_out(year: Year, out: Path) -> None:
    """Every upload is read once; the bundle is whole, and the command line's is the web's, byte for byte."""
    assert year.query("SELECT COUNT(*) FROM review_ui_reading")[0][0] == 2
    assert year.query("SELECT COUNT(*) FROM review_ui_decisionrow")[0][0] == BATCHES + len(year.settled) + 3
    (publication, rubric, manifest) = year.query("SELECT id, rubric_id, manifest FROM review_ui_publication")[0]
    done = year.server.run("publish", str(rubric), "--out", str(out))
    assert done.returncode == 0, done.stderr
    names = [file["name"] for file in json.loads(manifest)["files"]] + ["manifest.json"]
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()) == sorted(names)
    for name in names:
        assert year.person("lijianguo").get(f"/published/{publication}/files/{name}") == (out / name).read_bytes()


def nobody_left(data: Path) -> None:
    """Children of the killed have ended by themselves."""
    until = time.monotonic() + 60  # so that a hang ends
    while left := [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if works_on(pid, data)]:
        assert time.monotonic() < until, left
        time.sleep(0.1)


def works_on(pid: int, data: Path) -> bool:
    try:
        return f"KAOHE_DATA={data}\0".encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
