"""The pictures in `docs/`: an invented office at work on the bundled samples. `make pictures` takes them anew."""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.web.browsers import chromium, sign_in
from tests.web.servers import Server

DOCS = Path(__file__).resolve().parents[2] / "docs"
WIDTH, HEIGHT = 1366, 768
LARGEST = 200 << 10
"""The most bytes of a picture."""

_OPENED = """
import sys; from pathlib import Path
import django; django.setup()
from tests.web.office import open_office
open_office(Path(sys.argv[1]))
"""

_HALFWAY = """
import django; django.setup()
from review_ui import ledger
from review_ui.models import Person, Rubric
rubric, wang = Rubric.objects.get(), Person.objects.get(name="王芳")
acts = [
    *({"kind": "accept", "item": item, "below": True} for item in ("ind-1.1", "ind-2", "ind-3", "ind-4", "ind-5")),
    {"kind": "edit", "item": "ind-1.2.c1", "fields": {"text": "编制本行业领域安全监管责任清单，未编制的，扣2分；每缺一项扣0.5分，最多扣1分。"}, "reason": "按印发稿订正"},
    {"kind": "comment", "item": "ind-1.2.c1", "text": "已与印发稿核对。"},
]
for n, act in enumerate(acts):
    ledger.act(wang, rubric.pk, act, None, f"halfway-{n}")
"""

_PUBLISHED = """
import django; django.setup()
from review_ui import ledger
from review_ui.models import Person, Rubric
from review_ui.signing.publishing import publish_rubric
from tests.web.office import settle_all
rubric = Rubric.objects.get()
def act(name, token, **content):
    ledger.act(Person.objects.get(name=name), rubric.pk, content, None, token)
act("王芳", "rest", kind="accept", item="draft", below=True)
settle_all(rubric.pk)
for name, stage in (("王芳", "经办"), ("李建国", "复核"), ("赵敏", "签发")):
    act(name, stage, kind="sign", stage=stage, over=ledger.load(Rubric.objects.get()).sha256)
publish_rubric(Person.objects.get(name="赵敏"), rubric.pk)
"""


_ASSESSED = """
import io; from decimal import Decimal
import django; django.setup()
from review_ui.jobs import runner
from review_ui.models import Person, Publication
from review_ui.results.receiving import receive_sheet
from rubric_builder.scoring import Fact
from rubric_builder.scoring.calculation import all_terms
from tests.web.assessed import assessment_of, best, blank_sheets, filled
publication, wang = Publication.objects.get(), Person.objects.get(name="王芳")
assessment = assessment_of(publication)
made = assessment.scheme(assessment.groups[0])
ideal = best(made)
notes = ["缺第三季度会议纪要", "现场抽查发现台账不全", "未提供印证材料", "整改通知书逾期未回复", "演练记录缺少签到表"]
def found(n, most):
    faults = {}
    for m, term in enumerate(all_terms(made)):
        if (m * 7 + n * 11) % 31 >= most or term.effect not in ("lose", "zero", "earn"):
            continue
        kind = type(term.amount).__name__
        value = {"Once": not ideal[term.id].value, "Each": Decimal(1 + (m + n) % 3), "Share": Decimal(93)}.get(kind)
        if value is not None:
            faults[term.id] = Fact(value=value, note=notes[(m + n) % len(notes)])
    return faults
for n, (unit, blank) in enumerate(list(blank_sheets(publication).items())[:14]):
    none = {made.items[-6].id: "本辖区无此类企业"} if n % 5 == 3 else None
    sheet = filled(assessment, blank, unit, found(n, 3 + n % 5), own=found(n + 3, 2), blanks=none)
    receive_sheet(wang, publication, f"{unit}考评表.xlsx", io.BytesIO(sheet))
runner.work_off()
"""


def main() -> None:
    """Takes them all."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kaohe-pictures-") as folder:
        server = Server(Path(folder) / "data")
        server.data.mkdir()
        _run(server, _OPENED, str(server.data))
        _run(server, _HALFWAY)
        server.start()
        try:
            with chromium() as browser:
                page = sign_in(browser, server.url, "wangfang", width=WIDTH, height=HEIGHT)
                _take(page, "worklist")
                page.goto(f"{server.url}/rubrics/1/#item-ind-1.2.c1")
                page.wait_for_selector(".item.selected blockquote")
                page.wait_for_selector("g.chosen rect")
                page.wait_for_load_state("networkidle")
                page.evaluate("document.activeElement.blur()")
                _take(page, "review")
                _run(server, _PUBLISHED)
                page.goto(f"{server.url}/published/1/")
                _take(page, "published")
                page.goto(f"{server.url}/published/1/items/ind-1.1.c1")
                page.wait_for_load_state("networkidle")
                _take(page, "clause")
                _run(server, _ASSESSED)
                page.goto(f"{server.url}/published/1/scores/")
                page.evaluate("document.querySelector('.chart-card').scrollIntoView({block: 'end'})")
                _take(page, "scores")
                page.goto(f"{server.url}/published/1/scores/4/")
                page.wait_for_load_state("networkidle")
                _take(page, "unit")
        finally:
            server.stop()


def _run(server: Server, code: str, *arguments: str) -> None:
    environment = {**server.environment, "DJANGO_SETTINGS_MODULE": "review_ui.settings"}
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code, *arguments], env=environment, cwd=root, check=True)


def _take(page: Any, name: str) -> None:
    """As PNG with as many colours as `LARGEST` allows."""
    from PIL import Image

    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        packed = io.BytesIO()
        shot.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            packed, "PNG", optimize=True
        )
        if packed.tell() <= LARGEST:
            break
    path = DOCS / f"{name}.png"
    path.write_bytes(packed.getvalue())
    sys.stderr.write(f"{os.path.relpath(path)}  {packed.tell() >> 10} KB\n")


if __name__ == "__main__":
    main()
