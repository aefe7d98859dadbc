"""What an installation holds, for the commands: a notice by its SHA-256, a rubric by its number."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import Blocked, Unreadable
from kaohe.progress import doing
from kaohe.storing import Data, Misused, open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.source_text import SourceText
    from review_ui.models import Person, Rubric
    from rubric_builder.assessment import Assessment
    from rubric_builder.bundle import Manifest
    from rubric_builder.draft import Draft
    from rubric_builder.exports.results_files import Scored

_NOTICE = re.compile("[0-9a-f]{12,64}")


def rubric_number(given: Path) -> int | None:
    """The number of a stored rubric, where that is what was given and not a file."""
    return int(str(given)) if str(given).isascii() and str(given).isdigit() and not given.exists() else None


def stored_source(given: Path, data: Data = None) -> "SourceText | None":
    """The source text of the stored notice whose SHA-256 begins so (12 digits or more); None for what is no such id or
    names a file. Raises `Unreadable` where no notice or several have it."""
    if not _NOTICE.fullmatch(str(given)) or given.exists():
        return None
    open_store(data)
    from review_ui.jobs.loading import source_of
    from review_ui.models import Notice

    found = list(Notice.objects.filter(sha256__startswith=str(given))[:2])
    if len(found) != 1:
        many = "不止一个文件，请多写几位" if found else "没有这个文件"
        raise Unreadable("stored.notice", f"系统里校验值以“{given}”开头的{many}")
    return source_of(found[0])


def stored_draft(number: int, data: Data = None) -> "tuple[Draft, list[Path]]":
    """A stored rubric as it says now, decisions carried out (published: the schema as it was published), and the blobs of
    its notices."""
    from review_ui import ledger

    rubric = _rubric(number, data)
    from review_ui.jobs.store import blobs
    from review_ui.models import Rubric
    from review_ui.published.reading import schema_of

    published = rubric.stage == Rubric.Stage.PUBLISHED
    draft = schema_of(rubric.publication) if published else ledger.load(rubric).state.draft
    return draft, [blobs().path(notice.sha256) for notice in rubric.notices.all()]


def stored_scores(number: int, data: Data = None) -> "tuple[Assessment, list[Scored]]":
    """The scores of the sheets that came back to the web application, corrections worked in. Raises `Blocked` where the
    rubric is not published or no sheet has come back."""
    rubric = _rubric(number, data)
    from review_ui.models import Rubric
    from review_ui.results.board import board_of

    if rubric.stage != Rubric.Stage.PUBLISHED:
        raise Blocked("stored.unpublished", f"编号为{number}的细则还没有发布，没有得分")
    board = board_of(rubric.publication)
    scored = [entry.scored for entry in board.scored if entry.scored is not None]
    if not scored:
        raise Blocked("stored.sheets", f"编号为{number}的细则还没有交回的考评表，没有得分")
    return board.assessment, scored


def save_draft(files: "Sequence[Path]", year: int | None, *, data: Data, person: str | None) -> "tuple[int, Draft]":
    """Keeps the files, reads them, builds the draft: a rubric to review, as if uploaded; its number and its draft.

    It is `person`'s (user name or real name); else the first handler's, else an administrator's. Where `kaohe serve`
    runs on the same data, either does the work. Raises `Unreadable` where a file can't be read.
    """
    import time

    for file in files:
        if not file.is_file():
            raise Unreadable("missing", f"读不了“{file.name}”：找不到这个文件，请核对路径和文件名。")
    open_store(data)
    from review_ui.jobs import runner, uploads
    from review_ui.models import Notice, Rubric

    whose = _person(person)
    notices = []
    for file in files:
        with file.open("rb") as content:
            notices.append(uploads.receive(whose, file.name, content)[0])
    for notice in notices:
        if notice.state == Notice.State.FAILED:
            uploads.retry(notice)
    rubric = uploads.start_rubric(whose, notices, year)
    with doing("正在读取文件、生成草案"):
        while rubric.stage == Rubric.Stage.BUILDING:
            runner.work_off()
            rubric.refresh_from_db()
            if rubric.stage == Rubric.Stage.BUILDING:
                time.sleep(0.2)  # a server at work on the same data has taken it
    if rubric.stage == Rubric.Stage.FAILED:
        raise Unreadable("stored.failed", rubric.error)
    from review_ui.jobs.loading import draft_of

    return rubric.pk, draft_of(rubric)


def publish_stored(number: int, out: Path, *, data: Data, person: str | None) -> "Manifest":
    """Writes a stored rubric's bundle into `out`: published already, that publication's; signed, it is published first.

    The bundle is byte for byte what the web application hands out. The person who publishes is `person`, else who gave
    the last signature. Raises `Blocked`.
    """
    from rubric_builder.bundle import Bundle, Manifest, write_bundle

    rubric = _rubric(number, data)
    from review_ui import ledger
    from review_ui.jobs.store import blobs
    from review_ui.models import Rubric
    from review_ui.signing.publishing import publish_rubric
    from rubric_builder.signatures import holding

    if rubric.stage != Rubric.Stage.PUBLISHED:
        signatures = holding(ledger.load(rubric).state.signatures)
        whose = _person(person or (signatures[-1].person if signatures else None))
        with doing("正在核对引文、发布"):
            publish_rubric(whose, rubric.pk)
        rubric.refresh_from_db()
    publication = rubric.publication
    files = {file.name: blobs().get(file.sha256) for file in publication.files.all()}
    said = files.pop("manifest.json")
    bundle = Bundle(Manifest.model_validate_json(said), files)
    if bundle.with_manifest()["manifest.json"] != said:
        raise Blocked("stored.manifest", "已发布的清单是由不同版本的程序写的，请在网页上下载这份成果")
    return write_bundle(bundle, out)


def _rubric(number: int, data: Data) -> "Rubric":
    open_store(data)
    from review_ui.models import Rubric

    rubric = Rubric.objects.filter(pk=number).first()
    if rubric is None:
        known = "、".join(str(pk) for pk in Rubric.objects.order_by("-pk").values_list("pk", flat=True)[:8])
        raise Misused("stored.rubric", f"系统里没有编号为{number}的细则" + (f"；最近的有：{known}" if known else ""))
    return rubric


def _person(name: str | None) -> "Person":
    from django.db.models import Q

    from review_ui.models import Person, Role

    people = list(Person.objects.filter(is_active=True).order_by("pk"))
    if name is not None:
        found = Person.objects.filter(Q(name=name) | Q(username=name), is_active=True).first()
        if found is None:
            raise Misused("stored.person", f"系统里没有“{name}”这个人员（或已停用），请用 --as 写明登录名或姓名")
        return found
    for role in (Role.HANDLER, Role.ADMINISTRATOR):
        for person in people:
            if person.has(role):
                return person
    raise Misused("stored.nobody", "系统里还没有人员，请先运行 kaohe serve 设立管理员")
