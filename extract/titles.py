"""Titles: what kind of instrument one names, and the instruments a notice announces (关于印发《…》的通知)."""

import re
from collections.abc import Iterator

from corpus import reading

KINDS = (
    "实施细则", "实施办法", "实施方案", "实施意见", "管理办法", "暂行办法", "暂行规定", "工作方案", "行动计划", "工作计划", "工作要点",
    "通知", "办法", "细则", "方案", "意见", "规定", "条例", "规则", "规程", "决定", "决议", "命令", "公告", "通告", "公报", "通报", "批复", "报告", "请示",
    "函", "纪要", "议案", "标准", "计划", "规划", "制度", "要点", "清单", "预案", "指南", "准则", "章程", "纲要", "目录", "评分表", "考核表", "自评表", "考评表", "评价表", "责任书",
    "规范", "守则", "措施", "标准", "责任制", "制度", "名单", "台账", "指引", "导则", "责任状", "承诺书", "分解表", "一览表", "指标体系",
    "职责分工", "职责", "分工", "安排", "任务分解",
)  # fmt: skip
"""Kinds of instrument by the last word of their title (《党政机关公文处理工作条例》第八条 and what offices add), longest first."""

_COMMON = re.compile(r"(?:职责分工|职责|分工|安排|任务分解)$")
"""Kinds that are ordinary words as well: only a longer line that ends so is a title."""
_COMMON_MIN = 10  # characters
_REPORTED = {
    "管理办法": "办法",
    "暂行办法": "办法",
    "暂行规定": "规定",
    "工作方案": "方案",
    "工作计划": "计划",
    "工作要点": "要点",
}
_SUFFIX = r"(?:[（(][^（）()]{1,24}[）)])*"
_KIND = re.compile(rf"(?P<kind>{'|'.join(KINDS)}|(?<=[府会厅局部院])令)》?{_SUFFIX}$")
_STATUS = re.compile(r"\s*[【\[](?:本文|全文|文件)?[（(]?(?:已|现行)?(?:被?废止|失效|有效|修[订改正])[）)]?[】\]]$")
"""What a site prints behind a title: 【已废止】."""
_INNER = str.maketrans("《》", "〈〉")
_CJK_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_ISSUED_BEFORE = re.compile(r"(?:印发|发布|转发|批转|下发|公布|颁布|制定|修订|现将)(?:了|新的)?《$")
_ISSUED_AFTER = re.compile(r"》(?:[（(][^（）()]*[）)])?[，,]?(?:已经.{0,20})?(?:现)?(?:予以)?(?:印发|转发|发布|下发)")
_LISTED = re.compile(r"》(?:[（(][^（）()]*[）)])?(?:[、，,]|和|与|及|以及|\s)*《")
_BARE = re.compile(r"(?:关于)?(?:印发|发布|转发|批转|下发|公布)(?P<title>[^《》]+?)的(?:通知|决定|函)$")


def title(quote: str) -> str:
    """A title as one line: no white space beside Chinese characters.

    >>> title("关于印发 2020年度\\n云溪区考核方案的通知")
    '关于印发2020年度云溪区考核方案的通知'
    """
    return _CJK_SPACE.sub("", _STATUS.sub("", reading.text(quote)))


reading.register("title", title)


def kind_of(name: str) -> str | None:
    """The kind of instrument a title names, None where it names none.

    >>> kind_of("云溪区党政领导干部安全生产责任制实施细则（试行）")
    '实施细则'
    """
    found = _KIND.search(re.sub(r"\s", "", _STATUS.sub("", name)))
    return _REPORTED.get(found["kind"], found["kind"]) if found else None


def takes_title(name: str) -> bool:
    """Whether a line that stands by itself can be a title: it ends with a kind of instrument and says of what.

    >>> takes_title("云溪区安委会成员单位安全生产工作职责"), takes_title("工作职责")
    (True, False)
    """
    name = re.sub(r"\s", "", name)
    if "关于" in name and name.endswith("》"):  # 关于印发《…规则》 goes on with 的通知
        return False
    return kind_of(name) is not None and (not _COMMON.search(name) or len(name) >= _COMMON_MIN)


def same_title(one: str, other: str) -> bool:
    """Whether two titles name the same instrument: white space, title marks and a 的 apart."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"[\s《》〈〉<>“”\"的]|[（(][^（）()]*[）)]$", "", _STATUS.sub("", name))


def announced(text: str, notice_title: bool = False) -> Iterator[tuple[int, int]]:
    """Where a notice's title or text names the instruments it issues: spans of their titles, without title marks.

    >>> t = "现将《云溪区考核办法》印发给你们"; [t[a:b] for a, b in announced(t)]
    ['云溪区考核办法']
    """
    found = False
    for row in _rows(text):
        first, last = row[0][0], row[-1][1]
        issued = notice_title or _ISSUED_BEFORE.search(text[:first]) or _ISSUED_AFTER.match(text[last : last + 40])
        for start, end in row if issued else ():
            if kind_of(text[start:end]):
                found = True
                yield start, end
    match = _BARE.search(text) if notice_title and not found else None
    if match and kind_of(match["title"]):
        yield match.span("title")


def _rows(text: str) -> Iterator[list[tuple[int, int]]]:
    """The titles of a text, those named one after the other (《甲办法》《乙办法》和《丙办法》) together."""
    row: list[tuple[int, int]] = []
    for start, end in quoted(text):
        if row and not _LISTED.fullmatch(text, row[-1][1], start):
            yield row
            row = []
        row.append((start, end))
    if row:
        yield row


def marked(name: str) -> str:
    """A title in title marks, those inside it turned to the inner kind: 《关于印发〈…〉的通知》."""
    bare = name.removeprefix("《").removesuffix("》") if name.startswith("《") and name.count("《") == 1 else name
    return f"《{bare.translate(_INNER)}》"


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """The outermost titles in 《》, as spans without the marks; one that never closes is left out."""
    depth, start = 0, 0
    for i, c in enumerate(text):
        if c == "《":
            depth += 1
            if depth == 1:
                start = i + 1
        elif c == "》" and depth:
            depth -= 1
            if not depth:
                yield start, i
