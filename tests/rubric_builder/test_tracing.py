"""From an indicator back to its clauses, in words and as a picture."""

import io
import math
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image

from corpus.errors import KaoheError, Unreadable
from corpus.evidence import Proof
from corpus.source_text import Region
from rubric_builder import page_picture as page_pictures
from rubric_builder import picture_fonts, text_picture
from rubric_builder.draft import Draft
from rubric_builder.page_picture import DPI, blocks, page_picture
from rubric_builder.tracing import NotTraceable, trace
from tests.drafts import rubric_draft, rubric_notice

NOTICE = rubric_notice()
DRAFT = rubric_draft(NOTICE)

# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("ind-1.2", ["ind-1.2"]),
        ("ind-1.1.c2", ["ind-1.1.c2"]),
        ("ind-1.1.c2.r1", ["ind-1.1.c2.r1"]),
        ("veto-1", ["veto-1"]),
        ("grade-2", ["grade-2"]),
        ("议事机制", ["ind-1.1"]),
        ("组织领导/议事机制", ["ind-1.1"]),
        ("议事机制／第2项", ["ind-1.1.c2"]),
        ("组织领导 > 责任清单 > 第1项", ["ind-1.2.c1"]),
        ("第2项", ["ind-1.1.c2", "ind-2.1.c2"]),
        ("责任", ["ind-1.2"]),
        ("draft", ["draft"]),
    ],
)
def test_items_are_found_by_id_name_and_path(said: str, items: list[str]) -> None:
    assert list(trace(DRAFT, said).items) == items


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("ind-1.3", "相近的有：.*ind-1"),
        ("议事规则", "相近的有：议事机制"),
        ("隐患治理/议事机制", "没有“隐患治理/议事机制”"),
        ("/", "没有“/”"),
    ],
)
def test_what_is_not_there_is_said_with_what_comes_near(said: str, hint: str) -> None:
    with pytest.raises(NotTraceable, match=hint) as refused:
        trace(DRAFT, said)
    assert refused.value.exit_code == 2


def test_each_field_has_its_value_citation_and_quote() -> None:
    traces = {t.field: t for t in trace(DRAFT, "议事机制").traces}
    points = traces["ind-1.1#points"]
    assert (points.what, points.value, points.quote, points.how) == (
        "组织领导 › 议事机制 › 分值",
        25,
        "25",
        "normalised",
    )
    assert points.citation.startswith("《云溪区2025年度安全生产工作考核细则》")
    assert traces["ind-1.1.c2.r1#points"].quote == "扣2.5分"  # criteria and rules come along
    assert not any(field.startswith("ind-1#") for field in traces)


def test_one_field_alone() -> None:
    (only,) = trace(DRAFT, "ind-1.1.c1#points").traces
    assert (only.value, only.quote) == (15, "15分")
    with pytest.raises(NotTraceable, match="有的是：ordinal、text、points"):
        trace(DRAFT, "ind-1.1.c1#weight")


def test_a_computed_value_shows_what_it_was_computed_from() -> None:
    top = DRAFT.indicators[0]
    inputs = ("ind-1.1#points", "ind-1.2#points")
    proof = {**top.proof, "points": Proof(how="computed", reader="total", inputs=inputs)}
    top = top.model_copy(update={"points": Decimal(40), "proof": proof})
    draft: Draft = DRAFT.model_copy(update={"indicators": (top, *DRAFT.indicators[1:])})
    (traced,) = trace(draft, "ind-1#points").traces
    assert (traced.how, traced.quote, traced.inputs) == ("computed", "25\n15", inputs)


def test_the_evidence_of_an_answer_comes_in_reading_order_each_once() -> None:
    evidence = trace(DRAFT, "ind-1.1").evidence
    assert len(evidence) == len(set(evidence))
    assert [e.spans for e in evidence] == sorted(e.spans for e in evidence)


