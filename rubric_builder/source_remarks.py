"""What reading a file left in doubt, as issues of the draft: on the clause or cell where it stands."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from corpus.source_text import Remark
from extract.issues import Issue
from extract.notice import Notice

DOUBTS: Mapping[str, tuple[str, str]] = {
    "ocr-low": ("warning", "有的字识别把握不大，请对照页面"),
    "left-out": ("warning", "页面上有的笔迹或图形没有当作文字读入，请对照页面"),
    "garbled-text": ("warning", "有的字没有可靠的编码，可能读错，请对照页面"),
    "table-doubtful": ("warning", "表格线不完整，行列可能读错，请对照原文"),
    "formula-unknown": ("warning", "公式没有存下结果，按空白读入，请补充"),
    "formula-error": ("warning", "公式结果是错误值，按空白读入，请补充"),
    "formula-stale": ("warning", "公式存下的结果与各单元格相加不符，请核对"),
    "page-without-text": ("warning", "有的页没有读出文字，请对照页面"),
    "missing-part": ("warning", "文件缺少部件，内容可能不全"),
    "font-missing": ("info", "页面图上有的字显示不出来，请安装中文字体"),
    "encrypted": ("warning", "文件有加密的部分没有读入"),
    "hidden-text": ("info", "含隐藏的文字或行列，请确认是否有效"),
    "pale-text": ("info", "含白色或极淡的文字，请确认是否有效"),
    "tracked-insertion": ("info", "含未接受的修订，按已接受读入"),
    "tracked-deletion": ("info", "含未接受的删除，按已删除读入"),
}
"""Remarks of the readers (`corpus.source_text.Remark`) that a reviewer must know of: how grave, and what to do."""

_QUOTED = 12  # characters


def remark_issues(notice: Notice) -> Iterator[Issue]:
    """An issue for each clause or cell and kind of doubt in it; `source.ocr-low` names the characters."""
    found: dict[tuple[str | None, str], list[Remark]] = defaultdict(list)
    for remark in notice.source.remarks:
        if remark.code in DOUBTS:
            found[_node_at(notice, remark), remark.code].append(remark)
    for (node, code), remarks in found.items():
        severity, advice = DOUBTS[code]
        message = f"{advice}{_quoted(notice, remarks)}" if remarks[0].end > remarks[0].start else remarks[0].text
        yield Issue.model_validate({"code": f"source.{code}", "severity": severity, "message": message, "node": node})


def _node_at(notice: Notice, remark: Remark) -> str | None:
    """The smallest clause or cell that the remark is about; None where it is about the file."""
    if remark.end <= remark.start:
        return None
    holding = (
        (sum(end - start for start, end in place.node.spans), -len(place.ancestors), node_id)
        for node_id, place in notice.places.items()
        if any(start < remark.end and remark.start < end for start, end in place.node.spans)
    )
    return min(holding, default=(0, 0, None))[2]


def _quoted(notice: Notice, remarks: list[Remark]) -> str:
    said = [notice.source.text[r.start : r.end].strip() for r in remarks]
    shown = "、".join(f"“{text[:_QUOTED]}{'…' if len(text) > _QUOTED else ''}”" for text in said[:5] if text)
    more = f"等{len(said)}处" if len(said) > 5 else ""
    return f"：{shown}{more}" if shown else ""
