"""How often and by when, read from the words of a duty."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import reading
from extract.duties.frequency import deadline, occurrences, read_due, read_frequency
from extract.duties.pipeline import mentions
from extract.findings import Every, Frequency
from extract.findings import Frequency as F

FREQUENCIES: list[tuple[str, list[tuple[int, int, str]]]] = [
    ("每季度至少主持召开一次专题会议", [(1, 1, "quarter")]),
    ("每季度召开会议不少于1次", [(1, 1, "quarter")]),
    ("每季至少召开1次例会", [(1, 1, "quarter")]),
    ("每半年听取一次工作汇报", [(1, 1, "half-year")]),
    ("每半年至少听取两次汇报", [(2, 1, "half-year")]),
    ("每年至少带队检查4次", [(4, 1, "year")]),
    ("每年至少组织两次分管行业检查", [(2, 1, "year")]),
    ("每年不少于两次深入企业", [(2, 1, "year")]),
    ("每年度组织一次述职", [(1, 1, "year")]),
    ("每年定期组织研判形势", [(1, 1, "year")]),
    ("每年年初部署、年底总结", [(1, 1, "year")]),
    ("每年 2 次", [(2, 1, "year")]),
    ("每年召开全体会议，不少于2次", [(2, 1, "year")]),
    ("全年带队检查不少于6次", [(6, 1, "year")]),
    ("年内举办1期领导干部专题培训班", [(1, 1, "year")]),
    ("年内主持召开区委常委会会议研究安全生产工作不少于4次", [(4, 1, "year")]),
    ("三年内组织轮训2次", []),
    ("每两年开展一次轮训", [(1, 2, "year")]),
    ("每3年修订一次预案", [(1, 3, "year")]),
    ("每三个月通报一次", [(1, 3, "month")]),
    ("每2个月研究一次", [(1, 2, "month")]),
    ("每隔两个月抽查一回", [(1, 2, "month")]),
    ("每月至少开展1次暗访", [(1, 1, "month")]),
    ("每月调度", [(1, 1, "month")]),
    ("每个月检查一次", [(1, 1, "month")]),
    ("每月25日前报送情况", [(1, 1, "month")]),
    ("每周至少巡查一次", [(1, 1, "week")]),
    ("每周检查2次", [(2, 1, "week")]),
    ("每半月调度一次", [(2, 1, "month")]),
    ("每半个月至少检查2次", [(4, 1, "month")]),
    ("每旬通报一次", [(3, 1, "month")]),
    ("每日开展巡查", [(1, 1, "day")]),
    ("每天检查一遍", [(1, 1, "day")]),
    ("每个工作日报告一次", [(1, 1, "day")]),
    ("至少每季度召开一次", [(1, 1, "quarter")]),
    ("原则上每季度召开一次会议", [(1, 1, "quarter")]),
    ("按季度分析研判", [(1, 1, "quarter")]),
    ("逐月通报进展", [(1, 1, "month")]),
    ("按月调度", [(1, 1, "month")]),
    ("一季度一次专题研究", [(1, 1, "quarter")]),
    ("半年一次述职", [(1, 1, "half-year")]),
    ("一年至少两次演练", [(2, 1, "year")]),
    ("每年开展1至2次演练", [(1, 1, "year")]),
    ("每年第一季度召开一次大会", [(1, 1, "year")]),
    ("每季度末召开例会", [(1, 1, "quarter")]),
    ("区每半年、镇（街道）每季度至少听取一次汇报", [(1, 1, "half-year"), (1, 1, "quarter")]),
    ("每月至少检查2次，每季度听取一次汇报", [(2, 1, "month"), (1, 1, "quarter")]),
    ("每半年和每年底各听取一次", [(1, 1, "half-year"), (1, 1, "year")]),
    ("每季度召开会议，研究部署一次性补助发放", [(1, 1, "quarter")]),
    ("每季度研究问题。全面落实第一次会议精神", [(1, 1, "quarter")]),
    # none
    ("定期研究突出问题", []),
    ("及时解决重大问题", []),
    ("经常深入一线", []),
    ("事故起数每年下降5%", []),
    ("投入每年递增", []),
    ("每逢重大节假日带队检查", []),
    ("第一季度召开会议", []),
    ("按年度计划推进", []),
    ("一次性告知", []),
]


@pytest.mark.parametrize(("text", "expected"), FREQUENCIES, ids=[t for t, _ in FREQUENCIES])
def test_frequencies(text: str, expected: list[tuple[int, int, str]]) -> None:
    found = [read_frequency("".join(text[a:b] for a, b in o.pieces)) for o in occurrences(mentions(text))]
    assert found == [F(at_least=n, every=Every(count=c, unit=u)) for n, c, u in expected]  # type: ignore[arg-type]


DEADLINES: list[tuple[str, str | None, str | None]] = [
    ("到2025年底前全部达标", "2025年底前", "2025-12-31"),
    ("于2024年7月31日前报送", "2024年7月31日前", "2024-07-31"),
    ("于 2024 年 10 月 31 日前完成", "2024 年 10 月 31 日前", "2024-10-31"),
    ("2023年6月底前建成", "2023年6月底前", "2023-06-30"),
    ("2024年2月底前印发", "2024年2月底前", "2024-02-29"),
    ("2024年第三季度末前完成", "2024年第三季度末前", "2024-09-30"),
    ("2024年上半年前完成", "2024年上半年前", "2024-06-30"),
    ("2024年9月中旬前完成", "2024年9月中旬前", "2024-09-20"),
    ("二〇二四年十二月底前报告", "二〇二四年十二月底前", "2024-12-31"),
    ("于12月底前提交自评报告", "12月底前", "12月底前"),
    ("7月31日前上报", "7月31日前", "7月31日前"),
    ("每年11月15日前述职", "每年11月15日前", "每年11月15日前"),
    ("次年1月底前通报", "次年1月底前", "次年1月底前"),
    ("年底前完成整改", "年底前", "年底前"),
    ("在考核结果通报后一个月内报告整改情况", "考核结果通报后一个月内", "考核结果通报后一个月内"),
    ("应在接到报告后2小时内上报", "接到报告后2小时内", "接到报告后2小时内"),
    ("收到通知之日起15个工作日内答复", "收到通知之日起15个工作日内", "收到通知之日起15个工作日内"),
    ("每月25日前报送情况", "每月25日前", "每月25日前"),
    ("及时报告", None, None),
    ("2024年以来事故下降", None, None),
    ("三年内有效", None, None),
]


@pytest.mark.parametrize(("text", "words", "due"), DEADLINES, ids=[t for t, _, _ in DEADLINES])
def test_deadlines(text: str, words: str | None, due: str | None) -> None:
    found = deadline(mentions(text))
    assert (text[found.start : found.end] if found else None) == words
    assert (read_due(text[found.start : found.end]) if found else None) == due


UNITS = {"年": "year", "半年": "half-year", "季度": "quarter", "月": "month", "周": "week", "日": "day"}


@given(
    st.integers(1, 30),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["至少", "不少于", ""]),
    st.text("研究部署检查听取", max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_a_frequency_is_read_from_its_own_words(count: int, unit: str, least: str, between: str) -> None:
    text = f"区长每{unit}{between}{least}{count}次，抓好落实。"
    [found] = occurrences(mentions(text))
    assert read_frequency("".join(text[a:b] for a, b in found.pieces)) == Frequency(
        at_least=count,
        every=Every(count=1, unit=UNITS[unit]),  # type: ignore[arg-type]
    )


def test_the_readings_are_registered() -> None:
    assert reading.read("frequency", "每季\n度至少 2 次") == F(at_least=2, every=Every(count=1, unit="quarter"))
    assert reading.read("duty-due", "2024年\n6月底前") == "2024-06-30"
    with pytest.raises(ValueError, match="no period"):
        reading.read("frequency", "定期召开")
