"""The log of what happened outside of any rubric: sign-ins, accounts, uploads, publishing. Append-only and hash-chained."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from review_ui.jobs.store import writing
from review_ui.models import Event
from rubric_builder.schema import canonical_json

ACTS: Mapping[str, str] = {
    "sign-in": "登录", "sign-in-failed": "登录失败", "locked-out": "登录锁定", "sign-out": "退出",
    "password": "修改密码", "person-new": "新建人员", "person-changed": "修改人员", "person-revoked": "停用人员",
    "sessions-ended": "强制下线", "password-reset": "重置密码", "unlocked": "解除锁定",
    "upload": "上传", "rubric-new": "生成草案", "rubric-people": "调整可见人员", "publish": "发布", "correct": "更正",
    "units": "调整考核对象", "sheet": "交回考评表", "score-corrected": "更正得分", "score-restored": "撤回得分更正",
    "backup": "备份", "restore": "恢复", "start": "启用系统",
}  # fmt: skip
"""What can happen, and what staff call it."""


def record(actor: str, act: str, about: str = "", detail: Mapping[str, Any] | None = None) -> Event:
    """Appends one event, chained to the last. `act` is a key of `ACTS`; `actor` the person's name."""
    if act not in ACTS:
        raise ValueError(f"unknown act {act!r}")
    with writing():
        last = Event.objects.select_for_update().order_by("-sequence").first()
        event = Event(
            sequence=last.sequence + 1 if last else 1,
            at=timezone.now().replace(microsecond=0),
            actor=actor,
            act=act,
            about=about[:255],
            detail=dict(detail or {}),
            before=last.sha256 if last else "",
        )
        event.sha256 = _hash(event)
        event.save(force_insert=True)
    return event


def verify() -> Iterator[str]:
    """What is wrong with the chain, one sentence each; nothing where it holds."""
    before, number = "", 0
    for event in Event.objects.order_by("sequence").iterator():
        number += 1
        if event.sequence != number:
            yield f"系统日志缺第{number}条（下一条是第{event.sequence}条）"
            number = event.sequence
        if event.before != before:
            yield f"系统日志第{event.sequence}条接不上前一条，中间有记录被删改"
        if event.sha256 != _hash(event):
            yield f"系统日志第{event.sequence}条被改动过"
        before = event.sha256


def _hash(event: Event) -> str:
    at: datetime = event.at
    said = {
        "sequence": event.sequence, "at": at.astimezone(timezone.get_default_timezone()).isoformat(),
        "actor": event.actor, "act": event.act, "about": event.about, "detail": event.detail, "before": event.before,
    }  # fmt: skip
    return hashlib.sha256(canonical_json(said)).hexdigest()
