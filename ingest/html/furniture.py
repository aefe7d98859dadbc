"""What of a web page belongs to the site and not to the document: menus, breadcrumbs, share bars, footers, related lists."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.html.styling import is_unshown_kind
from ingest.html.tree import tag_of, text_of, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class FurnitureRow:
    """A sign that an element is the site's. `words`: of its class or id; `line`: what a whole short line says."""

    id: str
    words: frozenset[str]
    line: re.Pattern[str] | None
    example: str


def _words(id: str, words: str, example: str) -> FurnitureRow:
    return FurnitureRow(id, frozenset(words.split()), None, example)


def _line(id: str, pattern: str, example: str) -> FurnitureRow:
    return FurnitureRow(id, frozenset(), re.compile(pattern), example)


ROWS: tuple[FurnitureRow, ...] = (
    _words("menu", "nav navbar navigation navi menu topnav subnav sitenav mainnav navs daohang", "topNav"),
    _words("breadcrumb", "breadcrumb breadcrumbs crumb crumbs bread dqwz weizhi curpos locate location position mbx", "page-breadcrumb"),
    _words("share", "share bdsharebuttonbox bdshare jiathis sharebar fenxiang social weixin wechat weibo qrcode ewm erweima", "shareBar"),
    _words("footer", "footer foot bottom copyright friendlink friendlinks yqlj links banquan", "footer-box"),
    _words("tools", "toolbar tools print dayin close guanbi fontsize zoomer login search searchbox sousuo gotop backtop totop", "page-toolbar"),
    _words("related", "related relate relevant xgwd xgyd xgwj recommend recommended prevnext prev pager pagination fanye", "relatedNews"),
    _words("aside", "sidebar aside sidenav advert ads banner", "sidebar"),
    _line("line.position", r"(?:您|你)?(?:现在|当前)?(?:所在)?(?:的)?位置\s*(?:是)?\s*[：:>].*|首页\s*(?:[>＞»›/\\|]|-{1,2}>).*", "当前位置：首页 > 政务公开"),
    _line("line.buttons", r"[【\[（(]?\s*(?:(?:打\s*印|关\s*闭|收\s*藏|下\s*载|分\s*享|复\s*制|返\s*回|转\s*发|纠\s*错|保\s*存)(?:此页|本页|页面|窗口|本文|文章|正文|顶部|首页|列表|到)?\s*[】\]）)：:]?\s*[|｜/【\[（(]?\s*)+", "【打印】【关闭窗口】"),
    _line("line.font", r".{0,4}(?:字\s*[体号]|字体大小)\s*[：:]?\s*[\[【（(]?\s*(?:(?:特?大|中|小|超大|默认)[\s|｜/]*){1,4}[】\]）)]?.*", "【字体：大 中 小】"),
    _line("line.share", r"(?:分享|转发)(?:到|至)?\s*[：:].{0,40}|扫(?:一扫|描).{0,30}|用?微信扫.{0,24}", "扫一扫在手机打开当前页"),
    _line("line.neighbours", r"(?:上|下)一(?:篇|条|页)\s*[：:].*|(?:上|下)一(?:篇|条|页)", "上一篇：没有了"),
    _line("line.related", r"[【\[]?(?:相关(?:链接|文章|新闻|阅读|解读|文件|信息|稿件|推荐|报道|附件下载)|友情链接|热点(?:新闻|推荐)|推荐阅读|延伸阅读)[】\]]?\s*[：:]?", "相关链接"),
    _line("line.copyright", r".{0,12}(?:版权所有|Copyright|COPYRIGHT|[©Ⓒ]|ICP备|公网安备|网站标识码|网站支持IPv6|建议使用.{0,40}(?:浏览|分辨率)).*", "版权所有：云溪区人民政府"),
    _line("line.site", r"(?:主办(?:单位)?|承办(?:单位)?|技术支持|网站维护|网站管理)\s*[：:].{0,60}(?:承办|技术支持|ICP|备\d|电话|维护).*|(?:网站地图|联系我们|关于我们|网站声明|设为首页|加入收藏|无障碍(?:浏览|阅读)?|长者模式|返回顶部|回到顶部)(?:[\s|｜].*)?", "网站地图 | 联系我们"),
    _line("line.visits", r"(?:浏览|点击|阅读|访问)(?:次数|人数|量|数)\s*[：:]?\s*\d*\s*次?|.{0,60}(?:浏览|点击|阅读)(?:次数|量|数)\s*[：:]\s*\d*.{0,40}", "浏览次数：1024"),
    _line("line.source", r"(?:信息|稿件|文章)?来\s*源\s*[：:].{0,60}(?:时间|日期)\s*[：:].{0,60}|(?:发布|更新)(?:时间|日期)\s*[：:]\s*\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?", "来源：云溪区人民政府 发布时间：2025-03-06"),
)  # fmt: skip
"""Signs in class and id names, and in what a line says."""

_NAMES = frozenset(word for row in ROWS for word in row.words)

ARTICLES = frozenset(
    ("ucap", "trs", "editor", "zoom", "article", "articlecontent", "newscontent", "pagescontent", "viewcontent", "xxgk", "vsb",
     "detailcontent", "conten", "contentbox", "maincontent", "textcontent", "infocontent", "content", "wzxl", "zhengwen")
)  # fmt: skip
"""Words in class or id of the element that site software keeps an article in (UCAP-CONTENT, TRS_Editor, zoom, vsb_content)."""

