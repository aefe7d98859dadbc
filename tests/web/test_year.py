"""A whole year's work in a real browser, from an empty data directory: three people and the administrator, and a second
经办 to disagree with; upload, review by keyboard, signatures, sending back, publishing, downloads, tracing, correction."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from corpus import samples
from tests.web.browsers import chromium
from tests.web.clerk import Clerk
from tests.web.servers import Server

SHARED = Path(__file__).resolve().parents[3] / "shared" / "documents"
STAFF = (
    ("王芳", "wangfang", "经办"),
    ("陈静", "chenjing", "经办"),
    ("李建国", "lijianguo", "复核"),
    ("赵敏", "zhaomin", "签发"),
)
BEGINNING = "首次登录请即更换密码-2025"
FIRST, SECOND, THIRD, FOURTH = "ind-1.1.c1", "ind-1.1.c2", "ind-1.1.c3", "ind-1.2.c1"
DUTY = ".k-duty"


def documents() -> list[Path]:
    """A year's 考核细则 as PDF and its 责任制实施细则 as DOCX."""
    real = [SHARED / "001_kaohe_xize.pdf", SHARED / "004_zerenzhi_xize.docx"]
    return real if all(path.exists() for path in real) else list(samples.paths().values())


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_a_year_of_three_people(browser: Browser, serve: Callable[..., Server]) -> None:
    server = serve(empty=True)
    administrator = Clerk(browser, server.url, "系统管理员", "admin")
    people = {name: Clerk(browser, server.url, name, username) for name, username, _ in STAFF}
    wang, chen, li, zhao = people.values()

    hire_everybody(administrator, people)
    upload_and_watch(wang, documents())
    review_by_keyboard(wang)
    undo_after_reload(wang)
    accept_what_is_filtered(wang)
    disagree(wang, chen)
    decide_the_rest(wang)
    settle_what_is_open(wang)
    sign_and_send_back(wang, li)
    mend(wang)
    sign_again_and_publish(wang, li, zhao)
    take_the_files(zhao)
    follow_to_the_clause(zhao)
    begin_a_correction(wang, li)

    for clerk in (administrator, *people.values()):
        assert clerk.faults == []
        assert [url for url in clerk.asked if not url.startswith((server.url, "data:", "blob:"))] == []
    checked = server.run("check")
    assert checked.returncode == 0, checked.stderr


def hire_everybody(administrator: Clerk, people: dict[str, Clerk]) -> None:
    administrator.sign_in()
    expect(administrator.page.locator(".first-steps")).to_contain_text("新建经办、复核、签发")
    for name, username, role in STAFF:
        administrator.hire(name, username, role, BEGINNING)
        row = administrator.page.locator("tbody tr").filter(has_text=username)
        expect(row).to_contain_text(role)
        expect(row).to_contain_text("待改初始密码")
    expect(administrator.page.locator(".first-steps")).to_have_count(0)
    for clerk in people.values():
        clerk.sign_in(BEGINNING)
        clerk.change_password(BEGINNING)
    administrator.page.reload()
    expect(administrator.page.locator("tbody")).not_to_contain_text("待改初始密码")


def upload_and_watch(wang: Clerk, files: list[Path]) -> None:
    page = wang.page
    expect(page.get_by_text("还没有来文")).to_be_visible()
    page.set_input_files("input[type=file]", [str(path) for path in files])
    expect(page.locator(".chosen li")).to_have_count(len(files))
    page.get_by_role("button", name="上传").press("Enter")
    rows = page.locator("tr[id^=notice-]")
    expect(rows).to_have_count(len(files))
    expect(page.locator("tr[id^=rubric-]")).to_have_count(1)
    expect(page.locator("tr progress").first).to_be_visible()
    for path in files:
        expect(rows.filter(has_text=path.name).locator(".chip")).to_have_text("已读")
    row = page.locator("tr[id^=rubric-]")
    expect(row.get_by_role("link", name="签批")).to_be_visible(timeout=60_000)
    expect(row.locator(".chip")).to_have_text("待核对")
    expect(row).to_contain_text("王芳")
    expect(row.locator(".progress small")).to_have_text(re.compile(r"^已核 0 / \d+$"))
    row.locator(".name a").press("Enter")
    expect(page.locator(".item.selected")).to_have_count(1)
    expect(page.locator(".source-file")).to_have_count(len(files))


