"""Source text to notice: paragraphs and tables, instruments, clause trees, citations in words."""

import re
from collections.abc import Iterator, Sequence

from corpus.collecting import uncollected
from corpus.node import Node
from corpus.source_text import PhysicalTable, SourceText
from corpus.spans import Span, bridged
from extract.clause_tree import clause_tree
from extract.instruments import Instrument, Outline
from extract.issues import Issue
from extract.logical_tables import LogicalTable, logical_tables
from extract.metadata import HeadReader, read_instrument, read_metadata
from extract.notice import Head, Notice, Place
from extract.numbering import BY_ID, label_text
from extract.paragraphs import TableBlock, blocks
from extract.parts import Part
from extract.site_box import number_in_box
from extract.splitting import split
from extract.titles import marked


@uncollected
def read_notice(source: SourceText) -> Notice:
    """Read a source text into its instruments, clauses and tables. A pure function; anything readable gives a notice."""
    tables = logical_tables(source)
    parts = split(blocks(source, tables))
    if parts and parts[0].number is None:
        parts[0].number = number_in_box(source)
    readers = [HeadReader(source, part, f"ins-{n}") for n, part in enumerate(parts, 1)]
    names = [_names(part) for part in parts]
    instruments: list[Instrument] = []
    issues: list[Issue] = []
    by_node: dict[str, LogicalTable] = {}
    heads: dict[str, Head] = {}
    for n, (part, reader) in enumerate(zip(parts, readers, strict=True)):
        nodes, found = clause_tree(part.body, reader.node, source.text)
        issues.extend(found)
        heads[reader.node] = Head(reader.citation, _extent(source, part))
        later = [name for following in names[n + 1 :] for name in following]
        instruments.append(read_instrument(reader, later, nodes=nodes))
        in_order = (b.table for b in part.body if isinstance(b, TableBlock))
        by_node.update(zip(_table_ids(nodes), in_order, strict=True))
    outline = Outline(
        document=read_metadata(source, readers, instruments),
        instruments=tuple(instruments),
        issues=tuple(issues + list(_missing(instruments))),
    )
    return Notice(source, outline, by_node, _places(instruments, by_node, source), heads)


def _names(part: Part) -> list[str]:
    marker = part.marker.text.strip("：: ") if part.marker else ""
    return [name for name in (part.title_text, marker.replace(" ", "")) if name]


def _extent(source: SourceText, part: Part) -> tuple[Span, ...]:
    spans: list[Span] = []
    for block in part.blocks():
        spans.extend(block.table.spans if isinstance(block, TableBlock) else block.spans)
    if part.announced_by:
        spans.extend(part.announced_by.spans)
    return bridged(spans, source.text)


def _table_ids(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node.kind == "table":
            yield node.id
        else:
            yield from _table_ids(node.children)


def _missing(instruments: Sequence[Instrument]) -> Iterator[Issue]:
    for instrument in instruments:
        for attachment in instrument.attachments:
            if not attachment.present:
                number = attachment.number or ""
                yield Issue(
                    code="attachment-missing",
                    severity="info",
                    message=f"附件{number}“{attachment.title}”未随文件提供",
                    node=instrument.id,
                )


# --- citations in words ---------------------------------------------------------------------------------------------


def _places(instruments: Sequence[Instrument], tables: dict[str, LogicalTable], source: SourceText) -> dict[str, Place]:
    places = _Places(tables, source)
    for instrument in instruments:
        name = marked(instrument.title or source.document.file)
        for node in instrument.nodes:
            places.visit(node, (), name, instrument)
    return places.out


class _Places:
    """Places as they are found. (Functions that call each other from within one would keep the whole document in a cycle.)"""

    def __init__(self, tables: dict[str, LogicalTable], source: SourceText) -> None:
        self._tables, self._source = tables, source
        self.out: dict[str, Place] = {}

    def visit(self, node: Node, ancestors: tuple[Node, ...], words: str, instrument: Instrument) -> None:
        if node.kind == "table":
            self._visit_table(node, ancestors, words, instrument)
            return
        here = words + _words(node, ancestors[-1] if ancestors else None)
        self.out[node.id] = Place(node, instrument, ancestors, here)
        under = words if node.kind in ("part", "chapter", "section") else here  # articles run on over chapters
        for child in node.children:
            whole = bool(node.label) and (child.label or "").startswith((f"{node.label}.", f"{node.label}．"))
            here = words if whole else under  # 4.2.1 says what it stands under
            self.visit(child, (*ancestors, node), here, instrument)

    def _visit_table(self, table: Node, ancestors: tuple[Node, ...], words: str, instrument: Instrument) -> None:
        logical = self._tables[table.id]
        sheet = self._source.tables[logical.fragments[0]]
        if sheet.name:
            self._visit_sheet(table, ancestors, instrument, sheet)
            return
        here = f"{words}表{table.number}"
        heads = _heads(logical, self._source)
        self.out[table.id] = Place(table, instrument, ancestors, here)
        for row in table.children:
            at = row.number or 0
            row_words = f"{here}表头" if at <= logical.header_rows else f"{here}第{at - logical.header_rows}行"
            self.out[row.id] = Place(row, instrument, (*ancestors, table), row_words)
            for cell in row.children:
                head = heads.get((cell.number or 1) - 1, "")
                self.out[cell.id] = Place(
                    cell,
                    instrument,
                    (*ancestors, table, row),
                    row_words + (f"“{head}”栏" if head else f"第{cell.number}列"),
                )

    def _visit_sheet(
        self, table: Node, ancestors: tuple[Node, ...], instrument: Instrument, sheet: PhysicalTable
    ) -> None:
        """A table of a workbook is cited as staff find it: 工作表“2024年”B12."""
        here = f"{marked(self._source.document.file)}工作表“{sheet.name}”"
        extent = f"{sheet.address(0, 0)}:{sheet.address(sheet.rows - 1, sheet.columns - 1)}"
        self.out[table.id] = Place(table, instrument, ancestors, here + extent)
        for row in table.children:
            at = (row.number or 1) - 1
            self.out[row.id] = Place(row, instrument, (*ancestors, table), f"{here}第{sheet.at[0] + at}行")
            for cell in row.children:
                address = sheet.address(at, (cell.number or 1) - 1)
                self.out[cell.id] = Place(cell, instrument, (*ancestors, table, row), here + address)


def _heads(table: LogicalTable, source: SourceText) -> dict[int, str]:
    """Each column's header text, the lowest header row first asked."""
    heads: dict[int, str] = {}
    for cell in sorted((c for c in table.cells if c.row < table.header_rows), key=lambda c: -c.row):
        text = "".join(source.quote(cell.spans).split())
        for column in range(cell.column, cell.column + cell.column_span):
            if text and column not in heads and len(text) <= 20:
                heads[column] = text
    return heads


_DECIMAL = re.compile(r"\d+(?:[.．]\d+)*")


def _words(node: Node, parent: Node | None) -> str:
    """A clause in a citation: 第五条, 第二款, 第（一）项, 第1目; in notices 一、（一）1.（1）, 第2段."""
    label = node.label or ""
    if _DECIMAL.fullmatch(label) and ("." in label or "．" in label or node.kind == "level1"):
        return f"第{label}条"
    match node.kind:
        case "paragraph":
            in_article = parent is not None and parent.kind == "article"
            return f"第{label_text(BY_ID['cn-comma'], node.number or 1)}款" if in_article else f"第{node.number}段"
        case "item":
            return f"第{label}项"
        case "subitem":
            return f"第{label}目"
        case "level1":
            return f"{label}、"
        case "level3":
            return f"{label}."
        case _:
            return label
