"""Freezing a draft: decisions applied, everything checked, the bundle written whole or not at all.

The bundle: `rubric.json` (canonical) and its JSON Schema, `rubric.xlsx`, `评分细则.docx`; where there are roles,
`职责清单/<n>_<角色>.docx` one a role, `职责清单.xlsx`, `duties.json`; `manifest.json` with the SHA-256 of every file.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.checks import Fault
from corpus.errors import Blocked, Unreadable
from corpus.values import Value
from extract.findings import Role
from extract.notice import Notice
from rubric_builder.checking import Notices, check_draft, check_roles
from rubric_builder.decisions import DecisionLog, start
from rubric_builder.draft import Draft, Source
from rubric_builder.folding import State, fold
from rubric_builder.items import Item, field_name, items, role_items
from rubric_builder.json_file import read_json
from rubric_builder.schema import Published, Review, canonical, canonical_json, fingerprint, json_schema

_MOST_LISTED = 20


class BundleFile(Value):
    """A file of the bundle: its path below the bundle's folder (with `/`), bytes, SHA-256."""

    name: str
    size: int
    sha256: str


class Manifest(Value):
    """What a bundle holds and where it comes from. `published_at` (ISO 8601) and `published_by` stand here alone, so
    that the same draft gives the same files whenever it is published."""

    format: str = "kaohe.bundle/1"
    title: str | None
    year: int | None
    review: Review
    published_at: str
    published_by: str
    draft_sha256: str
    decisions_sha256: str | None
    rubric_sha256: str
    schema_sha256: str
    replaces: str | None
    sources: tuple[Source, ...]
    files: tuple[BundleFile, ...]


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
    """Writes the bundle of a draft into the new folder `out`.

    `notices` are the draft's source files read again. `decisions` are carried out first; what they leave undecided
    blocks, unless `accept_all` takes it as it is, which marks every document 未经审核. `by` and `at` (ISO 8601) go into
    the manifest.

    Raises `Blocked` (exit 4), before anything is written, where a source is missing or reads otherwise, an item is
    undecided, a check fails, or `out` holds something else; where it holds this very bundle, its manifest is returned.
    """
    known = {notice.source.document.sha256: notice for notice in notices}
    check_sources(draft, known)
    state = fold(draft, decisions or start(draft))
    if not accept_all:
        _all_decided(state)
    faults = (*check_draft(state.draft, known, signed=state.signed), *check_roles(roles, known))
    if faults:
        raise Blocked("publish.faults", faults_in_words(faults, (*items(state.draft), *role_items(roles))))
    fields = {name: getattr(state.draft, name) for name in Draft.model_fields}
    frozen = Published(
        **fields,
        review="未经审核" if accept_all else "已审核",
        draft_sha256=fingerprint(draft),
        decisions_sha256=decisions.head if decisions and decisions.decisions else None,
        replaces=replaces,
    )
    files = _bundle(frozen, roles, tuple(known.values()))
    manifest = _manifest(frozen, files, _all_sources(draft, known), by=by, at=at)
    return _write(out, files, manifest)


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
    names = {item.id: " › ".join(item.names) or "全稿（标题、年度、总分）" for item in items(state.draft)}
    pending = [item for item in state.pending if item in names]
    if pending:
        listed = "\n".join(f"  {names[item]}（{item}）" for item in pending[:_MOST_LISTED])
        more = f"\n  …… 共{len(pending)}项" if len(pending) > _MOST_LISTED else ""
        raise Blocked(
            "publish.pending", f"还有{len(pending)}项没有审核决定，不能发布：\n{listed}{more}\n请逐项采纳、修改或驳回"
        )


_CHECKS = {1: "引文", 2: "条款", 3: "取值", 4: "计算", 5: "页面位置", 6: "分值"}


