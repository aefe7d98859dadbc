"""References to other places: within the file (本办法第八条, 前款, 附件1), to other documents (《…》（国办发〔2016〕64号）)
and by declared nicknames (《实施细则》, 被考核单位).

Three steps: `find_mentions` finds what a clause says, `resolve` looks up what it names, `find_references` lists.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import extract.letterhead  # noqa: F401  registers the reader `document-number`
from corpus.evidence import Cited, Evidence, Proved, prove
from corpus.spans import Span
from extract.instruments import Instrument
from extract.issues import Issue
from extract.locators import LOCATOR, NUMERAL, read_paths, resolve, resolve_relative
from extract.nicknames import Nickname, find_nicknames
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import clauses, instrument_of
from extract.titles import KINDS, same_title

Kind = Literal["internal", "external", "nickname"]


class Reference(Proved):
    """One reference: `text` verbatim; the ids it resolves to (nodes, or an instrument as a whole); the document it names.

    `resolved` is false where what it names is not in the file and no document is named.
    """

    text: str
    kind: Kind
    node: str
    targets: tuple[str, ...] = ()
    title: str | None = None
    document_number: str | None = None
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One way to refer to something; groups: `own` (本办法), `place` (第八条第一款), `relative` (前款), `attachment`, `number`."""

    id: str
    pattern: str
    example: str


_KIND_WORDS = "|".join(sorted((*KINDS, "实施细则", "本"), key=len, reverse=True))
_CODE = r"(?![行实])(?:(?![据照的和件彻执落])[一-龥]){2,12}"  # 按照, 落实 … before it are none of it
_DOCUMENT_NUMBER = rf"{_CODE}\s*[〔\[［【（(]\s*(?:19|20)\d{{2}}\s*[〕\]］】）)]\s*第?\s*\d{{1,5}}\s*号"

ROWS: tuple[MentionRow, ...] = (
    MentionRow("reference.own", rf"本(?P<own>{_KIND_WORDS})\s*(?P<place>{LOCATOR})", "本办法第八条"),
    MentionRow("reference.this", rf"(?P<relative>本[条款章节项])\s*(?P<place>{LOCATOR})?", "本条第一款第（三）项"),
    MentionRow("reference.before", rf"(?P<relative>[前上](?:{NUMERAL})?[条款项章节])(?!件|目|次|级|述)\s*(?P<place>{LOCATOR})?", "前两款"),
    MentionRow("reference.attachment", r"附(?:件|表|录)\s*(?P<attachment>\d{1,2}(?:\s*(?:、|和|及|至|-|—|～)\s*(?:附(?:件|表|录)\s*)?\d{1,2})*)", "附件1、2"),
    MentionRow("reference.the-attachment", r"(?:(?<=见)|(?<=详见)|(?<=按照)|(?<=根据))(?P<attachment>附[件表])(?![一-龥]*[：:])", "见附件"),
    MentionRow("reference.place", rf"(?:上述|以上|所列)?(?P<place>{LOCATOR})", "第十八条至第二十条"),
    MentionRow("reference.number", rf"(?P<number>{_DOCUMENT_NUMBER})", "国办发〔2016〕64号"),
)  # fmt: skip
"""Earlier rows win where two begin at the same place; titles in 《》 are found before any of them."""

