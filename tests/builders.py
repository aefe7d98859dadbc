"""Builders that several tests share."""

from typing import Any

from corpus import checks, reading
from corpus.evidence import Cited, Evidence, Proof, Proved, prove
from corpus.node import Node
from corpus.reading import reading_view
from corpus.source_text import CharBoxes, SourceDocument, SourceText
from extract.instruments import DocumentMetadata, Instrument, Outline
from extract.logical_tables import LogicalCell, LogicalTable
from extract.notice import Head, Notice, Place
from extract.passage import Passage

RowText = str | list[list[str]]

_RANK = {kind: rank for rank, kind in enumerate(("part", "chapter", "section", "article", "level1", "level2", "level3", "item", "subitem", "level4", "level5"))}  # fmt: skip
_SHORT = {"part": "pt", "chapter": "ch", "section": "sec", "article": "art", "paragraph": "par", "table": "tbl"}


def notice_of(
    rows: list[tuple[str, str | None, RowText]],
    *,
    title: str = "云溪区安全生产工作考核办法",
    kind: str = "办法",
    issued_on: str | None = "2024年3月6日",
    document_number: str | None = None,
    sha256: str = "d" * 64,
) -> Notice:
    """A notice with one instrument made by hand, from rows of (kind, label, text) in reading order.

    A row stands under the nearest row before it that ranks higher (`chapter` over `article` over `item` …); a
    `paragraph` stands under the nearest labelled row. A table's text is its rows of cells. A row of kind `instrument`
    begins another instrument with that title.

    >>> notice = notice_of([("article", "第九条", "下列情形："), ("item", "（一）", "瞒报事故的；")])
    >>> notice.node("ins-1.art-1.item-1").text
    '瞒报事故的；'
    """
    pieces: list[str] = []

    def put(text: str) -> tuple[int, int]:
        start = sum(map(len, pieces))
        pieces.append(text)
        return start, start + len(text)

    number_span = put(document_number) if document_number else None
    put("\n")
    titles = [(title, put(title))]
    put("\n")
    stack: list[dict[str, Any]] = [{"kind": "", "id": "ins-1", "rank": -1, "children": []}]
    roots = [stack[0]]
    logical: dict[str, LogicalTable] = {}
    for row_kind, row_label, row_text in rows:
        if row_kind == "instrument":
            assert isinstance(row_text, str)
            titles.append((row_text, put(row_text)))
            put("\n")
            stack = [{"kind": "", "id": f"ins-{len(titles)}", "rank": -1, "children": []}]
            roots.append(stack[0])
            continue
        rank = _RANK.get(row_kind, 90)
        while stack[-1]["rank"] >= rank or stack[-1]["kind"] in ("paragraph", "table"):
            stack.pop()
        parent = stack[-1]
        count = 1 + sum(child["kind"] == row_kind for child in parent["children"])
        count += row_kind == "paragraph" and bool(parent.get("text"))  # its own text is the first 款
        node: dict[str, Any] = {"kind": row_kind, "label": row_label, "rank": rank, "children": [], "number": count}
        node["number"] = int(row_label) if row_label and row_label.isdecimal() else count
        node["id"] = f"{parent['id']}.{_SHORT.get(row_kind, row_kind)}-{count}"
        start = sum(map(len, pieces))
        if isinstance(row_text, str):
            put(row_label or "")
            put(
                " "
                if row_kind in ("article", "chapter")
                else "、"
                if row_kind in ("level1", "level3", "subitem")
                else ""
            )
            own = put(row_text)
            node |= {"text": row_text, "own": (own,) if row_text else (), "start": start, "end": own[1]}
        else:
            at = []
            for r, texts in enumerate(row_text):
                row_start = sum(map(len, pieces))
                row_node: dict[str, Any] = {
                    "kind": "row",
                    "id": f"{node['id']}.row-{r + 1}",
                    "children": [],
                    "rank": 99,
                }
                for c, cell_text in enumerate(texts):
                    span = put(cell_text)
                    put("\n" if c + 1 == len(texts) else "\t")
                    at.append(LogicalCell(r, c, 1, 1, (span,) if cell_text else ()))
                    cell: dict[str, Any] = {"kind": "cell", "id": f"{row_node['id']}.cell-{c + 1}", "children": []}
                    cell |= {"text": cell_text, "own": (span,) if cell_text else (), "start": span[0], "end": span[1]}
                    row_node["children"].append(cell)
                row_node |= {"start": row_start, "end": sum(map(len, pieces)) - 1}
                node["children"].append(row_node)
            end = sum(map(len, pieces)) - 1
            node |= {"start": start, "end": end}
            logical[node["id"]] = LogicalTable(len(row_text), len(row_text[0]), tuple(at), 1, ((start, end),), ())
        put("\n")
        for above in stack:
            above["end"] = node["end"]
        parent["children"].append(node)
        stack.append(node)
    date_span = put(issued_on) if issued_on else None
    text = "".join(pieces)
    document = SourceDocument(sha256=sha256, file="样例.txt", media_type="text/plain", parser="test/1")
    source = SourceText(document, text, CharBoxes.none(len(text)), lines=())

    def built(raw: dict[str, Any]) -> Node:
        spans = ((raw["start"], raw["end"]),) if raw["start"] < raw["end"] else ()
        return Node(
            id=raw["id"], kind=raw["kind"], label=raw.get("label"), number=raw.get("number"), text=raw.get("text", ""),
            spans=spans, own=raw.get("own", ()), children=tuple(built(child) for child in raw["children"]),
        )  # fmt: skip

    def cited(span: tuple[int, int] | None, node: str, reader: str) -> Cited[Any] | None:
        if span is None:
            return None
        evidence = Evidence.at(source, node, heads[node].citation, (span,))
        return Cited(reading.read(reader, evidence.quote), Proof(how="normalised", reader=reader, evidence=(evidence,)))

    heads = {f"ins-{n}": Head(f"《{name}》", ((0, len(text)),)) for n, (name, _) in enumerate(titles, 1)}
    instruments = []
    for index, ((_, span), root) in enumerate(zip(titles, roots, strict=True)):
        first = index == 0
        instruments.append(
            prove(
                Instrument, id=f"ins-{index + 1}", title=cited(span, f"ins-{index + 1}", "text"),
                kind=kind if first else None,
                document_number=cited(number_span, "ins-1", "text") if first else None,
                issued_on=cited(date_span, "ins-1", "date") if first else None,
                nodes=tuple(built(child) for child in root["children"]),
            )
        )  # fmt: skip
    places: dict[str, Place] = {}

    def settle(node: Node, instrument: Instrument, ancestors: tuple[Node, ...]) -> None:
        words = "".join(n.label or "" for n in (*ancestors, node) if n.kind in ("article", "item", "level1", "level2"))
        places[node.id] = Place(node, instrument, ancestors, f"《{instrument.title}》{words}")
        for child in node.children:
            settle(child, instrument, (*ancestors, node))

    for instrument in instruments:
        for node in instrument.nodes:
            settle(node, instrument, ())
    metadata = prove(
        DocumentMetadata, sha256=sha256, file="样例.txt", title=cited(titles[0][1], "ins-1", "text"),
        document_number=cited(number_span, "ins-1", "text"), issued_on=cited(date_span, "ins-1", "date"),
        issuers=(), recipients=(),
    )  # fmt: skip
    return Notice(source, Outline(document=metadata, instruments=tuple(instruments)), logical, places, heads)


