"""Background work: notices and score sheets are read, rubrics built, pages drawn ahead. A lost worker costs a retry and nothing else."""

import logging
import os
import queue
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from weakref import WeakSet

from django.db import close_old_connections, connections

from corpus.errors import KaoheError, Unreadable
from corpus.source_text import SourceText
from ingest.guard import Reader
from ingest.progress import Progress
from review_ui.jobs import leases, pictures
from review_ui.jobs.building import build, title_of
from review_ui.jobs.layout import drawn_as_is, lay_out
from review_ui.jobs.loading import draft_of
from review_ui.jobs.packing import packed
from review_ui.jobs.sheets import close_sheet_readers, take_in
from review_ui.jobs.store import blobs, writing
from review_ui.jobs.workers import Lost, Workers
from review_ui.models import Notice, Reading, Rubric
from rubric_builder.folding import Folded

_log = logging.getLogger(__name__)

_POLL = 2.0  # seconds; what another process put in is found at the latest then
_BUILD_SECONDS = 300.0
_TITLE_SECONDS = 60.0
_MOST_DRAWN_AHEAD = 60  # pages of a notice

_runners: "WeakSet[Runner]" = WeakSet()
_builders = Workers(1, memory=2 << 30)


def wake() -> None:
    """Something waits: this process's runner, if it has one, need not wait for its next look."""
    for runner in list(_runners):
        runner.wake()


class Runner:
    """The threads that do the work, in the web's process or in one of their own (`kaohe worker`).

    Two read at a time, one builds, one takes score sheets in, one draws. Several runners may share a PostgreSQL database and a folder of blobs.
    """

    def __init__(self, readers: int = 2) -> None:
        self.name = leases.worker_name()
        self._readers = readers
        self._stopping = threading.Event()
        self._awake = threading.Condition()
        self._called = 0
        self._to_draw: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Takes up what a crash left, and begins."""
        leases.take_back()
        tasks: list[Callable[[], None]] = [self._read_all] * self._readers + [
            self._build_all,
            self._take_sheets_in,
            self._draw_all,
            self._live,
        ]
        for n, task in enumerate(tasks):
            thread = threading.Thread(target=self._guarded, args=(task,), name=f"kaohe-{n}", daemon=True)
            self._threads.append(thread)
            thread.start()
        _runners.add(self)

    def stop(self, seconds: float = 2.0) -> None:
        """Ends; what is not done within `seconds` is given back and taken up at the next start."""
        self._stopping.set()
        self._to_draw.put(None)
        self.wake()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        leases.let_go(self.name)
        _builders.close()
        close_sheet_readers()
        pictures.close()

    def wake(self) -> None:
        """Something waits."""
        with self._awake:
            self._called += 1
            self._awake.notify_all()

    def _guarded(self, task: Callable[[], None]) -> None:
        try:
            task()
        finally:
            connections.close_all()

    def _read_all(self) -> None:
        with Reader() as reader:
            self._until_stopped(lambda: self._read_one(reader))

    def _read_one(self, reader: Reader) -> bool:
        notice = leases.claim_notice(self.name)
        if notice is None:
            return False
        read(notice, reader)
        self._to_draw.put(notice.pk)
        self.wake()
        return True

    def _build_all(self) -> None:
        self._until_stopped(self._build_one)

    def _build_one(self) -> bool:
        rubric = leases.claim_rubric(self.name)
        if rubric is None:
            return False
        make(rubric)
        return True

    def _take_sheets_in(self) -> None:
        self._until_stopped(self._take_sheet_in)

    def _take_sheet_in(self) -> bool:
        sheet = leases.claim_sheet(self.name)
        if sheet is None:
            return False
        take_in(sheet)
        return True

    def _draw_all(self) -> None:
        while (pk := self._to_draw.get()) is not None and not self._stopping.is_set():
            close_old_connections()
            try:
                draw_ahead(Notice.objects.get(pk=pk), self._stopping)
            except Exception:
                _log.exception("drawing ahead the pages of notice %s", pk)

    def _live(self) -> None:
        while not self._stopping.wait(leases.LEASE.total_seconds() / 4):
            close_old_connections()
            try:
                leases.renew(self.name)
            except Exception:
                _log.exception("renewing claims")

    def _until_stopped(self, once: Callable[[], bool]) -> None:
        while not self._stopping.is_set():
            with self._awake:
                called = self._called
            close_old_connections()
            try:
                busy = once()
            except Exception:
                _log.exception("background work")
                busy = False
            with self._awake:
                if not busy and called == self._called and not self._stopping.is_set():
                    self._awake.wait(_POLL)


def work_off(name: str | None = None) -> None:
    """Does in this thread what waits now: for the command line, and where there is no runner."""
    worker = name or leases.worker_name()
    with Reader() as reader:
        while (notice := leases.claim_notice(worker)) is not None:
            read(notice, reader)
    while (rubric := leases.claim_rubric(worker)) is not None:
        make(rubric)
    while (sheet := leases.claim_sheet(worker)) is not None:
        take_in(sheet)


def read(notice: Notice, reader: Reader) -> None:
    """Reads a claimed notice and writes down what came of it. Raises nothing that is the file's fault."""
    try:
        source = _source(notice, reader)
        blob = blobs().put(packed(source))
        title = _title(blob)
    except KaoheError as error:
        _failed(notice, error)
        return
    with writing():
        row = Notice.objects.select_for_update().get(pk=notice.pk)
        if row.worker != notice.worker or row.state != Notice.State.READING:
            return  # the claim lapsed: somebody else reads it, or has read it
        Reading.objects.get_or_create(
            notice=row,
            text_sha256=source.sha256,
            defaults={"parser": source.document.parser, "blob": blob, "pages": len(source.document.pages)},
        )
        row.state, row.worker, row.lease_until, row.attempts = Notice.State.READ, "", None, 0
        row.media_type, row.title = source.document.media_type, title
        row.total = row.done = row.total or max(1, len(source.document.pages))
        row.error = row.error_code = ""
        row.save()


