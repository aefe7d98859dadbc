"""The six checks catch every single corruption of quote, span, node, region or value."""

from array import array
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.checks import check_evidence, check_quote, check_regions, check_replay, check_sum, check_value
from corpus.codec import dumps, loads
from corpus.evidence import Evidence, Proof
from corpus.reading import chinese_number, iso_date, number, read_quotes
from corpus.source_text import CharBoxes, Line, Page, Region, SourceDocument, SourceText, Unboxed

TEXT = "第五条　考核满分为100分，未制定方案的，扣2分；\n隐患未整改的，扣0.5分。"


def drawn(text: str = TEXT) -> SourceText:
    """A source text drawn on one page, ten points a character, a line each 20 points."""
    boxes = CharBoxes.none(len(text), Unboxed.SEPARATOR)
    x, y, lines, start = 72.0, 100.0, [], 0
    for i, c in enumerate(text + "\n"):
        if c == "\n":
            lines.append(Line(start, i, page=1))
            x, y, start = 72.0, y + 20, i + 1
            continue
        boxes.page[i], boxes.why[i] = 1, 0
        boxes.x0[i], boxes.x1[i], boxes.top[i], boxes.bottom[i] = x, x + 10, y, y + 10
        x += 10
    document = SourceDocument("d" * 64, "办法.pdf", "application/pdf", "pdf/1", (Page(1, 595.0, 842.0),))
    return SourceText(document, text, boxes, tuple(lines))


SOURCE = drawn()
NODES = {"ins-1.art-5": ((0, len(TEXT)),), "ins-1.art-6": ((0, 3),)}
EVIDENCE = Evidence.at(SOURCE, "ins-1.art-5", "《办法》第五条", ((15, 25), (26, 39)))


def faults(evidence: Evidence) -> list[int]:
    """The numbers of the checks that fail."""
    return [f.check for f in check_evidence("x", evidence, SOURCE, NODES, {"ins-1.art-5": "《办法》第五条"})]


def test_sound_evidence_passes() -> None:
    assert EVIDENCE.quote == TEXT[15:25] + TEXT[26:39]
    assert [r.page for r in EVIDENCE.regions] == [1, 1]
    assert faults(EVIDENCE) == []


@given(st.integers(0, len(EVIDENCE.quote) - 1), st.characters(min_codepoint=0x21))
def test_a_changed_character_of_the_quote_is_caught(at: int, other: str) -> None:
    quote = EVIDENCE.quote[:at] + other + EVIDENCE.quote[at + 1 :]
    assert (1 in faults(EVIDENCE.model_copy(update={"quote": quote}))) == (quote != EVIDENCE.quote)


@given(st.integers(0, 1), st.integers(0, 1), st.integers(-60, 60).filter(bool))
def test_a_moved_span_is_caught(which: int, end: int, by: int) -> None:
    spans = [list(s) for s in EVIDENCE.spans]
    spans[which][end] += by
    assert faults(EVIDENCE.model_copy(update={"spans": tuple((a, b) for a, b in spans)}))


@pytest.mark.parametrize("node", ["ins-1.art-6", "ins-1.art-50", "ins-1.art-", ""])
def test_another_node_is_caught(node: str) -> None:
    assert 2 in faults(EVIDENCE.model_copy(update={"node": node}))


@given(st.integers(0, len(EVIDENCE.citation) - 1), st.characters(min_codepoint=0x21))
def test_a_changed_character_of_the_citation_is_caught(at: int, other: str) -> None:
    citation = EVIDENCE.citation[:at] + other + EVIDENCE.citation[at + 1 :]
    assert (faults(EVIDENCE.model_copy(update={"citation": citation})) == [2]) == (citation != EVIDENCE.citation)


@given(st.integers(0, 1), st.integers(0, 4), st.sampled_from([-1, 1, 0.01]))
def test_a_moved_region_is_caught(which: int, part: int, by: float) -> None:
    regions = list(EVIDENCE.regions)
    region = regions[which]
    if part == 4:
        regions[which] = Region(region.page + 1, region.bbox)
    else:
        box = list(region.bbox)
        box[part] = round(box[part] + by, 2)
        regions[which] = Region(region.page, (box[0], box[1], box[2], box[3]))
    assert faults(EVIDENCE.model_copy(update={"regions": tuple(regions)})) == [5]


def test_a_lost_region_is_caught() -> None:
    assert faults(EVIDENCE.model_copy(update={"regions": EVIDENCE.regions[:1]})) == [5]
    assert list(check_regions("x", EVIDENCE, SOURCE)) == []


@pytest.mark.parametrize("field", ["document", "text_sha256"])
def test_evidence_of_another_document_is_caught(field: str) -> None:
    found = list(check_quote("x", EVIDENCE.model_copy(update={field: "0" * 64}), SOURCE))
    assert [f.check for f in found] == [1]