def assert_proved(notice: Notice, *records: Proved) -> None:
    """Every field of the records re-reads from its quote, every quote is the source's, inside its node (checks ①–③)."""
    extents = notice.extents()
    for record in records:
        for name, proof in record.proof.items():
            assert list(checks.check_value(f"{record!r}#{name}", getattr(record, name), proof)) == []
            assert proof.how in ("computed", "human") or proof.evidence, (record, name)
        for evidence in (*record.evidence, *(e for p in record.proof.values() for e in p.evidence)):
            assert list(checks.check_quote(name_of(record), evidence, notice.source)) == []
            if evidence.node in extents:  # the title and the date stand in no clause
                assert list(checks.check_inside(name_of(record), evidence, extents)) == []


def name_of(record: Proved) -> str:
    """A record's kind, to say where a check failed."""
    return type(record).__name__


def ruled(text: str, ruler: str) -> list[str]:
    """The stretches of a text that a ruler drawn under it marks, each from ［ to ］.

    One mark a character: full-width under Chinese, half-width ([_]) under digits, so that they align.

    >>> ruled("依照前款和第8条",
    ...       "　　［］　［_］")
    ['前款', '第8条']
    """
    starts = [i for i, mark in enumerate(ruler) if mark in "［["]
    ends = [i for i, mark in enumerate(ruler) if mark in "］]"]
    return [text[start : end + 1] for start, end in zip(starts, ends, strict=True)]


def passage_of(text: str, node: str = "ins-1.art-1", citation: str = "第一条") -> Passage:
    """A text by itself as a passage of a document without pages."""
    document = SourceDocument(sha256="d" * 64, file="样例.txt", media_type="text/plain", parser="test/1")
    source = SourceText(document, text, CharBoxes.none(len(text)), lines=())
    return Passage(source, node, citation, reading_view(text))
