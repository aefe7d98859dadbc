"""Word's automatic numbering for a set of rules: 第一章, 第一条, （一）; nothing of it stands in the paragraphs' text."""

from typing import Any

from docx.oxml.ns import qn

from tests.samples.official_paper import element

# kind → (w:num id, level)
LEVELS = {"chapter": ("1", "0"), "article": ("2", "0"), "item": ("2", "1")}


def _level(level: str, numerals: str, text: str, suffix: str, face: str | None) -> Any:
    parts = [
        element("w:start", val="1"),
        element("w:numFmt", val=numerals),
        element("w:suff", val=suffix),
        element("w:lvlText", val=text),
        element("w:lvlJc", val="left"),
    ]
    if face:
        fonts = element("w:rFonts", ascii=face, hAnsi=face, eastAsia=face)
        parts.append(element("w:rPr", [fonts]))
    return element("w:lvl", parts, ilvl=level)


def use_numbering(document: Any, face: str) -> None:
    """Replaces the document's numbering by chapters (run through), articles (run on across chapters) and items (restart)."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    chapters = [_level("0", "chineseCountingThousand", "第%1章", "space", face)]
    articles = [
        _level("0", "chineseCountingThousand", "第%1条", "space", face),
        _level("1", "chineseCounting", "（%2）", "nothing", None),
    ]
    for number_id, levels in (("1", chapters), ("2", articles)):
        kind = element("w:multiLevelType", val="multilevel")
        root.append(element("w:abstractNum", [kind, *levels], abstractNumId=number_id))
    for number_id in ("1", "2"):
        root.append(element("w:num", [element("w:abstractNumId", val=number_id)], numId=number_id))


def number(paragraph: Any, kind: str) -> None:
    """Has Word number a paragraph as a chapter, an article or an item."""
    number_id, level = LEVELS[kind]
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().set(qn("w:val"), level)
    properties.get_or_add_numId().set(qn("w:val"), number_id)
