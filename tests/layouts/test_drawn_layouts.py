"""Every layout with a table, drawn with ┌─┬│ in plain text: the tree is that of the other forms."""

import pytest

from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from tests.grids import told
from tests.layouts.documents import LAYOUTS, Layout
from tests.layouts.forms import as_drawn, parts_of
from tests.layouts.hard_documents import HARD
from tests.layouts.more_documents import MORE

UNTOLD = {"what is asked below the name in its cell"}  # a line that was broken on purpose is one that was wrapped
DRAWN = [
    layout
    for layout in (*LAYOUTS, *MORE, *HARD)
    if layout.forms and layout.id not in UNTOLD and any(not isinstance(part, str) for part in parts_of(layout.text))
]


@pytest.mark.parametrize("layout", DRAWN, ids=[layout.id for layout in DRAWN])
def test_a_drawn_layout(layout: Layout) -> None:
    source = read_bytes(as_drawn(parts_of(layout.text)), "样例.txt")
    notice = read_notice(source)
    draft = build_draft([notice])
    assert told(draft) == layout.lines()
    assert {table.origin for table in source.tables} == {"drawn"}
    assert not [f for f in check_draft(draft, {source.document.sha256: notice}) if f.check != 6]
