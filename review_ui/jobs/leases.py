"""Who reads or builds what: claims that lapse, so that what a crash left is taken up by another."""

import os
import secrets
import socket
from datetime import timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from review_ui.jobs.store import writing
from review_ui.models import Notice, Rubric

LEASE = timedelta(seconds=60)
"""How long a claim holds unless renewed; it is renewed every quarter of that."""
MOST_ATTEMPTS = 3

_GAVE_UP = "读“{file}”时程序{n}次意外中断（例如断电、被强行关闭），已停止自动重试；请点“重试”，仍不行时用原软件打开另存后重新上传。"


def worker_name() -> str:
    """A new name for this process at its work: host, process, and what tells it from one before of the same number."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def claim_notice(worker: str) -> Notice | None:
    """The next notice to read, now claimed; None where there is none. What was claimed too often is given up."""
    with writing():
        free = Q(state=Notice.State.WAITING) | Q(state=Notice.State.READING, lease_until__lt=timezone.now())
        for notice in Notice.objects.filter(free).order_by("pk").select_for_update(skip_locked=True)[:20]:
            if notice.attempts < MOST_ATTEMPTS:
                notice.state, notice.attempts = Notice.State.READING, notice.attempts + 1
                notice.worker, notice.lease_until = worker, timezone.now() + LEASE
                notice.done = notice.total = 0
                notice.save()
                return notice
            notice.state, notice.worker, notice.lease_until = Notice.State.FAILED, "", None
            notice.error_code, notice.error = "interrupted", _GAVE_UP.format(file=notice.file, n=notice.attempts)
            notice.save()
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
        Rubric.objects.filter(worker=worker, stage=Rubric.Stage.BUILDING).update(lease_until=until)


def let_go(worker: str) -> None:
    """Gives back what the worker has claimed and not finished: it stops in good order, and no attempt was lost."""
    with writing():
        for notice in Notice.objects.filter(worker=worker, state=Notice.State.READING):
            notice.attempts = max(0, notice.attempts - 1)
            _free(notice)
        Rubric.objects.filter(worker=worker, stage=Rubric.Stage.BUILDING).update(worker="", lease_until=None)


def take_back() -> None:
    """At the start: frees what a crash left claimed.

    On SQLite nobody else works on this data, so every claim is one. Elsewhere it is those of this host's processes that
    live no more; other hosts' lapse by themselves.
    """
    with writing():
        for notice in Notice.objects.filter(state=Notice.State.READING).select_for_update(skip_locked=True):
            if _dead(notice.worker):
                _free(notice)
        for rubric in Rubric.objects.filter(stage=Rubric.Stage.BUILDING).exclude(worker=""):
            if _dead(rubric.worker):
                Rubric.objects.filter(pk=rubric.pk).update(worker="", lease_until=None)


def _free(notice: Notice) -> None:
    notice.state, notice.worker, notice.lease_until = Notice.State.WAITING, "", None
    notice.save()


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
