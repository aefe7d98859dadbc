"""Finding: reads a stretch of text (up to a ；) as clauses, each with its phrase, its count and its own condition.

A stretch is read whole or not at all: where one clause is doubtful, the whole stretch is, and it is kept verbatim.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.spans import Span
from extract.rules.asides import AFTERWORDS, BROKEN, EXCEPTION
from extract.rules.clauses import Piece, Stretch
from extract.rules.conditions import opening, rstrip, trimmed
from extract.rules.counting import ACTOR, COUNTS, SLASHED, WHO, Count
from extract.rules.phrases import BY_LAST, Phrase
from extract.rules.quantities import NUMBER, PERIOD, UNIT
from extract.rules.signals import signals

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A scoring phrase that was understood. All spans are offsets into the passage's text.

    `[start, end)` is the phrase itself, `parts` its named groups. `condition` is what must hold, () where nothing is
    said; `said`: the count says what happens and stands in the condition; `bracketed`: it opens a bracket. `extent` is
    the clause with its condition. `broken`: what is said of a started unit, `scope`: of what the points are taken off.
    """

    phrase: Phrase
    start: int
    end: int
    parts: Mapping[str, Span]
    condition: Spans = ()
    count: Count | None = None
    per: Span | None = None
    beyond: Span | None = None
    broken: Span | None = None
    scope: Span | None = None
    said: bool = False
    bracketed: bool = False
    extent: Spans = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a stretch is not understood for certain; `code` stands in the proof of what is kept of it."""

    code: str


def read_stretch(text: str, stretch: Stretch) -> tuple[Clause, ...] | Doubt:
    """The stretch's clauses in text order; none where it does not score."""
    marked = signals(text, stretch.start, stretch.end)
    return _Reading(text, marked).read(stretch.pieces) if marked else ()


_POSITIVE = ("award", "bonus")
_COUNTED = ("award", "deduct", "bonus", "range", "portion", "multiple")
_BARE = ("remark", "highest", "descend", "coefficient", "rounding", "conversion")
_OF_TOTAL = re.compile(
    r"(?:从|在|于)?(?:其|该单位|单位|全年|年度|本年度|当年|综合|考核|考评)*(?:总分值?|总成绩|总得分)(?:中|里|内)?(?:直接|再|予以|一律|另)*\Z"
)
"""Points of the whole assessment and not of the item: 从年度总分中扣2分."""
_OF_YEAR = re.compile(r"(?:本年度|年度|全年|当年)(?:综合)?(?:考核|考评)?(?:总)?(?:得分|成绩|分数|分值)")
_QUOTA = re.compile(
    rf"每\s*[一1]?\s*(?:个)?(?:{WHO})[^，。；]{{0,4}}?{NUMBER}\s*{UNIT}[^，。；每]{{1,24}}?[未不][^，。；每]{{1,8}}\Z"
)
"""What each of those assessed must have, not what is counted: 每村2名…未达标."""
_LED_IN = re.compile(r"(?:(?:则|均|都|就)\s*)?")
"""What may stand before a count that opens its clause: 则一次扣10分."""
_BASED = re.compile(r"(?:均)?以(?P<beyond>[^，。；]{2,30}?)为(?:基数|基准)")
_ONWARD = re.compile(r"\s*[，,]?\s*[（(]?\s*(?:以)?下同\s*[）)]?")
_BARE_AFTER = re.compile(
    r"(?:\A有[^，。；]{1,12}|的|以上|以下|以内|之间|等奖|级|名|位|：|:|一般|较好|较差|优秀|良好|合格)\s*\Z"
)
_SIGNED_AFTER = re.compile(r"[\u4e00-\u9fff\s：:）)]\Z")
_NEGATIVE = re.compile(r"[未不无没缺少漏差迟晚]")
_CAPPING = re.compile(r"上限|下限|最[高多低少大]|至[多少]|[扣加减]|[不未]超|累计|分值|总分|权重")
_EACH_OF = re.compile(
    rf"(?<![到在对把将实])每(?!{PERIOD})(?:\s*{NUMBER}?\s*{UNIT}|[^，。；,;]{{1,14}}?{NUMBER}\s*{UNIT})|\A每(?!{PERIOD})"
)
_EACH_OPENS = re.compile(rf"每(?!{PERIOD})[^，。；]{{0,6}}?{NUMBER}\s*{UNIT}")
_ELSEWHERE = re.compile(r"(?:从|在|于)[^，。；]{0,10}(?:总分|总成绩|成绩|得分|分值)(?:中|里|内|基础上)?\Z")
_EVENT_ENDS = re.compile(r"(?:的|以上|人|起|次)\Z")
_EVENT_OPENS = re.compile(r"(?:凡是?|对|如|若|因)*(?:发生|出现|存在|有)")
_ONE_OF_SEVERAL = re.compile(r"(?:以及|或者|直至|或|和|、)\Z")
_PERSON = re.compile(
    r"(?:其|该|对|相关|有关|直接|责任)*(?:单位|部门|乡镇|街道)?(?:的)?(?:党政)?(?:主要|分管|直接|具体)*(?:负责人|领导干部|领导班子|班子成员|班子|领导|责任人|人员|干部|单位)(?:和[^，。；]{1,8})?"
)
"""Somebody, and not what happened: 主要负责人不得评先评优 follows from what was said before."""
_SHARED_OUT = re.compile(r"(?:分别|各)\s*\Z")
_CUT_OFF = re.compile(r"[）)】」』]|(?:并|且|以及|或者)(?![未不无非])")
"""How a condition begins whose first words stand elsewhere: a line that was cut."""


