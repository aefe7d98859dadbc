"""The six checks over a rubric as it stands now: what signing 签发 and publishing will find."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.checks import Fault
from corpus.errors import Blocked
from review_ui.jobs.keeping import Kept
from review_ui.jobs.loading import notices_of
from review_ui.models import Rubric
from rubric_builder.checking import check_draft
from rubric_builder.folding import Folded
from rubric_builder.items import field_name
from rubric_builder.publishing import CHECK_NAMES
from rubric_builder.questions import Question, open_of

WHAT = {
    1: "引文与原文逐字一致", 2: "引文在所注条款之内", 3: "按引文重读得到同样的取值",
    4: "计算值可重算，人工填写的有姓名和理由", 5: "页面位置可重新算出", 6: "分值逐级相加等于上级和总分",
}  # fmt: skip
"""What each check holds, in the office's words."""


@dataclass(frozen=True, slots=True)
class Found:
    """A fault with the item it is in: `item` is its id, `name` what staff call it."""

    item: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Check:
    """One of the six, and what it found; nothing found means that it holds."""

    number: int
    name: str
    what: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class DryRun:
    """All six. `fault` is set where they could not be run: a source is missing or damaged. `open`: what the text leaves
    open and nobody has settled; `asked`: how much it leaves open."""

    checks: tuple[Check, ...] = ()
    fault: str = ""
    open: tuple[Question, ...] = ()
    asked: int = 0

    @property
    def holds(self) -> bool:
        """Whether publishing would pass."""
        return self.passed and not self.open

    @property
    def passed(self) -> bool:
        """Whether the six hold."""
        return not self.fault and not any(check.found for check in self.checks)


_runs: Kept[DryRun] = Kept(8)


def dry_run(rubric: Rubric, folded: Folded) -> DryRun:
    """The six checks over the rubric as decided so far. Kept until another decision is made."""
    return _runs.get((rubric.pk, folded.log.head), lambda: _run(rubric, folded))


def _run(rubric: Rubric, folded: Folded) -> DryRun:
    try:
        notices = {notice.source.document.sha256: notice for notice in notices_of(rubric)}
    except Blocked as error:
        return DryRun(fault=error.message)
    faults = check_draft(folded.state.draft, notices, signed=folded.state.signed)
    names = {item.id: " › ".join(item.names) or "全稿" for item in folded.state.items}
    return DryRun(
        tuple(
            Check(n, name, WHAT[n], tuple(_found(f, names) for f in _of(faults, n))) for n, name in CHECK_NAMES.items()
        ),
        open=open_of(folded.questions),
        asked=len(folded.questions),
    )


def _of(faults: Sequence[Fault], number: int) -> list[Fault]:
    return [fault for fault in faults if fault.check == number]


def _found(fault: Fault, names: dict[str, str]) -> Found:
    item, _, field = fault.where.partition("#")
    said = " › ".join(filter(None, (names.get(item, item), field_name(field) if field else "")))
    return Found(item, said, fault.message)
