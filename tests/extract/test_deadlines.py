"""Deadlines: the date, where its year is from, and who owes it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import reading
from extract.deadlines import ACTORS, deadline_issues, find_deadlines
from extract.due_dates import ROWS, due, find_due_words
from tests.builders import assert_proved, notice_of, ruled


def read(text: str, **head: str | None) -> list[tuple[str | None, str | None]]:
    notice = notice_of([("article", "第七条", text)], **head)  # type: ignore[arg-type]  # the builder's own keywords
    found = find_deadlines(notice)
    assert_proved(notice, *found)
    return [(d.due, d.actor) for d in found]


# issued on 2024年3月6日
STATED = [
    ("各镇对照细则自查自评，并于10月31日前向区安委会办公室报送自查报告。", [("2024-10-31", "各镇")]),
    ("被考核单位应当在12月底前提交总结。", [("2024-12-31", "被考核单位")]),
    ("请各镇、各部门于2024年7月31日前，将落实情况报区安委会办公室。", [("2024-07-31", "各镇、各部门")]),
    ("9月中旬（9月11日-20日），现场考核组将对各镇开展现场考核。", [("2024-09-20", "现场考核组")]),
    ("区安委会办公室于次年1月15日前汇总考核结果。", [("2025-01-15", "区安委会办公室")]),
    ("区安委办于次年1月底前完成评定，6月底前公布考核结果。", [("2025-01-31", "区安委办"), ("2025-06-30", "区安委办")]),
    ("自查阶段（11月20日前）。各镇（街道）、各部门开展自查。", [("2024-11-20", "各镇（街道）、各部门")]),
    ("各镇应当于1月20日前报送上年度总结。", [("2025-01-20", "各镇")]),
    ("区安委办1月下旬组织考核组进行考核，2月15日前将意见报区政府审定。", [("2025-02-15", "区安委办")]),
    ("考核结果由区委组织部存入档案，并于次年3月底前公布。", [("2025-03-31", "区委组织部")]),
    ("各区县人民政府应当于12月20日前提交专题报告。", [("2024-12-20", "各区县人民政府")]),
    ("2026年6月底前完成自查，9月底前完成整改。", [("2026-06-30", None), ("2026-09-30", None)]),
    ("到2027年底前，加油站、油库等重点企业要全部达标，并组织验收。", [("2027-12-31", "加油站、油库等重点企业")]),
    ("二季度末前，各镇应当完成签订责任书。", [("2024-06-30", "各镇")]),
    ("不合格单位在考核结果通报后一个月内，向区安委会书面报告整改情况。", [(None, "不合格单位")]),
    ("各镇收到整改通知后10日内反馈整改情况。", [(None, "各镇")]),
    ("各镇每季度末前上报工作情况。", [(None, "各镇")]),
    ("各镇应当在11月前完成整改。", [(None, "各镇")]),
    ("各镇应当于2月30日前完成整改。", [(None, "各镇")]),
    # dates that nobody owes anything by
    ("本办法自2024年5月1日起施行，有效期至2029年4月30日止。", []),
    ("考核周期为1月1日至12月31日，对各镇进行考核。", []),
    ("2023年12月1日，区政府召开会议部署考核工作。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STATED, ids=[text[:22] for text, _ in STATED])
def test_deadline(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("head", "expected", "quotes"),
    [
        ({"issued_on": "2023年12月20日"}, "2024-10-31", ["10月31日前", "2023年12月20日"]),
        (
            {"issued_on": None, "title": "2025年度云溪区考核方案"},
            "2025-10-31",
            ["10月31日前", "2025年度云溪区考核方案"],
        ),
        (
            {"issued_on": None, "document_number": "云安办〔2022〕7号"},
            "2022-10-31",
            ["10月31日前", "云安办〔2022〕7号"],
        ),
        ({"issued_on": None}, None, []),
    ],
)
def test_where_the_year_is_from(head: dict[str, str | None], expected: str | None, quotes: list[str]) -> None:
    notice = notice_of([("article", "第七条", "各镇于10月31日前报送总结。")], **head)  # type: ignore[arg-type]
    found = find_deadlines(notice)[0]
    assert found.due == expected
    assert [e.quote for e in found.proof["due"].evidence] if expected else "due" not in found.proof
    if expected:
        proof = found.proof["due"]
        assert [e.quote for e in proof.evidence] == quotes
        assert reading.read(proof.reader, "".join(quotes)) == expected


DOUBTS = [
    ("各镇于10月31日前报送总结。", []),
    ("各镇于2月1日前报送总结。", ["deadlines.year-inferred"]),
    ("各镇于2月30日前报送总结。", ["deadlines.no-such-day"]),
    ("各镇收到通报后5日内报送进展。", ["deadlines.no-date"]),
    ("各镇每月5日前报送进展。", []),
    ("各镇每年6月底前、12月底前报送总结。", ["deadlines.no-date", "deadlines.no-date"]),
]


@pytest.mark.parametrize(("text", "codes"), DOUBTS)
def test_what_a_reviewer_is_told(text: str, codes: list[str]) -> None:
    assert [i.code for i in deadline_issues(notice_of([("article", "第七条", text)]))] == codes


RULERS = [
    ("请于2024年7月31日前报送，整改在12月底前完成。",
     "　　[___＿_＿__＿］　　　　　　[_＿＿］　　　"),
    ("通报后10个工作日内反馈；次年1月15日前汇总。",
     "［＿＿__＿＿＿＿］　　　［＿_＿__＿］　　　"),
    ("10月中下旬（10月20日至30日）开展考核。",
     "[_＿＿＿＿＿__＿__＿＿__＿］　　　　　"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ruler"), RULERS)
def test_where_due_words_stand(text: str, ruler: str) -> None:
    assert [text[w.start : w.end] for w in find_due_words(text)] == ruled(text, ruler)


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_every_row_finds_its_example(row) -> None:  # type: ignore[no-untyped-def]
    assert [(w.row.id, w.end - w.start) for w in find_due_words(row.example)] == [(row.id, len(row.example))]


@pytest.mark.parametrize(("rule", "example"), [(rule, example) for rule, _, example in ACTORS])
def test_every_actor_row_finds_its_example(rule: str, example: str) -> None:
    found = find_deadlines(notice_of([("article", "第七条", f"{example}要在2024年10月31日前完成整改。")]))
    assert [(d.actor, d.proof["actor"].rule) for d in found] == [(example, rule)]


@settings(max_examples=80, deadline=None)
@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_day_without_a_year_is_the_first_one_not_before_the_date_of_issue(owed: date, issued: date) -> None:
    if (owed.month, owed.day) == (2, 29):
        owed = owed.replace(day=28)
    words, given_on = f"{owed.month}月{owed.day}日前", f"{issued.year}年{issued.month}月{issued.day}日"
    found = date.fromisoformat(str(due(words + given_on)))
    assert (found.month, found.day) == (owed.month, owed.day)
    assert issued <= found < date(issued.year + 2, 1, 1)
    assert due(f"{owed.year}年{words}{given_on}") == owed.isoformat()


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123年月日前底末至到（）次每季度后内各镇报送。，于", max_size=30))
def test_any_text_gives_only_what_it_says(text: str) -> None:
    notice = notice_of([("article", "第七条", f"各镇{text}报送总结。")])
    assert_proved(notice, *find_deadlines(notice))
