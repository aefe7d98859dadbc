"""What staff should know about a page that was recognised: that it was, where it is doubtful, what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.pdf.page import PageContent
from ingest.pdf.writing import Writer

LOW = 80  # a character that is less sure (0 to 100) is shown to the reviewer
_NEAR = 2  # characters between two doubtful ones that are shown as one place


def remark_recognised(writer: Writer, content: PageContent, number: int, start: int, why: str) -> None:
    """Remarks on page `number`, whose text begins at `start` and ends where the writer stands.

    `why` says in Chinese why it was recognised (像是扫描件…). Codes: "recognised", "ocr-low" (a place each), "left-out".
    """
    end = writer.position
    at = min(start, max(end - 1, 0))
    near = (at, max(at + 1, end)) if start < end else (at, at + 1)
    if start >= end or not content.items:
        writer.remark("recognised", f"第 {number} 页{why}，经文字识别没有读出文字，请对照原件核对", *near)
    else:
        writer.remark("recognised", f"第 {number} 页{why}，文字由识别得来，请对照原件核对", start, end)
    if content.stamps:
        writer.remark("left-out", f"第 {number} 页有 {content.stamps} 处红色印章，印章上的字没有读入", at, at + 1)
    if content.unread:
        writer.remark(
            "left-out",
            f"第 {number} 页有 {content.unread} 处手写、斜排或看不清的内容，没有读入，请对照原件核对",
            at,
            at + 1,
        )
    for first, last, sure in _doubtful(writer, start, end):
        words = writer.written(first, last)
        writer.remark("ocr-low", f"第 {number} 页“{words}”识别把握只有 {sure}%，请对照原件核对", first, last)


def _doubtful(writer: Writer, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The places with doubtful characters on `[start, end)`: where they begin and end, and the least sureness."""
    confidence = writer.boxes.confidence
    if confidence is None:
        return
    first = last = -1
    least = 100
    for i in range(start, end):
        if confidence[i] >= LOW:
            continue
        if (
            first >= 0
            and i - last <= _NEAR
            and "\n" not in writer.written(last, i)
            and "\t" not in writer.written(last, i)
        ):
            last, least = i + 1, min(least, confidence[i])
            continue
        if first >= 0:
            yield first, last, least
        first, last, least = i, i + 1, confidence[i]
    if first >= 0:
        yield first, last, least
