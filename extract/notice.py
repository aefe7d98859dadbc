"""A notice read into its parts: what every finder takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.node import Node, walk
from corpus.reading import reading_view
from corpus.source_text import SourceText
from corpus.spans import Span
from extract.instruments import Instrument, Outline
from extract.logical_tables import LogicalTable
from extract.passage import Passage


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: its instrument, its ancestors (outermost first), its citation in words."""

    node: Node
    instrument: Instrument
    ancestors: tuple[Node, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Head:
    """An instrument as a place of its own, for what its head and foot say: its title in words, its whole extent."""

    citation: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Source, outline and logical tables of one file.

    `tables` is keyed by the table's node id (`ins-1.tbl-1`); a cell's node id is `ins-1.tbl-1.row-5.cell-4` with the
    logical row and column counted from 1 at the cell's top left place. `heads` are the
    instruments by id: where title, number, date … are cited from.
    """

    source: SourceText
    outline: Outline
    tables: Mapping[str, LogicalTable]
    places: Mapping[str, Place] = field(repr=False)
    heads: Mapping[str, Head] = field(default_factory=dict, repr=False)
    _passages: dict[str, Passage] = field(default_factory=dict, init=False, repr=False, compare=False)

    def nodes(self) -> Iterator[Node]:
        """Every node of every instrument, in reading order."""
        for instrument in self.outline.instruments:
            yield from walk(instrument.nodes)

    def node(self, node_id: str) -> Node:
        """The node with that id. Raises KeyError."""
        return self.places[node_id].node

    def extents(self) -> dict[str, tuple[Span, ...]]:
        """Every node's whole extent by id: what check ② holds evidence against."""
        heads = {node_id: head.spans for node_id, head in self.heads.items()}
        return {node_id: place.node.spans for node_id, place in self.places.items()} | heads

    def citations(self) -> dict[str, str]:
        """Every node's citation in words by id: what evidence must call it."""
        heads = {node_id: head.citation for node_id, head in self.heads.items()}
        return {node_id: place.citation for node_id, place in self.places.items()} | heads

    def passage(self, node_id: str, spans: tuple[Span, ...] | None = None) -> Passage:
        """The node's own text (without label and children), or given spans of it, as a passage to search and cite from."""
        if spans is None and node_id in self._passages:
            return self._passages[node_id]  # each finder goes through the same clauses
        place = self.places[node_id]
        view = reading_view(self.source.text, place.node.own if spans is None else spans)
        passage = Passage(self.source, node_id, place.citation, view)
        if spans is None:
            self._passages[node_id] = passage
        return passage
