"""Clauses on 问责 and 一票否决: whom they mean and what they say."""

import re
from collections.abc import Iterator

from corpus.node import walk
from extract.duties import knowledge
from extract.duties.binding import Bound, DutyText, Ordinal
from extract.duties.clauses import DIVISIONS, LISTED, Clause, sentences
from extract.duties.subjects import Subject
from extract.instruments import Instrument
from extract.notice import Notice
from extract.passage import Passage

_CLAUSES = [(row.id, re.compile(row.pattern)) for row in knowledge.ACCOUNTABILITY if row.meaning == "clause"]
_MEANT = re.compile(
    r"(?:对|追究)[^。]{0,90}?(?:领导干部|责任人员|责任人|班子成员|班子及其成员|主要负责人|主要领导|领导责任)"
    r"|(?:^|[，；])(?:各级)?(?:党政领导干部|党政领导班子|领导干部|领导班子|党政主要负责人)"
)
_HEADS = re.compile(r"主要负责人|主要领导|第一责任人|党政正职")
_ANYONE = re.compile(r"领导干部|责任人|班子|分管|其他|成员")


def _meant(passage: Passage, start: int, end: int) -> Subject | None:
    """The leaders that a clause means: heads only where it names none but them."""
    stretch = passage.text[start:end]
    found = _MEANT.search(stretch)
    if not found:
        return None
    heads = bool(_HEADS.search(stretch)) and not _ANYONE.search(_HEADS.sub("", stretch))
    span = (start + found.start(), start + found.end())
    return Subject(*span, pieces=(span,), position=(span,), position_class="head" if heads else "member")


def accountability(notice: Notice, instrument: Instrument) -> Iterator[Bound]:
    """The clauses of an instrument that tell when leaders answer for what they did or left undone."""
    done: set[str] = set()
    for node in walk(instrument.nodes):
        if node.id in done or node.kind in DIVISIONS or not node.own:
            continue
        clause = Clause(notice, node)
        own = clause.own
        listed = clause.listed()
        if listed and (clause.accountable or any(pattern.search(own.text) for _, pattern in _CLAUSES)):
            subject = _meant(own, 0, len(own.text))
            done.update(n.id for c in listed for n in walk((c.node,)))
            if subject:
                yield Bound(subject, own, "accountability", tuple(_item(c, own) for c in listed))
            continue
        if clause.accountable:
            if subject := _meant(own, 0, len(own.text)):
                yield Bound(subject, own, "accountability", (DutyText(own, 0, len(own.text), _ordinal(clause)),))
            continue
        for start, end in sentences(own.text):
            if any(pattern.search(own.text, start, end) for _, pattern in _CLAUSES) and (
                subject := _meant(own, start, end)
            ):
                yield Bound(subject, own, "accountability", (DutyText(own, start, end, _ordinal(clause)),))


def _ordinal(clause: Clause) -> Ordinal:
    numbered = clause.numbered()
    return numbered.label() if numbered else None


def _item(clause: Clause, opening: Passage) -> DutyText:
    whole = clause.whole()
    ordinal = clause.label() if clause.node.kind in LISTED else None
    return DutyText(whole, 0, len(whole.text), ordinal, opening=opening)
