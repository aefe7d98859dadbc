"""Every layout in every form it can be told apart in: the tree, the scale, the fields, what is named as doubtful."""

import pytest

from extract.reading_notice import read_notice
from extract.rules.rendering import render
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from rubric_builder.items import walk_indicators
from tests.grids import told
from tests.layouts.documents import LAYOUTS, Layout
from tests.layouts.forms import FORMS, parts_of
from tests.layouts.hard_documents import HARD
from tests.layouts.more_documents import MORE

CASES = [(layout, form) for layout in (*LAYOUTS, *MORE, *HARD) for form in layout.forms]


@pytest.mark.parametrize(("layout", "form"), CASES, ids=[f"{layout.id}-{form}" for layout, form in CASES])
def test_a_layout(layout: Layout, form: str) -> None:
    source = read_bytes(FORMS[form](parts_of(layout.text)), f"样例.{form}")
    notice = read_notice(source)
    draft = build_draft([notice])
    assert told(draft) == layout.lines()
    assert draft.scale == layout.scale
    codes = {issue.code for issue in draft.issues}
    assert set(layout.codes) <= codes
    assert ("sum-mismatch" in codes) == ("sum-mismatch" in layout.codes)
    assert (len(draft.bonuses), len(draft.vetoes)) == (layout.bonuses, layout.vetoes)
    assert not layout.sanctions or tuple(rule.when for rule in (*draft.bonuses, *draft.vetoes)) == layout.sanctions
    fields = {indicator.name: indicator.fields for indicator in walk_indicators(draft.indicators)}
    for name, wanted in layout.fields.items():
        assert {header: fields[name].get(header) for header in wanted} == wanted
    said = {c.text: "；".join(map(render, c.rules)) for i in walk_indicators(draft.indicators) for c in i.criteria}
    assert {text: said.get(text) for text in layout.rules} == layout.rules
    assert not [f for f in check_draft(draft, {source.document.sha256: notice}) if f.check != 6]


def test_the_layouts_are_each_their_own() -> None:
    ids = [layout.id for layout in (*LAYOUTS, *MORE, *HARD)]
    assert len(ids) == len(set(ids)) >= 50
