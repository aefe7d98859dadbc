"""Lines of a notice's head: a title with its number behind it, what a title ends with, the line of 主送机关."""

import re
from itertools import pairwise

from extract.letterhead import DATE, DOCUMENT_NUMBER
from extract.paragraphs import Paragraph
from extract.titles import kind_of

_EDITION = re.compile(
    r"[（(]\s*(?:试\s*行|暂\s*行|修订[版稿本]?|征求意见稿|送审稿|草案|讨论稿|(?:19|20)\d\d\s*年?\s*(?:修订[版稿本]?|[版本]|度)?"
    r"|(?:19|20)\d\d\s*年?\s*[—–\-－~～至]+\s*(?:19|20)\d\d\s*年?度?)\s*[）)]$"
)
_NUMBERED = re.compile(
    rf"(?P<title>.{{6,}}?的(?:通知|决定|意见|通报|函|批复)》?)?\s*[（(]?(?P<number>{DOCUMENT_NUMBER.pattern})[）)]?\s*(?P<on>{DATE.pattern})?$"
)
_NUMBER_FIRST = re.compile(rf"(?:{DOCUMENT_NUMBER.pattern})[\s　]*(?=(?P<title>[^。；：，]{{8,}})$)")
_NO_RECIPIENTS = re.compile(
    r"[。；！？!?]|(?:如下|以下|下列)[^，、]{0,6}[：:]$|(?:其中|包括|意见|规定|安排|目标|决定|制定|内容|要求|标准|方法|职责|任务|范围|原则)[：:]$"
    r"|^(?:为了?|根据|按照|经(?![开信济贸])|现将|附件?)"
)
_ADDRESSED = re.compile(
    r"(?:^|[，、])各|(?:政府|委员会|管委会|安委会|单位|部门|办事处|公司|企业|街道|[镇乡局委办]|镇街)(?:[（(][^）)]*[）)])?[：:]$"
)


def is_edition(text: str) -> bool:
    """Whether a line in brackets below a title belongs to it.

    >>> is_edition("（2024—2026年）"), is_edition("（2019年3月5日区政府常务会议通过）")
    (True, False)
    """
    return bool(_EDITION.match(text))


def unhitched(line: Paragraph) -> tuple[Paragraph, ...]:
    """A title, the document number behind it and the date behind that, as law libraries print them in one line.

    Empty where the line is not of several: 关于……的通知 云政办〔2005〕5号; 云政办〔2005〕5号 2005年1月17日. A site's list
    puts the number first: 云政〔2014〕5号 云溪区人民政府关于……的意见.
    """
    found = _NUMBERED.match(line.text)
    lead = line.view.text.index(line.text)
    if not found:
        first = _NUMBER_FIRST.match(line.text)
        if not first or "关于" not in first["title"] or not kind_of(first["title"]):
            return ()
        return line.part(0, lead + first.end()), line.part(lead + first.end())
    behind = ([found.end("title")] if found["title"] else []) + ([found.start("on")] if found["on"] else [])
    edges = [0, *(at + lead for at in behind), len(line.view.text)]
    return tuple(line.part(a, b) for a, b in pairwise(edges)) if behind else ()


def is_addressed(text: str, *, titled: bool) -> bool:
    """Whether a paragraph is the line of 主送机关. Without a title above, it must name whom it addresses.

    >>> is_addressed("各街道办事处，区安委会各成员单位：", titled=False), is_addressed("具体办法如下：", titled=True)
    (True, False)
    """
    if not text.endswith(("：", ":")) or len(text) > 400 or _NO_RECIPIENTS.search(text):
        return False
    return titled or bool(_ADDRESSED.search(text))
