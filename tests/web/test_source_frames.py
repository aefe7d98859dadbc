"""Where items stand: frames on pages, counts, what changes when."""

from dataclasses import dataclass

import pytest

from corpus.evidence import Evidence
from corpus.source_text import Region
from review_ui.review.source_frames import drawn, frames, looks, pending_by_page, shape


@dataclass(frozen=True)
class Shown:
    id: str
    evidence: tuple[Evidence, ...]
    status: str = "待核"
    name: str = "议事机制"


def evidence(*regions: tuple[int, tuple[float, float, float, float]], document: str = "d", span: int = 0) -> Evidence:
    return Evidence(
        document=document * 64, text_sha256="t" * 64, node="ins-1", citation="《云溪区考核办法》第二条",
        spans=((span, span + 4),), quote="每季度一", regions=tuple(Region(page, bbox) for page, bbox in regions),
    )  # fmt: skip


LINE = (100.0, 100.0, 200.0, 112.0)
BELOW = (100.0, 118.0, 180.0, 130.0)


def test_a_clause_on_two_pages_has_its_lines_on_both() -> None:
    (frame,) = frames([Shown("ind-1", (evidence((1, LINE), (1, BELOW), (2, LINE)),))])
    assert frame.lines == {1: (LINE, BELOW), 2: (LINE,)}
    assert frame.spans == ((0, 4),)


def test_a_number_and_its_sentence_on_one_line_are_one_box_and_the_next_column_is_not() -> None:
    number, sentence, column = (100, 100, 106, 112), (110, 100, 160, 112), (300, 100, 340, 112)
    (frame,) = frames([Shown("ind-1.c1", (evidence((1, column)), evidence((1, sentence), (1, number), span=9)))])
    assert frame.lines == {1: ((100, 100, 160, 112), (300, 100, 340, 112))}


def test_an_item_cited_from_two_files_has_a_frame_in_each() -> None:
    found = frames([Shown("ind-1", (evidence((1, LINE)), evidence(document="e")))])
    assert [(f.document[0], sorted(f.lines)) for f in found] == [("d", [1]), ("e", [])]


def test_an_item_without_evidence_has_no_frame() -> None:
    assert frames([Shown("ind-9", ())]) == ()


def test_counts_are_of_items_not_yet_decided_by_page() -> None:
    placed = frames([
        Shown("ind-1", (evidence((1, LINE), (2, LINE)),)),
        Shown("ind-2", (evidence((2, BELOW)),)),
        Shown("ind-3", (evidence((2, BELOW), (3, LINE)),), status="已采纳"),
    ])  # fmt: skip
    assert pending_by_page(placed) == {1: 1, 2: 2}


def test_the_shape_stays_when_a_status_changes_and_not_when_an_item_moves() -> None:
    before = frames([Shown("ind-1", (evidence((1, LINE)),))])
    assert shape(frames([Shown("ind-1", (evidence((1, LINE)),), status="驳回")])) == shape(before)
    assert shape(frames([Shown("ind-1", (evidence((1, LINE), span=5),))])) != shape(before)


def test_a_frame_is_drawn_as_lines_and_the_block_they_make() -> None:
    (frame,) = frames([Shown("ind-1", (evidence((3, LINE), (3, BELOW)),), status="已改")])
    told = drawn(frame)
    assert (told["item"], told["status"], told["length"]) == ("ind-1", "changed", 4)
    page = told["pages"]["3"]
    assert page["lines"] == [[98.5, 98.5, 103.0, 15.0], [98.5, 116.5, 83.0, 15.0]]
    assert page["blocks"] == [[97.5, 97.5, 105.0, 35.0]]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("已采纳", "待核"), "pending"),
        (("已采纳", "已改"), "changed"),
        (("驳回", "已采纳"), "accepted"),
        (("驳回",), "rejected"),
    ],
)
def test_a_shared_place_looks_like_what_most_needs_a_look(statuses: tuple[str, ...], expected: str) -> None:
    placed = frames([Shown(f"ind-{n}", (evidence((1, LINE)),), status=s) for n, s in enumerate(statuses)])
    assert looks(placed)([f.item for f in placed]) == expected