_COMPILED = tuple((row, re.compile(row.pattern)) for row in ROWS)
_AFTER_TITLE = re.compile(rf"\s*(?:[（(]\s*(?P<number>{_DOCUMENT_NUMBER})[^（）()]*[）)])?\s*(?P<place>{LOCATOR})?")
_DECLARED = re.compile(
    r"[（(][^（）()]*以下[^（）()]{0,4}称[^（）()]*[）)]|以下(?:均)?[简统合]称[“\"《]?[^，。；;（）()》”\"]{1,24}[”\"》]?"
)
_BARE_KIND = re.compile(rf"^(?:{'|'.join(sorted(KINDS, key=len, reverse=True))})$")
_LESSON = re.compile(r"^第\s*(?:" + NUMERAL + r")\s*[节项款目](?!规定|所列|之)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference as found: where it stands, the row that found it, its parts by name."""

    passage: Passage
    start: int
    end: int
    rule: str
    parts: dict[str, Span]

    def said(self, part: str) -> str | None:
        """The words of a part."""
        return self.passage.text[slice(*self.parts[part])] if part in self.parts else None


def find_mentions(passage: Passage) -> tuple[Mention, ...]:
    """The references of a passage in order, declared nicknames' bare names apart; a nickname's declaration is none."""
    text = passage.text
    out: list[Mention] = []
    declared = [m.span() for m in _DECLARED.finditer(text)]
    for start, end in title_spans(text):
        if any(a <= start < b for a, b in declared):
            continue
        after = _AFTER_TITLE.match(text, end)
        parts: dict[str, Span] = {"title": (start, end)}
        if after:
            parts |= {name: after.span(name) for name in ("number", "place") if after.group(name)}
            end = after.end() if after.group().strip() else end
        out.append(Mention(passage, start, end, "reference.title", parts))
    hits = sorted(
        ((m.start(), index, row, m) for index, (row, pattern) in enumerate(_COMPILED) for m in pattern.finditer(text)),
        key=lambda hit: hit[:2],
    )
    for _, _, row, m in hits:
        if any(m.start() < x.end and x.start < m.end() for x in out) or (
            row.id == "reference.number" and not m.group().strip()
        ):
            continue
        if row.id == "reference.place" and (_LESSON.match(m["place"]) or not re.match(r"第|[（(]", m["place"])):
            continue
        parts = {name: m.span(name) for name, words in m.groupdict().items() if words}
        end = m.end() - (len(m.group()) - len(m.group().rstrip()))
        out.append(Mention(passage, m.start(), end, row.id, parts))
    return tuple(sorted(out, key=lambda x: x.start))


def title_spans(text: str) -> tuple[Span, ...]:
    """The titles of a text, each in its outermost 《》; inner ones in 〈〉, <> or 《》 belong to it.

    >>> t = "根据《关于印发<考核办法>的通知》和《安全生产法》"; [t[a:b] for a, b in title_spans(t)]
    ['《关于印发<考核办法>的通知》', '《安全生产法》']
    """
    out: list[Span] = []
    at = 0
    while (start := text.find("《", at)) >= 0:
        depth = 0
        for i in range(start, len(text)):
            depth += (text[i] == "《") - (text[i] == "》")
            if depth == 0:
                out.append((start, i + 1))
                break
            if text[i] in "。；;":
                break
        at = out[-1][1] if out and out[-1][0] == start else start + 1
    return tuple(out)


# --- resolve ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What references are looked up in: the file's nicknames, and the numbers that titles were given in brackets."""

    notice: Notice
    nicknames: tuple[Nickname, ...]
    numbers: dict[str, Cited[str]]

    def nickname(self, name: str, instrument: str) -> Nickname | None:
        """The nickname of that name, one declared in the same instrument first."""
        same = [n for n in self.nicknames if n.name == name]
        return next((n for n in same if n.instrument == instrument), same[-1] if same else None)

    def instrument(self, title: str) -> Instrument | None:
        """The instrument of this file with that title."""
        return next((i for i in self.notice.outline.instruments if i.title and same_title(i.title, title)), None)


def find_references(notice: Notice) -> tuple[Reference, ...]:
    """Every reference of the running text, in reading order."""
    passages = [passage for _, passage in clauses(notice) if passage.text]
    found = [mention for passage in passages for mention in find_mentions(passage)]
    numbers: dict[str, Cited[str]] = {}
    for mention in found:
        if "number" in mention.parts and "title" in mention.parts:
            title = mention.passage.cite(*mention.parts["title"], reader="marked-title").value
            numbers.setdefault(
                title, mention.passage.cite(*mention.parts["number"], reader="document-number", rule="reference.number")
            )
    known = Known(notice, find_nicknames(notice), numbers)
    out: list[tuple[int, Reference]] = []
    order = {passage.node: i for i, passage in enumerate(passages)}
    for mention in found:
        out.append((order[mention.passage.node] * 100000 + mention.start, resolve_mention(known, mention)))
    for passage in passages:
        taken = [(m.start, m.end) for m in found if m.passage.node == passage.node]
        for start, reference in _group_names(known, passage, taken):
            out.append((order[passage.node] * 100000 + start, reference))
    return tuple(reference for _, reference in sorted(out, key=lambda hit: hit[0]))


def resolve_mention(known: Known, mention: Mention) -> Reference:
    """What a mention names: nodes of this file, or a document."""
    if "title" in mention.parts:
        return _of_title(known, mention)
    if "number" in mention.parts:
        number = mention.passage.cite(*mention.parts["number"], reader="document-number", rule=mention.rule)
        return _reference(mention, "external", document_number=number)
    if "attachment" in mention.parts:
        targets = _attachments(known.notice, mention)
        return _reference(mention, "internal", targets=targets, resolved=bool(targets))
    targets = _places(known.notice, mention)
    return _reference(mention, "internal", targets=targets, resolved=bool(targets))


def _of_title(known: Known, mention: Mention) -> Reference:
    title = mention.passage.cite(*mention.parts["title"], reader="marked-title", rule=mention.rule)
    here = instrument_of(known.notice, mention.passage.node)
    nickname = known.nickname(str(title.value), here.id)
    full = Cited(nickname.full, nickname.proof["full"]) if nickname else title
    number = (
        mention.passage.cite(*mention.parts["number"], reader="document-number", rule=mention.rule)
        if "number" in mention.parts
        else known.numbers.get(str(full.value))
    )
    target = known.instrument(str(full.value))
    place = mention.said("place")
    kind: Kind = "nickname" if nickname else "internal" if target else "external"
    if target is None:
        named = nickname is not None or number is not None or not _BARE_KIND.match(str(title.value))
        return _reference(mention, kind, title=full, document_number=number, resolved=named)
    targets: tuple[str, ...] = (target.id,)
    if place:
        targets = tuple(
            dict.fromkeys(t for path in read_paths(place) for t in resolve(known.notice, target, path, None))
        )
    return _reference(mention, kind, title=full, document_number=number, targets=targets, resolved=bool(targets))


def _places(notice: Notice, mention: Mention) -> tuple[str, ...]:
    at = mention.passage.node
    here = instrument_of(notice, at)
    own, place, relative = mention.said("own"), mention.said("place"), mention.said("relative")
    instrument: Instrument | None = here
    if own and here.kind and not (here.kind.endswith(own) or own.endswith(here.kind)):
        others = [i for i in notice.outline.instruments if i.kind and i.kind.endswith(own)]
        instrument = others[0] if len(others) == 1 else None
    if instrument is None:
        return ()
    if relative:
        targets = resolve_relative(notice, relative, at)
        if not place or not targets:
            return targets
        at = targets[0]
    paths = read_paths(place or "")
    each = [resolve(notice, instrument, path, at) for path in paths]
    return tuple(dict.fromkeys(t for ids in each for t in ids)) if all(each) else ()


def _attachments(notice: Notice, mention: Mention) -> tuple[str, ...]:
    """The instruments that follow in the file under the attachment's number or title."""
    said = mention.said("attachment") or ""
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    if len(numbers) == 2 and re.search(r"至|-|—|～", said):
        numbers = list(range(numbers[0], numbers[1] + 1))
    listed = [a for i in notice.outline.instruments for a in i.attachments]
    wanted = [a for a in listed if a.number in numbers] if numbers else listed[:1] if len(listed) == 1 else []
    found = [i.id for a in wanted for i in notice.outline.instruments if i.title and same_title(i.title, a.title)]
    return tuple(dict.fromkeys(found)) if len(found) == len(numbers or found) else ()


def _group_names(known: Known, passage: Passage, taken: Sequence[Span]) -> Iterator[tuple[int, Reference]]:
    """The mentions of declared names without title marks: 被考核单位."""
    text = passage.text
    here = known.notice.places[passage.node].instrument.id
    declared = [m.span() for m in _DECLARED.finditer(text)]
    names = {n.name for n in known.nicknames if n.kind == "group" and len(n.name) > 1}
    if not names:
        return
    for m in re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))), text):
        if any(a < m.end() and m.start() < b for a, b in (*taken, *declared)):
            continue
        nickname = known.nickname(m.group(), here)
        if nickname is None or nickname.instrument > here:
            continue
        mention = Mention(passage, *m.span(), "reference.nickname", {})
        full = Cited(nickname.full, nickname.proof["full"])
        yield m.start(), _reference(mention, "nickname", targets=(nickname.node,), title=full)


def _reference(mention: Mention, kind: Kind, **fields: Any) -> Reference:
    text = mention.passage.cite(mention.start, mention.end, rule=mention.rule)
    own: tuple[Evidence, ...] = text.proof.evidence
    return prove(Reference, evidence=own, text=text, kind=kind, node=mention.passage.node, **fields)


def reference_issues(references: Sequence[Reference]) -> tuple[Issue, ...]:
    """The references that lead nowhere."""
    out: list[Issue] = []
    for r in references:
        if r.resolved:
            continue
        attachment = r.text.startswith("附")
        if attachment:
            message, code = f"“{r.text}”未随文件提供", "references.attachment"
        elif r.title is not None:
            message, code = f"“{r.text}”没有说明是哪一份文件，也没有约定简称", "references.unnamed"
        else:
            message, code = f"“{r.text}”所指的条款在本文件中找不到", "references.missing"
        severity: Literal["warning", "info"] = "info" if attachment else "warning"
        out.append(Issue(code=code, severity=severity, message=message, node=r.node))
    return tuple(dict.fromkeys(out))
