"""Items that stand in one run of text: 1.… 2.…; （1）…；（2）…; ①…②…"""

import re

from corpus.reading import chinese_number
from extract.duties.knowledge import Row

MARKS: tuple[Row, ...] = (
    Row("inline.dot", r"(?<![\d.])(?P<label>\d{1,2})\s*[.．、](?!\d)", "arabic", "1.…2.…"),
    Row("inline.bracket", r"(?P<label>[（(]\s*\d{1,2}\s*[）)])", "arabic", "（1）…（2）…"),
    Row("inline.cn", r"(?P<label>[（(][一二三四五六七八九十]{1,3}[）)])", "chinese", "（一）…（二）…"),
    Row("inline.half", r"(?<![\d（(])(?P<label>\d{1,2})\s*[）)]", "arabic", "1）…2）…"),
    Row("inline.ring", r"(?P<label>[①-⑳])", "ring", "①…②…"),
    Row("inline.comma", r"(?:^|(?<=[。；;\s]))(?P<label>[一二三四五六七八九十]{1,3})、", "chinese", "一、…二、…"),
)
"""The marks of inline items; a mark counts only if it continues the numbering from 1."""


def _number(label: str, meaning: str) -> int:
    bare = label.strip("（()） ")
    if meaning == "ring":
        return ord(bare) - ord("①") + 1
    return chinese_number(bare) if meaning == "chinese" else int(bare)


def inline_items(text: str, start: int = 0) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Label and body, as offsets, of each inline item after `start`; empty where there are not at least two.

    >>> text = "1.定期研究。2.带队检查。"
    >>> [text[a:b] for _, (a, b) in inline_items(text)]
    ['定期研究。', '带队检查。']
    """
    for row in MARKS:
        marks: list[re.Match[str]] = []
        for found in re.finditer(row.pattern, text):
            if found.start() >= start and _number(found.group("label"), row.meaning) == len(marks) + 1:
                marks.append(found)
        if len(marks) < 2 or text[start : marks[0].start()].strip():
            continue
        ends = [m.start() for m in marks[1:]] + [len(text)]
        return tuple((m.span("label"), _trimmed(text, m.end(), end)) for m, end in zip(marks, ends, strict=True))
    return ()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())
