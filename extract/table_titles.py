"""What a table is called: by a row of its own above the header, by the line above it, or by its instrument."""

import re
from collections.abc import Iterator

from corpus.evidence import Cited
from corpus.node import Node
from extract.instruments import Instrument
from extract.notice import Notice
from extract.numbering import labels_of
from extract.passage import Passage
from extract.table_kinds import cell_id

_TITLE = re.compile(
    r"[^。；;]{0,46}(?:表|细则|标准|指标|评分|考核|考评|办法|内容|清单|方案|事项|项目|加分|否决|单位|部门|街道|乡镇)[^。；;]{0,14}[：:]?"
)

_NOTE = re.compile(
    r"\s*[（(]?(?:备?\s*注|说\s*明|附\s*注|备\s*考|评分说明|计分说明|有关说明)\s*(?:[:：\d]|[一二三四五六七八九]、)"
)
_SCORING = re.compile(r"[扣加得计减]\s*完?\s*\d*\.?\d*\s*分|分值|扣完|满分|权重|折算|百分制|空项|不重复|就高")


def title_of(notice: Notice, table_id: str, *, own: bool = False) -> Cited[str] | None:
    """The table's title with its proof. With `own`, only one that this table does not share with its instrument."""
    return (
        _row_title(notice, table_id)
        or _line_above(notice, table_id)
        or (None if own else instrument_title(notice, table_id))
    )


def _row_title(notice: Notice, table_id: str) -> Cited[str] | None:
    table = notice.tables[table_id]
    for cell in table.cells:
        if cell.row < table.header_rows and cell.column_span == table.columns > 1 and cell.spans:
            passage = notice.passage(cell_id(table_id, cell))
            if _TITLE.search(passage.text):
                return passage.cite(rule="table.title-row")
    return None


def _line_above(notice: Notice, table_id: str) -> Cited[str] | None:
    """The heading or short paragraph that the table follows, where it speaks of what is assessed."""
    said = line_above(notice, table_id)
    if said is None or not _TITLE.fullmatch(said.text.strip()):
        return None
    label = next((x for x in labels_of(said.text) if x.family.id == "cn-comma"), None)
    return said.cite(label.after if label else 0, rule="table.line-above")


def line_above(notice: Notice, table_id: str) -> Passage | None:
    """The heading or paragraph that the table follows; None where another table or nothing stands above it."""
    place = notice.places[table_id]
    siblings = place.ancestors[-1].children if place.ancestors else place.instrument.nodes
    before: Node | None = None
    for node in siblings:
        if node.id == table_id:
            break
        before = node
    if before is None:
        before = place.ancestors[-1] if place.ancestors else None
    while (
        before is not None
        and before.children
        and before.kind != "table"
        and table_id not in {c.id for c in before.children}
    ):
        before = before.children[-1]
    return None if before is None or before.kind == "table" else _words(notice, before)


def _words(notice: Notice, node: Node) -> Passage:
    """A node's own words; of one that has only a heading, what stands before its first child."""
    if node.text.strip() or not node.heading:
        return notice.passage(node.id)
    first = min((start for child in node.children for start, _ in child.spans), default=node.spans[-1][1])
    return notice.passage(node.id, tuple((a, min(b, first)) for a, b in node.spans if a < first))


def notes_below(notice: Notice, table_id: str) -> Iterator[Node]:
    """The paragraphs right below a table that are notes on its scoring: 注：逐项扣分，扣完为止."""
    place = notice.places[table_id]
    siblings = place.ancestors[-1].children if place.ancestors else place.instrument.nodes
    at = next(i for i, node in enumerate(siblings) if node.id == table_id)
    for node in siblings[at + 1 :]:
        if node.kind == "table" or not _NOTE.match(node.text):
            return
        if _SCORING.search(node.text):
            yield node


def instrument_title(notice: Notice, node_id: str) -> Cited[str] | None:
    """The title of the instrument that holds the node, with its proof."""
    return cited_title(notice.places[node_id].instrument)


def cited_title(instrument: Instrument) -> Cited[str] | None:
    """An instrument's title with its proof."""
    proof = instrument.proof.get("title")
    return Cited(instrument.title, proof) if instrument.title and proof else None
