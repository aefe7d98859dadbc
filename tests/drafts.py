"""Small drafts and duty roles made by hand over notices of an invented district, every field cited."""

import re
from typing import Any

from corpus import reading
from corpus.evidence import Cited, Evidence, Proof, prove
from extract.findings import Bonus, Cap, Deduct, Duty, Every, Frequency, Grade, Role, Subject, Veto
from extract.issues import Issue
from extract.notice import Notice
from rubric_builder.decisions import Accept, DecisionLog, Settle, Sign
from rubric_builder.draft import Criterion, Draft, Indicator, Source
from rubric_builder.folding import Folded
from rubric_builder.questions import alike, open_of
from rubric_builder.settling import Settled
from tests.builders import notice_of

TITLE = "云溪区2025年度安全生产工作考核细则"

ROWS: list[tuple[str, str, str, list[tuple[str, str]], str]] = [
    ("组织领导（40分）", "议事机制", "把安全生产摆上重要位置，常抓不懈。", [
        ("每季度召开1次专题会议，研究本辖区突出问题。", "15"),
        ("主要负责同志带队检查每年不少于4次；每少1次扣2.5分，扣完为止。", "10"),
    ], "25"),
    ("", "责任清单", "逐级签订责任书。", [("责任书签订率达到100%，未签订的，每缺1份扣0.5分。", "15")], "15"),
    ("隐患治理（60分）", "排查整改", "重大隐患挂牌督办，闭环管理。", [
        ("建立隐患台账并按月更新。", "20"),
        ("重大隐患按期整改销号。", "25"),
    ], "45"),
    ("", "宣传培训", "面向企业和群众开展宣传。", [("组织“安全生产月”活动。", "15")], "15"),
]  # fmt: skip
"""First-level name, second-level name, key points, criteria with their points, points of the second level."""

BONUS = "工作经验被市级以上推广的，每项加2分，最高加5分。"
VETO = "发生较大以上生产安全责任事故的，考核结果为不合格。"
GRADES = ("90分以上为优秀；", "75分以上不满90分为合格；", "不满75分为不合格。")
SUBJECTS = "考核对象为镇、街道3个：青岚镇、石桥镇、望江街道。"


def rubric_notice(title: str = TITLE, rows: Any = None) -> Notice:
    """The notice that `rubric_draft` is made from: two articles, three items, a table, two articles."""
    table = [["一级指标", "二级指标", "考核要点", "评分细则", "分值"]]
    for first, second, key_points, criteria, points in rows or ROWS:
        said = " ".join(f"{n}. {text}{score}分" for n, (text, score) in enumerate(criteria, 1))
        table.append([first, second, key_points, said, points])
    return notice_of(
        [
            ("article", "第一条", SUBJECTS),
            ("article", "第二条", "考核满分为100分。考核结果分为三个等级："),
            *(("item", f"（{numeral}）", said) for numeral, said in zip("一二三", GRADES, strict=True)),
            ("table", None, table),
            ("article", "第三条", BONUS),
            ("article", "第四条", VETO),
        ],
        title=title,
    )


class _Place:
    """Cites within one node."""

    def __init__(self, notice: Notice, node: str) -> None:
        self.passage = notice.passage(node)

    def __call__(self, said: str, reader: str = "text", *, after: str = "") -> Any:
        text = self.passage.text
        start = text.index(said, text.index(after))
        return self.passage.cite(start, start + len(said), reader=reader, rule="test")

    def whole(self) -> tuple[Evidence, ...]:
        return (self.passage.evidence(),)


def constant(value: Any, cited: Cited[Any], name: str) -> Cited[Any]:
    """A value that stands for the quote's wording, under a reading of its own."""
    reading.register(f"test.{name}", _CONSTANTS.setdefault(name, lambda _quote: value))
    return Cited(value, cited.proof.model_copy(update={"how": "normalised", "reader": f"test.{name}"}))


_CONSTANTS: dict[str, Any] = {}


