"""The review page in a real browser: keys, forms, saving through a lost server, two people at once."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.web import databases
from tests.web.browsers import chromium, sign_in
from tests.web.office import PASSWORD, Office
from tests.web.servers import Server

CRITERION = "ind-1.1.c1"
USER_NAMES = {"王芳": "wangfang", "李建国": "lijianguo", "陈静": "chenjing"}
_COPIES = 24

_PREPARE = f"""
import django; django.setup()
from review_ui.models import Person, Rubric, RubricNotice
from tests.web.office import PASSWORD
Person.objects.create_person("chenjing", "陈静", PASSWORD, ["handler"], must_change_password=False)
first = Rubric.objects.get()
links = list(RubricNotice.objects.filter(rubric=first))
for _ in range({_COPIES}):
    first.pk = None
    first.save()
    RubricNotice.objects.bulk_create(RubricNotice(rubric=first, notice=l.notice, position=l.position) for l in links)
"""
"""A second 经办, and a rubric of its own for each test."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def server(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("review") / "data"
    made = Server(data, database=databases.copied(data))
    environment = {**made.environment, "DJANGO_SETTINGS_MODULE": "review_ui.settings"}
    subprocess.run([sys.executable, "-c", _PREPARE], env=environment, check=True, timeout=300)
    made.start()
    yield made
    made.stop()
    databases.drop(made.database)


@pytest.fixture(scope="module")
def signed_in_as(browser: Browser, server: Server) -> Callable[[str], BrowserContext]:
    """A new browser window of that person, nothing kept in it but the session."""
    states: dict[str, Any] = {}

    def window(name: str) -> BrowserContext:
        if name not in states:
            states[name] = sign_in(browser, server.url, USER_NAMES[name]).context.storage_state()
        return browser.new_context(viewport={"width": 1366, "height": 768}, storage_state=states[name])

    return window


@pytest.fixture(scope="module")
def rubrics(office: Office) -> Iterator[int]:
    """Ids of rubrics that nobody has touched."""
    return iter(range(office.rubric + 1, office.rubric + 1 + _COPIES))


@pytest.fixture
def open_as(server: Server, signed_in_as: Callable[[str], BrowserContext], rubrics: Iterator[int]) -> Iterator[Any]:
    """`open_as("王芳")`: the review page of this test's rubric as that person sees it."""
    address = f"{server.url}/rubrics/{next(rubrics)}/"
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def open_(name: str) -> Page:
        context = signed_in_as(name)
        context.set_default_timeout(30_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        expect(page.locator(".item.selected")).to_have_count(1)
        return page

    yield open_
    for context in opened:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_as: Callable[..., Page]) -> Page:
    """The review page as 王芳 sees it, `CRITERION` selected."""
    found = open_as("王芳")
    choose(found, CRITERION)
    return found


def choose(page: Page, item: str) -> None:
    card(page, item).locator("header").click()
    expect(page.locator(".item.selected")).to_have_attribute("data-item", item)


def card(page: Page, item: str) -> Any:
    return page.locator(f'#cards .item[data-item="{item}"]')


def selected(page: Page) -> str:
    return page.locator(".item.selected").get_attribute("data-item") or ""


def again(page: Page, server: Server, name: str) -> None:
    """Signs in anew in another window of the same browser."""
    other = page.context.new_page()
    other.goto(f"{server.url}/login")
    other.fill("[name=username]", USER_NAMES[name])
    other.fill("[name=password]", PASSWORD)
    other.press("[name=password]", "Enter")
    other.wait_for_url(f"{server.url}/")
    other.close()


def is_saved(page: Page) -> None:
    expect(page.locator("#saving")).to_have_text("已保存")


def has_status(page: Page, item: str, status: str) -> None:
    expect(card(page, item)).to_have_attribute("data-status", status)


# --- keyboard ---


def test_a_person_reviews_with_the_keyboard_alone(page: Page) -> None:
    before = selected(page)
    page.keyboard.press("j")
    second = selected(page)
    page.keyboard.press("k")
    assert (selected(page), second != before) == (before, True)
    page.keyboard.press("a")
    has_status(page, before, "已采纳")
    assert selected(page) == second
    page.keyboard.press("A")
    has_status(page, second, "已采纳")
    is_saved(page)
    expect(page.locator("#progress")).to_contain_text("已采纳 2")
    expect(page.locator("#position")).to_have_text(re.compile(r"^\d+/\d{3}$"))
    page.keyboard.press("n")
    assert card(page, selected(page)).get_attribute("data-flagged") == "yes"
    page.keyboard.press("?")
    expect(page.locator("dialog#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#help")).to_be_hidden()