def review_by_keyboard(wang: Clerk) -> None:
    page = wang.page
    wang.press("?")
    expect(page.locator("dialog#help")).to_be_visible()
    page.keyboard.press("Escape")
    wang.press("n")
    if page.locator("#cards .item[data-flagged]").count():
        expect(page.locator(".item.selected")).to_have_attribute("data-flagged", "yes")
        expect(page.locator(".item.selected .flag").first).to_be_visible()
    else:
        expect(page.locator("#message")).to_contain_text("没有其他待核的标记项了")

    wang.go_to(FIRST)
    expect(page.locator(".source g.chosen rect").first).to_be_visible()
    wang.press("a")
    wang.has_status(FIRST, "已采纳")
    expect(page.locator(".item.selected")).to_have_attribute("data-item", SECOND)
    wang.press("k")
    assert wang.selected == FIRST
    wang.press("j")
    assert wang.selected == SECOND

    wang.fill_form("e", text="每季度召开一次安全生产例会。", reason="原件排印有误")
    wang.has_status(SECOND, "已改")
    expect(wang.card(SECOND).locator(".text")).to_have_text("每季度召开一次安全生产例会。")
    wang.fill_form("c", text="已与原件核对")
    expect(wang.card(SECOND).locator(".comment")).to_contain_text("王芳")

    wang.go_to(THIRD)
    wang.press("x")
    page.keyboard.press("Enter")
    expect(page.locator("form.panel")).to_have_count(1)
    page.keyboard.press("Escape")
    wang.fill_form("x", reason="与另一项重复")
    wang.has_status(THIRD, "驳回")
    wang.press("u")
    wang.has_status(THIRD, "待核")
    wang.is_saved()


def undo_after_reload(wang: Clerk) -> None:
    page = wang.page
    wang.go_to(FOURTH)
    wang.press("s")
    parts = page.locator("form.panel .part")
    expect(parts).not_to_have_count(0)
    if parts.count() == 1:
        page.locator("form.panel [data-panel=part]").press("Enter")
    count = parts.count()
    parts.last.locator("[data-field=text]").fill("分出的一部分。")
    page.locator("form.panel [name=reason]").fill("两项要求")
    page.keyboard.press("Enter")
    made = f"{FOURTH}-{count}"
    expect(wang.card(made)).to_contain_text("分出的一部分。")
    expect(wang.card(made).locator("blockquote")).to_have_count(1)
    wang.is_saved()
    wang.go_to(FOURTH)
    wang.fill_form("m", reason="原为一项")
    expect(wang.card(f"{FOURTH}-2")).to_have_count(0)
    wang.is_saved()
    page.reload()
    expect(page.locator(".item.selected")).to_have_count(1)
    wang.press("u")
    expect(wang.card(f"{FOURTH}-2")).to_have_count(1)
    wang.is_saved()
    wang.press("u")
    expect(wang.card(made)).to_have_count(0)
    wang.has_status(FOURTH, "待核")
    wang.is_saved()


def accept_what_is_filtered(wang: Clerk) -> None:
    page = wang.page
    before = wang.counts("已采纳")
    page.locator("#filters [name=kind]").select_option("职责")
    expect(page.locator("#cards .item:not(.k-duty)")).to_have_count(0)
    said = wang.accept_listed()
    wang.shows(before + said, "已采纳")
    page.reload()
    expect(page.locator("#filters [name=kind]")).to_have_value("职责")
    expect(page.locator(".item.selected")).to_have_count(1)
    wang.press("u")
    wang.shows(before, "已采纳")
    wang.is_saved()
    assert wang.accept_listed() == said
    wang.shows(before + said, "已采纳")
    page.locator("#filters [data-clear]").press("Enter")
    expect(page.locator("#cards .item.k-indicator").first).to_be_visible()


def disagree(wang: Clerk, chen: Clerk) -> None:
    chen.open_review()
    wang.page.route("**/changes*", lambda route: route.abort())  # has not heard of it yet
    for who, words in ((chen, "每月报送一次进展。"), (wang, "每季度报送一次进展。")):
        who.go_to(FOURTH)
        who.fill_form("e", text=words, reason="核对原件")
        if who is chen:
            chen.is_saved()
    dialog = wang.page.locator("dialog#conflict")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".version").first).to_contain_text("陈静")
    expect(dialog.locator(".version").first).to_contain_text("每月报送一次进展。")
    expect(dialog.locator(".version").last).to_contain_text("每季度报送一次进展。")
    dialog.locator("[data-mine]").press("Enter")
    wang.is_saved()
    for who in (wang, chen):
        expect(who.card(FOURTH).locator(".text")).to_have_text("每季度报送一次进展。")
    wang.page.unroute("**/changes*")


def decide_the_rest(wang: Clerk) -> None:
    wang.accept_listed()
    while left := wang.counts("待核"):
        wang.press("n")
        expect(wang.page.locator(".item.selected")).to_have_attribute("data-status", "待核")
        wang.press("a")
        wang.shows(left - 1, "待核")
    wang.is_saved()
    expect(wang.page.locator("#balance .sum.off")).to_have_count(0)
    expect(wang.page.locator("#progress .stage")).to_have_text("待经办签字")


def settle_what_is_open(wang: Clerk) -> None:
    page = wang.page
    page.get_by_role("link", name="签批", exact=True).click()
    expect(page.locator(".checks .bad")).to_contain_text("计分约定")
    expect(page.get_by_role("button", name="经办签字")).to_have_count(0)
    page.locator(".checks .bad a").first.click()
    expect(page.locator(".intro .fault")).to_contain_text(re.compile(r"还有 \d+ 处未定"))
    assert wang.settle_everything("按上年度口径") > 1
    expect(page.locator(".notice.success")).to_contain_text("全部约定已作出")
    expect(page.locator(".decided").first).to_contain_text("王芳")