_METADATA = re.compile(
    r"(?:索\s*引\s*号|主\s*题\s*分\s*类|主\s*题\s*词|发\s*文\s*机\s*关|发\s*文\s*字\s*号|发\s*布\s*机\s*构|发\s*布\s*日\s*期|成\s*文\s*日\s*期|生\s*成\s*日\s*期|标\s*题|文\s*号|有\s*效\s*性"
    r"|效\s*力\s*状\s*态|信\s*息\s*分\s*类|公\s*开\s*方\s*式|公\s*开\s*日\s*期|公\s*开\s*属\s*性|统\s*一\s*编\s*号|名\s*称|内\s*容\s*概\s*述|关\s*键\s*词|发\s*布\s*时\s*间|体\s*裁|组\s*配\s*分\s*类)\s*[：:]?"
)
_TAGS = frozenset(("nav", "footer", "aside", "menu", "button", "select"))
_TEXT = re.compile(r"\S")
_SHORT = 90  # characters: a line of furniture is hardly longer
_MOST_SHARE = 0.3  # of the page's own text: what holds more is not furniture, whatever it is called
_LINKED = 0.65  # share of an element's text that stands in links
_ATTACHED = re.compile(r"附\s*件|附\s*表|\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar)", re.IGNORECASE)


@dataclass(slots=True)
class _Weight:
    text: int = 0
    linked: int = 0
    links: int = 0


class Furniture:
    """Judges the elements of one page. `article` is the element that site software keeps the document in, if one stands out."""

    def __init__(self, root: "Element", hidden: "Callable[[Element], bool]") -> None:
        self._weights: dict[Element, _Weight] = {}
        self._hidden = hidden
        self._root = root
        total = self._weigh(root)
        self._own = max(total.text - total.linked, 1)
        self.article = self._find_article(root)
        self._around = set(self.article.iterancestors()) if self.article is not None else set()

    def is_furniture(self, element: "Element", tag: str) -> bool:
        """Whether the element, which stands in no furniture itself, is the site's."""
        weight = self._weights.get(element)
        if element is self.article or element in self._around or weight is None:
            return False
        if weight.text - weight.linked > _MOST_SHARE * self._own and not (weight.linked > _LINKED * weight.text):
            return False
        if tag in _TAGS or (_NAMES & set(words_of(element)) and not self._in_article(element)):
            return not self._holds_data(element)
        text = ""
        if weight.text <= 4 * _SHORT:
            text = " ".join(text_of(element).split())
        if tag not in ("td", "th", "tr", "a", "span") and weight.text <= _SHORT and is_furniture_line(text):
            return True
        if tag == "table" and self._is_metadata(element):
            return True
        if (
            weight.links >= 3
            and weight.linked > _LINKED * weight.text
            and tag in ("ul", "ol", "div", "dl", "table", "p", "section", "td")
        ):
            return not _ATTACHED.search(text or text_of(element)[:2000]) and not self._in_article(element)
        return False

    def _in_article(self, element: "Element") -> bool:
        return self.article is not None and self.article in element.iterancestors()

    def outside(self, element: "Element") -> bool:
        """Whether the element stands outside the article that the page plainly keeps its document in."""
        return self.article is not None and element is not self.article and not self._in_article(element)

    def _weigh(self, element: "Element", linked: bool = False) -> _Weight:
        """Text, linked text and links of every shown element; iterative recursion is bounded by the page's depth."""
        weight = _Weight()
        self._weights[element] = weight
        linked = linked or element.tag == "a"
        if element.text:
            self._count(weight, element.text, linked)
        for child in element:
            tag = tag_of(child)
            if tag and not is_unshown_kind(tag) and not self._hidden(child):
                below = self._weigh(child, linked)
                weight.text += below.text
                weight.linked += below.linked
                weight.links += below.links + (tag == "a" and child.get("href") is not None)
            if child.tail:
                self._count(weight, child.tail, linked)
        return weight

    @staticmethod
    def _count(weight: _Weight, text: str, linked: bool) -> None:
        length = len(_TEXT.findall(text))
        weight.text += length
        weight.linked += length if linked else 0

    def _find_article(self, root: "Element") -> "Element | None":
        """The innermost element called as articles are that holds most of the page's own text."""
        found = None
        for element in root.iter():
            weight = self._weights.get(element)
            if weight is None or weight.text - weight.linked < 0.6 * self._own:
                continue
            if tag_of(element) in ("article", "main") or ARTICLES & set(words_of(element)):
                found = element
        return found

    def _holds_data(self, element: "Element") -> bool:
        """Whether a table with several rows of words, not of links, stands in it."""
        for table in element.iter("table"):
            weight = self._weights.get(table)
            if weight and len(list(table.iter("tr"))) >= 3 and weight.text > 60 and weight.linked < 0.4 * weight.text:
                return True
        return False

    def _is_metadata(self, table: "Element") -> bool:
        """Whether a table is a site's box of 索引号, 发文机关, 成文日期 …"""
        texts = [" ".join(text_of(c).split()) for c in table.iter("td", "th")]
        said = [text for text in texts if text]
        labels = sum(bool(_METADATA.fullmatch(text)) for text in said)
        joined = sum(bool((m := _METADATA.match(text)) and m.group().rstrip().endswith(("：", ":"))) for text in said)
        single = next(table.iterdescendants("table"), None) is None
        return single and ((labels >= 2 and 3 * labels >= len(said)) or (joined >= 1 and joined == len(said)))


def is_furniture_line(text: str) -> bool:
    """Whether a whole line is the site's: 当前位置：首页 > 政务公开; 【打印】【关闭】.

    >>> is_furniture_line("【打印】 【关闭窗口】"), is_furniture_line("打印装订要求")
    (True, False)
    """
    text = " ".join(text.split())
    return 0 < len(text) <= _SHORT and any(row.line.fullmatch(text) for row in ROWS if row.line)
