"""Every binding of a notice, found clause by clause; nothing is merged or judged against another here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.node import Node
from extract.duties.assignments import assignments, functional_subjects
from extract.duties.binding import (
    Bound,
    DutyText,
    Opening,
    Ordinal,
    common_opening,
    find_opening,
    obliging,
    unclear_heading,
    unclear_opening,
)
from extract.duties.clauses import DIVISIONS, LISTED, Clause
from extract.duties.enumeration import inline_items
from extract.duties.governing import governed, mentions_of
from extract.duties.mentions import Mention
from extract.duties.narrowing import as_narrow, held_by_one, narrows, of_its_members, posts_among
from extract.duties.offices import office_opening
from extract.duties.role_tables import table_bounds
from extract.duties.subjects import Subject, covers
from extract.issues import Issue
from extract.notice import Notice
from extract.passage import Passage

_PLACE = re.compile(r"([\u4e00-\u9fff]{2,3}?)(?:省|市|区|县|州|旗|镇|乡|街道|园区|开发区)")
_SHORT = 60
_GROUP = re.compile(
    r"(?:\S{0,4}年度?)?(?:安全生产|岗位|主要|具体|年度|重点|基本|日常|履职|工作)*(?:职责|责任|任务|工作|事项)(?:任务)?(?:清单|内容|要求|事项|分工)?"
)
"""A heading that only groups the duties under it: 职责清单, 年度工作清单, 主要职责."""
_ANOTHERS = re.compile(r"^[^，。；：]{2,30}职责[^。；]{0,12}[：:]$")
_ITS_DUTIES = re.compile(
    r"的?(?:安全生产|消防(?:安全|工作)?|生态环境保?护?|环境保护|食品安全|应急管理|防汛抗旱|森林防火|主要|工作|监督管理|监管|管理)*职责"
)


def places_of(notice: Notice) -> frozenset[str]:
    """Names of places (云溪, 青岚) that the notice's head names: they may stand before a tier anywhere in it."""
    head = [notice.outline.document.title or "", *notice.outline.document.issuers]
    for instrument in notice.outline.instruments:
        head += [instrument.title or "", *instrument.issuers]
    names: set[str] = set()
    for words in head:
        rest = words
        while found := _PLACE.match(rest):
            names.add(found.group(1))
            rest = rest[found.end() :]
    return frozenset(names)


