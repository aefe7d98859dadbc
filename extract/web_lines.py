"""What a government site or a law library prints around a notice it shows: labels, breadcrumbs, buttons.

Source: pages of county and city governments saved as text, where the site's own lines stand above the notice.
"""

import re
from dataclasses import dataclass

_LABELS = (
    r"索\s*引\s*号|发\s*布\s*机\s*构|发\s*文\s*机\s*关|发\s*文\s*单\s*位|发\s*文\s*字\s*号|文\s*件\s*编?\s*号|文\s*号|发\s*[布文]\s*[日时]\s*[期间]"
    r"|成\s*文\s*日\s*期|生\s*成\s*日\s*期|公\s*开\s*[日时]\s*[期间]|更\s*新\s*[日时]\s*[期间]|主\s*题\s*分\s*类|信\s*息\s*分\s*类|组\s*配\s*分\s*类|体\s*裁(?:\s*分\s*类)?"
    r"|公\s*文\s*种\s*类|有\s*效\s*性|效\s*力\s*状\s*态|时\s*效\s*(?:性|说\s*明)|公\s*开\s*方\s*式|统\s*一\s*编\s*号|名\s*称|标\s*题|文\s*件\s*标\s*题|所\s*属\s*机\s*构|生\s*效\s*日\s*期|废\s*止\s*日\s*期|内\s*容\s*概\s*述"
)


@dataclass(frozen=True, slots=True)
class WebLineRow:
    """One sign that a line above a notice is the site's. `pattern` must match at the line's start."""

    id: str
    pattern: str
    example: str


ROWS: tuple[WebLineRow, ...] = (
    WebLineRow("label", rf"(?:{_LABELS}|主\s*题\s*词?|信息来源|来\s*源|时\s*间|日\s*期|浏览次数|点击数?|字体|作者|打印|分享)\s*[：:]", "索引号：11320812"),
    WebLineRow("label.spaced", rf"(?:{_LABELS})(?:\s+\S.*|\s*)$", "文  号 云东办发〔2023〕9号 主  题 体  裁"),
    WebLineRow("position", r"(?:您|你)?(?:现在|当前)?(?:所在)?(?:的)?位置\s*(?:是)?\s*[：:>]|首页\s*(?:[>＞»›/\\|]|-{1,2}>|$)", "当前位置：首页 > 政务公开"),
    WebLineRow("trail", r"[>＞»›]\s*\S|\S{1,16}\s*(?:>{1,2}|＞|»|›)\s*\S{1,16}\s*(?:>{1,2}|＞|»|›)", "政务公开 > 政策文件 > 部门文件"),
    WebLineRow("buttons", r"[【\[（(]?\s*(?:字\s*[体号]|打\s*印|关\s*闭|收\s*藏|下载(?:地址)?|分享|我要纠错|纠错)\s*(?:[：:】\]|]|本页|此页|窗口|到|$)|点击(?:此处|这里)?下载|加入收藏|设为首页|朗读$|扫一扫", "【字体：大 中 小】【打印】"),
    WebLineRow("today", r"今天是\s*[：:]?\s*\d", "今天是:2024-11-23 星期六 加入收藏"),
    WebLineRow("stamp", r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:日)?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s+(?:(?:文章|信息|稿件|内容)?来\s*源|浏览|作者|阅读|点击|访问|发布|编辑).*)?$", "2018-04-18 21:39:48 来源：云溪网"),
    WebLineRow("site", r"(?!.{0,40}(?:关于|的|《|。))\S{2,16}(?:网|网站|法规库|数据库)(?:\s*[-—－–|_]+\s*\S{2,24})?$", "云溪法规网--中国法规信息搜索网"),
    WebLineRow("heading", r"(?:文件)?(?:正文|全文|内容)\s*[：:]?$|文章(?:内容|正文)$|信息公开$|政府信息公开$|政策文件$", "文件正文"),
)  # fmt: skip
"""Signs in what a line says."""

_BULLET = re.compile(r"\s*[•·▪◆■●]\s*")
_LINE = re.compile("|".join(f"(?:{row.pattern})" for row in ROWS))
_BARE = re.compile(rf"(?:{_LABELS})\s*[：:]?\s*$")
_LONGEST = 240  # characters: several labels in one line, no paragraph


def is_web_line(text: str) -> bool:
    """Whether a line above a notice is the site's own (来源：…, 索引号：…, 首页 > 政务公开).

    >>> is_web_line("首页 >> 政务公开 >> 政策文件"), is_web_line("各街道办事处：")
    (True, False)
    """
    bullet = _BULLET.match(text)
    at = bullet.end() if bullet else 0
    return len(text) <= _LONGEST and _LINE.match(text, at) is not None


def is_bare_label(text: str) -> bool:
    """Whether a site's line is a label whose value stands in the next line: • 索引号：

    >>> is_bare_label("• 索引号:"), is_bare_label("文号：云应急〔2025〕3号")
    (True, False)
    """
    bullet = _BULLET.match(text)
    return bool(_BARE.match(text, bullet.end() if bullet else 0))