# --- pictures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([], []),
        # lines of a paragraph, a clause further down
        ([(90, 100, 500, 112), (70, 118, 400, 130), (70, 300, 400, 312)], [(70, 100, 500, 130), (70, 300, 400, 312)]),
        # the cells of a table's row, each with its own number of lines
        ([(90, 122, 140, 134), (160, 110, 260, 122), (160, 128, 260, 140), (280, 99, 480, 150)], [(90, 99, 480, 150)]),
        # the last lines of one column and the first of the other are two stretches
        ([(70, 700, 280, 712), (400, 100, 520, 112)], [(400, 100, 520, 112), (70, 700, 280, 712)]),
    ],
)  # fmt: skip
def test_lines_are_gathered_into_what_the_eye_takes_for_one(boxes: list[Any], expected: list[Any]) -> None:
    assert blocks(boxes) == expected


def pdf_of(*pages: list[str], rotate: int = 0) -> bytes:
    """A PDF with lines of Latin text from (72, 72) down, 24 points apart."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        drawn = "".join(f"BT /F1 12 Tf 72 {842 - 84 - 24 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = b"%PDF-1.4\n", []
    for n, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{n} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(out)
    count = len(objects) + 1
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return out + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()


PDF = pdf_of(["Article 1", "Item two of it"], ["goes on here"], ["Article 9"])
FIRST = Region(1, (72.0, 96.0, 160.0, 108.0))
SECOND = Region(2, (72.0, 72.0, 150.0, 84.0))


def colours(png: bytes, box: tuple[float, float, float, float] | None = None) -> set[tuple[int, int, int]]:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if box:
        picture = picture.crop(tuple(round(v * DPI / 72) for v in box))  # type: ignore[arg-type]  # four of them
    return {colour for _, colour in picture.getcolors(1 << 24) or []}


RED, MARKER = (200, 20, 20), (255, 240, 150)


def test_a_clause_is_marked_and_framed_on_its_page() -> None:
    png = page_picture(PDF, [FIRST])
    assert Image.open(io.BytesIO(png)).size == (math.ceil(595 * DPI / 72), math.ceil(842 * DPI / 72))
    assert len(png) < 40_000
    assert MARKER in colours(png, FIRST.bbox)
    assert RED in colours(png, (60, 86, 72, 118))  # the frame's left side
    assert not {RED, MARKER} & colours(png, (0, 200, 595, 842))


def test_a_clause_over_a_page_break_shows_both_pages_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Image.open(io.BytesIO(page_picture(PDF, [FIRST, SECOND], caption="《云溪区考核细则》第一条")))
    one = Image.open(io.BytesIO(page_picture(PDF, [FIRST, SECOND], page=2)))
    assert both.width > 2 * one.width
    monkeypatch.setattr(page_pictures, "font", lambda _size: None)  # a machine without Chinese type
    bare = Image.open(io.BytesIO(page_picture(PDF, [FIRST, SECOND], caption="《云溪区考核细则》第一条")))
    assert (bare.width, bare.height) == (both.width, one.height)


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(Unreadable, match="第1页画不出来"):
        page_picture(b"%PDF-1.4 broken", [FIRST])
    with pytest.raises(Unreadable, match="第7页画不出来"):
        page_picture(PDF, [Region(7, FIRST.bbox)])
    with pytest.raises(ValueError, match="no regions"):
        page_picture(PDF, [])


def test_text_without_pages_is_drawn_with_the_quote_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    source = NOTICE.source.text
    start = source.index("重大隐患挂牌督办")
    if picture_fonts.font_file() is not None:
        png = text_picture.text_picture(source, [(start, start + 8)], caption="《云溪区考核细则》第一条")
        assert {RED, MARKER} <= colours(png)
    monkeypatch.setattr(text_picture, "font", lambda _size: None)
    with pytest.raises(KaoheError, match="没有可用的中文字体"):
        text_picture.text_picture(source, [(start, start + 8)])
