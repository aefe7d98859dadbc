"""What stands above and below a notice's text (GB/T 9704—2012): masthead, document number, recipients, signature, imprint."""

import re
from typing import Literal

from corpus import reading

_DATE = rf"(?:\d{{4}}|[{reading.ZEROS}0一二三四五六七八九]{{4}})\s*年\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*月\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*日"
_ORGAN_END = r"(?:办公室|办公厅|政府|委员会|党委|党工委|党组|工委|常委会|厅|局|部|署|院|中心|大队|支队|总队|管委会|协会|公司|集团|办事处|安委会|安委办|应急委|纪委|法院|检察院|指挥部|领导小组|联席会议|办|委)"
DATE = re.compile(_DATE)
DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,16}(?:字)?\s*[〔［\[（(﹝【]\s*\d{4}\s*[〕］\]）)﹞】]\s*(?:第\s*)?\d{1,5}\s*号|[\u4e00-\u9fff]{2,12}字第\s*\d{1,5}\s*号|第\s*\d{1,5}\s*号令"
)
_LABEL = r"(?:发\s*文\s*字\s*号|文\s*件\s*编?\s*号|文\s*号)\s*[：:]?\s*"
ALONE_NUMBER = re.compile(
    rf"\s*[•·]?\s*(?:{_LABEL})?[（(]?(?P<number>{DOCUMENT_NUMBER.pattern}|第\s*\d{{1,4}}\s*号)[）)]?\s*(?:签发人[：:].*)?$"
)
_LABELLED_NUMBER = re.compile(rf"{_LABEL}(?P<number>{DOCUMENT_NUMBER.pattern})")
_ORGAN = re.compile(rf"[\u4e00-\u9fff（）()·\s]{{2,40}}{_ORGAN_END}$")
_NOT_ORGAN = re.compile(r"[，。；：、！？,;:]|关于|印发|附件|^各|干部$|领导班子|^(?:总|局|全|外|内)部$")

FootRole = Literal[
    "attachments",
    "copied",
    "printed",
    "dated-signature",
    "date",
    "contact",
    "copies",
    "released",
    "keywords",
    "to-sign",
]

_FOOT: tuple[tuple[FootRole, re.Pattern[str], str], ...] = (
    ("attachments", re.compile(r"[-－—\s]*附\s*(?:件|表|录)?\s*[：:]\s*\S"), "附件：1.《云溪区评分细则》"),
    ("copied", re.compile(r"(?:抄\s*送|抄\s*报|分\s*送|主\s*送)\s*[：:]"), "抄送：区委各部门。"),
    ("printed", re.compile(rf"(?P<by>.{{0,40}}?)\s*(?P<on>{_DATE})\s*印\s*发?\s*(?:[（(]?共印.*)?$"), "云溪区人民政府办公室 2025年3月6日印发"),
    ("date", re.compile(rf"(?P<on>{_DATE})\s*$"), "2025年3月5日"),
    ("dated-signature", re.compile(rf"(?P<by>[^，。；：]{{4,40}}?{_ORGAN_END})\s*(?P<on>{_DATE})\s*$"), "云溪区安委会办公室 2025年3月5日"),
    ("contact", re.compile(r"[（(]?\s*(?:联\s*系\s*人|联系电话|联系方式)\s*[：:]"), "（联系人：李明；电话：6688）"),
    ("copies", re.compile(r"[（(]?\s*共印\s*\d+\s*份"), "（共印60份）"),
    ("released", re.compile(r"[（(]?\s*(?:此件|本件).{0,12}(?:公开|发布)|信息公开(?:选项|形式)"), "（此件公开发布）"),
    ("keywords", re.compile(r"主\s*题\s*词\s*[：:]"), "主题词：安全生产 意见 通知"),
    ("to-sign", re.compile(r"[^，。；：]{1,20}[（(]\s*(?:签字|签名|签章|盖章|公章)\s*[）)]\s*[：:]"), "责任人（签字）："),
)  # fmt: skip
"""What a paragraph below the text is: role, pattern at its start, an example."""

_SEAL = re.compile(r"\s*[（(〔［\[【](?:代章|盖章|公章|印章|章)[）)〕］\]】]\s*")
_CLOSING = re.compile(r"(?:请各|请你们|特此|以上.{0,10}请|望各|希望|此件|联系人|本(?:通知|意见|方案|决定)自)")


def foot_role(text: str) -> tuple[FootRole, re.Match[str]] | None:
    """What a paragraph is where it stands below a notice's text; None where it is text.

    >>> foot_role("二〇二五年三月五日")[0]
    'date'
    """
    for role, pattern, _ in _FOOT:
        match = pattern.match(text)
        if match:
            return role, match
    return None


def is_closing(text: str) -> bool:
    """Whether a paragraph closes a notice (请各单位…, 特此通知) and belongs to none of its numbered parts."""
    return bool(_CLOSING.match(text))


def alone_number(text: str) -> re.Match[str] | None:
    """The match of a document number that has its line to itself (group `number`)."""
    return ALONE_NUMBER.match(text)


def labelled_number(text: str) -> re.Match[str] | None:
    """The match of a document number (group `number`) that a site's line gives behind its label: 文号 云办发〔2023〕9号 体裁."""
    return _LABELLED_NUMBER.search(text)


def is_organ(text: str) -> bool:
    """Whether a short line can be the name of an organ: a signature or a masthead without 文件."""
    text = _SEAL.sub("", text)
    if re.fullmatch(r"\S(?:\s+\S)+", text.strip()):  # 云 溪 区 人 民 政 府
        text = re.sub(r"\s", "", text)
    return bool(_ORGAN.match(text)) and not _NOT_ORGAN.search(text) and len(text) <= 44


def organs(text: str) -> list[tuple[int, int]]:
    """Where a line names organs: several side by side with space between, or the one; empty where it names none.

    >>> organs("云溪区应急管理局　　云溪区财政局")
    [(0, 8), (10, 16)]
    """
    pieces = [m.span() for m in re.finditer(r"\S+", text)]
    if len(pieces) > 1 and all(is_organ(text[a:b]) for a, b in pieces):
        return pieces
    return [(pieces[0][0], pieces[-1][1])] if pieces and is_organ(text.strip()) else []


def is_masthead(text: str) -> bool:
    """Whether a line ends a masthead: ……文件, and not a title that speaks of 文件."""
    return text.endswith("文件") and not re.search("关于|[《》]", text)


def document_number(quote: str) -> str:
    """A document number without white space: 云安办发〔2025〕 3 号 → 云安办发〔2025〕3号."""
    return re.sub(r"\s", "", reading.text(quote))


def masthead(quote: str) -> str:
    """The issuer that a masthead or signature names: without 文件, 令, a seal's mark and white space."""
    return re.sub(r"(?:文件|令)$", "", re.sub(r"\s", "", _SEAL.sub("", reading.text(quote))))


def recipient(quote: str) -> str:
    """A recipient as named."""
    return re.sub(r"[\s：:]", "", reading.text(quote))


reading.register("document-number", document_number)
reading.register("masthead", masthead)
reading.register("recipient", recipient)
