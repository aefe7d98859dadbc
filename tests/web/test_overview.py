"""The overview: areas as points, words inside their boxes, what is open, due and owed."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from review_ui.models import Person, Rubric
from review_ui.overview.findings import burdens, open_flags, rows, timeline
from review_ui.overview.lettering import fitted, width_of
from review_ui.overview.shares import HEIGHT, WIDTH, Share, pictures, tiles
from review_ui.overview.treemap import Rect, squarified
from review_ui.review.sheets import sheet_of
from rubric_builder.folding import Folded
from rubric_builder.reconciling import reconciliation
from rubric_builder.reviewing import review_items
from tests.drafts import duty_notice, duty_roles, rubric_draft, rubric_notice

BOX = Rect(10.0, 20.0, 880.0, 600.0)
values = st.lists(st.floats(0.5, 1000.0), min_size=1, max_size=25)


def overlap(a: Rect, b: Rect) -> float:
    wide = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    high = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return max(wide, 0.0) * max(high, 0.0)


@given(values)
@settings(max_examples=100, deadline=None)
def test_rectangles_fill_the_box_as_their_values_and_none_overlaps(given_values: list[float]) -> None:
    placed = squarified(given_values, BOX)
    for value, rect in zip(given_values, placed, strict=True):
        assert rect.area == pytest.approx(value / sum(given_values) * BOX.area, rel=1e-6)
        assert rect.x >= BOX.x - 1e-6
        assert rect.y >= BOX.y - 1e-6
        assert rect.x + rect.width <= BOX.x + BOX.width + 1e-6
        assert rect.y + rect.height <= BOX.y + BOX.height + 1e-6
    assert all(overlap(a, b) < 1e-4 for a, b in combinations(placed, 2))


def test_equal_values_are_near_squares() -> None:
    for rect in squarified([1.0] * 12, Rect(0, 0, 400, 300)):
        assert max(rect.width / rect.height, rect.height / rect.width) < 1.8


def test_nothing_is_drawn_of_nothing() -> None:
    assert [rect.area for rect in squarified([0.0, 5.0, 0.0], BOX)] == [0.0, BOX.area, 0.0]
    assert squarified([], BOX) == ()
    with pytest.raises(ValueError, match="below 0"):
        squarified([1.0, -1.0], BOX)


WORDS = st.text(st.sampled_from("隐患排查治理（）“”、，。党政同责A1 2%"), min_size=1, max_size=24)


@given(WORDS, st.floats(5, 300), st.floats(5, 120))
@settings(max_examples=200, deadline=None)
def test_words_never_leave_their_box(text: str, width: float, height: float) -> None:
    lettering = fitted(text, width, height, (14.0, 11.0))
    if lettering is not None:
        assert lettering.height <= height
        assert all(width_of(line, lettering.size) <= width for line in lettering.lines)
        assert "".join("".join(lettering.lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("应急管理", 60, ("应急管理",)),
        ("应急管理", 30, ("应急", "管理")),
        ("每降10%扣分", 34, ("每降", "10%", "扣分")),  # a number stays whole
        ("宣传（网络）", 30, ("宣传", "（网", "络）")),  # no bracket alone
        ("应急管理", 8, None),
    ],
)
def test_lines_break_where_an_office_would_break_them(
    text: str, width: float, expected: tuple[str, ...] | None
) -> None:
    lettering = fitted(text, width, 100, (12.0,))
    assert (lettering.lines if lettering else None) == expected


points = st.decimals(min_value="0.5", max_value="300", places=1)
part = st.builds(lambda p: Share("ind-1.1", "排查整改", p), points)
share = st.builds(
    lambda parts, more, name: Share("ind-1", name, sum((p.points for p in parts), Decimal(0)) + more, tuple(parts)),
    st.lists(part, max_size=6), points, st.sampled_from(["隐患治理", "防范遏制重特大生产安全事故", "组织"]),
)  # fmt: skip


@given(st.lists(share, min_size=1, max_size=9))
@settings(max_examples=80, deadline=None)
def test_every_tile_is_as_large_as_its_points_and_its_words_are_inside(shared: list[Share]) -> None:
    total = float(sum(s.points for s in shared))
    drawn = list(tiles(shared))
    tops = [tile for tile in drawn if tile.level == 1]
    assert [t.rect.area for t in tops] == pytest.approx([float(s.points) / total * WIDTH * HEIGHT for s in shared])
    below = [p for s in shared for p in s.parts]
    inner = [tile for tile in drawn if tile.level == 2]
    assert [t.rect.area for t in inner] == pytest.approx([float(p.points) / total * WIDTH * HEIGHT for p in below])
    for tile in drawn:
        for words in filter(None, (tile.name, tile.points)):
            assert all(width_of(line, words.size) <= tile.room.width for line in words.lines)
        assert sum(words.height for words in (tile.name, tile.points) if words) <= tile.room.height + 1e-6
        assert tile.room.height <= tile.rect.height


def test_points_of_an_indicator_that_none_below_has_are_left_open() -> None:
    drawn = list(tiles([Share("ind-1", "隐患治理", Decimal(10), (Share("ind-1.1", "排查", Decimal(6)),))]))
    assert [(t.level, round(t.rect.area / WIDTH / HEIGHT, 3)) for t in drawn] == [(2, 0.6), (0, 0.4), (1, 1.0)]
    assert drawn[1].said == "隐患治理：4分没有分到下级指标"


def test_the_sample_draft_is_drawn_and_summed() -> None:
    draft = rubric_draft(rubric_notice())
    (picture,) = pictures(draft)
    assert picture.total == "100"
    assert picture.summary == "组织领导40分、隐患治理60分"
    found = rows(reconciliation(Folded.of(draft).state))
    assert [(row.balance.name, row.share, row.balance.holds) for row in found] == [
        ("组织领导", "40.0%", True),
        ("隐患治理", "60.0%", True),
    ]


def test_a_draft_without_points_has_no_picture() -> None:
    draft = rubric_draft(rubric_notice()).model_copy(update={"indicators": ()})
    assert pictures(draft) == ()


def test_a_flag_is_open_until_its_item_is_decided_on_and_an_error_until_it_is_mended() -> None:
    draft = rubric_draft(rubric_notice())
    state = Folded.of(draft.model_copy(update={"indicators": _short(draft)})).state
    items = review_items(state)
    found = open_flags(items)
    assert [flag.flag.code for flag in found["error"]]
    decided = [replace(item, status="已采纳") for item in items]
    still = open_flags(decided)
    assert still["error"] == tuple(
        replace(one, items=tuple(i for i in decided if i.id in {x.id for x in one.items})) for one in found["error"]
    )
    assert (still["warning"], still["info"]) == ((), ())


def _short(draft: object) -> tuple[object, ...]:
    first, *others = draft.indicators  # type: ignore[attr-defined]  # a Draft
    return (first.model_copy(update={"points": Decimal(41)}), *others)


def test_roles_are_listed_with_what_they_owe() -> None:
    draft = rubric_draft(rubric_notice()).model_copy(update={"roles": duty_roles(duty_notice())})
    found = burdens(review_items(Folded.of(draft).state))
    assert [(b.item.name, b.kind, b.duties, b.general, b.accountability, b.pending) for b in found] == [
        ("镇、街道主要负责人", "领导干部", 3, 1, 1, 6),
        ("分管领域和单位", "部门", 1, 0, 0, 2),
    ]


def test_deadlines_are_listed_by_date_and_those_without_one_last(rubric: Rubric) -> None:
    found = timeline(sheet_of(rubric).items)
    dated = [owed.due for owed in found if owed.due]
    assert len(dated) > 1
    assert dated == sorted(dated)
    assert [owed.due for owed in found[: len(dated)]] == dated


def test_the_page_links_every_tile_to_its_item(handler: Client, rubric: Rubric) -> None:
    html = handler.get(reverse("overview", args=[rubric.pk])).content.decode()
    review = reverse("review", args=[rubric.pk])
    for item in sheet_of(rubric).items:
        if item.slot in ("indicators", "children", "roles"):
            assert f'href="{review}#item-{item.id}"' in html, item.id
    assert '<svg viewBox="0 0 880.0 600.0" role="img"' in html
    assert "<desc" in html
    assert " style=" not in html


def test_who_may_not_open_the_rubric_gets_no_overview(signed_in: Callable[[str], Client], rubric: Rubric) -> None:
    rubric.people.add(Person.objects.get(name="李建国"))
    assert signed_in("赵敏").get(reverse("overview", args=[rubric.pk])).status_code == 404
    assert signed_in("李建国").get(reverse("overview", args=[rubric.pk])).status_code == 200
