"""Pages one after the other → the source text of a document whose pages are fixed (PDF, OFD), with remarks for staff."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from corpus.source_text import Line, Page, SourceDocument, SourceText
from ingest.messages import unreadable
from ingest.pdf.body import PageBody, measure_body
from ingest.pdf.furniture import mark_furniture
from ingest.pdf.lines import DrawnLine
from ingest.pdf.page import PageContent, TextLayer
from ingest.pdf.tables import DrawnTable
from ingest.pdf.writing import Writer
from ingest.progress import report

WITHOUT = {
    TextLayer.PICTURE: "没有文字层，像是扫描件",
    TextLayer.GARBLED: "的字体没有文字编码，读出来是乱码",
    TextLayer.DAMAGED: "已损坏",
}
_TO_RECOGNISE = (TextLayer.PICTURE, TextLayer.GARBLED)
_EQUIP = "或请系统管理员安装文字识别组件（pip install 'kaohe[ocr]'）后重新读取"
_BELOW = "是图片，图片下面原有的识别层没有采用"


class Binding:
    """The pages of one file as they are read, in order; `source` is what they make together.

    `writer` holds the text so far, for remarks of the format's own. `total` pages there are, for reports of progress.
    """

    def __init__(self, total: int) -> None:
        self.writer = Writer()
        self._total = total
        self._label = ""  # what recognised pages, where any was
        self._unequipped = False  # a page should have been recognised, and the extra is not installed
        self._unshown: set[str] = set()  # fonts that nothing here can draw, told of once
        self._pages: list[Page] = []
        self._bodies: list[PageBody] = []
        self._heights: list[float] = []
        self._without: dict[int, TextLayer] = {}
        self._blank = 0

    def add(
        self, content: PageContent, width: float, height: float, picture: Callable[[], Any] | None = None
    ) -> tuple[int, int]:
        """Write the next page, `width` by `height` points as it is seen; the span of its text.

        A page without usable text is recognised (`ingest.scan`) from what `picture` gives: the page as it is seen, an
        image or an array of red, green, blue, best of 200 dots an inch; None where the page can't be drawn.
        """
        writer, number = self.writer, len(self._pages) + 1
        why = ""
        if picture is not None and min(width, height) > 0:
            why = WITHOUT[content.layer] if content.layer in _TO_RECOGNISE else _BELOW if content.recognised else ""
        if why and picture is not None:
            content, why = self._recognised(content, width, height, number, picture, why)
        self._pages.append(Page(number, round(width, 2), round(height, 2)))
        start = writer.position + (number > 1)
        lines = writer.page(number, content)
        sides = [(i.grid.xs[0], i.grid.xs[-1]) for i in content.items if isinstance(i, DrawnTable)]
        self._bodies.append(PageBody(content.frame.width, lines, sides, adrift=content.layer is TextLayer.RECOGNISED))
        self._heights.append(content.frame.height)
        self._blank += content.layer is TextLayer.BLANK
        if content.layer in WITHOUT:
            self._without[number] = content.layer
        if why:
            from ingest.scan.remarks import remark_recognised

            remark_recognised(writer, content, number, start, why)
        _remark(writer, content, number, start, unequipped=self._unequipped)
        if content.unshown or content.elsewhere:
            self._remark_fonts(content, number)
        report(number, self._total)
        return start, writer.position

    def _remark_fonts(self, content: PageContent, number: int) -> None:
        """What staff should know about the page's fonts that are neither in the file nor on this machine."""
        at = self.writer.position
        if unshown := sorted(set(content.unshown) - self._unshown):
            self._unshown.update(unshown)
            self.writer.remark(
                "font-missing",
                f"第 {number} 页的字体{_quoted(unshown)}没有嵌入文件，本机也没有这种字体：文字已全部读入，但页面图上显示不出来，"
                "请安装这种字体或其他中文字体（如思源宋体，软件包 fonts-noto-cjk）",
                at,
                at,
            )
        if elsewhere := sorted(set(content.elsewhere)):
            self.writer.remark(
                "left-out",
                f"第 {number} 页的字体{_quoted(elsewhere)}没有嵌入文件，本机也没有这种字体，可能有单个的字没有读入，"
                "请安装这种字体后重新读取，或对照原件补录",
                at,
                at,
            )

    def _recognised(self, content: PageContent, width: float, height: float, number: int, picture: Callable[[], Any], why: str) -> tuple[PageContent, str]:  # fmt: skip
        """The page as recognised, and why; the page as it was and no reason, where that can't be or gives no more."""
        from ingest import scan

        if not scan.available():
            self._unequipped |= content.layer in _TO_RECOGNISE
            return content, ""
        report(number - 1, self._total, recognising=True)
        found = scan.recognised_content(picture(), width, height)
        self._label = scan.label()
        if content.recognised and found.layer is TextLayer.BLANK:
            return content, ""
        return found, why

    def source(self, data: bytes, name: str, *, media_type: str, parser: str, refusal: str) -> SourceText:
        """The source text of the file `data`.

        Raises `Unreadable` where most pages that are not blank have no usable text: with the code `refusal`, "ocr-missing"
        where they could be recognised with the extra, "ocr-nothing" where recognising gave none.
        """
        text = self.writer.text
        if self._unequipped:
            refusal = "ocr-missing"
        elif self._label:
            refusal, parser = "ocr-nothing", f"{parser} {self._label}"
        _refuse(refusal, name, self._without, len(self._pages) - self._blank, text)
        mark_furniture([(height, body.lines) for height, body in zip(self._heights, self._bodies, strict=True)], text)
        measure_body(self._bodies, text)
        document = SourceDocument(hashlib.sha256(data).hexdigest(), name, media_type, parser, tuple(self._pages))
        writer = self.writer
        sizes = {size: round(size, 1) for size in {line.size for line in writer.lines}}
        lines = tuple(
            [
                Line(x.start, x.end, x.page, x.role, False, x.indent, x.room, x.align, sizes[x.size])
                for x in writer.lines
            ]
        )
        return SourceText(document, text, writer.boxes, lines, tuple(writer.tables), tuple(writer.remarks))