def rubric_draft(notice: Notice, rows: Any = None) -> Draft:
    """The draft of `rubric_notice`: 2 first-level and 4 second-level indicators, 6 criteria, 100 points."""
    table = next(node.id for node in notice.nodes() if node.kind == "table")
    tops: list[Indicator] = []
    children: list[Indicator] = []
    heads: list[Any] = []
    for r, (first, second, key_points, criteria, points) in enumerate(rows or ROWS, 2):
        at = [_Place(notice, f"{table}.row-{r}.cell-{c}") if (first or c > 1) else None for c in range(1, 6)]
        if first:
            if heads:
                tops.append(_top(heads, len(tops) + 1, children))
            heads, children = [at[0], first], []
        own_id = f"ind-{len(tops) + 1}.{len(children) + 1}"
        name_at, key_at, said_at, points_at = (place for place in at[1:] if place is not None)
        children.append(
            prove(
                Indicator, id=own_id, level=2, name=name_at(second), key_points=key_at(key_points),
                points=points_at(points, "number"),
                criteria=tuple(
                    _criterion(said_at, f"{own_id}.c{n}", n, text, score) for n, (text, score) in enumerate(criteria, 1)
                ),
            )
        )  # fmt: skip
    tops.append(_top(heads, len(tops) + 1, children))
    article = {n: _Place(notice, f"ins-1.art-{n}") for n in (1, 2, 3, 4)}
    members = SUBJECTS.partition("：")[2].rstrip("。")
    title_at = notice.source.text.index(notice.outline.document.title or "")
    title = Evidence.at(
        notice.source,
        "ins-1",
        notice.heads["ins-1"].citation,
        ((title_at, title_at + len(notice.outline.document.title or "")),),
    )
    return prove(
        Draft,
        title=Cited(title.quote, Proof(how="literal", reader="text", evidence=(title,))),
        year=Cited(2025, Proof(how="normalised", reader="integer", evidence=(title,))),
        scale=article[2]("100分", "integer"),
        evidence=(),
        sources=(Source(document=title.document, text_sha256=title.text_sha256, file=notice.source.document.file),),
        subjects=(
            prove(
                Subject, group=article[1]("镇、街道"), count=article[1]("3个", "integer"),
                members=constant(tuple(members.split("、")), article[1](members), "members"),
            ),
        ),
        indicators=tuple(tops),
        bonuses=(
            prove(
                Bonus, when=article[3]("工作经验被市级以上推广的"), points=article[3]("2分", "number"),
                cap=article[3]("5分", "number"), evidence=article[3].whole(),
            ),
        ),
        vetoes=(prove(Veto, when=article[4]("发生较大以上生产安全责任事故"), outcome=article[4]("不合格")),),
        grades=tuple(_grades(notice)),
        issues=(Issue(code="sample", severity="warning", message="“每缺1份扣0.5分”没有封顶", node=f"{table}.row-3"),),
    )  # fmt: skip


def _top(head: list[Any], n: int, children: list[Indicator]) -> Indicator:
    place, said = head
    name, points = re.fullmatch(r"(.+)（(\d+)分）", said).groups()  # type: ignore[union-attr]  # the rows above all match
    return prove(
        Indicator,
        id=f"ind-{n}",
        level=1,
        name=place(name),
        points=place(f"{points}分", "number"),
        children=tuple(children),
    )


def _criterion(place: _Place, own_id: str, n: int, text: str, score: str) -> Criterion:
    rules: list[Any] = []
    for found in re.finditer(r"(每[少缺]1[次份])扣([\d.]+)分", text):
        whole = place(found.group(), after=text)
        points = place(f"扣{found.group(2)}分", "number", after=text)
        rules.append(
            prove(Deduct, points=points, when=place(found.group(1), after=text), evidence=whole.proof.evidence)
        )
    if "扣完为止" in text:
        rules.append(
            prove(
                Cap,
                points=None,
                of=constant("deduct", place("扣完为止"), "cap"),
                evidence=place("扣完为止").proof.evidence,
            )
        )
    return prove(
        Criterion, id=own_id, ordinal=place(f"{n}.", "integer"), text=place(text),
        points=place(f"{score}分", "number", after=text), rules=tuple(rules),
    )  # fmt: skip


def _grades(notice: Notice) -> list[Grade]:
    bounds: list[dict[str, tuple[str, str]]] = [
        {"name": ("优秀", "text"), "at_least": ("90分", "number")},
        {"name": ("合格", "text"), "at_least": ("75分", "number"), "below": ("90分", "number")},
        {"name": ("不合格", "text"), "below": ("75分", "number")},
    ]
    found = []
    for n, grade in enumerate(bounds, 1):
        place = _Place(notice, f"ins-1.art-2.item-{n}")
        found.append(prove(Grade, **{field: place(*cited) for field, cited in grade.items()}))
    return found


# --- duties ---------------------------------------------------------------------------------------------------------

DUTIES = (
    "组织学习安全生产法律法规，每季度至少主持召开一次专题会议，协调解决影响安全的重大问题；",
    "督促分管领域和单位落实安全防范措施；",
    "每年12月底前向上级报告履职情况。",
)
GENERAL = "领导干部对职责范围内的安全生产工作负领导责任。"
BLAME = "对瞒报、谎报事故的，依法依规追究责任。"


