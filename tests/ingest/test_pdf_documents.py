"""The real documents beside the checkout, where they are there."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.source_text import Role, SourceText
from ingest.pdf import read_pdf
from tests.ingest.test_pdf_properties import holds

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
FILES = sorted(SHARED.glob("documents/*.pdf")) + sorted(SHARED.glob("real/*.pdf"))

pytestmark = pytest.mark.skipif(not FILES, reason="the real documents are not beside the checkout")


def read(start: str) -> SourceText:
    path = next(path for path in FILES if path.name.startswith(start))
    return read_pdf(path.read_bytes(), path.name)


RECOGNISED = ("GMT0031", "七公司")  # their pages are pictures or garbled: tests/test_real_files.py reads them


@pytest.mark.parametrize(
    "path", [f for f in FILES if not f.name.startswith(RECOGNISED)], ids=lambda path: path.name[:12]
)
def test_each_holds_what_a_source_text_holds(path: Path) -> None:
    holds(read_pdf(path.read_bytes(), path.name))


def test_a_scoring_table_over_nineteen_pages() -> None:
    source = read("001")
    assert len(source.tables) == 19
    assert {(table.columns, table.origin) for table in source.tables} == {(5, "ruled")}
    roles = Counter(line.role for line in source.lines)
    assert (roles[Role.PAGE_NUMBER], roles[Role.BODY]) == (19, 1)
    assert source.remarks == ()


def test_a_report_of_many_tables() -> None:
    source = read("东北")
    assert len(source.tables) == 26
    assert "table-doubtful" not in {remark.code for remark in source.remarks}
    roles = Counter(line.role for line in source.lines)
    assert (roles[Role.HEADER], roles[Role.PAGE_NUMBER]) == (22, 22)


def test_a_rule_book_with_figures() -> None:
    source = read("2023")
    assert [(table.page, table.rows, table.columns) for table in source.tables] == [
        (1, 9, 5), (2, 5, 4), (3, 2, 8), (5, 9, 5), (6, 5, 4)
    ]  # fmt: skip
