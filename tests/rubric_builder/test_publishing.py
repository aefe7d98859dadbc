"""The bundle: everything in it, nothing half-written, nothing changed once published, the same bytes every time."""

import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from corpus.errors import Blocked, Unreadable
from corpus.evidence import Proof
from rubric_builder.bundle import Manifest
from rubric_builder.decisions import Accept, DecisionLog, Edit, Return, start
from rubric_builder.draft import Draft
from rubric_builder.folding import Folded
from rubric_builder.publishing import publish, read_draft
from rubric_builder.schema import Published, canonical, fingerprint
from tests.drafts import duty_notice, duty_roles, reviewed_draft, rubric_draft, rubric_notice, settle_all, signed_log

NOTICE = rubric_notice()
DRAFT = rubric_draft(NOTICE)
AT = "2025-03-20T10:00:00+08:00"


def published(out: Path, draft: Draft = DRAFT, **said: Any) -> Manifest:
    said.setdefault("accept_all", "decisions" not in said)
    return publish(draft, [NOTICE], out, by="王芳", at=said.pop("at", AT), **said)


def files_of(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_the_bundle_holds_each_file_that_its_manifest_names(tmp_path: Path) -> None:
    manifest = published(tmp_path / "成果" / "2025")
    files = files_of(tmp_path / "成果" / "2025")
    assert set(files) == {"rubric.json", "rubric.schema.json", "rubric.xlsx", "评分细则.docx", "manifest.json"}
    for file in manifest.files:
        assert (file.size, file.sha256) == (len(files[file.name]), hashlib.sha256(files[file.name]).hexdigest())
    assert Manifest.model_validate_json(files["manifest.json"]) == manifest
    assert manifest.rubric_sha256 == hashlib.sha256(files["rubric.json"]).hexdigest()
    assert (manifest.published_by, manifest.published_at, manifest.review) == ("王芳", AT, "未经审核")
    assert [s.file for s in manifest.sources] == ["样例.txt"]
    assert [p.name for p in (tmp_path / "成果").iterdir()] == ["2025"]  # no temporary folder stays behind


def test_duties_come_with_a_checklist_for_each_role(tmp_path: Path) -> None:
    notice = duty_notice()
    year = Proof(how="human", by="王芳", reason="按任务年度")
    empty = Draft(title=None, year=2025, scale=None, proof={"year": year})
    publish(empty, [notice], tmp_path / "out", by="王芳", at=AT, accept_all=True, roles=duty_roles(notice))
    files = files_of(tmp_path / "out")
    assert {
        "职责清单/01_镇、街道主要负责人.docx",
        "职责清单/02_分管领域和单位.docx",
        "职责清单.xlsx",
        "duties.json",
    } <= set(files)
    assert json.loads(files["duties.json"])["review"] == "未经审核"


def test_the_rubric_is_canonical_and_reads_back(tmp_path: Path) -> None:
    published(tmp_path / "out")
    raw = (tmp_path / "out" / "rubric.json").read_bytes()
    rubric = Published.model_validate_json(raw)
    assert canonical(rubric) == raw
    assert (rubric.review, rubric.draft_sha256) == ("未经审核", fingerprint(DRAFT))
    assert read_draft(tmp_path / "out" / "rubric.json") == rubric
    assert rubric.indicators == DRAFT.indicators
    schema = json.loads((tmp_path / "out" / "rubric.schema.json").read_bytes())
    assert set(json.loads(raw)) <= set(schema["properties"])


@pytest.mark.parametrize("points", ["0.5", "0.1", "2.35", "8", "100", "1E+2", "12345.678"])
def test_points_stay_exact_in_json(points: str) -> None:
    indicator = DRAFT.indicators[0].model_copy(update={"points": Decimal(points)})
    said = canonical(DRAFT.model_copy(update={"indicators": (indicator,)}))
    assert Draft.model_validate_json(said).indicators[0].points == Decimal(points)


def test_the_same_draft_gives_the_same_bytes_whenever_it_is_published(tmp_path: Path) -> None:
    published(tmp_path / "a")
    published(tmp_path / "b", at="2025-04-01T08:00:00+08:00")
    a, b = files_of(tmp_path / "a"), files_of(tmp_path / "b")
    assert a.pop("manifest.json") != b.pop("manifest.json")
    assert a == b


def test_a_published_folder_is_never_changed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = published(out)
    before = files_of(out)
    assert published(out, at="2025-04-01T08:00:00+08:00") == first  # the same again: left as it is
    other = DRAFT.model_copy(update={"issues": ()})
    with pytest.raises(Blocked, match="已发布的不能改动"):
        published(out, other)
    assert files_of(out) == before
    (out / "rubric.xlsx").write_bytes(b"x")
    with pytest.raises(Blocked, match=r"“rubric.xlsx”缺失或被改动过"):
        published(out)


def test_an_empty_folder_is_filled_and_a_strange_one_left_alone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    published(tmp_path / "empty")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "账目.txt").write_text("x", "utf-8")
    with pytest.raises(Blocked, match="已有别的内容"):
        published(tmp_path / "own")
    assert list(files_of(tmp_path / "own")) == ["账目.txt"]


