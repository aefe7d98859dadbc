"""Grades: the bounds a text gives, included and excluded as it says, and what is doubtful about them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.bounds import ROWS, find_bounds, find_inclusion
from extract.findings import Grade
from extract.grade_names import COUNT_ROWS, LIST_ROWS, find_count, find_name_lists
from extract.graded_bounds import find_graded_bounds
from extract.grades import find_grades
from tests.builders import assert_proved, notice_of


def shown(grade: Grade) -> str:
    """A grade in a line: 优秀 ≥90, 良好 ≥80 <90, 合格 >60 ≤70 [condition]."""
    bounds = ((grade.at_least, "≥"), (grade.above, ">"), (grade.below, "<"), (grade.at_most, "≤"))
    words = [grade.name, *(f"{sign}{value}" for value, sign in bounds if value is not None)]
    return " ".join(words) + (f" [{grade.condition}]" if grade.condition else "")


def read(*texts: str, title: str = "云溪区安全生产工作考核办法") -> tuple[list[str], list[str]]:
    """The grades and the codes of the issues of an article whose paragraphs are the texts."""
    rows = [("article", "第六条", texts[0]), *(("paragraph", None, text) for text in texts[1:])]
    notice = notice_of(rows, title=title)
    grades, issues = find_grades(notice)
    assert_proved(notice, *grades)
    return [shown(g) for g in grades], [issue.code.removeprefix("grades.") for issue in issues]


FOUR = ["优秀 ≥90", "良好 ≥80 <90", "合格 ≥60 <80", "不合格 <60"]

LADDERS = [
    # one sentence, one paragraph a grade, brackets, name before bound, all names at the end
    ("得分90分以上为优秀，80分以上90分以下为良好，60分以上80分以下为合格，60分以下为不合格（以上含本数，以下不含本数）。", FOUR, []),
    ("评定结果分为优秀（90分（含）以上）、良好（80分（含）至90分（不含））、合格（60分（含）至80分（不含））、不合格（60分（不含）以下）四个等次。", FOUR, []),
    ("得分90分及以上的，评定为“优秀”等次；不低于80分、不足90分的，评定为“良好”等次；不低于60分、不足80分的，评定为“合格”等次；低于60分的，评定为“不合格”等次。", FOUR, []),
    ("优秀：得分≥90；良好：80≤得分＜90；合格：60≤得分＜80；不合格：得分＜60。", FOUR, []),
    ("考核得分90分以上、80分以上90分以下、60分以上80分以下、60分以下的，分别评定为优秀、良好、合格、不合格。", FOUR, ["inclusion-default"]),
    ("考核成绩九十分以上为优秀，六十分以上九十分以下为合格，六十分以下为不合格。", ["优秀 ≥90", "合格 ≥60 <90", "不合格 <60"], ["inclusion-default"]),
    ("综合得分90分以上为A级，75分以上90分以下为B级，75分以下为C级。", ["A级 ≥90", "B级 ≥75 <90", "C级 <75"], ["inclusion-default"]),
    ("得分在95分以上的为五星级，85分以上不足95分的为四星级。", ["五星级 ≥95", "四星级 ≥85 <95"], ["inclusion-default", "gap"]),
    ("年终考核在91分以上评为安全生产先进单位，90分-81分评为安全生产合格单位，80分及以下评为安全生产不合格单位。", ["先进 ≥91", "合格 ≥81 <91", "不合格 <81"], ["next-higher", "next-higher", "inclusion-default"]),
    ("考核90—100为优秀、80—90为良好。", ["优秀 ≥90 ≤100", "良好 ≥80 <90"], ["shared-bound", "gap"]),
    ("考核结果分A、B、C三级。总分90分以上为A级，75分以上90分以下为B级，75分以下为C级。", ["A级 ≥90", "B级 ≥75 <90", "C级 <75"], ["inclusion-default"]),
    ("考核等次按得分高低确定：90分以上为一等，80分至89分为二等，80分以下为等外。", ["一等 ≥90", "二等 ≥80 <90", "等外 <80"], ["next-higher", "inclusion-default"]),
    ("得分80分以上未达到优秀等次的，为良好；80分以下的，为合格。", ["良好 ≥80 [80分以上未达到优秀等次]", "合格 <80"], ["inclusion-default"]),
    # what the text says wins over the usual reading
    ("得分90分以上为优秀，90分以下为合格（以上不包括本数，以下包括本数）。", ["优秀 >90", "合格 ≤90"], []),
    ("得分超过90分为优秀，60分至90分为合格，60分以下为不合格。", ["优秀 >90", "合格 ≥60 ≤90", "不合格 <60"], ["inclusion-default"]),
    # ranges that touch: the number goes to the upper grade
    ("得分90分以上为优秀，80—90分为良好，80分以下为合格。", ["优秀 ≥90", "良好 ≥80 <90", "合格 <80"], ["shared-bound", "inclusion-default"]),
    ("得分90-100分为优秀，80-90分为良好。", ["优秀 ≥90 ≤100", "良好 ≥80 <90"], ["shared-bound", "gap"]),
    ("得分90分以上为优秀，80-89.9分为良好，低于80分为合格。", ["优秀 ≥90", "良好 ≥80 <90", "合格 <80"], ["next-higher", "inclusion-default"]),
    # an upper bound that only the next higher grade gives
    ("得分90分以上为优秀，80分以上为良好，60分以上为合格，60分以下为不合格（以上含本数，以下不含本数）。", FOUR, ["next-higher", "next-higher"]),
    ("得分90-100分为优秀，80-89分为良好，60-79分为合格，59分及以下为不合格。", ["优秀 ≥90 ≤100", "良好 ≥80 <90", "合格 ≥60 <80", "不合格 <60"], ["next-higher"] * 3),
    ("得分在90分以上的（含90分），为优秀；不满90分的，为合格。", ["优秀 ≥90", "合格 <90"], []),
    ("考核分为优秀（90分及以上）、良好（80分及以上、90分以下）和较差（80分以下）三个等次（以下不含本数）。", ["优秀 ≥90", "良好 ≥80 <90", "较差 <80"], []),
    ("得分前20%且不低于90分的为优秀；不低于80分且未评为优秀的为良好；低于80分的为合格。", ["优秀 ≥90 [得分前20%且不低于90分]", "良好 ≥80 [不低于80分且未评为优秀的]", "合格 <80"], []),
    # conditions beside points stay verbatim
    ("得分排名前30%且不低于85分的为优秀；不低于60分的为合格；低于60分的为不合格。", ["优秀 ≥85 [得分排名前30%且不低于85分]", "合格 ≥60", "不合格 <60"], []),
    ("得分90分以上且未发生亡人事故的，评定为优秀；其余的评定为合格。", ["优秀 ≥90 [90分以上且未发生亡人事故]", "合格 [其余]"], ["inclusion-default"]),
    ("得分90分（含）以上且排名前三分之一的为优秀；80分（含）以上、未评为优秀的为良好。", ["优秀 ≥90 [90分（含）以上且排名前三分之一]", "良好 ≥80 [80分（含）以上、未评为优秀的]"], []),
    ("得分90分及以上为优秀，低于90分为合格，优秀等次比例不超过30%。", ["优秀 ≥90", "合格 <90"], ["quota"]),
    # names without bounds
    ("考核结果分为优秀、良好、合格、不合格4个等级。", ["优秀", "良好", "合格", "不合格"], []),
    ("考核等次设“好”“较好”“一般”“差”四个档次。", ["好", "较好", "一般", "差"], []),
    ("考核结果分为优秀、合格和不合格三个等次，90分以上为优秀，60分以下为不合格。", ["优秀 ≥90", "合格", "不合格 <60"], ["inclusion-default", "gap", "unbounded"]),
    # a stated number that doesn't match, an overlap, a gap
    ("考核结果分为优秀、合格、不合格四个等次。", ["优秀", "合格", "不合格"], ["count"]),
    ("得分85分以上为优秀，80分至90分为良好，低于80分为合格。", ["优秀 ≥85", "良好 ≥80 ≤90", "合格 <80"], ["inclusion-default", "overlap"]),
    ("得分90分及以上为优秀，70分及以上80分以下为合格，70分以下为不合格。", ["优秀 ≥90", "合格 ≥70 <80", "不合格 <70"], ["inclusion-default", "gap"]),
    # other matters' grades, and sentences that only speak of a result
    ("安全风险等级分为一级、二级、三级、四级四个等级。", [], []),
    ("企业安全生产标准化得分90分以上的为一级，75分以上的为二级。", [], []),
    ("考核得分低于60分的，对其主要负责人进行约谈。", [], []),
    ("对考核结果为优秀的单位予以表彰，对不合格的通报批评。", [], []),
    ("专项检查完成率90%以上的予以通报表扬。", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "doubts"), LADDERS, ids=[text[:24] for text, _, _ in LADDERS])
def test_ladder(text: str, expected: list[str], doubts: list[str]) -> None:
    assert read(text) == (expected, doubts)


def test_one_paragraph_a_grade_under_a_head_that_says_what_is_included() -> None:
    grades, doubts = read(
        "考核结果分为三个等次（以上包括本数，以下不包括本数）：",
        "（综合）得分在90分以上为优秀；",
        "得分在60分以上90分以下为合格；",
        "得分在60分以下为不合格。",
    )
    assert (grades, doubts) == (["优秀 ≥90", "合格 ≥60 <90", "不合格 <60"], [])


def test_a_list_of_names_whose_bounds_follow_in_items_is_one_ladder() -> None:
    rows = [
        ("article", "第九条", "考核等次分为优秀、良好、合格、不合格四个等次（以上包括本数，以下不包括本数）："),
        ("item", "（一）", "考核得分在90分以上的，为优秀；"),
        ("item", "（二）", "考核得分在80分以上90分以下的，为良好；"),
        ("item", "（三）", "考核得分在60分以上80分以下的，为合格；"),
        ("item", "（四）", "考核得分在60分以下的，为不合格。"),
    ]
    grades, issues = find_grades(notice_of(rows))
    assert [shown(g) for g in grades] == ["优秀 ≥90", "良好 ≥80 <90", "合格 ≥60 <80", "不合格 <60"]
    assert not issues


def test_inclusion_said_once_for_the_whole_instrument() -> None:
    ladder = ("article", "第六条", "得分90分以上为优秀，90分以下为合格。")
    notice = notice_of([ladder, ("article", "第二十条", "本办法所称“以上”包括本数，“以下”不包括本数。")])
    grades, issues = find_grades(notice)
    assert [shown(g) for g in grades] == ["优秀 ≥90", "合格 <90"]
    assert not issues
    assert {e.node for e in grades[0].evidence} == {"ins-1.art-1", "ins-1.art-2"}


@pytest.mark.parametrize(
    "table",
    [
        [["等次", "得分"], ["优秀", "≥90"], ["合格", "60≤X<90"], ["不合格", "＜60"]],
        [["序号", "分数段", "评定等级"], ["1", "90分（含）以上", "优秀"], ["2", "60（含）-90分（不含）", "合格"], ["3", "低于60分", "不合格"]],
        [["等级", "优秀", "合格", "不合格"], ["得分", "90分及以上", "不低于60分且低于90分", "不足60分"]],
    ],
)  # fmt: skip
def test_table_of_grades(table: list[list[str]]) -> None:
    notice = notice_of([("article", "第六条", "考核等次按下表评定："), ("table", None, table)])
    grades, _ = find_grades(notice)
    assert [shown(g) for g in grades] == ["优秀 ≥90", "合格 ≥60 <90", "不合格 <60"]
    assert_proved(notice, *grades)


def test_the_same_ladder_told_twice_counts_once_and_a_different_one_is_reported() -> None:
    first = ("article", "第六条", "得分90分及以上为优秀，90分以下为合格。")
    same = notice_of(
        [
            first,
            ("article", "第七条", "材料报送要求。"),
            ("article", "第九条", "得分90分及以上为优秀，低于90分的为合格。"),
        ]
    )
    assert len(find_grades(same)[0]) == 2
    other = notice_of(
        [
            first,
            ("article", "第七条", "材料报送要求。"),
            ("article", "第九条", "部门得分85分及以上为优秀，低于85分的为合格。"),
        ]
    )
    grades, issues = find_grades(other)
    assert len(grades) == 4
    assert "grades.several" in {issue.code for issue in issues}


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_every_bound_row_finds_its_example(row) -> None:  # type: ignore[no-untyped-def]
    found = find_bounds(row.example)
    assert [b.rule for b in found] == [row.id]


def test_every_list_row_finds_its_example() -> None:
    assert [find_name_lists(row.example)[0].rule for row in LIST_ROWS] == [row.id for row in LIST_ROWS]
    assert all(find_count(example) for _, _, example in COUNT_ROWS)


@pytest.mark.parametrize(
    ("text", "above", "below"),
    [
        ("（以上包括本数，以下不包括本数）", True, False),
        ("本办法所称“以上”“以下”均含本数", True, True),
        ("以上不含本数", False, None),
        ("以上情况应当如实上报", None, None),
    ],
)
def test_inclusion(text: str, above: bool | None, below: bool | None) -> None:
    said = find_inclusion(text)
    assert (said.above, said.below) == (above, below)


STYLES = [
    ("{low}分以上为{name}", "{low}分以上{high}分以下为{name}", "{high}分以下为{name}", "，"),
    ("{name}（{low}分及以上）", "{name}（{low}分及以上{high}分以下）", "{name}（低于{high}分）", "、"),
    ("得分≥{low}为{name}", "{low}≤得分＜{high}为{name}", "得分＜{high}为{name}", "；"),
    ("{low}分（含）以上的，评定为{name}", "{low}分（含）至{high}分（不含）的，评定为{name}", "不足{high}分的，评定为{name}", "；"),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    cuts=st.lists(st.integers(10, 990), min_size=1, max_size=3, unique=True).map(lambda c: sorted(c, reverse=True)),
    style=st.sampled_from(STYLES),
    points=st.sampled_from([1, 10]),
)
def test_any_ladder_in_any_style_reads_back(cuts: list[int], style: tuple[str, ...], points: int) -> None:
    names = [*("优秀", "良好", "合格", "不合格")[: len(cuts)], "差"]
    values = [Decimal(c) / points for c in cuts]
    top, middle, bottom, comma = style
    pieces = [top.format(low=values[0], name=names[0])]
    pieces += [
        middle.format(low=low, high=high, name=n) for high, low, n in zip(values, values[1:], names[1:-1], strict=False)
    ]
    pieces.append(bottom.format(high=values[-1], name=names[-1]))
    notice = notice_of([("article", "第六条", f"考核结果：{comma.join(pieces)}。（以上包括本数，以下不包括本数）")])
    grades, issues = find_grades(notice)
    assert [(g.name, g.at_least, g.below) for g in grades] == list(
        zip(names, [*values, None], [None, *values], strict=True)
    )
    assert not issues
    assert_proved(notice, *grades)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="优秀良好合格不为分以上下9086.、，；（）%前且低于至-得", max_size=40))
def test_any_text_gives_only_what_it_says(text: str) -> None:
    for pair in find_graded_bounds(text):
        assert 0 <= pair.start < pair.end <= len(text)
        assert pair.bound.start < pair.bound.end
    notice = notice_of([("article", "第六条", f"考核结果：{text}。")])
    assert_proved(notice, *find_grades(notice)[0])