def test_keys_are_dead_while_typing_and_while_an_input_method_composes(page: Page) -> None:
    page.keyboard.press("c")
    field = page.locator("form.panel [name=text]")
    field.type("jakexun?")
    expect(field).to_have_value("jakexun?")
    page.keyboard.press("Escape")
    # an input method that composes over the page: keys come as Process, code 229, or composing
    page.evaluate(
        """() => {
          for (const init of [{key: "a", isComposing: true}, {key: "Process", keyCode: 229}, {key: "a", keyCode: 229}]) {
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {bubbles: true, cancelable: true, ...init}));
          }
        }"""
    )
    for combination in ("Control+a", "Alt+e", "Meta+x"):
        page.keyboard.press(combination)
    has_status(page, CRITERION, "待核")
    expect(page.locator("form.panel")).to_have_count(0)


def test_chinese_is_typed_into_a_form_by_an_input_method(page: Page) -> None:
    page.keyboard.press("e")
    field = page.locator("form.panel [name=text]")
    field.fill("")
    input_method = page.context.new_cdp_session(page)
    for composing in ("k", "kai", "开会"):
        input_method.send(
            "Input.imeSetComposition",
            {"text": composing, "selectionStart": len(composing), "selectionEnd": len(composing)},
        )
    input_method.send("Input.insertText", {"text": "开会研究"})
    expect(field).to_have_value("开会研究")
    has_status(page, CRITERION, "待核")
    page.fill("form.panel [name=reason]", "按原件")
    page.press("form.panel [name=reason]", "Enter")
    has_status(page, CRITERION, "已改")
    expect(card(page, CRITERION).locator(".text")).to_have_text("开会研究")


# --- forms ---


def test_editing_points_shows_the_sum_that_is_off_and_signs_for_it(page: Page) -> None:
    page.keyboard.press("e")
    page.fill("form.panel [name=points]", "3")
    page.press("form.panel [name=points]", "Enter")
    expect(page.locator("form.panel .panel-fault")).to_have_text("请填写“理由”。")
    page.fill("form.panel [name=reason]", "原件为3分")
    page.press("form.panel [name=reason]", "Enter")
    has_status(page, CRITERION, "已改")
    expect(card(page, CRITERION).locator(".points")).to_have_text("3分")
    off = page.locator("#balance .sum.off")
    expect(off).to_have_count(1)
    off.click()
    expect(page.locator(".item.selected .flag.error")).to_contain_text("子项合计")
    page.keyboard.press("d")
    page.fill("form.panel [name=reason]", "原件如此")
    page.press("form.panel [name=reason]", "Enter")
    expect(page.locator("#balance .sum.off")).to_have_count(0)
    is_saved(page)


def test_a_rule_is_edited_from_its_chip(page: Page) -> None:
    card(page, CRITERION).locator("button.rule").first.click()
    page.fill("form.panel [name=points]", "0.8")
    page.fill("form.panel [name=reason]", "原件为0.8分")
    page.press("form.panel [name=reason]", "Enter")
    expect(card(page, CRITERION).locator("button.rule").first).to_contain_text("0.8分")


def test_an_item_is_split_merged_and_both_undone_after_a_reload(page: Page) -> None:
    page.keyboard.press("s")
    parts = page.locator("form.panel .part")
    expect(parts).not_to_have_count(0)
    count = parts.count()
    page.locator("form.panel [data-panel=part]").click()
    expect(parts).to_have_count(count + 1)
    parts.last.locator("[data-field=text]").fill("分出的一部分。")
    page.fill("form.panel [name=reason]", "两项要求")
    page.press("form.panel [name=reason]", "Enter")
    made = f"{CRITERION}-{count + 1}"
    expect(card(page, made)).to_have_count(1)
    is_saved(page)
    choose(page, CRITERION)
    page.keyboard.press("m")
    expect(page.locator("form.panel .merged li")).to_have_count(2)
    page.fill("form.panel [name=reason]", "原为一项")
    page.press("form.panel [name=reason]", "Enter")
    expect(card(page, f"{CRITERION}-2")).to_have_count(0)
    is_saved(page)
    page.reload()
    page.keyboard.press("u")
    expect(card(page, f"{CRITERION}-2")).to_have_count(1)
    page.keyboard.press("u")
    expect(card(page, made)).to_have_count(0)
    has_status(page, CRITERION, "待核")
    is_saved(page)


