"""The left two columns in a browser: selecting either side, a clause on two pages, text picked as a citation."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web import databases
from tests.web.browsers import chromium, sign_in
from tests.web.office import Office
from tests.web.servers import Server


@pytest.fixture(scope="module")
def server(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("source") / "data"
    started = Server(data, database=databases.copied(data))
    started.start()
    yield started
    started.stop()
    databases.drop(started.database)


@pytest.fixture(scope="module")
def window(server: Server) -> Iterator[Any]:
    """A window in which 王芳 is signed in."""
    with chromium() as browser:
        yield sign_in(browser, server.url, "wangfang").context


@pytest.fixture
def page(server: Server, office: Office, window: Any) -> Iterator[Any]:
    """The review page of the samples' rubric, its frames drawn, every citation picked kept in `cited`."""
    page = window.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{server.url}/rubrics/{office.rubric}/")
    page.wait_for_selector("g.frame", state="attached")
    page.evaluate(
        "window.cited = []; document.addEventListener('kaohe:cite', (event) => window.cited.push(event.detail))"
    )
    yield page
    page.close()
    assert faults == []


def frames(page: Any) -> list[dict[str, Any]]:
    """Every frame the page knows."""
    told = page.evaluate("fetch(document.getElementById('source').dataset.frames).then((answer) => answer.json())")
    return [{**frame, "notice": notice} for notice, own in told["notices"].items() for frame in own["frames"]]


def choose(page: Any, item: str) -> None:
    """Selects an item by its card, as a click on it does."""
    page.locator(f'.item[data-item="{item}"]').click(position={"x": 12, "y": 12})


def in_view(page: Any, selector: str) -> bool:
    """Whether what the selector finds first lies in the middle column as it is scrolled."""
    shown: bool = page.evaluate(
        """(selector) => {
          const view = document.querySelector('.source-scroll').getBoundingClientRect();
          const box = document.querySelector(selector).getBoundingClientRect();
          return box.top >= view.top && box.top < view.bottom && box.left < view.right && box.right > view.left;
        }""",
        selector,
    )
    return shown


def test_a_card_brings_its_frame_into_view_and_strong(page: Any) -> None:
    last = [frame for frame in frames(page) if frame["pages"]][-1]
    choose(page, last["item"])
    page.wait_for_selector(f'g.chosen[data-item="{last["item"]}"] rect')
    assert in_view(page, "g.chosen rect")
    assert page.locator(".thumbs a[aria-current]").get_attribute("data-place") in last["pages"]


def test_a_card_from_a_text_brings_its_marks_into_view(page: Any) -> None:
    last = [frame for frame in frames(page) if not frame["pages"]][-1]
    choose(page, last["item"])
    page.wait_for_selector(".piece.selected")
    assert in_view(page, ".piece.selected")
    assert last["item"] in page.locator(".piece.selected").first.get_attribute("data-items").split()


def test_a_frame_selects_its_card_and_a_second_click_the_next_under_it(page: Any) -> None:
    first = next(frame for frame in frames(page) if frame["pages"] and frame["item"].startswith("ind-"))
    choose(page, first["item"])
    page.wait_for_selector("g.chosen rect")
    box = page.locator("g.chosen > rect").first.bounding_box()
    choose(page, "draft")
    page.mouse.click(box["x"] + 12, box["y"] + 8)
    page.wait_for_selector(".item.selected:not(#item-draft)")
    once = page.locator(".item.selected").get_attribute("data-item")
    assert page.evaluate("document.activeElement.dataset.item") == once
    assert page.locator("g.chosen").first.get_attribute("data-item") == once
    page.mouse.click(box["x"] + 12, box["y"] + 8)
    assert page.locator(".item.selected").count() == 1


def test_several_items_on_one_text_take_turns(page: Any) -> None:
    page.wait_for_selector("mark.piece")
    shared = page.locator('mark.piece[data-items*=" "]').first
    items = shared.get_attribute("data-items").split()
    shared.scroll_into_view_if_needed()
    line = shared.evaluate(
        "(mark) => { const box = mark.getClientRects()[0]; return [box.left + 20, box.top + box.height / 2]; }"
    )
    seen = []
    for _ in range(len(items) + 1):
        page.mouse.click(*line)
        seen.append(page.locator(".item.selected").get_attribute("data-item"))
    assert set(seen) == set(items)
    assert seen[0] == seen[-1]


def test_a_clause_on_two_pages_is_framed_on_both_with_links_between(page: Any) -> None:
    across = next(frame for frame in frames(page) if len(frame["pages"]) == 2)
    choose(page, across["item"])
    page.wait_for_selector("g.chosen rect")
    assert page.locator("g.chosen").count() == 2
    assert page.locator(".jump text").all_text_contents() == ["接下页", "接上页"]
    first, second = sorted(across["pages"], key=int)
    sheet = f"#page-{across['notice']}-{second}"
    page.locator(".jump").first.click()
    assert in_view(page, f"{sheet} g.chosen > rect")
    page.locator(f"{sheet} .jump").focus()
    page.keyboard.press("Enter")
    assert in_view(page, f"#page-{across['notice']}-{first} g.chosen > rect")


