"""Tables drawn with ┌─┬│: cells by their rules, whatever the width of the words; other drawings are no tables."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.codec import dumps, loads
from corpus.source_text import Role, SourceText
from ingest import read_bytes
from ingest.plain import read_plain
from tests.layouts.forms import as_drawn

RULED = """青岚镇消防工作考核量化标准
┌──┬──────┬───┬──────┐
│序号│ 考核内容 │ 分值 │ 评分标准 │
├──┼──────┼───┼──────┤
│ 1 │建立网格员队│ 20分 │每缺1名扣2分│
│ │伍，定期巡查│ │。 │
│ │。 ├───┼──────┤
│ │ │ 30分 │未巡查的扣10│
│ │ │ │分。 │
├──┼──────┼───┼──────┤
│ 2 │配齐灭火器材│ 50分 │每缺1具扣5分│
├──┴──────┼───┼──────┤
│ 合 计 │ 100 │ │
└─────────┴───┴──────┘
注：逐项扣分，扣完为止。
"""


def read(text: str) -> SourceText:
    return read_plain(text.encode(), "考核标准.txt")


def cells(source: SourceText, table: int = 0) -> list[str]:
    """Each cell as its place, its rows and columns where they are several, and its words without white space."""
    out = []
    for c in source.tables[table].cells:
        size = f" {c.row_span}x{c.column_span}" if (c.row_span, c.column_span) != (1, 1) else ""
        said = "".join("".join(source.text[a:b] for a, b in c.spans).split())
        out.append(f"{c.row},{c.column}{size} {said}")
    return out


def test_cells_that_rules_part_and_words_whose_filling_was_lost() -> None:
    source = read(RULED)
    assert cells(source) == [
        "0,0 序号", "0,1 考核内容", "0,2 分值", "0,3 评分标准",
        "1,0 2x1 1", "1,1 2x1 建立网格员队伍，定期巡查。", "1,2 20分", "1,3 每缺1名扣2分。",
        "2,2 30分", "2,3 未巡查的扣10分。",
        "3,0 2", "3,1 配齐灭火器材", "3,2 50分", "3,3 每缺1具扣5分",
        "4,0 1x2 合计", "4,2 100", "4,3 ",
    ]  # fmt: skip
    body = [source.text[line.start : line.end] for line in source.lines if line.role is Role.BODY]
    assert body == ["青岚镇消防工作考核量化标准", "注：逐项扣分，扣完为止。"]
    assert loads(dumps(source)) == source


def test_rows_without_rules_between_them_are_told_by_their_numbers() -> None:
    numbered = (
        "┏━━┳━━━━┳━━┓\n┃序号┃项目┃分值┃\n┣━━╋━━━━╋━━┫\n┃1┃组织领导┃40┃\n┃2┃责任落实┃60┃\n┃ ┃（含考核）┃ ┃\n┗━━┻━━━━┻━━┛"
    )
    assert cells(read(numbered))[3:] == ["1,0 1", "1,1 组织领导", "1,2 40", "2,0 2", "2,1 责任落实（含考核）", "2,2 60"]
    scored = "┌──┬──┐\n│项目│分值│\n├──┼──┤\n│宣传│40 │\n│培训│60 │\n└──┴──┘"
    assert cells(read(scored))[2:] == ["1,0 宣传", "1,1 40", "2,0 培训", "2,1 60"]


def test_a_title_over_all_columns_and_a_page_number_between_rows() -> None:
    text = "╔═════╗\n║考核评分表║\n╠══╦══╣\n║项目║分值║\n╠══╬══╣\n║宣传║100║\n— 2 —\n║活动║ ║\n╚══╩══╝"
    assert cells(read(text)) == ["0,0 1x2 考核评分表", "1,0 项目", "1,1 分值", "2,0 宣传活动", "2,1 100"]


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        ("┌──┐   ┌──┐\n│受理│ → │办结│\n└──┘   └──┘", True),
        ("┌────┐\n│ ┌─┐ │\n│ │甲│ │\n│ └─┘ │\n└────┘", True),
        ("┌──┬──┐\n│甲│乙│丙│\n├──┼──┤\n│1│2│\n└──┴──┘", True),
        ("┌──┐\n│提示│\n└──┘", True),
        ("│ 甲 │", False),
        ("├──办公室\n└──综合科", False),
    ],
)
def test_other_drawings_stay_text_and_a_table_that_cannot_be_read_is_named(drawing: str, said: bool) -> None:
    source = read(f"考核流程\n{drawing}\n以上。\n")
    assert not source.tables
    assert ("table-doubtful" in {remark.code for remark in source.remarks}) == said
    assert drawing.splitlines()[0] in {source.text[line.start : line.end] for line in source.lines}


@pytest.mark.parametrize("form", ["pre", "br", "md"])
def test_drawn_tables_in_pages_and_markdown(form: str) -> None:
    lines = RULED.strip().splitlines()
    data = {
        "pre": f"<html><body><pre>{RULED}</pre></body></html>",
        "br": f"<html><body><p>{'<br>'.join(lines)}</p></body></html>",
        "md": f"# 考核\n\n```\n{RULED}```\n",
    }[form]
    source = read_bytes(data.encode(), "考核标准.md" if form == "md" else "考核标准.html")
    assert cells(source) == cells(read(RULED))


WORDS = st.text(alphabet="安全生产考核扣分12", min_size=1, max_size=20)


@settings(max_examples=25 if not os.environ.get("KAOHE_HEAVY") else 25 * int(os.environ["KAOHE_HEAVY"]), deadline=None)
@given(st.data())
def test_any_grid_that_is_drawn_reads_back(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(2, 5)), data.draw(st.integers(2, 6))
    rows = [[data.draw(WORDS) for _ in range(width)] for _ in range(height)]
    for r in range(1, height):
        for c in range(width - 1):  # the last column keeps the rows apart
            if rows[r - 1][c] != "<" and data.draw(st.booleans()):
                rows[r][c] = "^"
    source = read_bytes(as_drawn([rows]), "表.txt")
    wanted = []
    for r, row in enumerate(rows):
        for c, said in enumerate(row):
            if said != "^":
                high = next(n for n in range(1, height - r + 1) if r + n == height or rows[r + n][c] != "^")
                wanted.append(f"{r},{c}{f' {high}x1' if high > 1 else ''} {said}")
    assert cells(source) == wanted