def _source(notice: Notice, reader: Reader) -> SourceText:
    """The notice's bytes read under the file's own name, which stands in messages and citations."""
    said = [0.0]

    def listen(progress: Progress) -> None:
        now = time.monotonic()
        if now - said[0] >= 0.3:
            said[0] = now
            with writing():
                mine = Notice.objects.filter(pk=notice.pk, worker=notice.worker)
                mine.update(done=progress.done, total=progress.total)

    blobs().get(notice.sha256)  # raises where it is no longer what was uploaded
    with tempfile.TemporaryDirectory(prefix="kaohe-read-") as scratch:
        path = Path(scratch) / notice.file
        stored = blobs().path(notice.sha256)
        try:
            os.symlink(stored, path)
        except OSError:  # Windows gives links to administrators only
            path.write_bytes(stored.read_bytes())
        return reader.read(path, progress=listen)


def _title(blob: str) -> str:
    try:
        return _builders.call(title_of, str(blobs().path(blob)), seconds=_TITLE_SECONDS)
    except Lost:
        return ""
    except Exception:
        _log.exception("the title of reading %s", blob)
        return ""


def _failed(notice: Notice, error: KaoheError) -> None:
    with writing():
        Notice.objects.filter(pk=notice.pk, worker=notice.worker, state=Notice.State.READING).update(
            state=Notice.State.FAILED, worker="", lease_until=None, error_code=error.code, error=error.message
        )


def make(rubric: Rubric) -> None:
    """Builds a claimed rubric's draft and writes it down; or why it could not be."""
    from review_ui import ledger  # with the review core, which a web process needs and a mere reader does not

    rows = rubric.notices.order_by("rubricnotice__position")
    readings = [notice.readings.order_by("-pk")[0].blob for notice in rows]
    try:
        content = _builders.call(build, [str(blobs().path(r)) for r in readings], rubric.year, seconds=_BUILD_SECONDS)
        rubric.draft_blob = blobs().put(content)
        folded = Folded.of(draft_of(rubric))
        rubric.draft_sha256 = folded.log.draft  # of what the draft says, whichever program wrote it down
        facts = ledger.summary(folded)
    except KaoheError as error:
        fault = f"生成草案没有成功：{error.message}。请点“重试”；仍不行时请把文件和这句话交给系统管理员。"
        _settle(rubric, {"stage": Rubric.Stage.FAILED, "error": fault})
        return
    except Exception as error:
        _log.exception("building rubric %s", rubric.pk)
        fault = f"生成草案时程序出错（{type(error).__name__}），请把文件和这句话交给系统管理员。"
        _settle(rubric, {"stage": Rubric.Stage.FAILED, "error": fault})
        return
    facts["title"] = facts["title"] or rubric.title
    facts |= {"draft_blob": rubric.draft_blob, "draft_sha256": rubric.draft_sha256, "error": ""}
    _settle(rubric, facts)


def _settle(rubric: Rubric, facts: "dict[str, object]") -> None:
    with writing():
        row = Rubric.objects.select_for_update().get(pk=rubric.pk)
        if row.worker != rubric.worker or row.stage != Rubric.Stage.BUILDING:
            return
        for name, value in {**facts, "worker": "", "lease_until": None}.items():
            setattr(row, name, value)
        row.save()


def draw_ahead(notice: Notice, stop: threading.Event) -> None:
    """Draws a notice's pages before anybody looks at them, as the review page shows them."""
    if notice.state != Notice.State.READ:
        return
    pages = lay_out(notice)
    for width in pictures.PREPARED if drawn_as_is(notice) or pages else ():
        for page in range(1, min(pages, _MOST_DRAWN_AHEAD) + 1):
            if stop.is_set():
                return
            try:
                pictures.page_png(notice, page, width)
            except Unreadable as error:
                _log.warning("%s", error.message)
                return