@dataclass(slots=True)
class Finder:
    """Walks one notice and gathers its bindings and the clauses whose subject stays unclear."""

    notice: Notice
    places: frozenset[str]
    bounds: list[Bound] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def find(self, nodes: tuple[Node, ...], above: Opening | None = None) -> None:
        """Gather from sibling clauses; `above` is the opening that a heading over them makes."""
        skip = 0
        for i, node in enumerate(nodes):
            if skip:
                skip -= 1
                continue
            clause = Clause(self.notice, node)
            if node.kind == "table":
                self.bounds.extend(table_bounds(self.notice, node, mentions_of))
            elif not clause.accountable:
                skip = self._clause(clause, above, nodes[i + 1 :])

    # --- one clause ---------------------------------------------------------------------------------------------------

    def _clause(self, clause: Clause, above: Opening | None, later: tuple[Node, ...]) -> int:
        """Gather from one clause. Returns how many of the later siblings were taken for its list."""
        node, heading = clause.node, clause.heading
        headed = None
        if heading and not clause.closing and not (node.kind in DIVISIONS and self._groups(clause)):
            headed = find_opening(heading, mentions_of(heading.text), self.places, titled=True)
            if headed and not self._accepted(headed, clause):
                headed = None
        own = clause.own if node.own and node.kind not in DIVISIONS else None
        opening = None
        if own and not clause.closing:
            opening = find_opening(
                own, mentions_of(own.text), self.places, titled=bool(node.children) and len(own.text) <= 20
            )
            if opening and not self._accepted(opening, clause):
                opening = None
        if opening:
            taken = self._opened(clause, opening, later)
            if taken is not None:
                return taken
        if not headed and not opening and (office := self._office(clause)):
            self._issue("info", clause, f"“{_brief(office.passage.text)}”不是常见的职务，职责清单按原文列出，请核对")
            if not heading:
                self._bind(office, list(clause.listed()))
                self._after_list(clause, clause.listed())
                return 0
            headed = office
        if headed:
            self._headed(clause, headed)
            return 0
        if heading and not above and unclear_heading(clause, heading.text):
            self._unclear(clause, heading.text)
        if above and node.kind in (LISTED | {"article"}):
            self._bind(above, [clause])
            return 0
        if own:
            self._running(clause, own)
        self.find(node.children, above)
        return 0

    def _groups(self, clause: Clause) -> bool:
        """Whether a division's heading only groups articles that name their own: 第一节 党委领导干部职责."""
        articles = [c for c in _below_divisions(clause) if c.node.kind == "article" and c.node.own]
        found = (find_opening(c.own, mentions_of(c.own.text), self.places) for c in articles)
        return any(o and o.way == "list" and all(s.position for s in o.subjects) for o in found)

    def _accepted(self, opening: Opening, clause: Clause) -> bool:
        """A bare name opens duties only where headings speak of duties; an organ without a position only by 职责."""
        words = opening.passage.text
        if any(not s.position and (s.kind == "collective" or s.organ is None) for s in opening.subjects):
            by_tier = all(s.units and s.kind is None and not s.position for s in opening.subjects)  # 街镇（园区）职责
            return by_tier and bool(_ITS_DUTIES.match(words, opening.subjects[-1].end))
        if all(s.position and s.kind != "collective" for s in opening.subjects):
            return opening.way != "named" or bool(clause.node.kind != "paragraph" or clause.about_duties)
        return bool("职责" in words[: opening.rest]) or clause.about_duties

    def _opened(self, clause: Clause, opening: Opening, later: tuple[Node, ...]) -> int | None:
        """Bind what an opening in a clause's own text opens; None where it opens nothing after all."""
        listed = clause.listed()
        text = opening.passage.text
        rest = text[opening.rest :].strip()
        if opening.way == "stop" and any(
            o.at >= opening.rest and all(s.specific for s in o.subjects) and not o.general
            for o in obliging(mentions_of(text), self.places)
        ):
            return None  # 党政主要负责人。镇党委书记、镇长每月……: those named in the sentence are meant
        if opening.way in ("named", "stop") and rest:
            label = Clause.numbered(clause)
            ordinal = label.label() if label else None
            items = inline_items(text, opening.rest)
            duties = tuple(
                DutyText(opening.passage, a, b, opening.passage.cite(*mark, rule="ordinal")) for mark, (a, b) in items
            )
            if not duties and not re.fullmatch(r"[^。；]{0,24}[：:]", rest):
                start = len(text) - len(text[opening.rest :].lstrip())
                duties = (DutyText(opening.passage, start, len(text), ordinal),)
            self._add(opening, duties)
            if listed:
                self._bind(opening, list(listed))
            return 0
        if opening.way == "stop":
            return None
        if listed:
            self._bind(opening, list(listed))
            self._after_list(clause, listed)
            return 0
        items = inline_items(text, opening.rest)
        if items:
            self._add(
                opening,
                tuple(
                    DutyText(opening.passage, a, b, opening.passage.cite(*mark, rule="ordinal"))
                    for mark, (a, b) in items
                ),
            )
            return 0
        paragraphs = [c for c in clause.children() if c.node.kind == "paragraph"]
        if paragraphs:
            self._bind(opening, paragraphs)
            return 0
        siblings = 0
        for node in later:
            if node.kind not in LISTED and not (
                siblings == 0 and clause.node.kind == "paragraph" and node.kind in LISTED
            ):
                break
            if node.kind == clause.node.kind:
                break
            siblings += 1
        if siblings and re.search(r"[：:]$", text):
            self._bind(opening, [Clause(self.notice, node) for node in later[:siblings]])
            return siblings
        return None

    @staticmethod
    def _office(clause: Clause) -> Opening | None:
        """What a clause's heading, or its text above a list, opens by naming an office that no table knows."""
        passage = clause.heading or (clause.own if clause.node.own else None)
        named = passage and clause.node.kind not in DIVISIONS | {"article", "paragraph"}
        return office_opening(clause, passage) if passage and named else None

    def _after_list(self, clause: Clause, listed: tuple[Clause, ...]) -> None:
        """Paragraphs after a list are running text again; tables under it are read."""
        taken = {c.node.id for c in listed}
        for child in clause.node.children:
            if child.id not in taken:
                self.find((child,))

    def _headed(self, clause: Clause, opening: Opening) -> None:
        """Bind what stands under a heading that names somebody."""
        children = [c for c in clause.children() if c.node.kind in LISTED or c.node.kind == "article"]
        paragraphs = [c for c in clause.children() if c.node.kind == "paragraph"]
        if clause.node.own and clause.node.kind not in DIVISIONS:
            label = clause.numbered()
            own = clause.own
            if not (children and re.search(r"[：:]$", own.text)):
                self._add(opening, self._texts(own, 0, label.label() if label else None))
        self._bind(opening, children or [])
        if not children:
            self._bind(opening, paragraphs)
        for child in clause.node.children:
            if child.kind in DIVISIONS:
                self.find((child,), opening)
            elif child.kind == "table" or (children and child.kind == "paragraph"):
                self.find((child,))

    def _texts(self, passage: Passage, start: int, ordinal: Ordinal) -> tuple[DutyText, ...]:
        items = inline_items(passage.text, start)
        if items:
            return tuple(DutyText(passage, a, b, passage.cite(*mark, rule="ordinal")) for mark, (a, b) in items)
        return (DutyText(passage, start, len(passage.text), ordinal),)

    def _add(self, opening: Opening, duties: tuple[DutyText, ...]) -> None:
        for subject in opening.subjects:
            self.bounds.append(Bound(subject, opening.passage, "list", duties))

    def _bind(self, opening: Opening, clauses: list[Clause]) -> None:
        """Bind each clause of a list to the opening's subjects, save those that name others or only some of them."""
        self._add(opening, ())
        for clause in clauses:
            own = clause.own if clause.node.own else None
            inner = None
            for passage in (clause.heading, own):
                if passage is None:
                    continue
                found = find_opening(passage, mentions_of(passage.text), self.places, titled=passage is not own)
                if found and narrows(found, opening, clause) and self._accepted(found, clause):
                    inner = found
            if inner or self._office(clause):
                self._clause(clause, None, ())
                continue
            if own and clause.node.kind == "article" and _ANOTHERS.search(own.text):
                self._clause(clause, None, ())  # whom it opens was not understood: it says so, and binds nobody above
                continue
            if own is None and clause.node.children and (not clause.heading or _GROUP.fullmatch(clause.heading.text)):
                self._bind(opening, list(clause.children()))
                continue
            whole = clause.whole()
            if not whole.text.strip():
                continue
            said_of = list(obliging(mentions_of(own.text), self.places)) if own else []
            named = next((o for o in said_of if o.at == 0), None)
            if named and clause.node.kind == "article" and of_its_members(named.subjects, opening):
                self._clause(clause, None, ())
                continue
            others = tuple(s for s in named.subjects if s.specific) if named else ()
            others = others or (posts_among(named.subjects, opening) if named else ())
            ordinal = clause.label() if clause.node.kind != "paragraph" else None
            duty = DutyText(whole, 0, len(whole.text), ordinal)
            if not others or own is None:
                self._add(opening, (duty,))
                continue
            said = (*others, *(s for _, governors in governed(DutyText(own, 0, len(own.text))) for s in governors))
            meant = tuple(s for s in opening.subjects if any(covers(one, s) and as_narrow(s, one) for one in said))
            if meant:
                self._add(replace(opening, subjects=meant), (duty,))
            elif clause.node.kind == "article" and len(said_of) > 1:  # 区委副书记……；常务副区长……
                self._clause(clause, None, ())
            else:
                if clause.node.kind == "article":  # a running article has no ordinal
                    duty = replace(duty, ordinal=None)
                self.bounds.extend(Bound(s, own, "own", (duty,)) for s in others)

    # --- running text -------------------------------------------------------------------------------------------------

    def _running(self, clause: Clause, own: Passage) -> None:
        mentions = mentions_of(own.text)
        numbered = clause.numbered()
        ordinal = numbered.label() if numbered else None
        unclear = unclear_opening(clause, own.text) or (clause.node.children and unclear_heading(clause, own.text))
        if unclear and not _each_named(clause):
            self._unclear(clause, own.text)
        elif not unclear and common_opening(clause, own.text) and not _each_named(clause):
            self._issue(
                "info",
                clause,
                f"这一条列的是各单位共同的职责，没有写明是哪些单位，职责清单没有列入：“{_brief(own.text)}”，请人工确定",
            )
        if clause.closing:
            return
        stretches = list(obliging(mentions, self.places))
        for i, stretch in enumerate(stretches):
            end = stretch.end
            if (
                clause.node.kind == "article"
                and i + 1 == len(stretches)
                and not stretch.general
                and len(stretches) == 1
                and stretch.start == 0
            ):
                end = len(own.text)
            duty = DutyText(own, stretch.start, end, ordinal)
            for subject in stretch.subjects:
                if not subject.tier and not subject.organ:
                    subject = replace(subject, units=clause.tier_above)
                named = (
                    (clause.in_duty_chapter or _of_one_organ(clause, subject, stretch.start))
                    and subject.kind not in (None, "collective")
                    and subject.organ is not None
                ) or (clause.in_duty_chapter and stretch.at == 0 and held_by_one(subject))
                way = "general" if stretch.general else "own" if named else "sentence"
                self.bounds.append(Bound(subject, own, way, (duty,)))
        for found in assignments(mentions):
            duty = DutyText(own, found.start, found.end, ordinal)
            if found.label_only and numbered and numbered.node.own and numbered.node.id != clause.node.id:
                above = numbered.own
                duty = DutyText(above, 0, len(above.text), ordinal)
            for name in dict.fromkeys(found.names):
                self.bounds.append(Bound(department(name, own.text), own, "department", (duty,)))
        listed = (clause.node.kind in LISTED and clause.about_duties) or _told_in_articles(clause)
        for called, start, end in functional_subjects(mentions, listed=listed):
            if start == 0 and listed:  # （一）教育部门负责……
                subject = Subject(*called, pieces=(called,), organ=called, kind="body", rule="department.functional")
                self.bounds.append(Bound(subject, own, "department", (DutyText(own, 0, len(own.text), ordinal),)))
                continue
            self._issue(
                "info",
                clause,
                f"这一句像是给部门派的任务，但没有写明是哪个部门：“{_brief(own.text[start:end])}”，请人工确定",
            )

    def _unclear(self, clause: Clause, text: str) -> None:
        self._issue("warning", clause, f"这一条列有职责，但没有读出由谁承担：“{_brief(text)}”，请人工核对")

    def _issue(self, severity: Literal["warning", "info"], clause: Clause, message: str) -> None:
        self.issues.append(Issue(code="duty-subject-unclear", severity=severity, message=message, node=clause.node.id))