def test_rejecting_needs_a_reason_and_is_undone_from_the_list(page: Page) -> None:
    page.keyboard.press("x")
    page.press("form.panel [name=reason]", "Enter")
    expect(page.locator("form.panel .panel-fault")).to_have_text("请填写“理由”。")
    page.fill("form.panel [name=reason]", "与另一项重复")
    page.press("form.panel [name=reason]", "Enter")
    has_status(page, CRITERION, "驳回")
    assert selected(page) != CRITERION
    is_saved(page)
    page.locator("#undo summary").click()
    page.locator("#undo [data-undoes]").first.click()
    has_status(page, CRITERION, "待核")


def test_an_item_is_added_with_a_citation_picked_on_the_left(page: Page) -> None:
    page.keyboard.press("i")
    page.select_option("form.panel [name=where]", label="其后增加同级的评分项")
    shown = page.locator("form.panel fieldset:not([hidden])")
    shown.locator("[data-field=text]").fill("每半年通报一次。")
    page.locator("form.panel .panel-acts button").first.click()
    expect(page.locator("form.panel .panel-fault")).to_contain_text("补录须有依据")
    picked = page.evaluate(
        """async () => {
          const source = document.querySelector("#source");
          const frames = await (await fetch(source.dataset.frames)).json();
          const notice = Object.keys(frames.notices || frames)[0];
          const text = document.querySelector(`.source-notice[data-notice="${notice}"]`).dataset.text;
          const answer = await fetch(source.dataset.selection, {method: "POST", headers: {"X-CSRFToken": kaohe.token()},
            body: JSON.stringify({notice: Number(notice), text_sha256: text, spans: [[40, 60]]})});
          const detail = await answer.json();
          document.dispatchEvent(new CustomEvent("kaohe:cite", {detail}));
          return detail;
        }"""
    )
    expect(page.locator("form.panel .picked-quote")).to_have_text(re.compile(re.escape(picked["quote"].strip()[:6])))
    page.locator("form.panel .panel-acts button").first.click()
    added = page.locator(".item.selected")
    expect(added.locator(".text")).to_have_text("每半年通报一次。")
    expect(added.locator("cite")).to_have_text(picked["citation"])
    is_saved(page)


# --- bulk ---


def test_accepting_what_is_filtered_says_how_many_leaves_out_the_flagged_and_is_undone_as_one(page: Page) -> None:
    page.select_option("#filters [name=kind]", "评分项")
    button = page.locator("#bulk")
    expect(button).to_have_text(re.compile(r"^采纳筛选出的 \d+ 项$"))
    count = int(re.findall(r"\d+", button.inner_text())[0])
    total = page.locator("#cards .item").count()
    expect(page.locator("#bulk-left")).to_have_text(f"另有 {total - count} 项有标记，须逐项核对")
    button.click()
    expect(page.locator("#ask p")).to_contain_text(f"{count} 项")
    page.keyboard.press("Escape")
    expect(page.locator("#progress")).to_contain_text("已采纳 0")
    button.click()
    page.locator("#ask [data-yes]").click()
    is_saved(page)
    expect(page.locator("#progress")).to_contain_text(f"已采纳 {count}")
    expect(page.locator("#cards .item[data-flagged]").first).to_have_attribute("data-status", "待核")
    page.reload()
    expect(page.locator("#filters [name=kind]")).to_have_value("评分项")
    page.keyboard.press("u")
    expect(page.locator("#progress")).to_contain_text("已采纳 0")


# --- saving ---


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_done_twice(page: Page) -> None:
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data or "")
        route.fetch()  # the server has done it; the browser never hears
        route.abort()

    page.route("**/decide*", lose_first)
    page.keyboard.press("a")
    expect(page.locator("#saving")).to_have_text(re.compile("未保存，正在重试"))
    is_saved(page)
    has_status(page, CRITERION, "已采纳")
    page.locator("#undo summary").click()
    expect(page.locator("#undo li button")).to_have_count(1)