class _Reading:
    """One pass over a stretch. `pending` is the condition read so far, waiting for its score; `doubt` ends it."""

    def __init__(self, text: str, marked: Sequence[Span]) -> None:
        self.text = text
        self.marked = marked
        self.clauses: list[Clause] = []
        self.pending: list[Piece] = []
        self.outside: list[Piece] = []
        self.remarked: Span | None = None
        self.announced = False
        self.base: tuple[int, Span] | None = None
        self.doubt: Doubt | None = None

    def read(self, pieces: Sequence[Piece]) -> tuple[Clause, ...] | Doubt:
        for piece in pieces:
            if piece.after == "open":
                self.outside, self.pending = self.pending, []
            elif piece.after == "close":
                self.outside, self.pending = [], []
            if self._of_started(piece.start, piece.end) or self._based(piece):
                continue
            if self._marked(piece.start, piece.end):
                self._score(piece)
            elif not self._noted(piece) and not self._afterword(piece):
                self.pending.append(piece)
            if self.doubt:
                return self.doubt
        if self.clauses and self.pending:
            return Doubt("trailing")
        if (self.announced and not self.clauses) or self.base:
            return Doubt("wording")
        return tuple(self.clauses)

    def _marked(self, start: int, end: int) -> bool:
        return any(start < b <= end for _, b in self.marked)

    def _doubtful(self, code: str) -> None:
        self.doubt = self.doubt or Doubt(code)

    def _afterword(self, piece: Piece) -> bool:
        """Whether the piece only says how the score before it is proved, or what else follows."""
        if not self.clauses or self.pending:
            return False
        said = self.text[piece.start : piece.end]
        if said[0] in "（(" and opening(self.text, piece.start, piece.end) == piece.start:
            said = said[1:-1]
        if EXCEPTION.search(said):
            self._doubtful("exception")
        return any(row.compiled.fullmatch(said) for row in AFTERWORDS)

    def _of_started(self, start: int, end: int) -> bool:
        """Whether the words say what a started unit of the count before them counts: 不足1个百分点的不计."""
        if not self.clauses or self.pending or not BROKEN.fullmatch(self.text, start, end):
            return False
        last = self.clauses[-1]
        if last.per is None or last.broken:
            return False
        self.clauses[-1] = replace(last, broken=(start, end))
        return True

    def _based(self, piece: Piece) -> bool:
        """Whether the piece only says what the count behind it starts from: 以上年平均数为基数."""
        based = _BASED.fullmatch(self.text, piece.start, piece.end)
        if based is None or self.base or self.pending:
            return False
        self.base = piece.start, based.span("beyond")
        return True

    def _noted(self, piece: Piece) -> bool:
        """Whether the piece says how points are taken in general: 逐项扣分."""
        found = self._phrase(piece.start, piece.end)
        return found is not None and found[0].kind == "note" and found[1].start() == piece.start

    def _score(self, piece: Piece) -> None:
        """Reads a piece that scores: its phrase from the end, what is left before it as count and condition."""
        self.remarked = None
        end = self._before_remarks(piece.start, piece.end)
        slashed = SLASHED.search(self.text, piece.start, end)
        found = self._phrase(piece.start, slashed.start() if slashed else end)
        if found is None:
            return self._doubtful("wording")
        phrase, match = found
        left = Piece(piece.start, rstrip(self.text, piece.start, match.start()), piece.after)
        if phrase.kind in ("reference", "note"):
            if self._marked(left.start, left.end):
                self._doubtful("wording")
            self.announced = self.announced or phrase.id == "note.places"
            if phrase.id == "note.harmless" and any(c.phrase.kind == "deduct" for c in self.clauses):
                self._doubtful("exception")
            self.pending = self.pending if phrase.kind == "note" else []
            return None
        if phrase.kind == "cap" and left.start < left.end:
            self._score(left)
            left = Piece(left.end, left.end, left.after)
        parts = {name: span for name in match.groupdict() if (span := match.span(name)) != (-1, -1)}
        clause = Clause(phrase, match.start(), slashed.end() if slashed else match.end(), parts)
        self.clauses.append(self._placed(clause, left, slashed))
        self.pending, self.outside = [], []
        if remarked := self.remarked:
            self.remarked = None
            if not self._of_started(*remarked):
                self._doubtful("exception")
        return None

    def _before_remarks(self, start: int, end: int) -> int:
        """The end of the clause without a bracket that scores nothing: 扣1分（以照片为准）."""
        while end > start and self.text[end - 1] in "）)":
            opened = opening(self.text, start, end)
            if BROKEN.fullmatch(self.text, opened + 1, end - 1):
                self.remarked = (opened + 1, end - 1)
                end = rstrip(self.text, start, opened)
                continue
            if opened <= start or self._marked(opened, end):
                break
            if EXCEPTION.search(self.text, opened, end):
                self._doubtful("exception")
            end = rstrip(self.text, start, opened)
        return end

    def _phrase(self, start: int, end: int) -> tuple[Phrase, re.Match[str]] | None:
        if start >= end:
            return None
        start = max(start, end - 60)
        there = frozenset(self.text[start:end])
        for phrase in BY_LAST.get(self.text[end - 1], ()):
            if phrase.needs and there.isdisjoint(phrase.needs):
                continue
            match = phrase.compiled.search(self.text, start, end)
            if match:
                return phrase, match
        return None

    def _placed(self, clause: Clause, left: Piece, slashed: re.Match[str] | None) -> Clause:
        """The clause with its count and its condition."""
        phrase = clause.phrase
        if phrase.kind == "cap":
            onward = _ONWARD.match(self.text, clause.end)
            return replace(clause, extent=((clause.start, onward.end() if onward else clause.end),))
        if any(left.start <= a and b <= left.end for a, b in self.marked):
            self._doubtful("two-scores")
        scope = self._scope(clause, left)
        if scope:
            left = Piece(left.start, rstrip(self.text, left.start, scope[0]), left.after)
        count, match = self._count(left, clause) if phrase.kind in _COUNTED else (None, None)
        said = match is not None and match.groupdict().get("said") is not None
        self._check(clause, left, count, match, slashed)
        end = left.end if match is None else match.end("said") if said else match.start()
        beyond = match.span("beyond") if match and match.groupdict().get("beyond") else None
        opened: int | None = None
        if self.base and match and not beyond and phrase.kind == "deduct":
            (opened, beyond), self.base = self.base, None
        waiting = self._of_event(left) if phrase.kind == "veto" else self.pending
        span = trimmed(self.text, waiting[0].start if waiting else left.start, end)
        closed = clause.end
        if not span and self.outside:
            span = trimmed(self.text, self.outside[0].start, self.outside[-1].end)
            closed = clause.end + (self.text[clause.end : clause.end + 1] in ("）", ")"))
        start = span[0] if span else match.start("per") if match else clause.start
        start = start if opened is None else opened
        condition: Spans = (span,) if span else ()
        if what := clause.parts.get("what"):
            condition = (*condition, what)
        extent: Spans = ((start, closed),)
        if not span and self.clauses and left.after == "comma" and _inherits(self.clauses[-1].phrase, phrase):
            condition = self.clauses[-1].condition
            extent = (*condition, *extent)
        others = any(c.phrase.kind != "cap" and c.condition for c in self.clauses)
        if condition and not self.clauses and _CUT_OFF.match(self.text, *condition[0]):
            self._doubtful("no-condition")
        if not condition and others and phrase.kind not in _BARE and phrase.id != "award.full":
            self._doubtful("no-condition")
        stood = waiting[-1].end if waiting and left.start >= left.end else end
        if phrase.kind == "veto" and (
            not condition or (phrase.id == "veto.single" and not _EVENT_ENDS.search(self.text, 0, stood))
        ):
            self._doubtful("no-condition")
        if phrase.id in ("multiple.verb", "portion.half", "portion.award") and not condition:
            self._doubtful("no-condition")
        if phrase.kind in ("coefficient", "rounding") and (condition or self.clauses):
            self._doubtful("wording")
        if phrase.kind == "veto" and self.clauses and condition and _PERSON.fullmatch(self.text, *condition[0]):
            self._doubtful("outcomes")
        if phrase.kind == "veto" and _ONE_OF_SEVERAL.search(self.text, left.start, left.end):
            self._doubtful("outcomes")
        if _ELSEWHERE.search(self.text, left.start, left.end):
            self._doubtful("scope")
        return replace(
            clause,
            condition=condition,
            extent=extent,
            count=count,
            per=slashed.span("per") if slashed else match.span("per") if match else None,
            beyond=beyond,
            scope=scope,
            said=said,
            bracketed=left.after == "open",
        )

    def _scope(self, clause: Clause, left: Piece) -> Span | None:
        """The words that say that points are those of the whole assessment: 从总分中, 年度考核得分."""
        if clause.phrase.kind not in ("deduct", "zero"):
            return None
        if clause.phrase.id in ("zero.nought", "zero.words") and (
            year := _OF_YEAR.search(self.text, left.start, clause.end)
        ):
            return year.span() if year.start() <= left.end else None
        total = _OF_TOTAL.search(self.text, left.start, left.end)
        return total.span() if total else None

    def _count(self, left: Piece, clause: Clause) -> tuple[Count, re.Match[str]] | tuple[None, None]:
        """The count before the score: in its own clause, or where nothing else stands there, in the one before."""
        phrase, at_once = clause.phrase, "一次性" in self.text[clause.start : clause.end]
        where = self.pending[-1] if left.start >= left.end and self.pending else left
        if where.start >= where.end:
            return None, None
        for count in COUNTS:
            if (count.deducts and phrase.kind != "deduct") or (at_once and count.id.startswith("per.one")):
                continue  # 发生1起事故的，一次性扣5分: once, however many there are
            match = count.compiled.search(self.text, where.start, where.end)
            if match and phrase.kind in _POSITIVE and count.id == "per.one" and self.text[match.start()] == "有":
                continue  # 有一套完整的台账得10分: that there is one
            if match and (not count.opens or _LED_IN.fullmatch(self.text, where.start, match.start())):
                return count, match
        words = self.text[where.start : where.end]
        if _EACH_OF.search(words) and not (phrase.kind == "deduct" and _QUOTA.match(words)):
            self._doubtful("count")
        if phrase.kind == "bonus" and any(_EACH_OPENS.match(self.text, p.start, p.end) for p in self.pending):
            self._doubtful("count")  # 每推广1条经验，国家级加3分: whether each has it
        return None, None

    def _check(
        self,
        clause: Clause,
        left: Piece,
        count: Count | None,
        match: re.Match[str] | None,
        slashed: re.Match[str] | None,
    ) -> None:
        """What a phrase needs beside it to be certain."""
        text, phrase, parts = self.text, clause.phrase, clause.parts
        counted = match is not None or slashed is not None
        if match and slashed:
            self._doubtful("count")
        if not counted and self.clauses and self.clauses[-1].per and text[left.start - 1] == "、":
            self._doubtful("count")  # 每发生一起…扣2分、…扣3分: whether the second is counted too
        if phrase.id.startswith("proportion.formula") and left.start < left.end and text[left.end - 1] not in "的：:":
            self._doubtful("wording")
        if "each" in parts and not {"list", "range"} & parts.keys() and not counted and not self._both(parts["each"]):
            self._doubtful("respectively")
        if _SHARED_OUT.search(text, left.start, left.end):
            self._doubtful("respectively")
        if phrase.kind in _POSITIVE and match and count:
            actor = ACTOR.match(text, match.start("per")) and count.id in ("per.event", "per.each.of")
            tail = match["tail"] if count.id == "per.each.of" else ""
            if actor or len(tail) > 4 or "的" in tail:
                self._doubtful("count")
        if phrase.id == "award.bare" and left.after == "comma" and self.clauses and _moves(self.clauses[-1].phrase):
            self._doubtful("bare-score")  # 国家级采用的加2分，省级1分: whether it is added too
        if left.start < left.end and phrase.id == "award.bare":
            if _CAPPING.search(text, left.start, left.end):
                self._doubtful("bare-score")
            negative = _NEGATIVE.search(text, left.start, left.end)
            if negative if counted else not _BARE_AFTER.search(text[left.start : left.end]):
                self._doubtful("bare-score")
        if left.start < left.end and phrase.id.endswith(".signed") and "分" not in text[slice(*parts["points"])]:
            minus = phrase.kind == "deduct" and text[left.end - 1] != "的"
            if not counted and (minus or not _SIGNED_AFTER.search(text, left.start, parts["points"][0])):
                self._doubtful("bare-score")

    def _both(self, each: Span) -> bool:
        """Whether each of the conditions before has the whole score: 各扣2分."""
        return self.text[slice(*each)] == "各"

    def _of_event(self, left: Piece) -> list[Piece]:
        """Of the clauses before a veto only those from where the event begins: 坚持…原则，发生…的，按不合格评定."""
        for i, piece in enumerate((*self.pending, left)):
            if piece.start < piece.end and _EVENT_OPENS.match(self.text, piece.start, piece.end):
                return self.pending[i:]
        return self.pending


def _moves(phrase: Phrase) -> bool:
    """Whether points are taken off or added in so many words."""
    return phrase.kind in ("deduct", "bonus") or phrase.id in ("range.deduct", "range.bonus")


def _inherits(before: Phrase, phrase: Phrase) -> bool:
    """Whether a clause without a condition meets that of the clause before: 未报送的，扣2分，取消评优资格."""
    if before.kind == "deduct" or before.id.startswith("range.deduct"):
        return phrase.kind in ("deduct", "veto", "zero") or phrase.id.startswith("range.deduct")
    if before.kind in ("zero", "veto"):
        return phrase.kind in ("veto", "deduct")
    return before.kind == "bonus" and (phrase.kind == "bonus" or phrase.id.startswith("range.bonus"))
