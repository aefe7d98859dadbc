"""目录: the list of headings before a text, which repeats its numbers without being its clauses."""

import re
from collections.abc import Sequence

from extract.numbering import labels_of, whole_label
from extract.paragraphs import Block, Paragraph, TableBlock

_TITLE = re.compile(r"目\s*[录次]$")
_PAGE = re.compile(r"(?:[.．…·\-—\s]{2,}|\s)\s*[（(]?\d{1,3}[）)]?$")
_DIVISIONS = ("part", "chapter", "section")
_ENTRY = 40  # characters: an entry of the list is short


def contents_lists(blocks: Sequence[Block]) -> frozenset[int]:
    """The indices of the paragraphs that make up tables of contents: the word 目录 and the entries below it, and
    headings of chapters that stand together and come again."""
    out: set[int] = set()
    at = 0
    while at < len(blocks):
        end = _end(blocks, at)
        out.update(range(at, end))
        at = max(end, at + 1)
    return frozenset(out)


def _end(blocks: Sequence[Block], at: int) -> int:
    """Behind the last entry of the list that begins at `at`; `at` where none begins."""
    first = blocks[at]
    if isinstance(first, TableBlock):
        return at
    titled = bool(_TITLE.match(first.text))
    seen: set[tuple[str, int]] = set()
    end = at + 1 if titled else at
    while end < len(blocks):
        block = blocks[end]
        if isinstance(block, TableBlock) or len(block.text) > _ENTRY or block.text.endswith(("。", "；")):
            break
        labels = labels_of(block.text)
        whole = whole_label(block.text) if titled and not labels else None
        keys = [(x.family.id, x.number) for x in labels if titled or x.family.id in _DIVISIONS]
        keys += [(whole.family.id, whole.number)] if whole else []
        numbered_page = titled and bool(_PAGE.search(block.text))
        if any(key in seen for key in keys if key[0] in ("part", "chapter", "cn-comma", "whole")) or not (
            keys or numbered_page
        ):
            break
        seen.update(keys)
        end += 1
    entries = end - at - titled
    if titled or entries < 2:
        return end if entries >= 2 else at
    again = {(x.family.id, x.number) for b in blocks[end:] if isinstance(b, Paragraph) for x in labels_of(b.text)}
    return end if seen <= again else at