def sign_and_send_back(wang: Clerk, li: Clerk) -> None:
    wang.page.get_by_role("link", name="签批", exact=True).click()
    wang.sign("经办")
    expect(wang.page.get_by_role("button", name="复核签字")).to_have_count(0)  # nobody signs twice
    li.open_signing("待复核")
    li.page.locator("summary", has_text="退回").click()
    li.page.get_by_label("退回理由").fill("第一项第二条请按文件原文")
    li.page.get_by_role("button", name="退回").click()
    expect(li.page.locator(".notice.success")).to_have_text("已退回，先前的签字作废。")
    expect(li.page.locator(".returned")).to_contain_text("第一项第二条请按文件原文")
    void = li.page.locator("tr.void")
    expect(void).to_have_count(1)
    expect(void).to_contain_text("王芳")
    expect(li.step("经办")).to_have_class("now")


def mend(wang: Clerk) -> None:
    wang.page.reload()
    expect(wang.page.locator(".returned")).to_contain_text("李建国")
    wang.open_review("待经办签字")
    wang.go_to(SECOND)
    wang.fill_form("e", text="每季度召开一次安全生产工作例会。", reason="按复核意见")
    wang.is_saved()


def sign_again_and_publish(wang: Clerk, li: Clerk, zhao: Clerk) -> None:
    for clerk, stage, waits in ((wang, "经办", "待经办签字"), (li, "复核", "待复核"), (zhao, "签发", "待签发")):
        clerk.open_signing(waits)
        clerk.sign(stage)
    zhao.page.get_by_role("button", name="发布").click()
    expect(zhao.page.locator(".notice.success")).to_contain_text("已发布")
    signed = zhao.page.locator(".signed li")
    expect(signed).to_have_text([re.compile(f"经办.*{wang.name}"), re.compile(f"复核.*{li.name}"), re.compile(f"签发.*{zhao.name}")])  # fmt: skip
    expect(zhao.page.locator(".paper")).to_contain_text("每季度召开一次安全生产工作例会。")


def take_the_files(zhao: Clerk) -> None:
    page = zhao.page
    packed = zhao.download(page.get_by_role("link", name="打包下载").click)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files["manifest.json"])
    hashes = {each["name"]: each["sha256"] for each in manifest["files"]}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name in hashes} == hashes
    assert set(files) == {*hashes, "manifest.json"}
    page.locator(".files summary").click()
    links = page.locator(".files li a")
    expect(links).to_have_count(len(files))
    for name in ("rubric.json", next(name for name in files if name.endswith(".xlsx"))):
        assert zhao.download(links.filter(has_text=name).click) == files[name]
    expect(page.locator(".paper footer")).to_contain_text(hashes["rubric.json"])


def follow_to_the_clause(zhao: Clerk) -> None:
    page = zhao.page
    published = page.url
    with page.expect_response(re.compile(r"/pages/\d+\.png")) as picture:
        page.get_by_role("link", name="每季度召开一次安全生产工作例会。").click()
    assert picture.value.status == 200
    assert picture.value.headers["content-type"] == "image/png"
    expect(page.locator(".traced .fields")).to_contain_text("王芳")
    expect(page.locator(".traced .fields")).not_to_contain_text('{"')
    expect(page.locator(".traced blockquote").first).not_to_be_empty()
    frame = page.locator("svg.page rect.frame").first
    expect(frame).to_be_visible()
    box, sheet = frame.bounding_box(), page.locator("svg.page").first.bounding_box()
    assert box is not None
    assert sheet is not None
    assert sheet["x"] <= box["x"] < box["x"] + box["width"] <= sheet["x"] + sheet["width"]
    page.goto(published)
    page.locator(".role li a").first.click()
    expect(page.locator(".traced mark").first).to_be_visible()
    page.goto(published)


def begin_a_correction(wang: Clerk, li: Clerk) -> None:
    wang.open_worklist()
    wang.rubric_row("已发布").get_by_role("link", name="已发布").click()
    wang.page.locator("summary", has_text="更正这一版").click()
    wang.page.get_by_label("为什么要更正").fill("总分表漏列一项")
    wang.page.get_by_role("button", name="开始更正").click()
    expect(wang.page.locator(".notice.success")).to_contain_text("已开始更正")
    expect(wang.page.locator(".item.selected")).to_have_count(1)
    li.open_worklist()
    expect(li.page.locator("tr[id^=rubric-]")).to_have_count(2)
    expect(li.rubric_row("待经办签字")).to_have_count(1)
    li.open_signing("待经办签字")
    expect(li.page.locator(".returned")).to_contain_text("更正第1版：总分表漏列一项")