def _below_divisions(clause: Clause) -> Iterator[Clause]:
    """The clauses under a division, those of its own divisions included."""
    for child in clause.children():
        if child.node.kind in DIVISIONS:
            yield from _below_divisions(child)
        else:
            yield child


def _told_in_articles(clause: Clause) -> bool:
    """Whether an article of an instrument on 职责 says what a department owes: 第八条 气象行政主管部门负责……"""
    return clause.node.kind == "article" and (clause.in_duty_chapter or "职责" in (clause.place.instrument.title or ""))


def _of_one_organ(clause: Clause, subject: Subject, start: int) -> bool:
    """Whether an article of one organ's own 责任制 begins with a post in it: 党组书记……, no tier being named."""
    title = clause.place.instrument.title or ""
    posted = subject.position_class in ("head", "charge", "deputy") and subject.tier is None
    return start == 0 and posted and bool(re.search("责任制|职责|责任清单", title))


def _each_named(clause: Clause) -> bool:
    """Whether most items of a list say themselves which department they bind: …履行下列职责：（一）教育部门负责……"""
    items = [c.heading or c.own for c in clause.listed() if c.heading or c.node.own]
    named = [
        item
        for item in items
        if (found := mentions_of(item.text)).at("DEPARTMENT", 0) or any(functional_subjects(found, listed=True))
    ]
    return 2 * len(named) > len(items)


def department(name: Mention, text: str) -> Subject:
    """The subject that a department's name is."""
    span = (name.start, name.end)
    return Subject(*span, pieces=(span,), organ=span, kind="body", rule=name.rule, words=text[slice(*span)])


def _brief(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 2]}……"


def bindings(notice: Notice) -> Iterator[tuple[str, list[Bound], list[Issue]]]:
    """For every instrument its id, its bindings and what stayed unclear."""
    places = places_of(notice)
    for instrument in notice.outline.instruments:
        finder = Finder(notice, places)
        finder.find(instrument.nodes)
        yield instrument.id, finder.bounds, finder.issues
