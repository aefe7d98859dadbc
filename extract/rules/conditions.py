"""A condition's edges: the marks, labels and turns of phrase around it that are no part of it."""

import re

from corpus.spans import Span
from extract.rules.asides import LABEL
from extract.rules.wording import DISCRETION

_AIM = ("达到目的", "达目的", "的目的")
_WEIGHED = re.compile(rf"的?[，,]\s*{DISCRETION}\Z")
_CONNECTIVE = re.compile(r"(?:并|且|同时|另外?|此外|还|再)+")
_HANGING = re.compile(
    r"(?:[，,]\s*(?:则|均|都|就)|的\s*[，,]\s*(?:对|给|给予)(?:被考核|考核|责任|该|其|所在|相关|有关)+"
    r"(?:单位|部门|地区|镇街|乡镇|街道|镇乡|县区|区县|村)(?:的)?)\Z"
)
"""What stands behind a condition and says nothing of it: 受到通报批评的，对被考核单位."""
_TRIMMED = "，,、：:；; \t\u3000"
_AT_DISCRETION = re.compile(DISCRETION)


def opening(text: str, start: int, end: int) -> int:
    """Where the bracket that ends at `end` opens; `end` where it does not."""
    depth = 0
    for at in range(end - 1, start - 1, -1):
        depth += (text[at] in "）)") - (text[at] in "（(")
        if depth == 0:
            return at
    return start


def rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The condition without the marks around it, a label before it and the 的 behind it."""
    while start < end and text[start] in _TRIMMED:
        start += 1
    while label := LABEL.match(text, start, end):
        start = label.end()
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    if hanging := _HANGING.search(text, start, end):
        end = hanging.start()
    while end > start and (
        text[end - 1] in _TRIMMED or (text[end - 1] == "的" and not text.endswith(_AIM, start, end))
    ):
        end -= 1
    if weighed := _WEIGHED.search(text, start, end):
        end = weighed.start()
    if _CONNECTIVE.fullmatch(text, start, end):
        return None
    return (start, end) if start < end and not _AT_DISCRETION.fullmatch(text, start, end) else None