def faults_in_words(faults: Sequence[Fault], known: Iterable[Item]) -> str:
    """The faults for staff, one a line: what, in which item, what was found."""
    names = {item.id: " › ".join(item.names) for item in known}
    lines = []
    for fault in faults[:_MOST_LISTED]:
        item, _, field = fault.where.partition("#")
        said = " › ".join(filter(None, (names.get(item, item), field_name(field) if field else "")))
        lines.append(f"  [{_CHECKS[fault.check]}] {said or '全稿'}（{fault.where}）：{fault.message}")
    if len(faults) > _MOST_LISTED:
        lines.append(f"  …… 其余{len(faults) - _MOST_LISTED}处从略")
    return f"核对发现{len(faults)}处问题，不能发布：\n" + "\n".join(lines)


# --- the files ------------------------------------------------------------------------------------------------------


def _bundle(frozen: Published, roles: Sequence[Role], notices: Sequence[Notice]) -> Mapping[str, bytes]:
    from rubric_builder.exports.checklists import WORKBOOK, checklist_files
    from rubric_builder.exports.rubric_docx import rubric_docx
    from rubric_builder.exports.rubric_xlsx import rubric_xlsx

    reviewed = frozen.review == "已审核"
    files = {
        "rubric.json": canonical(frozen),
        "rubric.schema.json": json_schema(),
        "rubric.xlsx": rubric_xlsx(frozen, reviewed=reviewed),
        "评分细则.docx": rubric_docx(frozen, reviewed=reviewed),
    }
    if roles:  # the decisions are over the rubric: nobody has reviewed the duties yet
        said = {"review": "未经审核", "roles": [role.model_dump(mode="json", by_alias=True) for role in roles]}
        files["duties.json"] = canonical_json(said)
        made = checklist_files(roles, year=frozen.year, notices=notices, reviewed=False)
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


def _manifest(
    frozen: Published, files: Mapping[str, bytes], sources: tuple[Source, ...], *, by: str, at: str
) -> Manifest:
    listed = tuple(
        BundleFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        for name, content in files.items()
    )
    hashes = {file.name: file.sha256 for file in listed}
    return Manifest(
        title=frozen.title,
        year=frozen.year,
        review=frozen.review,
        published_at=at,
        published_by=by,
        draft_sha256=frozen.draft_sha256,
        decisions_sha256=frozen.decisions_sha256,
        rubric_sha256=hashes["rubric.json"],
        schema_sha256=hashes["rubric.schema.json"],
        replaces=frozen.replaces,
        sources=sources,
        files=listed,
    )


def _write(out: Path, files: Mapping[str, bytes], manifest: Manifest) -> Manifest:
    """The whole bundle into a folder beside `out`, then renamed: a crash leaves nothing half-written behind."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        return _same(out, manifest)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
    try:
        text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True)
        for name, content in {**files, "manifest.json": text.encode("utf-8") + b"\n"}.items():
            path = part / name
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        part.chmod(0o755)  # mkdtemp makes it for the owner alone
        if out.exists():
            out.rmdir()  # empty, as seen above; Windows renames onto nothing that is there
        part.rename(out)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest


def _same(out: Path, manifest: Manifest) -> Manifest:
    """The manifest of the bundle in `out`, where it is this one and whole; else raises `Blocked`."""
    try:
        old = Manifest.model_validate_json((out / "manifest.json").read_bytes())
    except (OSError, ValidationError):
        raise Blocked(
            "publish.occupied", f"文件夹“{out}”里已有别的内容，不是一份完整的发布成果；请换一个新文件夹"
        ) from None
    if old.files != manifest.files:
        raise Blocked(
            "publish.published",
            f"文件夹“{out}”里是{old.published_at}由{old.published_by}发布的另一版本；已发布的不能改动，请换一个新文件夹",
        )
    for file in old.files:
        path = out / file.name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
            raise Blocked(
                "publish.tampered",
                f"文件夹“{out}”里的“{file.name}”缺失或被改动过，与发布时的校验值不符；请换一个新文件夹",
            )
    return old
