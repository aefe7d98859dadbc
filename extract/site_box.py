"""The box that a government site prints beside a notice: 索引号, 发文机关, 发文字号 …, for what the notice itself leaves out."""

import re
from itertools import pairwise

from corpus.reading import reading_view
from corpus.source_text import Line, Role, SourceText
from corpus.spans import quote
from extract.letterhead import alone_number, labelled_number
from extract.logical_tables import LogicalTable
from extract.paragraphs import Paragraph
from extract.web_lines import is_bare_label, is_web_line

_NUMBER_LABEL = re.compile(r"(?:发\s*文\s*字\s*号|文\s*件\s*编?\s*号|文\s*号)\s*[：:]?$")


def number_in_box(source: SourceText) -> Paragraph | None:
    """The line of a web page's box that gives the document number, behind its label or in the line after it."""
    lines = [line for line in source.lines if line.role is Role.NAVIGATION]
    for line, following in pairwise([*lines, None]):
        assert line is not None
        text = source.text[line.start : line.end]
        if labelled_number(text):
            return _paragraph(source, line)
        if following and _NUMBER_LABEL.search(text.strip()):
            number = alone_number(source.text[following.start : following.end])
            if number:
                return _paragraph(source, following)
    return None


def is_box(table: LogicalTable, text: str) -> bool:
    """Whether a table is such a box: at least two of its cells, and a third of those that say something, are its labels."""
    said = [words for words in (quote(text, cell.spans).strip() for cell in table.cells) if words]
    labels = sum(is_bare_label(words) or (is_web_line(words) and len(words) <= 60) for words in said)
    return labels >= 2 and 3 * labels >= len(said)


def number_in_table(table: LogicalTable, text: str) -> Paragraph | None:
    """The cell of a box that gives the document number, as `number_in_box` gives a line."""
    cells = [cell for cell in table.cells if quote(text, cell.spans).strip()]
    for cell, following in pairwise([*cells, cells[-1]] if cells else []):
        here, after = (quote(text, c.spans).strip() for c in (cell, following))
        found = (
            cell if labelled_number(here) else following if _NUMBER_LABEL.search(here) and alone_number(after) else None
        )
        if found:
            line = Line(found.spans[0][0], found.spans[-1][1])
            return Paragraph(reading_view(text, found.spans), (line,))
    return None


def _paragraph(source: SourceText, line: Line) -> Paragraph:
    return Paragraph(reading_view(source.text, [(line.start, line.end)]), (line,))
