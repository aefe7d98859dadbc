"""The scale that points are counted on: 百分制 100, 千分制 1000, 总分1000分 1000."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import reading
from corpus.evidence import Cited
from extract.issues import Issue
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import clauses


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """One way to state the scale; group `scale` is what the reader `scale` reads. Lower `rank` wins."""

    id: str
    pattern: str
    rank: int
    example: str


_APPLY = r"(?:实行|采取|采用|按照?|实施|运用|以|使用|为)"
_POINTS = r"(?:\d{3,4}|一百|一千|[一二三四五六七八九]百[一二三四五六七八九]十)"

ROWS: tuple[ScaleRow, ...] = (
    ScaleRow("scale.applied", rf"{_APPLY}\s*[“\"]?(?P<scale>[百千]分制|{_POINTS}\s*分制)", 1, "考核实行百分制"),
    ScaleRow("scale.named", rf"(?P<scale>[百千]分制|{_POINTS}\s*分制)", 2, "百分制考核"),
    ScaleRow("scale.total", rf"(?:考核|考评|评价|评分|巡查|基本|基础)?(?:总分值?|满分|总分数|总分合计|分值合计)\s*(?:设定|设)?(?:共|计|共计|合计|为|是|：|:|值)*\s*(?P<scale>{_POINTS}\s*分)(?!制|\s*(?:以[上下内]|及以|[（(]不?含|[-—－~～至]))", 3, "考核总分1000分"),
    ScaleRow("scale.counted", rf"(?:考核|考评|评分|指标|内容|项目)[^。；;]{{0,20}}?(?:共|共计|合计|总计)\s*(?P<scale>{_POINTS}\s*分)(?!制)", 4, "考核内容共计100分"),
    ScaleRow("scale.base", rf"(?:基本分|基础分|基准分|起评分|起始分)值?\s*(?:设定|设)?(?:共|计|为|是|：|:)*\s*(?P<scale>{_POINTS}\s*分)(?!制)", 5, "基础分为100分"),
    ScaleRow("scale.full-hundred", rf"(?P<scale>{_POINTS}\s*分)\s*(?:为满分|满分)", 4, "以100分为满分"),
)  # fmt: skip

_COMPILED = tuple((row, re.compile(row.pattern)) for row in ROWS)
_CONVERTED = re.compile(r"(?:折算|折合|换算|折成|转换|核算)[^，。；;]{0,8}$")
_BASE = re.compile(r"(?:基础|基本|基准|起评|(?P<part>单项|每项))分?的?$")
"""What stands before full marks that are a part's: 基础分满分为120分."""
_FORMULA = re.compile(r"(?:得分|成绩)\s*[=＝]")
_ADDED = re.compile(r"(?:加分|扣分|附加分|奖励分)[^，。；;]{0,6}$")


def scale(quote: str) -> int:
    """Reader `scale`: 百分制 → 100, 千分制 → 1000, 120分制 → 120, 1000分 → 1000. Raises ValueError where there is none."""
    plain = re.sub(r"\s", "", reading.text(quote))
    if "百分制" in plain and not re.search(r"\d", plain):
        return 100
    if "千分制" in plain and not re.search(r"\d", plain):
        return 1000
    m = re.search(rf"({_POINTS})分", plain)
    if m is None:
        raise ValueError(f"no scale in {quote!r}")
    return int(m.group(1)) if m.group(1).isdecimal() else reading.chinese_number(m.group(1))


reading.register("scale", scale)


def _stretches(notice: Notice) -> Iterator[Passage]:
    """Running text, then table rows of one cell across (a title row, a note)."""
    for _, passage in clauses(notice, re.compile("分")):
        yield passage
    for table_id, table in notice.tables.items():
        for cell in table.cells:
            node = f"{table_id}.row-{cell.row + 1}.cell-{cell.column + 1}"
            if cell.column_span == table.columns > 1 and cell.spans and node in notice.places:
                yield notice.passage(node)


def find_scales(notice: Notice) -> tuple[Cited[int], ...]:
    """Every statement of the scale, the most explicit first. One that points are only converted to (折算为百分制) is none."""
    hits: list[tuple[int, int, Cited[int]]] = []
    for order, passage in enumerate(_stretches(notice)):
        taken: list[tuple[int, int]] = []
        for row, pattern in _COMPILED:
            for m in pattern.finditer(passage.text):
                start, end = m.span("scale")
                if any(a < end and start < b for a, b in taken):
                    continue
                taken.append((start, end))
                before = passage.text[: m.start()], passage.text[:start]
                base = _BASE.search(before[0]) if row.id == "scale.total" else None
                if base and (base["part"] or scale(passage.text[start:end]) % 100):
                    continue
                if _ADDED.search(before[1]) or any(map(_CONVERTED.search, before)) or _FORMULA.match(passage.text, end):
                    continue
                hits.append((row.rank, order, passage.cite(start, end, reader="scale", rule=row.id)))
    return tuple(cited for _, _, cited in sorted(hits, key=lambda hit: hit[:2]))


def find_scale(notice: Notice) -> Cited[int] | None:
    """The scale the text states, None where it states none.

    考核工作实行百分制评分 → 100; 采取千分制，年终折算为百分制 → 1000.
    """
    return next(iter(find_scales(notice)), None)


def scale_issues(notice: Notice) -> tuple[Issue, ...]:
    """Says so where a file states two scales."""
    found = find_scales(notice)
    others = [c for c in found if c.value != found[0].value and c.proof.rule != "scale.base"]
    if not others:
        return ()
    different = "、".join(f"{value}分" for value in dict.fromkeys(c.value for c in others))
    message = f"文件写了不同的计分制：{found[0].value}分与{different}，暂按{found[0].value}分"
    return (Issue(code="scale.several", severity="info", message=message, node=others[0].proof.evidence[0].node),)
