"""Who reads or builds what: claims that lapse, so that what a crash left is taken up by another."""

import os
import secrets
import socket
from datetime import timedelta
from typing import TypeVar

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from review_ui.jobs.store import writing
from review_ui.models import Notice, Rubric, Sheet

File = TypeVar("File", Notice, Sheet)

LEASE = timedelta(seconds=60)
"""How long a claim holds unless renewed; it is renewed every quarter of that."""
MOST_ATTEMPTS = 3

_GAVE_UP = "读“{file}”时程序{n}次意外中断（例如断电、被强行关闭），已停止自动重试；请点“重试”，仍不行时用原软件打开另存后重新上传。"


def worker_name() -> str:
    """A new name for this process at its work: host, process, and what tells it from one before of the same number."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def claim_notice(worker: str) -> Notice | None:
    """The next notice to read, now claimed; None where there is none. What was claimed too often is given up."""
    return _claimed(Notice, worker)


def claim_sheet(worker: str) -> Sheet | None:
    """The next score sheet to read, as `claim_notice`."""
    return _claimed(Sheet, worker)


def _claimed(files: type[File], worker: str) -> File | None:
    with writing():
        free = Q(state=files.State.WAITING) | Q(state=files.State.READING, lease_until__lt=timezone.now())
        for file in files._default_manager.filter(free).order_by("pk").select_for_update(skip_locked=True)[:20]:
            if file.attempts < MOST_ATTEMPTS:
                file.state, file.attempts = files.State.READING, file.attempts + 1
                file.worker, file.lease_until = worker, timezone.now() + LEASE
                if isinstance(file, Notice):
                    file.done = file.total = 0
                file.save()
                return file
            file.state, file.worker, file.lease_until = files.State.FAILED, "", None
            file.error_code, file.error = "interrupted", _GAVE_UP.format(file=file.file, n=file.attempts)
            file.save()
    return None


def claim_rubric(worker: str) -> Rubric | None:
    """The next rubric all of whose notices are read, now claimed; None where there is none.

    A rubric with a notice that could not be read fails, with that notice's sentence.
    """
    with writing():
        free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
        failed = Notice.objects.filter(rubric=OuterRef("pk"), state=Notice.State.FAILED)
        unread = Notice.objects.filter(rubric=OuterRef("pk")).exclude(state=Notice.State.READ)
        building = Rubric.objects.filter(free, stage=Rubric.Stage.BUILDING)
        for rubric in building.filter(Exists(failed)).select_for_update(skip_locked=True):
            first = rubric.notices.filter(state=Notice.State.FAILED).order_by("rubricnotice__position")[0]
            rubric.stage, rubric.error = Rubric.Stage.FAILED, first.error
            rubric.save()
        ready = building.filter(~Exists(unread)).order_by("pk")
        rubric_ready = ready.select_for_update(skip_locked=True).first()
        if rubric_ready is None:
            return None
        rubric_ready.worker, rubric_ready.lease_until = worker, timezone.now() + LEASE
        rubric_ready.save()
        return rubric_ready


def renew(worker: str) -> None:
    """Says that the worker still lives."""
    until = timezone.now() + LEASE
    with writing():
        Notice.objects.filter(worker=worker, state=Notice.State.READING).update(lease_until=until)
        Sheet.objects.filter(worker=worker, state=Sheet.State.READING).update(lease_until=until)
        Rubric.objects.filter(worker=worker, stage=Rubric.Stage.BUILDING).update(lease_until=until)


def let_go(worker: str) -> None:
    """Gives back what the worker has claimed and not finished: it stops in good order, and no attempt was lost."""
    with writing():
        for files in (Notice, Sheet):
            for file in files._default_manager.filter(worker=worker, state=files.State.READING):
                file.attempts = max(0, file.attempts - 1)
                _free(file)
        Rubric.objects.filter(worker=worker, stage=Rubric.Stage.BUILDING).update(worker="", lease_until=None)


def take_back() -> None:
    """At the start: frees what a crash left claimed.

    On SQLite nobody else works on this data, so every claim is one. Elsewhere it is those of this host's processes that
    live no more; other hosts' lapse by themselves.
    """
    with writing():
        for files in (Notice, Sheet):
            for file in files._default_manager.filter(state=files.State.READING).select_for_update(skip_locked=True):
                if _dead(file.worker):
                    _free(file)
        for rubric in Rubric.objects.filter(stage=Rubric.Stage.BUILDING).exclude(worker=""):
            if _dead(rubric.worker):
                Rubric.objects.filter(pk=rubric.pk).update(worker="", lease_until=None)


def _free(file: Notice | Sheet) -> None:
    file.state, file.worker, file.lease_until = type(file).State.WAITING, "", None
    file.save()


def _dead(worker: str) -> bool:
    if connection.vendor == "sqlite":
        return True
    host, _, rest = worker.partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname()[:40] or os.name == "nt" or not number.isdigit():
        return False  # on Windows a process can't be asked; its claims lapse
    if int(number) == os.getpid():
        return True  # of an earlier process that had this one's number
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
