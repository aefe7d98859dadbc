"""Nicknames that a text declares for itself: （以下简称《实施细则》）, （以下统称党政领导干部）."""

import re
from collections.abc import Iterator
from typing import Literal

from corpus import reading
from corpus.evidence import Proved, prove
from corpus.spans import Span
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import clauses

DECLARATIONS: tuple[tuple[str, str, str], ...] = (
    ("nickname.bracket", r"[（(]\s*(?:以下|下同，?|下文)?(?:均)?(?P<verb>[简统合并]称)(?:为)?\s*[：:]?\s*(?P<quote>[“\"《「]?)(?P<name>[^（）()“”\"《》「」，。；;]{1,24})[”\"》」]?\s*(?:[，,、](?:下同)?)?\s*[）)]", "（以下简称“被考核单位”）"),
    ("nickname.running", r"[，,]?\s*以下(?:均)?(?P<verb>[简统合并]称)(?:为)?\s*(?P<quote>[“\"《「]?)(?P<name>[^（）()“”\"《》「」，。；;]{1,24})[”\"》」]?", "，以下统称领导干部"),
)  # fmt: skip
"""How a nickname is declared: id, pattern, example."""

_COMPILED = tuple((rule, re.compile(pattern)) for rule, pattern, _ in DECLARATIONS)
_NUMBER = re.compile(r"\s*[（(][^（）()]{0,24}[〔\[［【（(]\d{4}[〕\]］】）)][^（）()]{0,12}[）)]\s*$")
_UNCLOSED = re.compile(r"\s*[（(][^（）()]*$")
_LEAD = re.compile(
    r"^.*(?:适用于|是指|系指|指的是|包括|成立|设立|组建|下设|根据|依据|按照|遵照|依照|适应|印发|转发|制定|修订|由|经|报|将|向|为|对|与|在|使用|采用|建立|加强)"
)


class Nickname(Proved):
    """A nickname as declared: `name` (without marks), `full` (what it stands for), what it is a name of."""

    name: str
    full: str
    kind: Literal["document", "group"]
    instrument: str
    node: str


def marked_title(quote: str) -> str:
    """Reader `marked-title`: the title between title marks, inner ones as 〈〉, no white space.

    >>> marked_title("《关于印发<云溪区 考核办法>的通知》")
    '关于印发〈云溪区考核办法〉的通知'
    """
    plain = reading.read("title", quote) if quote else ""
    plain = re.sub(r"\s(?=[^A-Za-z])|(?<=[^A-Za-z])\s", "", str(plain))
    inner = plain[1:-1] if plain[:1] == "《" and plain[-1:] == "》" else plain.strip("《》")
    return inner.translate(str.maketrans("<>＜＞《》", "〈〉〈〉〈〉"))


reading.register("marked-title", marked_title)


def find_nicknames(notice: Notice) -> tuple[Nickname, ...]:
    """The nicknames that clauses declare, in reading order."""
    import extract.titles  # noqa: F401  the reader `title`

    return tuple(
        nickname
        for node, passage in clauses(notice, re.compile("[简统合并]称"))
        for nickname in _declared(notice, passage)
    )


def _declared(notice: Notice, passage: Passage) -> Iterator[Nickname]:
    text = passage.text
    taken: list[Span] = []
    for rule, pattern in _COMPILED:
        for m in pattern.finditer(text):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append(m.span())
            full = _referent(text, m.start(), m.group("verb") in ("统称", "合称", "并称"))
            if full is None:
                continue
            is_title = text[full[0]] == "《" and text[full[1] - 1] == "》"
            yield prove(
                Nickname,
                evidence=(passage.evidence(full[0], m.end()),),
                name=passage.cite(*m.span("name"), rule=rule),
                full=passage.cite(*full, reader="marked-title" if is_title else "text", rule=rule),
                kind="document" if is_title or m.group("quote") == "《" else "group",
                instrument=notice.places[passage.node].instrument.id,
                node=passage.node,
            )


def _referent(text: str, at: int, many: bool) -> Span | None:
    """What stands before a declaration: a title with its number passed over, else the noun phrase."""
    head = text[:at].rstrip("，, ")
    number = _UNCLOSED.search(head) or _NUMBER.search(head)
    end = number.start() if number else len(head)
    if head[:end].endswith("》"):
        return title_before(head, end)
    stop = max(head.rfind(c) for c in ("。；;：:" if many else "。；;：:，,"))
    phrase = head[stop + 1 : end]
    lead = _LEAD.match(phrase)
    start = stop + 1 + (lead.end() if lead and lead.end() < len(phrase) else 0)
    while start < end and text[start] in " 了对的，,、":
        start += 1
    return (start, end) if start < end else None


def title_before(text: str, end: int) -> Span | None:
    """The title in 《》 that ends at `end`, inner 《》 counted."""
    depth = 0
    for i in range(end - 1, -1, -1):
        depth += (text[i] == "》") - (text[i] == "《")
        if depth == 0:
            return i, end
    return None
