"""Offices that no table knows, as a heading over their duties names them: 宣教办主任职责."""

import re
from itertools import pairwise

from corpus.spans import Span
from extract.duties import knowledge, openings
from extract.duties.binding import Opening
from extract.duties.clauses import Clause
from extract.duties.subjects import Subject
from extract.passage import Passage

_OFFICE = r"(?:书记|委员|主任|主席|负责人|[^期特延校组家]长)(?:[（(][^（）()]{1,20}[）)])?"
_HEADING = re.compile(
    rf"(?P<names>[^，。；：:《》]{{0,30}}{_OFFICE})"
    rf"(?:(?P<told>的?(?:安全生产|消防安全|主要|工作|岗位|基本)*(?:职责|责任)(?:清单)?)|[\s：:]+{openings.PERSON})?[：:]?$"
)
_ENDS = re.compile(rf"{_OFFICE}$")
_LISTS = re.compile(r"(?:职责|责任)(?:清单|分工)|职责")
_NO_OFFICE = re.compile(r"^(?:各|其[他它余]|有关|相关|所有)|领导小组组长|企业|生产经营|[的对由把将]|加强|落实|明确")
_BESIDE = re.compile(rf"(?:{'|'.join(sorted(knowledge.CONCURRENT, key=len, reverse=True))})$")


def office_opening(clause: Clause, heading: Passage) -> Opening | None:
    """A heading that names offices no table knows as the opening of the duties under it, each called as it stands there.

    None where it names none, where nothing stands under it, or where neither it nor its instrument speaks of duties.
    """
    found = _HEADING.fullmatch(heading.text.strip())
    if not found or not clause.listed() or _NO_OFFICE.search(found.group("names")):
        return None
    if not found.group("told") and not _LISTS.search(clause.place.instrument.title or ""):
        return None
    at = heading.text.index(found.group("names"))
    subjects = tuple(
        Subject(
            *span, pieces=(span,), position=(span,), position_class="deputy", rule="opening.office",
            words=heading.text[slice(*span)],
        )
        for span in _each(found.group("names"), at)
    )  # fmt: skip
    return Opening(heading, subjects, "heading", len(heading.text))


def _each(names: str, at: int) -> list[Span]:
    """Where each of the offices stands: two where 、 parts them, one where the first is held beside the second."""
    cuts = [0]
    for mark in re.finditer("、|和", names):
        before = names[cuts[-1] : mark.start()]
        if _ENDS.search(before) and not _BESIDE.search(before):
            cuts.append(mark.end())
    return [(at + a, at + b - (b < len(names))) for a, b in pairwise([*cuts, len(names)])]
