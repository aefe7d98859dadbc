"""Of whom a frequency is said: 县级每半年、乡镇每季度至少一次."""

import re
from collections.abc import Iterator

from extract.duties import knowledge
from extract.duties.binding import DutyText
from extract.duties.frequency import Occurrence, occurrences, read_frequency
from extract.duties.mentions import Mentions
from extract.duties.subject_parser import SubjectParser
from extract.duties.subjects import Subject, covers, same

_OF_OTHERS = re.compile(rf"(?:{'|'.join(row.pattern for row in knowledge.OTHERS_FREQUENCY)})$")


def mentions_of(text: str) -> Mentions:
    """What the pipeline finds in a text."""
    from extract.duties.pipeline import mentions  # 1 s of import: only where a notice is searched for duties

    return mentions(text)


def governed(duty: DutyText) -> Iterator[tuple[Occurrence, tuple[Subject, ...]]]:
    """Every frequency of a duty with those it is said of; with nobody where it is said of all."""
    text = duty.passage.text
    mentions = mentions_of(text)
    parser = SubjectParser(mentions)
    others = 0  # up to where periods bind somebody else: 督促企业每月自查、每季度培训
    for occurrence in occurrences(mentions):
        if not duty.start <= occurrence.start < duty.end:
            continue
        if occurrence.start < others or _OF_OTHERS.search(text[: occurrence.start]):
            others = min(
                (m.start() for m in re.finditer("[，。；;]", text) if m.start() > occurrence.start), default=len(text)
            )
            continue
        begin = max((m.end() for m in re.finditer(r"[。；;]", text[: occurrence.start])), default=0)
        governor: tuple[Subject, ...] = ()
        read = begin  # up to where subjects have been read
        for start in [begin, *(begin + m.end() for m in re.finditer(r"[，、：:,]", text[begin : occurrence.start]))]:
            subjects, end = parser.enumeration(start) if start >= read else ((), start)
            if not subjects or end > occurrence.start:
                continue
            read = end
            near = re.fullmatch(r"(?:要|应当?|须|至少|原则上|每人|[，,]){0,3}", text[end : occurrence.start])
            if near or (all(s.position for s in subjects) and mentions.at("OBLIGATION", end) and start == begin):
                governor = subjects
        yield occurrence, governor


def own_frequency(duty: DutyText, subject: Subject) -> tuple[Occurrence | None, int]:
    """The frequency that binds this role, and how many different ones do."""
    found = list(governed(duty))
    mine = [o for o, governors in found if any(g.units == subject.units and _meant(g, subject) for g in governors)]
    mine = mine or [o for o, governors in found if not governors or any(_meant(g, subject) for g in governors)]
    text = duty.passage.text
    said = {str(read_frequency("".join(text[a:b] for a, b in o.pieces))) for o in mine}
    return (mine[0] if mine else None), len(said)


def _meant(governor: Subject, subject: Subject) -> bool:
    named_so = bool(governor.words) and governor.words == subject.words
    return named_so or covers(governor, subject) or same(governor, subject)


def tells_apart(duty: DutyText, subject: Subject) -> bool:
    """Whether a duty gives the tiers of one subject different frequencies."""
    if len(subject.units) < 2:
        return False
    groups = [governors for _, governors in governed(duty)]
    named_units = [frozenset().union(*(s.units for s in g)) for g in groups if g]
    return any(units and units & subject.units and not subject.units <= units for units in named_units)
