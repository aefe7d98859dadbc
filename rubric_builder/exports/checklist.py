"""A role's duty checklist as it is laid out, before Word or Excel draw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.evidence import Evidence
from extract.findings import Duty, Role
from extract.instruments import Instrument
from extract.notice import Notice
from rubric_builder.exports import wording

COLUMNS = (
    ("序号", 4.0),
    ("职责内容", 27.0),
    ("频次/时限", 8.0),
    ("依据条款", 9.0),
    ("佐证材料", 10.0),
    ("完成情况", 7.0),
)
"""The columns and their shares of the width."""

BLAME_COLUMNS = (("序号", 4.0), ("问责情形", 52.0), ("依据条款", 9.0))

TO_TICK = "□已完成\n□未完成"
SIGNATURES = ("责任人（签名）：", "审核人（签名）：", "日期：　　　　年　　月　　日")


@dataclass(frozen=True, slots=True)
class Line:
    """One duty: its number in the list, what it says, how often or by when, the clause."""

    number: int
    text: str
    when: str
    clause: str


@dataclass(frozen=True, slots=True)
class Block:
    """Duties under a heading. `ticked`: there is something to do and to tick off."""

    heading: str
    lines: tuple[Line, ...]
    ticked: bool = True


@dataclass(frozen=True, slots=True)
class Checklist:
    """One role's checklist. `basis` names the documents it rests on, with their numbers; `main` stands in no clause."""

    role: Role
    title: str
    year: str
    basis: str
    main: str
    blocks: tuple[Block, ...]


def checklist(role: Role, *, year: int | None, notices: Iterable[Notice] = ()) -> Checklist:
    """The checklist of a role. Without a year a blank is left to fill in; `notices` give the documents' numbers."""
    everything = (*role.duties, *role.general, *role.accountability)
    named = wording.titles(e for duty in everything for e in shown(duty))
    main = named[0] if named else ""
    blocks = [
        Block("本岗职责", _lines(role.duties, main)),
        Block("通用职责", _lines(role.general, main)),
        Block("问责情形", _lines(role.accountability, main), ticked=False),
    ]
    return Checklist(
        role=role,
        title=f"{role.name}安全生产职责清单",
        year=f"（{year}年度）" if year else "（　　　　年度）",
        basis="；".join(_numbered(title, notices) for title in named),
        main=main,
        blocks=tuple(block for block in blocks if block.lines),
    )


def shown(duty: Duty) -> Sequence[Evidence]:
    """What a duty's clause column cites: where its text stands."""
    proof = duty.proof.get("text")
    return proof.evidence if proof and proof.evidence else duty.evidence


def _lines(duties: Sequence[Duty], main: str) -> tuple[Line, ...]:
    return tuple(
        Line(n, duty.text, wording.when_owed(duty), wording.cited(shown(duty), main))
        for n, duty in enumerate(duties, 1)
    )


def _numbered(title: str, notices: Iterable[Notice]) -> str:
    """《…实施细则》（青政发〔2025〕7号): the instrument's own number, or that of the notice right before that issues it
    (印发). Of one that came with another notice's letter, the letter's number: （附于青政办〔2025〕3号）."""
    for notice in notices:
        before: Instrument | None = None
        for instrument in notice.outline.instruments:
            if instrument.title and f"《{instrument.title}》" == title:
                issued = before if before and "印发" in (before.title or "") else None
                number = instrument.document_number or (issued.document_number if issued else None)
                letter = notice.outline.document.document_number
                return f"{title}（{number}）" if number else f"{title}（附于{letter}）" if letter else title
            before = instrument
    return title
