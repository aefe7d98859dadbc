"""Freezing a draft: decisions applied, everything checked, the bundle written whole or not at all.

The bundle: `rubric.json` (canonical) and its JSON Schema, `rubric.xlsx`, `评分细则.docx`; where there are roles,
`职责清单/<n>_<角色>.docx` one a role, `职责清单.xlsx`, `duties.json`; `manifest.json` with the SHA-256 of every file.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.checks import Fault
from corpus.errors import Blocked, Unreadable
from extract.findings import Role
from extract.notice import Notice
from rubric_builder.bundle import Bundle, Manifest, bundled, write_bundle
from rubric_builder.checking import Notices, check_draft
from rubric_builder.decisions import DecisionLog
from rubric_builder.draft import Draft, Source
from rubric_builder.folding import Folded, State
from rubric_builder.items import Item, field_name, items
from rubric_builder.json_file import read_json
from rubric_builder.questions import open_of, unasked
from rubric_builder.schema import Published, canonical, canonical_json, json_schema
from rubric_builder.signatures import fully_signed, holding

_MOST_LISTED = 20


def read_draft(path: Path) -> Draft:
    """A draft (`kaohe draft --json`) or a published `rubric.json` (as a `Published`). Raises `Unreadable`."""
    content = read_json(path, code="draft", called="草案文件", mend="请重新生成草案")
    model = Published if isinstance(content, dict) and "draft_sha256" in content else Draft
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "全文"
        raise Unreadable(
            "draft.shape", f"“{path.name}”不是本程序输出的草案（{where} 处不符），请用 kaohe draft --json 重新生成"
        ) from None


def publish(
    draft: Draft,
    notices: Iterable[Notice],
    out: Path,
    *,
    by: str,
    at: str,
    decisions: DecisionLog | None = None,
    accept_all: bool = False,
    roles: Sequence[Role] = (),
    replaces: str | None = None,
) -> Manifest:
    """`freeze` into the new folder `out`. Raises `Blocked` (exit 4), before anything is written, where that does, or
    `out` holds something else; where it holds this very bundle, its manifest is returned."""
    bundle = freeze(
        draft, notices, by=by, at=at, decisions=decisions, accept_all=accept_all, roles=roles, replaces=replaces
    )
    return write_bundle(bundle, out)


def freeze(
    draft: Draft,
    notices: Iterable[Notice],
    *,
    by: str,
    at: str,
    decisions: DecisionLog | None = None,
    accept_all: bool = False,
    roles: Sequence[Role] = (),
    replaces: str | None = None,
) -> Bundle:
    """The bundle of a draft. `notices` are its source files read again; `by` and `at` (ISO 8601) go into the manifest.

    `decisions` are carried out first. They must hold the three signatures over what comes of them; `accept_all` takes
    the rest as it is and needs no signature, but then every document is marked 未经审核. `roles` are the duties of a
    draft that has none of its own: nobody has decided on them, so their checklists are marked 未经审核 in any case.

    Raises `Blocked` (exit 4) where a source is missing or reads otherwise, an item is undecided, a choice that the text
    leaves open is not settled, a signature is missing or a check fails.
    """
    known = {notice.source.document.sha256: notice for notice in notices}
    check_sources(draft, known)
    folded = Folded.of(draft, decisions)
    state = folded.state
    if not accept_all:
        _all_decided(state)
        _all_settled(folded)
        _all_signed(state)
    own = bool(draft.roles or state.draft.roles)
    whole = state.draft if own else state.draft.model_copy(update={"roles": tuple(roles)})
    faults = check_draft(whole, known, signed=state.signed)
    if faults:
        raise Blocked("publish.faults", faults_in_words(faults, items(whole)))
    frozen = Published(
        **{name: getattr(state.draft, name) for name in Draft.model_fields},
        review="未经审核" if accept_all else "已审核",
        draft_sha256=folded.log.draft,
        decisions_sha256=folded.log.head if folded.log.decisions else None,
        signatures=() if accept_all else holding(state.signatures),
        replaces=replaces,
    )
    files = _files(frozen, whole.roles, tuple(known.values()), duties_reviewed=own and not accept_all)
    return bundled(frozen, files, _all_sources(draft, known), by=by, at=at)


def check_sources(draft: Draft, notices: Notices) -> None:
    """Raises `Blocked` where a source of the draft is missing, or reads to another text than for the draft."""
    for source in draft.sources:
        notice = notices.get(source.document)
        if notice is None:
            raise Blocked(
                "publish.source",
                f"找不到草案的来源文件“{source.file}”（校验值{source.document[:12]}…），无法核对引文，不能发布；请指明该文件所在位置",
            )
        if notice.source.sha256 != source.text_sha256:
            raise Blocked(
                "publish.text",
                f"来源文件“{source.file}”没有变，但现在读出的文字与生成草案时不同（程序版本不同），不能发布；请重新生成草案",
            )


def _all_decided(state: State) -> None:
    pending = state.undecided
    if pending:
        listed = "\n".join(
            f"  {' › '.join(item.names) or '全稿（标题、年度、总分）'}（{item.id}）" for item in pending[:_MOST_LISTED]
        )
        more = f"\n  …… 共{len(pending)}项" if len(pending) > _MOST_LISTED else ""
        raise Blocked(
            "publish.pending", f"还有{len(pending)}项没有审核决定，不能发布：\n{listed}{more}\n请逐项采纳、修改或驳回"
        )


def _all_settled(folded: Folded) -> None:
    left = open_of(folded.questions)
    if left:
        listed = "\n".join(f"  {each.choice.question}（{each.id}）" for each in left[:_MOST_LISTED])
        more = f"\n  …… 共{len(left)}处" if len(left) > _MOST_LISTED else ""
        gone = "、".join(each.choice for each in unasked(folded.state.draft, folded.questions))
        raise Blocked(
            "publish.open",
            f"原文没有写明、须作计分约定的还有{len(left)}处，不能发布：\n{listed}{more}\n请逐项作出约定（决定记录里的 settle）"
            + (f"；另有约定对不上任何一处：{gone}" if gone else ""),
        )


def _all_signed(state: State) -> None:
    if not fully_signed(state.signatures):
        so_far = "、".join(f"{s.stage}{s.person}" for s in holding(state.signatures)) or "无"
        raise Blocked(
            "publish.unsigned",
            f"本稿{state.stage}（有效签字：{so_far}），须经办、复核、签发三人签字后才能发布；"
            "只作内部参考的，可用 --accept-all 写出注明“未经审核”的成果",
        )


CHECK_NAMES = {1: "引文", 2: "条款", 3: "取值", 4: "计算", 5: "页面位置", 6: "分值"}
"""What staff call the six checks."""


def faults_in_words(faults: Sequence[Fault], known: Iterable[Item]) -> str:
    """The faults for staff, one a line: what, in which item, what was found."""
    names = {item.id: " › ".join(item.names) for item in known}
    lines = []
    for fault in faults[:_MOST_LISTED]:
        item, _, field = fault.where.partition("#")
        said = " › ".join(filter(None, (names.get(item, item), field_name(field) if field else "")))
        lines.append(f"  [{CHECK_NAMES[fault.check]}] {said or '全稿'}（{fault.where}）：{fault.message}")
    if len(faults) > _MOST_LISTED:
        lines.append(f"  …… 其余{len(faults) - _MOST_LISTED}处从略")
    return f"核对发现{len(faults)}处问题，不能发布：\n" + "\n".join(lines)


# --- the files ------------------------------------------------------------------------------------------------------


def _files(
    frozen: Published, roles: Sequence[Role], notices: Sequence[Notice], *, duties_reviewed: bool
) -> Mapping[str, bytes]:
    from rubric_builder.exports.checklists import WORKBOOK, checklist_files
    from rubric_builder.exports.rubric_docx import rubric_docx
    from rubric_builder.exports.rubric_xlsx import rubric_xlsx
    from rubric_builder.exports.signed import signed_of

    reviewed, signed = frozen.review == "已审核", signed_of(frozen)
    files = {
        "rubric.json": canonical(frozen),
        "rubric.schema.json": json_schema(),
        "rubric.xlsx": rubric_xlsx(frozen, reviewed=reviewed, signed=signed),
        "评分细则.docx": rubric_docx(frozen, reviewed=reviewed, signed=signed),
    }
    if roles:
        review = "已审核" if duties_reviewed else "未经审核"
        said = {"review": review, "roles": [role.model_dump(mode="json", by_alias=True) for role in roles]}
        files["duties.json"] = canonical_json(said)
        made = checklist_files(roles, year=frozen.year, notices=notices, reviewed=duties_reviewed)
        files |= {name if name == WORKBOOK else f"职责清单/{name}": content for name, content in made.items()}
    return files


def _all_sources(draft: Draft, notices: Notices) -> tuple[Source, ...]:
    """The draft's sources, then those that only duties rest on."""
    known = {source.document for source in draft.sources}
    others = (n.source for sha, n in notices.items() if sha not in known)
    return (
        *draft.sources,
        *(Source(document=s.document.sha256, text_sha256=s.sha256, file=s.document.file) for s in others),
    )
