"""Notes on a scoring table: what they say of every item (逐项扣分，扣完为止), sentence by sentence, and what is left of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import reading
from corpus.evidence import prove
from extract.findings import Cap
from extract.notice import Notice
from extract.passage import Passage
from extract.table_kinds import cell_id


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A way to limit what each item can lose. Group `n`, where the pattern has it, is the most it can lose."""

    id: str
    pattern: re.Pattern[str]
    example: str


def _row(id: str, pattern: str, example: str) -> NoteRow:
    return NoteRow(id, re.compile(pattern), example)


_OWN = r"(?:[该本此单]|相应|对应|各自)(?:小|单|分)?(?:项|条|指标|内容|项目)?(?:的)?"
_MARKS = r"(?:标准|基本|基础)?(?:分值|分数|总分|满分|得分|分)"
_EACH = r"(?:以上|以下|上述|本表)?(?:逐项|各(?:考核|扣分|评分)?(?:小|单|分)?(?:项|条|指标)(?:目|内容|指标)?|每(?:一)?(?:小|单|个)?(?:项|条|指标)(?:目|内容|指标)?|单(?:项|个项目)|扣分项目?|均|考核项目?)"
_UNTIL = rf"(?:以|为|至|到|均|直至|都|将)*(?:{_OWN})?{_MARKS}?(?:均|全部)?(?:扣完|减完|扣光|扣至(?:{_OWN})?(?:0分|零分|0|零))(?:{_OWN})?{_MARKS}?(?:为止|为限|即止|止)"
_FLOOR = r"(?:(?:不|不得|不再|不予)(?:计|出现|打|记|倒扣|扣)(?:为)?负分|不(?:得|再)?倒扣(?:分)?)"

NOTES: Sequence[NoteRow] = (
    _row("note.exhausted", rf"(?:[^，。；]{{0,12}}(?:扣分制|倒扣制|扣分法|扣分办法)[，,])?(?:{_EACH}(?:的|所)?(?:扣分|扣减|计分|考核|均?(?:为|实行|采取|采用)扣分制)?[，,、]?(?:累计|采取|采用|实行|按|扣分制|扣分)*[，,]?)?{_UNTIL}(?:[，,]?{_FLOOR})?", "逐项扣分，扣完为止"),
    _row("note.within", rf"{_EACH}(?:的|所)?(?:累计)?(?:扣分|扣减)?(?:总和|合计|累计|分值|分数|数)*(?:最高|最多|均)?(?:不|不得|不能|不应)(?:超过|超出|高于|大于)(?:{_OWN}|各项)?(?:标准|规定|设定|基本)?(?:分值|分数|总分|满分|标准分|分)(?:[，,]?{_FLOOR})?", "各项扣分不超过该项分值"),
    _row("note.most", rf"{_EACH}(?:的)?(?:累计)?(?:扣分)?(?:累计)?(?:最[多高](?:可)?扣(?:减)?|最[多高](?=\d)|扣分(?:最[多高]|不超过|上限为?)|不得?超过)(?P<n>\d+(?:\.\d+)?)分(?:封顶|为止|为限)?", "每项最多扣5分"),
    _row("note.floor", rf"{_EACH}(?:的)?(?:得分|扣分|计分)?[，,]?(?:均|最低)?{_FLOOR}", "每项不计负分"),
)  # fmt: skip
"""Tried in this order against a whole sentence without white space, number and 下同."""

_OPENING = re.compile(
    r"\s*[（(【\[〔]?\s*(?:备\s*注|特别说明|评分说明|计分说明|有关说明|填表说明|说\s*明|附\s*注|注|备\s*考)\s*(?=[:：\d一二三四五六七八九①⑴（(])[:：]?\s*"
)
_NUMBER = re.compile(
    r"\s*(?:\d{1,2}\s*[.．、）)](?!\d)|[（(]\s*[\d一二三四五六七八九十]{1,2}\s*[）)]|[①-⑳⑴-⒇]|[一二三四五六七八九十]\s*、)\s*"
)
_NUMBERED = re.compile(r"(?<=[。；;])\s*(?=\d{1,2}\s*[.．、]|[（(]\d|[①-⑳])")
_END = re.compile(r"[。；;]\s*")
_LIKEWISE = re.compile(r"\s*[（(〔\[]?\s*下同\s*[）)〕\]]?\s*[）)〕\]]?\s*$")
_ASIDE = re.compile(r"[（(【〔](?P<said>[^（()）【】〔〕]{4,60})[）)】〕]")
_BRACKETS = re.compile(r"[（(〔\[【]|[）)〕\]】]")


@dataclass(frozen=True, slots=True)
class NoteSentence:
    """A sentence of a note as the stretch `[start, end)` of its passage. `cap`: what it says of every item, if that."""

    start: int
    end: int
    cap: Cap | None


def read_note(passage: Passage) -> tuple[NoteSentence, ...]:
    """The sentences of a note in order.

    >>> [s.cap.points for s in read_note(passage) if s.cap]   # 注：1.每项最多扣5分。2.… # doctest: +SKIP
    [Decimal('5')]
    """
    return tuple(_sentence(passage, start, end) for start, end in _sentences(passage.text))


def notes_in_headers(notice: Notice, table_id: str) -> Iterator[Passage]:
    """What stands in brackets in a table's headers and limits each item: 评分标准（扣完本项分值为止）."""
    table = notice.tables[table_id]
    for cell in table.cells:
        if cell.row >= table.header_rows:
            continue
        passage = notice.passage(cell_id(table_id, cell))
        for found in _ASIDE.finditer(passage.text):
            aside = passage.part(*found.span("said"))
            if any(sentence.cap for sentence in read_note(aside)):
                yield aside


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    for end in [*(found.end() for found in _END.finditer(text)), len(text)]:
        label = _NUMBER.match(text, at, end)
        start = label.end() if label else at
        stop = len(text[:end].rstrip(" 。；;"))
        if text[start:stop].strip(" （）()〔〕[]【】") not in ("", "下同"):
            yield start, stop
        at = end


def _sentence(passage: Passage, start: int, end: int) -> NoteSentence:
    said = passage.text[start:end]
    found = _row_of(said)
    if found is None:
        return NoteSentence(start, end, None)
    row, match = found
    of = passage.cite(start, end, reader="note-of", rule=row.id)
    if "n" not in row.pattern.groupindex:
        return NoteSentence(start, end, prove(Cap, of=of, points=None))
    number = re.compile(rf"{re.escape(match['n'])}\s*分").search(passage.text, start, end)
    if number is None:
        return NoteSentence(start, end, None)
    points = passage.cite(*number.span(), reader="number", rule=row.id)
    return NoteSentence(start, end, prove(Cap, of=of, points=points))


def _row_of(sentence: str) -> tuple[NoteRow, re.Match[str]] | None:
    """The row that reads a sentence, white space, brackets and 下同 left out."""
    likewise = _LIKEWISE.search(sentence)
    plain = _BRACKETS.sub("", "".join(sentence[: likewise.start() if likewise else len(sentence)].split()))
    return next(((row, match) for row in NOTES if (match := row.pattern.fullmatch(plain))), None)


def note_of(quote: str) -> str:
    """Reader `note-of`: what a sentence of a note limits: what each item can lose. Raises ValueError for any other."""
    if _row_of(reading.text(quote)) is None:
        raise ValueError(f"no limit of each item in {quote!r}")
    return "deduct"


reading.register("note-of", note_of)
