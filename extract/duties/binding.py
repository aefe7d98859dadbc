"""Whom an article binds: the openings of lists, the items that name somebody, the sentences that oblige somebody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.evidence import Cited
from corpus.spans import Span
from extract.duties import knowledge, openings
from extract.duties.clauses import Clause, sentences
from extract.duties.departments import is_functional
from extract.duties.mentions import Mentions
from extract.duties.subject_parser import SubjectParser
from extract.duties.subjects import Subject
from extract.passage import Passage

_OPENINGS = [(row, re.compile(row.pattern)) for row in openings.OPENINGS]
_NOT_DUTIES = [(row, re.compile(row.pattern)) for row in knowledge.NOT_DUTIES]
_GENERAL = [(row, re.compile(row.pattern)) for row in knowledge.GENERAL_CLAUSES]
_IN_CHARGE = re.compile(
    r"(?:原则上|一般|应当?|可以|可)?由(?P<who>[^，。；]{0,40}?)(?P<task>(?:具体)?分管安全生产(?:工作)?)"
)
_LEADER = re.compile(
    r"(?:政府)?(?P<noun>领导干部|领导同志|领导成员|领导|负责人|负责同志|副职|(?:常务)?副[^，。；的]{1,6}?长|班子成员|同志)$"
)
_PERSON_FIRST = re.compile(rf"{openings.PERSON}[\s　]+(?=\S)")
"""Who holds a post, before it: 周小芳  镇党委委员、副镇长."""
_LEAD_IN = re.compile(r"(?:按照|根据|依照|依据|结合|为|围绕|坚持)[^。；]{2,60}?，")
_TASK = re.compile("负责|牵头|协助|统筹|组织|督促|指导|协调|加强|抓好")
_PREDICATE_GAP = re.compile(r"(?:[，,]?(?:（[^）]{1,20}）)?)")
_FUNCTIONAL = re.compile(r"[^，。；：:、\s]{2,20}?(?:部门|机关|机构)")
_ESTABLISHMENT = re.compile(
    r"(?:各|本)?(?:[\u4e00-\u9fff]{0,6}?)(?:中小学校?|学校|学院|幼儿园|医院|卫生院|(?:校|院|局|厂|矿|馆)(?=党|主要|分管|其他|班子|领导)|分?公司|集团|车间|班组|项目部|工厂|煤矿|矿山|景区|商场|养老机构)"
)
_ANOTHER_BODY = re.compile(
    r"(?:依法|分别|共同)?(?:设立|成立|组建|下设|所属|直属|派出|任命|指定|确定|委托)(?:的|[^，。；：]{0,12}的)?(?=\S)"
)
"""What makes a name part of another's: 各级政府设立的森林防火指挥部."""
_COLLECTIVE_OPENING = re.compile(
    r"^(?:各(?!级党|级政府)|有关|企业|生产经营单位|负有|全体|所有|从业|职工|本单位|事故)|(?:单位|部门|企业)[^，。：]{0,12}[：:]$"
)
_UNITS_IN_COMMON = re.compile(
    r"(?!企业|生产经营|本单位|施工)[^，。；：]{0,24}(?:成员单位|责任单位|有关单位|各单位|部门)[^，。：]{0,20}[：:]$"
)

Ordinal = Cited[str] | str | None
"""A duty's ordinal: cited where it stands in the source as it is given."""