@given(st.decimals(0, 1000, places=1))
def test_a_value_that_its_quote_does_not_give_is_caught(value: Decimal) -> None:
    at = TEXT.index("0.5")
    proof = Proof(
        how="normalised", reader="number", evidence=(Evidence.at(SOURCE, "ins-1.art-5", "第五条", ((at, at + 3),)),)
    )
    assert (not list(check_value("x", value, proof))) == (value == Decimal("0.5"))


def test_a_reading_that_fails_or_is_unknown_is_a_fault() -> None:
    for reader in ("number", "no-such-reading"):
        proof = Proof(
            how="normalised", reader=reader, evidence=(Evidence.at(SOURCE, "ins-1.art-5", "第五条", ((4, 6),)),)
        )
        assert [f.check for f in check_value("x", Decimal(1), proof)] == [3]


def test_a_computed_value_replays_from_the_fields_it_names() -> None:
    fields = {"ind-1.1#points": Decimal(8), "ind-1.2#points": Decimal("2.5")}
    proof = Proof(how="computed", reader="total", inputs=tuple(fields))
    assert not list(check_replay("x", Decimal("10.5"), proof, fields))
    assert [f.check for f in check_replay("x", Decimal(10), proof, fields)] == [4]
    assert [f.check for f in check_replay("x", Decimal("10.5"), proof, {"ind-1.1#points": Decimal(8)})] == [4]
    assert [f.check for f in check_replay("x", Decimal(0), Proof(how="computed", reader="total"), {})] == [4]


@pytest.mark.parametrize(("by", "reason"), [(None, "原文漏印"), ("李明", None), ("  ", "原文漏印"), ("李明", "")])
def test_a_human_value_names_person_and_reason(by: str | None, reason: str | None) -> None:
    assert [f.check for f in check_replay("x", 1, Proof(how="human", by=by, reason=reason), {})] == [4]
    assert not list(check_replay("x", 1, Proof(how="human", by="李明", reason="原文漏印"), {}))


def test_points_that_do_not_add_up_name_the_difference() -> None:
    (fault,) = check_sum("ind-1", Decimal(24), [Decimal(8), Decimal(8), Decimal(9)])
    assert "25" in fault.message
    assert "+1" in fault.message
    assert not list(check_sum("ind-1", Decimal(24), [Decimal(8)] * 3))


@given(st.text(alphabet=TEXT + "⽣\ud83d\ude00😀", max_size=80))
def test_serialising_a_source_text_and_reading_it_is_the_identity(text: str) -> None:
    source = drawn(text)
    again = loads(dumps(source))
    assert again == source
    assert again.sha256 == source.sha256


def test_a_tampered_store_is_noticed() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        loads(dumps(SOURCE).replace("第五条".encode(), "第六条".encode()))


def test_values_come_back_from_json_as_they_were() -> None:
    proof = Proof(how="normalised", reader="number", evidence=(EVIDENCE,))
    assert Evidence.model_validate_json(EVIDENCE.model_dump_json()) == EVIDENCE
    assert Proof.model_validate_json(proof.model_dump_json()) == proof


def test_boxes_must_match_the_text() -> None:
    with pytest.raises(ValueError, match="boxes"):
        SourceText(SOURCE.document, "三个字", CharBoxes.none(2), ())
    assert isinstance(SOURCE.boxes.page, array)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("九十九", 99),
        ("一百零三", 103),
        ("二〇一七", 2017),
        ("二○二五", 2025),
        ("两", 2),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("扣2分", "2"),
        ("扣 0.5 分", "0.5"),
        ("扣１０分", "10"),
        ("两次", "2"),
        ("最高加100", "100"),
        ("十五分", "15"),
        ("1 000分", "1000"),
    ],
)
def test_numbers(quote: str, value: str) -> None:
    assert number(quote) == Decimal(value)


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("2017 年 11 月 9日印发", "2017-11-09"),
        ("二〇一一年九月二十三日", "2011-09-23"),
        ("二○二五年十月一日", "2025-10-01"),
        ("２０２５年３月５日", "2025-03-05"),
    ],
)
def test_dates(quote: str, value: str) -> None:
    assert iso_date(quote) == value


@pytest.mark.parametrize("quote", ["11月9日", "2025年", "今年三月", "2025年13月40日"])
def test_what_is_no_date_is_refused(quote: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        iso_date(quote)


def test_several_quotes_are_read_each_or_joined() -> None:
    assert read_quotes("each:number", ["扣2分", "扣1分"]) == (Decimal(2), Decimal(1))
    assert read_quotes("text", ["责任目标", "考核"]) == "责任目标考核"


@given(st.integers(1, 9999))
def test_chinese_numerals_agree_with_a_library_made_for_them(value: int) -> None:
    assert chinese_number(cn2an.an2cn(value)) == value
    assert chinese_number("".join("〇一二三四五六七八九"[int(d)] for d in str(value))) == value
