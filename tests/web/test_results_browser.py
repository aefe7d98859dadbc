"""In a browser: sheets uploaded, the 汇总, a unit's 明细 with the framed clause, a correction."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.web.browsers import chromium, sign_in
from tests.web.servers import Server

_MADE = """
import sys
from pathlib import Path
import django; django.setup()
from review_ui.models import Rubric
from tests.web.assessed import blank_sheets, filled, publish
from review_ui.results.assessing import assessment_of
from rubric_builder.scoring import Fact
from decimal import Decimal
out = Path({out!r})
publication = publish(Rubric.objects.get())
assessment = assessment_of(publication)
from tests.web.assessed import term_like
rule = term_like(assessment.scheme(assessment.groups[0]), "Each").id
blank = blank_sheets(publication)
for unit, missing in (("青岚镇", 0), ("石桥镇", 2)):
    faults = {{rule: Fact(value=Decimal(missing), note="缺第三季度会议纪要")}}
    (out / f"{{unit}}.xlsx").write_bytes(filled(assessment, blank[unit], unit, faults))
print(publication.pk, rule)
from review_ui.jobs import runner; runner._builders.close()
"""


def test_from_the_upload_to_a_correction(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve()
    code = f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'review_ui.settings'\n{_MADE.format(out=str(tmp_path))}"
    publication, rule = server.python(code).split()
    with chromium() as browser:
        page: Page = sign_in(browser, server.url, "wangfang")
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{server.url}/published/{publication}/")
        page.get_by_role("link", name="考评表").click()
        upload(page, [tmp_path / "青岚镇.xlsx", tmp_path / "石桥镇.xlsx"])
        overview(page)
        correct(page, rule)
        assert faults == []


def upload(page: Page, files: list[Path]) -> None:
    page.set_input_files("input[type=file]", [str(path) for path in files])
    expect(page.locator(".chosen li")).to_have_count(2)
    page.get_by_role("button", name="上传").click()
    rows: Any = page.locator(".roster tbody tr")
    for unit in ("青岚镇", "石桥镇"):
        expect(rows.filter(has_text=f"{unit}.xlsx").locator(".chip")).to_have_text("已交")
    expect(page.locator("#roster h2")).to_contain_text("已交回2个")


def overview(page: Page) -> None:
    page.get_by_role("link", name="看汇总").click()
    expect(page.locator(".overview tbody tr")).to_have_count(2)
    expect(page.locator(".overview tbody tr").nth(1)).to_contain_text("石桥镇")
    expect(page.locator(".scores-chart .unit")).to_have_count(2)
    page.locator(".scores-chart .unit").nth(1).locator(".piece").first.click()
    expect(page.get_by_role("heading", name=re.compile("石桥镇得分明细"))).to_be_visible()


def correct(page: Page, rule: str) -> None:
    page.get_by_role("link", name="失分、空项和待定").click()
    item = page.locator(".item").filter(has=page.locator(f'[id^="line-{rule}-"]'))
    expect(item).to_contain_text("缺第三季度会议纪要")
    item.locator("footer .source a").first.click()
    expect(item).to_have_class(re.compile("chosen"))
    expect(page.locator("#source .frame").first).to_be_visible()
    before = page.locator(".figures .main dd").first.inner_text()
    item.locator("dd .correct").first.click()
    form = page.locator("form.correcting")
    expect(form.locator("[name=value]")).to_be_focused()
    form.get_by_role("link", name="取消").click()
    expect(form).to_have_count(0)
    item.locator("dd .correct").first.click()
    form.locator("[name=value]").fill("1")
    form.locator("[name=reason]").fill("第三季度会议纪要已补交")
    form.get_by_role("button", name="更正并重新计分").click()
    expect(page.locator(".notice.success")).to_contain_text("得分已重新计算")
    expect(page.locator("#corrections")).to_contain_text("第三季度会议纪要已补交")
    expect(page.locator(".figures .main dd").first).not_to_have_text(before)
