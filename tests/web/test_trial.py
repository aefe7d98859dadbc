"""`kaohe demo --serve`: one command from nothing to the review page of the samples."""

import re
import subprocess
import time
from pathlib import Path

from kaohe.trial import PASSWORD, PEOPLE
from tests.web.servers import KAOHE
from tests.web.visitor import Visitor


def test_one_command_leads_to_the_review_page_of_the_samples(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [str(KAOHE), "demo", "--serve", "--out", str(tmp_path / "demo"), "--port", "0"],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, env={"BROWSER": "true", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
    try:
        while not (found := re.search(r"(http://127\.0\.0\.1:\d+)/(login\?next=\S+)", log.read_text("utf-8"))):
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        for username, name, _ in PEOPLE:
            assert username in log.read_text("utf-8")
            assert name in log.read_text("utf-8")
        visitor = Visitor(found[1], PEOPLE[0][0])
        visitor.get("/login")
        page = visitor.post("/login", {"username": PEOPLE[0][0], "password": PASSWORD, "next": "/rubrics/1/"}).decode()
        assert "云溪区" in page
        assert "采纳" in page
    finally:
        process.terminate()
        assert process.wait(60) == 0
