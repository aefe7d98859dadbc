"""Real scans, where the shared folder is there: the ruled table's rows, and a page whose fonts give garbage."""

from ingest import read_bytes
from tests.scans import needs_ocr
from tests.shared_files import SHARED, needs_shared

pytestmark = [needs_ocr, needs_shared]


def words(text: str) -> str:
    return "".join(text.split())


def test_the_rows_of_a_scanned_table() -> None:
    path = SHARED / "real" / "七公司_安全生产信息化二三期测试报告.pdf"
    source = read_bytes(path.read_bytes(), path.name)
    rows = [
        [words(source.text[c.start : c.end]) for c in sorted(table.cells, key=lambda c: c.column) if c.row == row]
        for table in source.tables
        for row in range(table.rows)
    ]
    assert rows[0] == ["功能模块名称", "有无重大问题或BUG", "试运行结果", "解决情况"]
    assert len(rows) == 30  # the header, then 7, 10, 10 and 2 on four pages
    assert [row[0] for row in rows[1:5]] == ["法律法规/标准规范", "安全实施计划", "安全管理规定", "现场人员动态管理"]
    assert all(row[2] == "√稳定可靠□基本稳定可靠□不稳定不可靠" for row in rows[1:20])
    assert next(row for row in rows if row[0] == "巡检登记")[3] == "未解决"
    assert any("印章" in remark.text for remark in source.remarks)