def test_a_server_that_is_gone_loses_nothing_not_even_over_a_reload(page: Page, server: Server) -> None:
    page.keyboard.press("a")
    is_saved(page)
    second = selected(page)
    server.kill()
    page.keyboard.press("a")
    page.keyboard.press("a")
    expect(page.locator("#saving")).to_have_text(re.compile("未保存，正在重试（2项）"))
    expect(page.locator("#advice")).to_be_visible()
    has_status(page, second, "已采纳")
    server.start()
    page.reload()
    is_saved(page)
    has_status(page, second, "已采纳")
    expect(page.locator("#progress")).to_contain_text("已采纳 3")


def test_what_is_typed_comes_back_after_a_crash(page: Page) -> None:
    page.keyboard.press("e")
    page.fill("form.panel [name=text]", "写到一半的内容")
    page.goto("about:blank")
    page.go_back()
    expect(page.locator("form.panel .restored")).to_be_visible()
    expect(page.locator("form.panel [name=text]")).to_have_value("写到一半的内容")
    page.keyboard.press("Escape")
    expect(card(page, CRITERION).locator(".unsent")).to_be_visible()
    card(page, CRITERION).locator(".unsent").click()
    page.locator("form.panel [data-panel=discard]").click()
    expect(page.locator("form.panel [name=text]")).not_to_have_value("写到一半的内容")


def test_a_session_that_has_ended_keeps_the_queue_until_one_signs_in_again(page: Page, server: Server) -> None:
    page.context.clear_cookies()
    page.keyboard.press("a")
    expect(page.locator("#saving")).to_have_text(re.compile("未保存，登录已失效"))
    expect(page.locator("#sign-in")).to_be_visible()
    again(page, server, "王芳")
    page.locator("#retry").dispatch_event("click")  # a click by hand would race with the retry that comes by itself
    is_saved(page)
    has_status(page, CRITERION, "已采纳")


def test_ones_queue_is_not_saved_under_another_name(page: Page, server: Server) -> None:
    page.context.clear_cookies()
    again(page, server, "李建国")
    page.keyboard.press("a")
    expect(page.locator("#saving")).to_have_text(re.compile("登录的是另一个人"))


# --- two people ---


def test_a_colleagues_decisions_appear_and_leave_an_open_form_alone(page: Page, open_as: Callable[..., Page]) -> None:
    other = open_as("陈静")
    page.keyboard.press("e")
    page.fill("form.panel [name=text]", "我正在写")
    choose(other, CRITERION)
    other.keyboard.press("a")
    is_saved(other)
    expect(card(page, CRITERION).locator(".hint")).to_be_visible()
    expect(page.locator("form.panel [name=text]")).to_have_value("我正在写")
    expect(page.locator("#message")).to_contain_text("陈静刚刚采纳")
    page.fill("form.panel [name=reason]", "核对原件")
    page.press("form.panel [name=reason]", "Enter")
    has_status(page, CRITERION, "已改")


def test_two_people_on_one_item_choose_between_their_versions(page: Page, open_as: Callable[..., Page]) -> None:
    other = open_as("陈静")
    choose(other, CRITERION)
    page.route("**/changes*", lambda route: route.abort())  # has not heard of it yet
    for who, words in ((other, "对方改的内容"), (page, "我改的内容")):
        who.keyboard.press("e")
        who.fill("form.panel [name=text]", words)
        who.fill("form.panel [name=reason]", "核对原件")
        who.press("form.panel [name=reason]", "Enter")
        if who is other:
            is_saved(other)
    dialog = page.locator("dialog#conflict")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".version").first).to_contain_text("对方改的内容")
    expect(dialog.locator(".version").first).to_contain_text("陈静")
    expect(dialog.locator(".version").last).to_contain_text("我改的内容")
    dialog.locator("[data-mine]").click()
    is_saved(page)
    expect(card(page, CRITERION).locator(".text")).to_have_text("我改的内容")
    expect(card(other, CRITERION).locator(".text")).to_have_text("我改的内容")


def test_who_may_only_comment_has_no_other_keys(open_as: Callable[..., Page]) -> None:
    page = open_as("李建国")
    choose(page, CRITERION)
    page.keyboard.press("a")
    expect(page.locator("#message")).to_contain_text("核对由经办人负责")
    has_status(page, CRITERION, "待核")
    page.keyboard.press("c")
    page.fill("form.panel [name=text]", "请核对分值")
    page.locator("form.panel .panel-acts button").first.click()
    expect(card(page, CRITERION).locator(".comment")).to_contain_text("请核对分值")