@dataclass(frozen=True, slots=True)
class DutyText:
    """A duty as it stands: a stretch of a passage, its ordinal, and cells beside it that say how often or by when."""

    passage: Passage
    start: int
    end: int
    ordinal: Ordinal = None
    beside: tuple[Passage, ...] = ()
    opening: Passage | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Bound:
    """Somebody bound: the subject, the passage that names it, how (`list`, `sentence`, `general`, `accountability`)."""

    subject: Subject
    passage: Passage
    way: str
    duties: tuple[DutyText, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A text that opens somebody's duties: who, how (`openings.OPENINGS`), and where the text goes on."""

    passage: Passage
    subjects: tuple[Subject, ...]
    way: str
    rest: int


def not_a_duty(text: str, *meanings: str) -> str | None:
    """What a text is that looks like a duty (`knowledge.NOT_DUTIES`), None where it is one; `meanings` limits the
    rows."""
    for row, pattern in _NOT_DUTIES:
        if (not meanings or row.meaning in meanings) and pattern.search(text):
            return row.meaning
    return None


def find_opening(
    passage: Passage, mentions: Mentions, places: frozenset[str], *, titled: bool = False
) -> Opening | None:
    """The opening that a text is or begins with. `titled`: the text is a heading, where any place name may stand.

    >>> [s.pieces for s in find_opening(passage, …).subjects]   # 区委主要负责人职责：   # doctest: +SKIP
    [((0, 7),)]
    """
    text = passage.text
    parser = SubjectParser(mentions, places, anywhere=True)
    in_charge = _in_charge(text, parser)
    if in_charge and re.search(r"[：:]$", text):
        return Opening(passage, in_charge, "list", len(text))
    person = _PERSON_FIRST.match(text)
    starts = [0, *(m.end() for m in [person, _LEAD_IN.match(text)] if m)]
    last = max((m.end() for m in re.finditer(r"[。；]", text[:-1])), default=0)
    for start in dict.fromkeys([*starts, last]):
        subjects, end = parser.enumeration(start)
        if not subjects:
            subjects, end = _functional(text, start)
        if not subjects:
            subjects, end = _of_establishment(text, start, parser)
        if not subjects:
            continue
        for row, pattern in _OPENINGS:
            if row.meaning == "heading" and not titled:
                continue
            if (row.meaning in ("stop", "named") and start > (person.end() if person else 0)) or (
                row.meaning == "stop" and any(not s.position and s.kind != "body" for s in subjects)
            ):
                continue
            found = pattern.match(text, end) if not _ANOTHER_BODY.match(text, end) else None
            if not found or (row.meaning == "list" and not_a_duty(text[start:], "case", "blame", "praise", "score")):
                continue
            if titled and re.search(r"领导责任。?$", text):
                continue  # 各级领导责任 is a kind of responsibility, not a post
            if (
                row.meaning == "heading"
                and any(not s.position and s.kind != "body" and not (s.organ and s.units) for s in subjects)
                and not found.group()
            ):
                continue
            return Opening(passage, subjects, row.meaning, found.end())
    return None


def _in_charge(text: str, parser: SubjectParser) -> tuple[Subject, ...]:
    """市、区政府由…领导干部分管安全生产工作，乡镇…由…分管安全生产工作，其职责…"""
    out: list[Subject] = []
    for clause in re.finditer(r"[^，。；：:]+", text):
        subjects, end = parser.enumeration(clause.start())
        charge = _IN_CHARGE.match(text, end) if subjects and not any(s.position for s in subjects) else None
        if not charge:
            continue
        task = charge.span("task")
        noun = _LEADER.search(charge.group("who"))
        at = charge.start("who")
        position = (task, (at + noun.start("noun"), at + noun.end("noun"))) if noun else (task,)
        for subject in subjects:
            out.append(
                replace(
                    subject, end=charge.end(), pieces=(*subject.pieces, *position), position=position,
                    position_class="charge", rule="modifier.charge",
                )
            )  # fmt: skip
    return tuple(out)


def _functional(text: str, start: int) -> tuple[tuple[Subject, ...], int]:
    """应急管理部门, 公安机关: named by what they are for, in an opening."""
    found = _FUNCTIONAL.match(text, start)
    if not found or not is_functional(found.group()):
        return (), start
    span = found.span()
    return (Subject(*span, pieces=(span,), organ=span, kind="body", rule="department.functional"),), found.end()


def _of_establishment(text: str, start: int, parser: SubjectParser) -> tuple[tuple[Subject, ...], int]:
    """学校主要负责人, 公司总经理、分管副总经理: posts in what is neither party nor government."""
    found = _ESTABLISHMENT.match(text, start)
    subjects, end = parser.enumeration(found.end()) if found else ((), start)
    if not found or not subjects or any(not s.position or s.tier or s.kind == "collective" for s in subjects):
        return (), start
    return tuple(_held_in(found.span(), s, text) for s in subjects), end


def _held_in(place: Span, post: Subject, text: str) -> Subject:
    """A post as one of an establishment's: 院长 of 二级学院."""
    beside = post.pieces[0][0] == place[1]
    first = text[post.pieces[0][0]]
    if place[1] - place[0] == 1 and post.organ is None and first == text[place[0]]:  # 局长 of 局, not 局局长
        return replace(post, organ=place, kind="body", words="".join(text[a:b] for a, b in post.pieces))
    pieces = ((place[0], post.pieces[0][1]), *post.pieces[1:]) if beside else (place, *post.pieces)
    organ = (place[0], post.organ[1]) if post.organ and post.organ[0] == place[1] else post.organ or place
    words = "".join(text[a:b] for a, b in pieces)
    return replace(post, start=place[0], pieces=pieces, organ=organ, kind="body", words=words)


# --- sentences that oblige ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Obliging:
    """A stretch of a sentence that obliges somebody: who, from where to where, and whether it only says who answers."""

    subjects: tuple[Subject, ...]
    start: int
    end: int
    general: bool
    at: int = 0  # where the subjects are named


def is_predicate(mentions: Mentions, at: int) -> bool:
    """Whether an obligation begins there."""
    gap = _PREDICATE_GAP.match(mentions.text, at)
    return bool(mentions.at("OBLIGATION", gap.end() if gap else at))


def general_clause(text: str) -> str | None:
    """The row of `GENERAL_CLAUSES` that a clause is of, or None."""
    return next((row.id for row, pattern in _GENERAL if pattern.search(text)), None)


def obliging(mentions: Mentions, places: frozenset[str]) -> Iterator[Obliging]:
    """The stretches of a running text that oblige a leader: sentences, or their parts between semicolons."""
    text = mentions.text
    parser = SubjectParser(mentions, places)
    for start, end in sentences(text):
        found: list[tuple[int, tuple[Subject, ...]]] = []
        for clause in re.finditer(r"[^，。；;！？!?]+[，。；;！？!?]?", text[start:end]):
            at = start + clause.start() + len(clause.group()) - len(clause.group().lstrip())
            subjects, after = parser.enumeration(at)
            if subjects and any(s.position for s in subjects) and _obliges(mentions, after, end):
                found.append((at, tuple(_continued(s, found[-1][1]) for s in subjects) if found else subjects))
                for others in _each_its_period(mentions, parser, after, start + clause.end()):
                    found.append((at, tuple(_continued(s, found[-1][1]) for s in others)))
        cuts = [start, *(at for at, _ in found if at > start and text[at - 1] in "；;"), end]
        for low, high in pairwise(cuts):
            within = [(at, subjects) for at, subjects in found if low <= at < high]
            if not within or (not_a_duty(text[low:high]) and not _is_their_task(text, within[0][1], low, high)):
                continue
            general = all(
                _only_general(text[at:stop])
                for (at, _), stop in zip(within, [*(at for at, _ in within[1:]), high], strict=True)
            )
            positions = tuple(s for _, subjects in within for s in subjects if s.position)
            if general:
                yield Obliging(positions, start, end, general=True, at=within[0][0])
            else:
                stop = low + len(text[low:high].rstrip())
                yield Obliging(positions, low, stop, general=False, at=within[0][0])


def _is_their_task(text: str, subjects: tuple[Subject, ...], low: int, high: int) -> bool:
    """Whether what sounds like 问责 or 考核 is the task of those named: 区纪委书记负责对失职渎职行为监督、问责."""
    return bool(
        all(s.position for s in subjects)
        and _TASK.match(text, max(s.end for s in subjects))
        and not not_a_duty(text[low:high], "case", "explanation", "composition", "copies")
    )


def _each_its_period(mentions: Mentions, parser: SubjectParser, start: int, end: int) -> Iterator[tuple[Subject, ...]]:
    """Those named behind the first one's period, each with a period of his own: 主要负责人每季度、分管负责人每月…"""
    for period in mentions.of("PERIOD", start, end):
        if mentions.text[period.end : period.end + 1] == "、":
            subjects, after = parser.enumeration(period.end + 1)
            if subjects and all(s.position for s in subjects) and mentions.at("PERIOD", after):
                yield subjects


def _continued(subject: Subject, before: tuple[Subject, ...]) -> Subject:
    """A bare position later in a sentence is of the tier named before it: 镇党委书记…；分管负责人…"""
    last = before[-1]
    if subject.tier or subject.organ or not subject.position or last.tier is None:
        return subject
    organ = last.organ if len(before) == 1 and last.organ and last.organ[0] >= last.tier[1] else None
    head = (last.tier[0], organ[1]) if organ else last.tier
    return replace(
        subject, pieces=(head, *subject.pieces), tier=last.tier, organ=organ, units=last.units,
        kind=last.kind if organ else subject.kind,
    )  # fmt: skip


def _obliges(mentions: Mentions, at: int, end: int) -> bool:
    text = mentions.text
    return is_predicate(mentions, at) or bool(
        re.match(r"(?:是|为|负)[^，。；]{0,40}(?:责任人|总责|责任)", text[at:end])
    )


def _only_general(stretch: str) -> bool:
    """Whether every clause of the stretch is a general one (对…负总责，是…第一责任人)."""
    clauses = [c for c in re.split(r"[，；;。]", stretch) if c.strip()]
    return bool(clauses) and all(general_clause(c) for c in clauses)


def unclear_opening(clause: Clause, text: str) -> bool:
    """Whether a text opens a list of duties of somebody that was not understood."""
    return bool(
        re.search(r"职责[^。；]{0,16}[：:]$", text)
        and clause.listed()
        and not not_a_duty(text)
        and not _COLLECTIVE_OPENING.search(text)
    )


def common_opening(clause: Clause, text: str) -> bool:
    """Whether a text opens a list of what units have in common, none of which is named: 市级有关部门职责："""
    return bool(
        re.search(r"职责[^。；]{0,16}[：:]$", text)
        and clause.listed()
        and not not_a_duty(text)
        and _UNITS_IN_COMMON.match(text)
    )


_OFFICE = re.compile(
    r"(?:书记|委员|主任|主席|负责人|成员|[^期特延校]长)(?:（[^）]*）)?(?:(?:安全生产)?(?:职责|责任)(?:清单)?)?$"
)

_GROUP_OF_PEOPLE = re.compile(
    r"(?:干部|人员|责任人|[监巡协信网安保]\S{0,3}员|工作组|小组|专班|指挥部|联席会议)(?:的|主要|工作|安全生产)*职责(?:清单)?[：:]?$"
)
"""A heading that says whose duties stand below it, whatever the instrument is called."""


def unclear_heading(clause: Clause, text: str) -> bool:
    """Whether a heading over a list names an office that was not understood, in an instrument that lists duties."""
    title = clause.place.instrument.title or ""
    if not (clause.node.children or clause.node.own) or len(text) > 25:
        return False
    named = re.search(r"(?:职责|责任)(?:清单|分工)|职责", title) and _OFFICE.search(text)
    return bool(named or (clause.listed() and _GROUP_OF_PEOPLE.search(text)))
