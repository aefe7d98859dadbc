"""`kaohe check`: whether everything kept is what it was: blobs, readings, drafts, decisions, signatures, publications, score
sheets and their corrections."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import Blocked, KaoheError
from kaohe.progress import doing
from kaohe.storing import one_moment, open_store

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from review_ui.models import DecisionRow, Publication, Reading, Rubric, Sheet


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was checked (名称 → count), and what is wrong, a sentence each."""

    checked: dict[str, int]
    faults: tuple[str, ...]


def check_all(*, data: Path | None, database: str | None) -> Outcome:
    """Checks the installation; the application may be running."""
    open_store(data, database)
    from review_ui import events
    from review_ui.models import CorrectionRow, DecisionRow, Event, Notice, Publication, Reading, Rubric, Sheet

    faults: list[str] = []
    checked: dict[str, int] = {}

    def go(what: str, count: int, found: Callable[[], Iterator[str]]) -> None:
        with doing(f"正在核对{what}（{count}）"):
            faults.extend(found())
        checked[what] = count

    from review_ui.jobs.store import blobs

    names = list(blobs())
    go("数据文件", len(names), lambda: _blobs(names))
    go("上传文件", Notice.objects.count(), _notices)
    go("读取结果", Reading.objects.count(), lambda: _each(Reading.objects.select_related("notice"), _reading))
    built = Rubric.objects.exclude(draft_blob="")
    go("草案", built.count(), lambda: _each(built, _draft))
    go("决定", DecisionRow.objects.count(), lambda: _each(built, _log))
    publications = Publication.objects.select_related("rubric")
    go("发布成果", publications.count(), lambda: _each(publications, _publication))
    read = Sheet.objects.filter(state=Sheet.State.READ).select_related("publication", "unit")
    go("考评表", Sheet.objects.count(), lambda: _each(read, _sheet))
    go("得分更正", CorrectionRow.objects.count(), lambda: _each(publications, _corrections))
    go("系统日志", Event.objects.count(), lambda: iter(events.verify()))
    return Outcome(checked, tuple(dict.fromkeys(faults)))


def _each(rows: "QuerySet[Any]", check: "Callable[..., Iterator[str]]") -> Iterator[str]:
    """What is wrong with each row; what can't be loaded is a fault too."""
    for row in rows:
        try:
            with one_moment():
                row.refresh_from_db()
                found = tuple(check(row))
            yield from found
        except KaoheError as error:
            yield f"“{row}”：{error.message}"
        except (ValueError, KeyError, TypeError) as error:
            yield f"“{row}”：内容损坏，读不出来（{type(error).__name__}）"


def _blobs(names: list[str]) -> Iterator[str]:
    from review_ui.jobs.store import blobs

    store = blobs()
    for name in names:
        try:
            store.get(name)
        except Blocked as error:
            yield error.message
        except ValueError:
            yield f"数据文件夹里有不明文件“{name}”"


def _notices() -> Iterator[str]:
    from review_ui.jobs.store import blobs
    from review_ui.models import Notice

    store = blobs()
    for notice in Notice.objects.all():
        if notice.sha256 not in store:
            yield f"上传文件“{notice.file}”的内容缺失"
        if notice.state == Notice.State.READ and not notice.readings.exists():
            yield f"上传文件“{notice.file}”标为已读，但没有读取结果"


def _reading(reading: "Reading") -> Iterator[str]:
    from review_ui.jobs.packing import unpacked
    from review_ui.jobs.store import blobs

    source = unpacked(blobs().get(reading.blob))
    if source.sha256 != reading.text_sha256 or source.document.sha256 != reading.notice.sha256:
        yield f"“{reading.notice.file}”的读取结果与登记的校验值不符"


def _draft(rubric: "Rubric") -> Iterator[str]:
    """The draft is the one its row names, and each of its quotes holds. (Sums need not yet: a person signs for them.)"""
    from review_ui.jobs.loading import draft_of, notices_of
    from rubric_builder.checking import check_draft
    from rubric_builder.schema import fingerprint

    draft = draft_of(rubric)
    if fingerprint(draft) != rubric.draft_sha256:
        yield f"“{rubric}”的草案与登记的校验值不符"
    notices = {notice.source.document.sha256: notice for notice in notices_of(rubric)}
    for fault in check_draft(draft, notices):
        if fault.check != 6:
            yield f"“{rubric}”{fault.where}：{fault.message}"


