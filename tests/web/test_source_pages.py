"""The invisible text over a page: every drawn character once, on its place."""

from array import array

import pytest

from corpus import samples
from corpus.source_text import Cell, CharBoxes, Line, Page, PhysicalTable, Role, SourceDocument, SourceText
from ingest import read_file
from review_ui.review.source_pages import cells, runs


@pytest.fixture(scope="module")
def sample() -> SourceText:
    return read_file(next(path for path in samples.paths().values() if path.suffix == ".pdf"))


def drawn(text: str, boxes: list[tuple[float, float, float, float]], *, role: Role = Role.BODY) -> SourceText:
    document = SourceDocument("d" * 64, "样例.pdf", "application/pdf", "test/1", (Page(1, 595, 842),))
    columns = [array("f", (box[n] for box in boxes)) for n in range(4)]
    page, why = array("H", [1] * len(text)), array("B", bytes(len(text)))
    table = PhysicalTable(1, 2, (Cell(0, 0, 0, len(text), box=(90, 90, 300.04, 120)), Cell(0, 1, 9, 9)), 0, 9, 1)
    line = Line(0, len(text), 1, role, size=12)
    return SourceText(document, text, CharBoxes(page, *columns, why), (line,), (table,))


def test_every_drawn_character_of_the_sample_is_in_exactly_one_run(sample: SourceText) -> None:
    covered = [0] * len(sample.text)
    for page in sample.document.pages:
        for run in runs(sample, page.number):
            assert len(run.text) == run.end - run.start
            assert -1 <= run.x <= run.x + run.width <= page.width + 1
            assert 0 <= run.y <= page.height
            for at in range(run.start, run.end):
                covered[at] += 1
                assert sample.boxes.page[at] == page.number
    in_lines = {at for line in sample.lines for at in range(line.start, line.end)}
    assert {at for at, n in enumerate(covered) if n} == {at for at in in_lines if sample.boxes.page[at]}
    assert max(covered) == 1


def test_wide_and_narrow_characters_are_runs_of_their_own() -> None:
    boxes = [(100 + 12 * n, 100, 112 + 12 * n, 112) for n in range(2)]
    boxes += [(124 + 6 * n, 100, 130 + 6 * n, 112) for n in range(2)]
    boxes += [(136, 100, 148, 112)]
    found = runs(drawn("每年12次", boxes), 1)
    assert [(run.text, run.x, run.width) for run in found] == [("每年", 100, 24), ("12", 124, 12), ("次", 136, 12)]
    assert found[0].y == pytest.approx(110.56)


def test_a_gap_parts_a_run_so_that_the_text_stays_on_the_picture() -> None:
    boxes = [(100, 100, 112, 112), (112, 100, 124, 112), (200, 100, 212, 112)]
    assert [run.text for run in runs(drawn("每年次", boxes), 1)] == ["每年", "次"]


def test_page_furniture_is_quiet() -> None:
    (run,) = runs(drawn("页", [(100, 100, 112, 112)], role=Role.PAGE_NUMBER), 1)
    assert run.quiet


def test_only_cells_with_text_are_told() -> None:
    assert cells(drawn("页", [(100, 100, 112, 112)]), 1) == ((0, 1, (90, 90, 300.0, 120)),)
    assert cells(drawn("页", [(100, 100, 112, 112)]), 2) == ()