def _remark(writer: Writer, content: PageContent, number: int, start: int, *, unequipped: bool) -> None:
    """What staff should know about a page. `start` is where its text begins; `unequipped`: nothing here can recognise it."""
    end = writer.position
    at = start if start < end else max(end - 1, 0)  # a page without text: its neighbour
    near = (at, at + 1)
    if content.layer in WITHOUT:
        advice = f"，{_EQUIP}" if unequipped and content.layer in _TO_RECOGNISE else ""
        writer.remark("page-without-text", f"第 {number} 页{WITHOUT[content.layer]}，请对照原件补录{advice}", *near)
    if content.recognised:
        writer.remark("hidden-text", f"第 {number} 页是图片，文字取自图片下面的识别层，请对照原件核对", start, end)
    elif content.hidden:
        shown = content.hidden[:40] + ("…" if len(content.hidden) > 40 else "")
        writer.remark("hidden-text", f"第 {number} 页有看不见的文字，没有读入：“{shown}”", *near)
    if content.outside:
        writer.remark("outside-page", f"第 {number} 页有 {content.outside} 个字在纸面以外，没有读入", *near)
    if content.unsure:
        writer.remark("table-doubtful", f"第 {number} 页的表格框线看不准，表中文字按行读入，请对照原件核对", *near)
    if content.crowded:
        writer.remark(
            "table-doubtful", f"第 {number} 页图形太多，没有全部辨认，其中的表格可能漏读，请对照原件核对", *near
        )
    drawn = [line for item in content.items for line in _lines(item)]
    twice = sum([line.twice for line in drawn])
    if twice:
        writer.remark("fake-bold", f"第 {number} 页有 {twice} 个字重复印了两遍（仿粗体），按一个字读入", *near)
    if content.nameless:
        writer.remark(
            "garbled-text",
            f"第 {number} 页有 {content.nameless} 个字形（多为公式中的字母）没有文字编码，没有读入，请对照原件核对",
            *near,
        )
    garbled = sum([line.garbled for line in drawn])
    if garbled:
        writer.remark(
            "garbled-text", f"第 {number} 页有 {garbled} 个字的字体没有文字编码，可能读错，请对照原件核对", *near
        )


def _quoted(names: Sequence[str]) -> str:
    return "、".join([f"“{name}”" for name in names])


def _lines(item: DrawnLine | DrawnTable) -> list[DrawnLine]:
    return [item] if isinstance(item, DrawnLine) else [line for _, lines in item.cells for line in lines]


def _refuse(refusal: str, name: str, without: dict[int, TextLayer], pages: int, text: str) -> None:
    """Raises `Unreadable` where most pages that are not blank have no usable text, or all are blank."""
    if without and len(without) * 2 > pages:
        layers = list(without.values())
        cause = WITHOUT[max(set(layers), key=layers.count)]
        raise unreadable(refusal, name, found=f"{_page_list(sorted(without))}{cause}")
    if not text.strip():
        raise unreadable(refusal, name, found="每一页都没有文字")


def _page_list(numbers: Sequence[int]) -> str:
    """Page numbers in words, neighbours joined.

    >>> _page_list([1, 2, 3, 7])
    '第 1—3、7 页'
    """
    spans: list[list[int]] = []
    for n in numbers:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    shown = [f"{a}" if a == b else f"{a}—{b}" for a, b in spans[:12]]
    return f"第 {'、'.join(shown)}{' 等' if len(spans) > 12 else ''} 页"
