"""Decisions as a file: written, and read back only where the chain of hashes holds.

The file is JSON:

    {"draft": "SHA-256 of the draft, may be left out",
     "head": "hash of the last decision, may be left out",
     "decisions": [
       {"kind": "accept", "actor": "王芳", "time": "2024-03-01T09:30:00+08:00", "item": "draft", "below": true},
       {"kind": "edit", "actor": "…", "time": "…", "reason": "原文漏印小数点", "item": "ind-1.2.c3",
        "fields": {"points": 0.5}},
       {"kind": "settle", "actor": "…", "time": "…", "reason": "…", "choices": ["broken:ind-1.2.c3.r1"], "option": "dropped"},
       {"kind": "undo", "actor": "…", "time": "…", "reason": "…", "undoes": 2}]}

The ids of what is to be settled and its options are in the form that `kaohe sheet --choices` writes.

`sequence`, `seen` and `before` may be left out of a file written by hand, of all entries together: the entries are then
taken in their order, each as having seen all before it. Where they stand, they must hold.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from corpus.errors import Blocked, Unreadable
from rubric_builder.decisions import KIND_NAMES, Decision, DecisionLog, start
from rubric_builder.draft import Draft
from rubric_builder.json_file import read_json

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)


def read_decisions(path: Path, draft: Draft) -> DecisionLog:
    """The decisions file for a draft.

    Raises `Unreadable` where an entry can't be read, `Blocked` where the file is for another draft, its chain of hashes
    is broken, or an entry is stale; the message names the entry.
    """
    content = read_json(path, code="decisions", called="决定文件", mend="请改正")
    return parse_decisions(content, draft, f"决定文件“{path.name}”")


def parse_decisions(content: Any, draft: Draft, called: str) -> DecisionLog:
    """The decisions in what a file holds (JSON as Python values); `called` names it in what `read_decisions` raises."""
    entries = content.get("decisions") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise Unreadable("decisions.shape", f"{called}里没有 decisions 列表")
    log = start(draft)
    if content.get("draft") not in (None, log.draft):
        raise Blocked(
            "decisions.draft",
            f"{called}是针对另一份草稿（{str(content['draft'])[:12]}…）作出的，与本草稿（{log.draft[:12]}…）不符",
        )
    decisions = [read_decision(entry, f"{called}第{n}条") for n, entry in enumerate(entries, 1)]
    chained = any(d.before or d.sequence for d in decisions)
    for n, decision in enumerate(decisions, 1):
        if chained and (decision.sequence != n or decision.before != log.head):
            raise Blocked(
                "decisions.chain",
                f"{called}第{n}条的编号或前一条的校验值不符：记录被删改过，或顺序变了，不能采用",
            )
        try:
            log = log.append(decision)
        except Blocked as error:
            raise Blocked(error.code, f"{called}第{n}条：{error.message}") from None
    if content.get("head") not in (None, log.head):
        raise Blocked("decisions.chain", f"{called}末条的校验值不符：记录被删改过，不能采用")
    return log


def write_decisions(log: DecisionLog) -> bytes:
    """The log as a file that `read_decisions` reads back to an equal log."""
    content = {**log.model_dump(mode="json", by_alias=True), "head": log.head}
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")


def read_decision(entry: Any, called: str = "决定") -> Decision:
    """One decision from JSON. Raises `Unreadable`; `called` names the entry."""
    try:
        return _DECISION.validate_python(entry, strict=False)
    except ValidationError as error:
        raise Unreadable("decisions.entry", f"{called}{_fault(entry, error)}") from None


def _fault(entry: Any, error: ValidationError) -> str:
    if not isinstance(entry, dict):
        return "应是一个对象 {…}"
    first = error.errors()[0]
    if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return f"的 kind “{entry.get('kind', '')}”不认识，应为 {'、'.join(KIND_NAMES)} 之一"
    where = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "missing":
        return f"（{KIND_NAMES[entry['kind']]}）缺少“{where}”"
    if first["type"] == "extra_forbidden":
        return f"（{KIND_NAMES[entry['kind']]}）有不认识的“{where}”"
    hint = "，应为 2024-03-01T09:30:00+08:00 这样的时间" if where == "time" else ""
    return f"（{KIND_NAMES[entry['kind']]}）的“{where}”取值“{_short(first.get('input'))}”不对{hint}"


def _short(value: Any) -> str:
    said = str(value)
    return said if len(said) <= 30 else f"{said[:30]}……"
