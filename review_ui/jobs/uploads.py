"""Taking in a file, and starting a rubric from files."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.conf import settings

from corpus.errors import Blocked, Unreadable
from review_ui import events
from review_ui.jobs.runner import wake
from review_ui.jobs.store import blobs, writing
from review_ui.models import Notice, Person, Rubric, RubricNotice

_CHUNK = 1 << 20
_LONGEST = 240
"""Bytes of a file name in UTF-8: what file systems take, with room."""

_NO_NAME = "未命名文件"
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')


def receive(person: Person, file_name: str, file: IO[bytes] | Any) -> tuple[Notice, bool]:
    """Keeps an uploaded file and has it read in the background; returns its row, and whether it was known already.

    `file` is read piece by piece (`read(size)`). A file is known by the SHA-256 of its bytes: sent again, under
    whatever name, it is not read again. Raises `Unreadable` for what is empty or over `settings.UPLOAD_LIMIT`.
    """
    name = safe_name(file_name)
    sha256, size = blobs().put_chunks(within(file, settings.UPLOAD_LIMIT, name))
    with writing():
        notice, new = Notice.objects.get_or_create(
            sha256=sha256, defaults={"file": name, "size": size, "uploaded_by": person}
        )
        if new:
            events.record(person.name, "upload", name, {"notice": notice.pk, "sha256": sha256, "size": size})
    wake()
    return notice, not new


def start_rubric(person: Person, notices: Iterable[Notice], year: int | None = None, title: str = "") -> Rubric:
    """Has a rubric built from the notices, in their order, as soon as all are read; returns its row.

    `year` overrides the one that the text says; `title` is what it is called until the draft has one. Asked for again
    while it is being built, the same row is returned. Raises `Blocked` where no notice is given.
    """
    wanted = list(dict.fromkeys(notice.pk for notice in notices))
    if not wanted:
        raise Blocked("rubric.nothing", "请先选择要用的文件")
    with writing():
        for building in Rubric.objects.filter(created_by=person, stage=Rubric.Stage.BUILDING, year=year):
            rows = RubricNotice.objects.filter(rubric=building).order_by("position")
            if list(rows.values_list("notice_id", flat=True)) == wanted:
                return building
        rubric = Rubric.objects.create(title=title.strip(), year=year, created_by=person, holder=person)
        RubricNotice.objects.bulk_create(
            RubricNotice(rubric=rubric, notice_id=pk, position=n) for n, pk in enumerate(wanted)
        )
        events.record(person.name, "rubric-new", str(rubric), {"rubric": rubric.pk, "notices": wanted})
    wake()
    return rubric


def retry(notice: Notice) -> None:
    """Has a notice that could not be read be read again, and what waits for it be built."""
    with writing():
        Notice.objects.filter(pk=notice.pk, state=Notice.State.FAILED).update(
            state=Notice.State.WAITING, attempts=0, done=0, total=0, error="", error_code=""
        )
        Rubric.objects.filter(notices=notice, stage=Rubric.Stage.FAILED).update(stage=Rubric.Stage.BUILDING, error="")
    wake()


def retry_rubric(rubric: Rubric) -> None:
    """Has a rubric that could not be built be built again; those of its files that could not be read are read again."""
    for notice in rubric.notices.filter(state=Notice.State.FAILED):
        retry(notice)
    with writing():
        Rubric.objects.filter(pk=rubric.pk, stage=Rubric.Stage.FAILED).update(stage=Rubric.Stage.BUILDING, error="")
    wake()


def safe_name(raw: str) -> str:
    """A file name fit to show and to save under: the last part of a path, without controls, direction marks and what
    Windows refuses, no longer than file systems take; its extension stays.

    >>> safe_name("C:\\\\共享\\\\2025年 考核细则.docx"), safe_name("../../etc/passwd"), safe_name("细则\\u202efdp.exe")
    ('2025年 考核细则.docx', 'passwd', '细则fdp.exe')
    """
    shown = "".join(c for c in unicodedata.normalize("NFC", raw) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))  # fmt: skip
    last = re.split(r"[/\\]", shown)[-1]
    name = " ".join(_FORBIDDEN.sub("_", last).split()).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = name, ""
    ending = f".{suffix}" if suffix else ""
    room = _LONGEST - len(ending.encode())
    while len(stem.encode()) > room:
        stem = stem[:-1]
    return f"{stem}{ending}".strip(" .") or _NO_NAME


def within(file: Any, limit: int, name: str) -> Iterator[bytes]:
    """An uploaded file piece by piece. Raises `Unreadable` where it is empty or goes over the limit, in bytes."""
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise Unreadable(
                "upload.too-large", f"“{name}”超过 {limit >> 20} MB 的上限，没有上传；请拆分或压缩其中的图片后重试。"
            )
        yield chunk
    if not size:
        raise Unreadable("upload.empty", f"“{name}”是空的（0 字节），没有上传；请核对后重新选择。")
