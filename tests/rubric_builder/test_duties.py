"""The duty book: one checklist a role, over several notices and instruments."""

import json

from rubric_builder.duties import DutyBook, build_duties
from tests.builders import assert_proved, notice_of
from tests.shared_files import SHARED, needs_shared

FIRST = notice_of(
    [
        ("article", "第五条", "区政府主要负责人安全生产职责包括："),
        ("item", "（一）", "每季度至少召开一次会议；"),
        ("item", "（二）", "2025年6月底前完成专项整治。"),
        ("article", "第六条", "区应急局要加强综合监管。"),
    ],
    title="云溪区党政领导干部安全生产责任制实施细则",
)
SECOND = notice_of(
    [
        ("level1", "一", "工作要求"),
        ("level2", "（一）", "区政府主要负责人每月带队检查一次。"),
        ("level2", "（二）", "区应急局、区教育局要做好值守。"),
        ("level2", "（三）", "党政主要负责人要带头落实。"),
    ],
    title="云溪区节日安全工作通知",
)


def test_a_role_of_several_notices_is_one_role() -> None:
    book = build_duties([FIRST, SECOND])
    assert [(r.id, r.kind, r.name, [d.text for d in r.duties]) for r in book.roles] == [
        (
            "role-1",
            "leader",
            "区政府主要负责人",
            ["每季度至少召开一次会议；", "2025年6月底前完成专项整治。", "区政府主要负责人每月带队检查一次。"],
        ),
        ("role-2", "department", "区应急局", ["区应急局要加强综合监管。", "区应急局、区教育局要做好值守。"]),
        ("role-3", "department", "区教育局", ["区应急局、区教育局要做好值守。"]),
    ]
    assert [d.id for d in book.roles[0].duties] == ["role-1.duty-1", "role-1.duty-2", "role-1.duty-3"]
    assert [d.due for d in book.roles[0].duties] == [None, "2025-06-30", None]
    assert len(book.sources) == 2
    assert [d.text for d in book.roles[0].general] == ["党政主要负责人要带头落实。"]
    assert book.issues == ()


def test_the_book_as_json() -> None:
    value = json.loads(build_duties([FIRST]).model_dump_json())
    role, duty = value["roles"][0], value["roles"][0]["duties"][0]
    assert {"id", "name", "tier", "organ", "position", "kind", "duties", "evidence"} <= set(role)
    assert {"id", "ordinal", "text", "frequency", "due", "evidence"} <= set(duty)
    assert (role["tier"], role["organ"], role["position"]) == ("区", "政府", "主要负责人")
    assert duty["frequency"] == {"at_least": 1, "every": {"count": 1, "unit": "quarter"}}
    assert duty["evidence"][0]["quote"] == "每季度至少召开一次会议；"
    assert DutyBook.model_validate_json(json.dumps(value)) == build_duties([FIRST])


def test_every_role_is_proved() -> None:
    for role in build_duties([FIRST]).roles:
        assert_proved(FIRST, role, *role.duties)


def test_no_notice_makes_an_empty_book() -> None:
    assert build_duties([]) == DutyBook()


@needs_shared
def test_the_seeds() -> None:
    found = sorted((SHARED / "seeds").glob("004*.txt"))
    from extract.reading_notice import read_notice
    from ingest import read_file

    [role, *_] = roles = build_duties([read_notice(read_file(found[0]))]).roles
    assert [r.kind for r in roles] == ["leader"] * 10
    assert len(role.duties) == 6