def test_nothing_is_left_behind_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        published(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_blocks_and_is_named_in_words(tmp_path: Path) -> None:
    top = DRAFT.indicators[0].model_copy(update={"points": Decimal(41)})
    with pytest.raises(Blocked) as refused:
        published(tmp_path / "out", DRAFT.model_copy(update={"indicators": (top, *DRAFT.indicators[1:])}))
    assert refused.value.exit_code == 4
    said = refused.value.message
    assert "核对发现3处问题" in said
    assert "[取值] 组织领导 › 分值（ind-1#points）：引文“40分”重读得“40”，与取值“41”不符" in said
    assert "[分值]" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (lambda s: s.model_copy(update={"document": "f" * 64}), "找不到草案的来源文件“样例.txt”"),
        (lambda s: s.model_copy(update={"text_sha256": "f" * 64}), "现在读出的文字与生成草案时不同"),
    ],
)
def test_a_source_that_is_missing_or_reads_otherwise_blocks(
    tmp_path: Path, sources: Callable[[Any], Any], said: str
) -> None:
    with pytest.raises(Blocked, match=said):
        published(tmp_path / "out", DRAFT.model_copy(update={"sources": tuple(map(sources, DRAFT.sources))}))


def test_undecided_items_block_and_decisions_are_carried_out(tmp_path: Path) -> None:
    def by(kind: Any, **said: Any) -> Any:
        return kind(actor="王芳", time=AT, **said)

    log = start(DRAFT).append(by(Edit, item="grade-1", fields={"name": "优"}, reason="按新口径"))
    with pytest.raises(Blocked, match="项没有审核决定") as refused:
        published(tmp_path / "out", decisions=log)
    assert "全稿（标题、年度、总分）（draft）" in refused.value.message
    log = signed_log(DRAFT, log.append(by(Accept, item="draft", below=True)))
    manifest = published(tmp_path / "out", decisions=log)
    assert (manifest.review, manifest.decisions_sha256) == ("已审核", log.head)
    rubric = read_draft(tmp_path / "out" / "rubric.json")
    assert rubric.grades[0].name == "优"
    assert rubric.grades[0].proof["name"].by == "王芳"


def test_what_is_decided_but_not_signed_is_not_published_as_reviewed(tmp_path: Path) -> None:
    accepted = Folded.of(DRAFT).then(Accept(actor="王芳", time=AT, item="draft", below=True))
    log = settle_all(accepted).log
    with pytest.raises(Blocked, match="待经办签字（有效签字：无），须经办、复核、签发三人签字") as refused:
        published(tmp_path / "out", decisions=log)
    assert (refused.value.code, refused.value.exit_code) == ("publish.unsigned", 4)
    signed = signed_log(DRAFT, log)
    two = DecisionLog(draft=signed.draft, decisions=signed.decisions[:-1])
    with pytest.raises(Blocked, match="待签发（有效签字：经办王芳、复核李岩）"):
        published(tmp_path / "out", decisions=two)
    sent_back = Folded.of(DRAFT, signed).then(Return(actor="赵敏", time=AT, reason="年度有误")).log
    with pytest.raises(Blocked, match="待经办签字"):
        published(tmp_path / "out", decisions=sent_back)
    manifest = published(tmp_path / "draft", decisions=two, accept_all=True)
    assert (manifest.review, manifest.signatures) == ("未经审核", ())


def test_a_signed_bundle_prints_who_signed_when_and_the_logs_head(tmp_path: Path) -> None:
    log = signed_log(DRAFT)
    published(tmp_path / "out", decisions=log)
    rubric = read_draft(tmp_path / "out" / "rubric.json")
    assert isinstance(rubric, Published)
    assert [(s.stage, s.person) for s in rubric.signatures] == [("经办", "王芳"), ("复核", "李岩"), ("签发", "赵敏")]
    word = "\n".join(p.text for p in docx.Document(str(tmp_path / "out" / "评分细则.docx")).paragraphs)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "rubric.xlsx")["评分细则"]
    excel = "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0])
    for said in (word, excel):
        assert "经办：王芳　2025年3月20日 09:30" in said
        assert "签发：赵敏　2025年3月20日 11:30" in said
        assert log.head in said
        assert fingerprint(Folded.of(DRAFT, log).state.draft) in said  # what was found, and what was settled
        assert "未经审核" not in said


def test_duties_in_the_draft_are_reviewed_with_it(tmp_path: Path) -> None:
    draft, notices = reviewed_draft()
    publish(draft, notices, tmp_path / "out", by="王芳", at=AT, decisions=signed_log(draft))
    files = files_of(tmp_path / "out")
    assert json.loads(files["duties.json"])["review"] == "已审核"
    assert len(json.loads(files["rubric.json"])["roles"]) == 2
    alone = draft.model_copy(update={"roles": ()})
    log = signed_log(alone)
    publish(alone, notices, tmp_path / "b", by="王芳", at=AT, decisions=log, roles=draft.roles)
    files = files_of(tmp_path / "b")
    assert json.loads(files["duties.json"])["review"] == "未经审核"  # the log says nothing on them
    assert (json.loads(files["rubric.json"])["review"], json.loads(files["rubric.json"])["roles"]) == ("已审核", [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "第1行第2列"),
        (b"[1]", "不是本程序输出的草案"),
        (b'{"title": 3}', "不是本程序输出的草案"),
        ('{"题"'.encode("gbk"), "UTF-8"),
    ],
)
def test_a_draft_that_cannot_be_read_is_refused_with_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "草案.json"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        read_draft(path)
    with pytest.raises(Unreadable, match="打不开"):
        read_draft(tmp_path / "没有.json")


def test_a_draft_is_read_back_from_what_the_command_prints(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    path.write_text(json.dumps(DRAFT.model_dump(mode="json", by_alias=True), ensure_ascii=False), "utf-8")
    assert read_draft(path) == DRAFT