def _log(rubric: "Rubric") -> Iterator[str]:
    """The chain holds, its rows say the same, all can be carried out, and the stage is what it says."""
    from review_ui import ledger
    from review_ui.models import Rubric as Rubrics

    ledger.forget(rubric.pk)
    folded = ledger.load(rubric)
    heads = [decision.before for decision in folded.log.decisions[1:]] + [folded.log.head]
    rows: list[DecisionRow] = list(rubric.log.all())
    for row, decision, head in zip(rows, folded.log.decisions, heads, strict=False):
        if (row.sha256, row.sequence, row.kind) != (head, decision.sequence, decision.kind):
            yield f"“{rubric}”第{row.sequence}条决定的登记与内容不符"
    if len(rows) != len(folded.log.decisions) or rubric.decisions != len(rows):
        yield f"“{rubric}”的决定条数与登记不符"
    stage = ledger.STAGES[folded.state.stage]
    if rubric.stage not in (stage, Rubrics.Stage.PUBLISHED) or (
        rubric.stage == Rubrics.Stage.PUBLISHED and stage != Rubrics.Stage.SIGNED
    ):
        yield f"“{rubric}”登记的阶段（{Rubrics.Stage(rubric.stage).label}）与决定记录（{folded.state.stage}）不符"
    if (rubric.stage == Rubrics.Stage.PUBLISHED) != hasattr(rubric, "publication"):
        yield f"“{rubric}”登记的阶段与有无发布成果不符"


def _publication(publication: "Publication") -> Iterator[str]:
    """Its files are there, unchanged, and are those of its manifest, which is what was signed."""
    from review_ui import ledger
    from review_ui.jobs.loading import notices_of
    from review_ui.jobs.store import blobs
    from rubric_builder.checking import check_draft

    store = blobs()
    manifest = json.loads(publication.manifest)
    listed = {file["name"]: (file["size"], file["sha256"]) for file in manifest["files"]}
    kept = {file.name: (file.size, file.sha256) for file in publication.files.all()}
    said = publication.manifest.encode("utf-8")
    listed["manifest.json"] = (len(said), hashlib.sha256(said).hexdigest())
    if kept != listed:
        yield f"“{publication}”的文件与发布清单不符"
    for name, (size, sha256) in kept.items():
        if len(store.get(sha256)) != size:
            yield f"“{publication}”的“{name}”大小与登记不符"
    if publication.rubric_sha256 != listed.get("rubric.json", (0, ""))[1]:
        yield f"“{publication}”的方案指纹与登记不符"
    folded = ledger.load(publication.rubric)
    if manifest["decisions_sha256"] != folded.log.head or manifest["draft_sha256"] != publication.rubric.draft_sha256:
        yield f"“{publication}”不是由登记的草案和决定发布的"
    notices = {notice.source.document.sha256: notice for notice in notices_of(publication.rubric)}
    for fault in check_draft(folded.state.draft, notices, signed=folded.state.signed):
        yield f"“{publication}”{fault.where}：{fault.message}"


def _sheet(sheet: "Sheet") -> Iterator[str]:
    """The file is there, and what is kept as its reading is what reading it now gives."""
    from review_ui.jobs.store import blobs
    from review_ui.results.assessing import assessment_of
    from rubric_builder.returned_sheets import from_json, read_returned

    filled = read_returned(assessment_of(sheet.publication), blobs().get(sheet.sha256), sheet.file)
    kept = from_json(blobs().get(sheet.reading))
    if (filled.site, filled.own) != (kept.site, kept.own):
        yield f"考评表“{sheet.file}”的读取结果与表中所填不符"
    if sheet.unit is None or sheet.unit.name != filled.unit:
        yield f"考评表“{sheet.file}”登记的单位与表中不符"


def _corrections(publication: "Publication") -> Iterator[str]:
    """The chain holds, its rows say the same, and scores can be computed with them."""
    from review_ui.models import Sheet
    from review_ui.results.board import board_of
    from review_ui.results.correcting import verified_log
    from rubric_builder.schema import fingerprint

    log = verified_log(publication)
    for row, correction in zip(publication.correction_log.all(), log.corrections, strict=True):
        if (row.sequence, row.sha256) != (correction.sequence, fingerprint(correction)):
            yield f"“{publication}”第{row.sequence}号更正的登记与内容不符"
    if publication.sheets.filter(state=Sheet.State.READ).exists():
        board_of(publication)  # raises where something does not go together