def duty_notice() -> Notice:
    """The notice that `duty_roles` are made from."""
    return notice_of(
        [
            ("article", "第一条", GENERAL),
            ("article", "第二条", "镇、街道主要负责人职责："),
            *(("item", f"（{numeral}）", said) for numeral, said in zip("一二三", DUTIES, strict=True)),
            ("article", "第三条", BLAME),
        ],
        title="青岚镇领导干部安全生产责任制实施细则",
        document_number="青政发〔2025〕7号",
        sha256="e" * 64,
    )


def duty_roles(notice: Notice) -> tuple[Role, ...]:
    """A leader with three duties, one general clause and one on accountability, and a department with one duty."""
    opening = _Place(notice, "ins-1.art-2")
    items = [_Place(notice, f"ins-1.art-2.item-{n}") for n in (1, 2, 3)]
    quarterly = Frequency(at_least=1, every=Every(count=1, unit="quarter"))
    leader = prove(
        Role, id="role-1", name=opening("镇、街道主要负责人"), position=opening("主要负责人"),
        duties=(
            prove(
                Duty, id="role-1.duty-1", ordinal=None, text=items[0](DUTIES[0]),
                frequency=constant(quarterly, items[0]("每季度至少主持召开一次"), "quarterly"),
            ),
            prove(Duty, id="role-1.duty-2", ordinal=None, text=items[1](DUTIES[1])),
            prove(Duty, id="role-1.duty-3", ordinal=None, text=items[2](DUTIES[2]), due=items[2]("每年12月底前")),
        ),
        general=(prove(Duty, id="role-1.general-1", ordinal=None, text=_Place(notice, "ins-1.art-1")(GENERAL)),),
        accountability=(prove(Duty, id="role-1.accountability-1", ordinal=None, text=_Place(notice, "ins-1.art-3")(BLAME)),),
    )  # fmt: skip
    department = prove(
        Role, id="role-2", name=items[1]("分管领域和单位"), kind="department",
        duties=(prove(Duty, id="role-2.duty-1", ordinal=None, text=items[1](DUTIES[1])),),
    )  # fmt: skip
    return (leader, department)


def reviewed_draft() -> tuple[Draft, tuple[Notice, Notice]]:
    """The rubric's draft with the duties in it, and the notices of both."""
    rubric, duties = rubric_notice(), duty_notice()
    source = Source(document=duties.source.document.sha256, text_sha256=duties.source.sha256, file="职责.txt")
    draft = rubric_draft(rubric)
    whole = {"roles": duty_roles(duties), "sources": (*draft.sources, source)}
    return draft.model_copy(update=whole), (rubric, duties)


def with_settings(draft: Draft) -> Draft:
    """The draft with nothing open: each choice settled with its first answer, as if it had come so."""
    answers = (Settled(choice=q.choice.id, option=q.choice.options[0][0]) for q in Folded.of(draft).questions)
    return draft.model_copy(update={"settings": tuple(answers)})


def settle_all(folded: Folded, actor: str = "王芳", time: str = "2025-03-19T17:00:00+08:00") -> Folded:
    """Each open choice settled with its first answer, like ones together."""
    for group in alike(open_of(folded.questions)):
        choices = tuple(each.id for each in group.questions)
        settle = Settle(actor=actor, time=time, reason="按上年口径", choices=choices, option=group.options[0][0])
        folded = folded.then(settle)
    return folded


def signed_log(draft: Draft, log: DecisionLog | None = None) -> DecisionLog:
    """The log with what is undecided accepted and what is open settled by 王芳, signed by 王芳, 李岩 and 赵敏."""
    folded = Folded.of(draft, log)
    if folded.state.pending:
        folded = folded.then(Accept(actor="王芳", time="2025-03-19T16:00:00+08:00", item="draft", below=True))
    folded = settle_all(folded)
    people = (("经办", "王芳"), ("复核", "李岩"), ("签发", "赵敏"))
    for hour, (stage, actor) in enumerate(people, 9):
        time = f"2025-03-20T{hour:02}:30:00+08:00"
        folded = folded.then(Sign.model_validate({"actor": actor, "time": time, "stage": stage, "over": folded.sha256}))
    return folded.log


def texts_by_sha(*notices: Notice) -> dict[str, Notice]:
    """Notices by the SHA-256 of their file."""
    return {notice.source.document.sha256: notice for notice in notices}