def drag_over(page: Any, sheet: str, first: int, last: int) -> list[str]:
    """Drags from the start of one run of a page's text to the end of another; the runs' texts."""
    page.locator(f"{sheet} .runs text").nth(last).scroll_into_view_if_needed()
    runs = page.locator(f"{sheet} .runs text")
    start, end = runs.nth(first).bounding_box(), runs.nth(last).bounding_box()
    page.mouse.move(start["x"] + 1, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + start["height"] / 2)
    page.mouse.move(end["x"] + end["width"] - 1, end["y"] + end["height"] / 2)
    page.mouse.up()
    return [runs.nth(n).evaluate("(run) => run.textContent") for n in range(first, last + 1)]


def test_text_dragged_over_on_a_page_becomes_a_citation(page: Any, office: Office) -> None:
    sheet = f"#page-{office.notices[0]}-2"
    page.locator(f'.thumbs a[data-notice="{office.notices[0]}"][data-place="2"]').click()
    page.wait_for_selector(f"{sheet} .runs text", state="attached")
    said = drag_over(page, sheet, 2, 4)
    page.wait_for_selector(".source-picked:not([hidden])")
    assert page.locator(".picked-from").inner_text().startswith("出处：《")
    page.click('[data-pick="take"]')
    (cited,) = page.evaluate("window.cited")
    assert "".join(cited["quote"].split()) in "".join("".join(said).split())
    assert len(cited["quote"]) > 4
    assert cited["pages"] == [2]
    assert page.locator(".source-picked").is_hidden()


def test_a_selection_over_a_page_break_leaves_the_page_number_out(page: Any, office: Office) -> None:
    notice = office.notices[0]
    page.locator(f'.thumbs a[data-notice="{notice}"][data-place="3"]').click()
    page.wait_for_selector(f"#page-{notice}-3 .runs text", state="attached")
    page.wait_for_selector(f"#page-{notice}-4 .runs text", state="attached")
    page.evaluate(
        """([one, two]) => {
          const on = (sheet) => Array.from(document.querySelectorAll(sheet + ' .runs text:not([data-quiet])'));
          const last = on(one).pop().firstChild, first = on(two)[0].firstChild;
          window.getSelection().setBaseAndExtent(last, 0, first, 2);
        }""",
        [f"#page-{notice}-3", f"#page-{notice}-4"],
    )
    page.wait_for_selector(".source-picked:not([hidden])")
    page.click('[data-pick="take"]')
    (cited,) = page.evaluate("window.cited")
    assert cited["pages"] == [3, 4]
    assert "—" not in cited["quote"]


def test_offsets_count_characters_and_not_utf_16_units(page: Any, office: Office) -> None:
    """A character beyond U+FFFF before the selection does not shift it."""
    page.wait_for_selector("span.piece")
    asked = page.evaluate(
        """async () => {
          const sent = [];
          const fetched = window.fetch;
          window.fetch = (url, options) => {
            if (options && options.method === 'POST') sent.push(options.body);
            return fetched(url, options);
          };
          const piece = Array.from(document.querySelectorAll('.piece')).find((one) => one.textContent.length > 8);
          piece.textContent = '\\u{20BB7}' + Array.from(piece.textContent).slice(1).join('');
          window.getSelection().setBaseAndExtent(piece.firstChild, 2, piece.firstChild, 5);
          await new Promise((done) => window.setTimeout(done, 400));
          window.fetch = fetched;
          return [Number(piece.dataset.start), sent];
        }"""
    )
    start, (body,) = asked
    assert json.loads(body)["spans"] == [[start + 1, start + 4]]


def test_the_zoom_is_remembered(page: Any) -> None:
    page.click('[data-zoom="150"]')
    wide = page.locator(".sheet img").first.bounding_box()["width"]
    page.reload()
    page.wait_for_selector("g.frame", state="attached")
    assert page.locator('[data-zoom="150"]').get_attribute("aria-pressed") == "true"
    assert page.locator(".sheet img").first.bounding_box()["width"] == wide
    page.click('[data-zoom="fit"]')
    assert page.locator(".sheet img").first.bounding_box()["width"] < wide


def test_a_decision_changes_the_frames_colour_and_the_counts(page: Any) -> None:
    item = next(frame for frame in frames(page) if frame["pages"] and frame["item"].startswith("ind-1.1.c"))
    place = sorted(item["pages"], key=int)[0]
    badge = page.locator(f'.thumbs a[data-notice="{item["notice"]}"][data-place="{place}"] .undecided')
    before = int(badge.inner_text())
    choose(page, item["item"])
    page.keyboard.press("a")
    page.wait_for_selector(f'g.frame.accepted[data-item="{item["item"]}"]', state="attached")
    assert int(badge.inner_text()) == before - 1
