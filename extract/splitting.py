"""Instruments nested in one file: where each begins, what is its head, its text and its foot."""

import re
from collections.abc import Sequence

from corpus.reading import reading_view
from extract.contents_list import contents_lists
from extract.head_lines import is_addressed, is_edition, unhitched
from extract.letterhead import DATE, alone_number, foot_role, is_masthead, is_organ, labelled_number, organs
from extract.numbering import labels_of
from extract.paragraphs import Block, Paragraph, TableBlock
from extract.parts import Part
from extract.site_box import is_box, number_in_table
from extract.titles import announced, kind_of, same_title, takes_title
from extract.web_lines import is_bare_label, is_web_line

_MARKER = re.compile(r"附\s*(?:(?:件|表|录)\s*[\d一二三四五六七八九十]{0,3}|[\d一二三四五六七八九十]{0,3})\s*[：:]?$")
_MARKED_TITLE = re.compile(r"附\s*(?:件|表|录)\s*(?P<n>[\d一二三四五六七八九十]{1,3})?\s*[：:、.．]?\s*(?=\S)")
_ASIDE = re.compile(r"[（(].*[）)]$")
_SENTENCE = re.compile(r"[。；;！？，,]|[：:]$")
_TITLE_MAX = 8  # lines of a title, with the issuer above it
_TITLE_END = 8  # characters: a line that is only a kind (实施细则, 的通知) ends the title above it
_HEAD_MAX = 14
_SITE_LINE = 240  # characters


def split(blocks: Sequence[Block]) -> list[Part]:
    """The instruments of a file, outermost first, each with its blocks. Every block goes to exactly one."""
    return _Splitter(list(blocks)).run()


class _Splitter:
    def __init__(self, blocks: list[Block]) -> None:
        contents = contents_lists(blocks)
        self.blocks = [b for i, b in enumerate(blocks) if i not in contents]
        self.contents = [b for i, b in enumerate(blocks) if i in contents and isinstance(b, Paragraph)]
        self.text = next((b.view.source for b in blocks if isinstance(b, Paragraph)), "")
        self.parts: list[Part] = []
        self.promised: list[Paragraph] = []  # titles of instruments that are announced and have not begun

    def run(self) -> list[Part]:
        first = self.blocks[0] if self.blocks else None
        marked = isinstance(first, Paragraph) and _MARKER.fullmatch(first.text) and len(self.blocks) > 1
        at = self._head(Part(marker=first), 1) if marked and isinstance(first, Paragraph) else self._head(Part(), 0)
        while at < len(self.blocks):
            block = self.blocks[at]
            part = self.parts[-1]
            if isinstance(block, TableBlock):
                part.body.append(block)
                at += 1
                continue
            begun = self._begins(at)
            if begun is not None:
                at = begun
                continue
            at = self._take(part, block, at)
        self._shelve_contents()
        return [p for p in self.parts if not p.empty] or self.parts[:1]

    def _shelve_contents(self) -> None:
        """A table of contents stands in the head of the instrument that is open there."""
        starts = [min((b.start for b in p.blocks()), default=0) for p in self.parts]
        for block in self.contents:
            before = [p for p, start in zip(self.parts, starts, strict=True) if start < block.start]
            (before[-1] if before else self.parts[0]).head.append(block)

    # --- beginnings

    def _begins(self, at: int) -> int | None:
        """The index after the head of a new instrument that begins at `at`, None where none begins."""
        block, part = self.blocks[at], self.parts[-1]
        assert isinstance(block, Paragraph)
        text = block.text
        marker = _MARKER.match(text)
        if marker and not self._lists_attachments(at):
            new = Part(marker=block)
            return self._head(new, at + 1)
        if part.closed or marker is None:
            marked = _MARKED_TITLE.match(text)
            if marked and part.closed and kind_of(text[marked.end() :]) and not self._marker_follows(at):
                start = block.view.text.index(text) + marked.end()
                self.blocks[at] = block.part(start)
                return self._head(Part(marker=block.part(0, start)), at)
        promised = self._promised_at(at)
        if promised is not None:
            return self._head(Part(), at, promised)
        if part.closed and self._title_lines(at):
            return self._head(Part(), at)
        labels = labels_of(text)
        first = [x for x in labels if x.number == 1 and x.family.id in ("part", "chapter", "article", "cn-comma")]
        if first and part.closed and self.promised:
            new = Part(announced_by=self.promised.pop())
            self.parts.append(new)
            return at
        return None

    def _lists_attachments(self, at: int) -> bool:
        """附件： alone and a numbered list below it is the list of attachments, not an attachment."""
        following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        if not isinstance(following, Paragraph) or self.parts[-1].closed:
            return False
        return any(x.family.id == "digit" and x.number == 1 for x in labels_of(following.text))

    def _marker_follows(self, at: int) -> bool:
        """附件：《…》 below the date is a list where 附件 stands alone on the next line."""
        following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        return isinstance(following, Paragraph) and bool(_MARKER.fullmatch(following.text))

    def _promised_at(self, at: int) -> int | None:
        """How many lines from `at` on make up a promised title; 0 where it only opens a longer paragraph; None where none does."""
        joined = ""
        for count in range(1, 5):
            block = self.blocks[at + count - 1] if at + count <= len(self.blocks) else None
            if not isinstance(block, Paragraph) or labels_of(block.text):
                return None
            joined += block.text
            for promised in self.promised:
                if same_title(joined, promised.text):
                    return count
            if count == 1 and self.parts[-1].closed:
                for promised in self.promised:
                    length = _opening(block.view.text, promised.text)
                    if length:
                        self.blocks[at : at + 1] = [block.part(0, length), block.part(length)]
                        return 1
            if _SENTENCE.search(block.text):
                return None
        return None

    def _title_lines(self, at: int) -> int:
        """How many paragraphs from `at` on make a title; 0 where there is none."""
        joined = ""
        for count in range(1, _TITLE_MAX + 1):
            block = self.blocks[at + count - 1] if at + count <= len(self.blocks) else None
            if not isinstance(block, Paragraph) or labels_of(block.text) or foot_role(block.text):
                return 0
            text = block.text
            if (
                is_masthead(text)
                or is_web_line(text)
                or alone_number(text)
                or (_SENTENCE.search(text) and not kind_of(text))
                or len(text) > 70
            ):
                return 0
            if not _set_alike(self.blocks[at], block):
                return 0
            joined += text
            if takes_title(joined) and self._ends_title(at + count, joined):
                return count
        return 0

    def _ends_title(self, at: int, joined: str) -> bool:
        """A title ends where its marks are closed and no line follows that goes on with it (责任制 / 实施细则 / 的通知)."""
        if joined.count("《") > joined.count("》"):
            return False
        following = self.blocks[at] if at < len(self.blocks) else None
        if not isinstance(following, Paragraph) or not kind_of(following.text) or labels_of(following.text):
            return True
        return not (following.text.startswith("的") or len(following.text) <= _TITLE_END)

    def _head(self, part: Part, at: int, lines: int | None = None) -> int:
        """Take the head of an instrument from `at` on: masthead, number, title, recipients. Returns where its text begins."""
        self.parts.append(part)
        stop, seen, labelled = at, 0, False
        boxed: Paragraph | None = None
        while stop < len(self.blocks) and seen < _HEAD_MAX:
            block = self.blocks[stop]
            if isinstance(block, TableBlock) and is_box(block.table, self.text):
                part.body.append(block)
                boxed = boxed or number_in_table(block.table, self.text)
                stop += 1
                continue
            if isinstance(block, TableBlock) or (labels_of(block.text) and not alone_number(block.text)):
                break
            if self._split_title(stop):
                continue
            text = block.text
            of_site = is_web_line(text) or labelled  # a label without a value: the value is the next line
            labelled = is_bare_label(text)
            if alone_number(text) and (part.number is None or is_web_line(part.number.text)):
                part.head += [part.number] if part.number else []
                part.number = block
                if not part.titles:  # what stands above a document number is the masthead
                    part.masthead = [p for p in part.head if not is_web_line(p.text)]
                    part.head = [p for p in part.head if is_web_line(p.text)]
            elif of_site and len(text) <= _SITE_LINE:
                part.head.append(block)
                seen -= 1
            elif (
                (not part.titles or not lines)
                and (count := lines or self._title_lines(stop))
                and self._is_own(part, stop, count)
            ):
                part.head += part.titles
                part.titles = [b for b in self.blocks[stop : stop + count] if isinstance(b, Paragraph)]
                stop += count - 1
            elif part.titles and is_edition(text) and part.titles[-1] is self.blocks[stop - 1]:
                part.titles.append(block)
            elif (part.titles and _ASIDE.match(text) and len(text) <= 80) or (part.number and DATE.fullmatch(text)):
                part.head.append(block)
            elif (
                (part.titles or at == stop == 0)
                and not _MARKER.match(text)
                and is_addressed(text, titled=bool(part.titles))
            ):
                part.recipients = block
                stop += 1
                break
            elif part.titles and any(is_web_line(p.text) for p in part.head) and self._retitled(part, stop + 1):
                part.head.append(block)  # the organ above the notice's own title, on a page headed by what it issues
            elif not part.titles and not _SENTENCE.search(text) and len(text) <= 60 and not foot_role(text):
                part.head.append(block)
            else:
                break
            stop, seen = stop + 1, seen + 1
        self._number_of_site(part, boxed)
        if part.marker and not part.titles and part.head:  # an attachment is headed, whatever its kind
            part.titles, part.head = _headline(part.head)
        if not part.titles and not part.number:  # no head after all
            rest = part.head
            part.head = []
            part.body = sorted([*rest, *part.body], key=lambda b: b.start)
        elif not part.masthead and part.head and part.titles:
            below = [
                p for p in part.head if p.start > part.titles[-1].start and part.marker and not _ASIDE.match(p.text)
            ]
            part.body, part.head = [*below, *part.body], [p for p in part.head if p not in below]
            above = [p for p in part.head if p.start < part.titles[0].start and not is_web_line(p.text)]
            part.masthead = [p for p in above if is_masthead(p.text) or is_organ("".join(q.text for q in above))]
            part.head = [p for p in part.head if p not in part.masthead]
        self._promise(part, part.titles, in_title=True)
        return stop

    def _is_own(self, part: Part, at: int, count: int) -> bool:
        """Whether the lines that make a title are the part's own: its first title, that repeated (a web page's, then the
        text's), or that of the notice that issues what the page was headed by."""
        if not part.titles:
            return True
        found = _text(self.blocks[at : at + count])
        if same_title(found, part.title_text):
            return True
        issued = [found[a:b] for a, b in announced(found, notice_title=True)] if kind_of(found) == "通知" else []
        return any(same_title(title, part.title_text) for title in issued)

    def _retitled(self, part: Part, at: int) -> bool:
        """Whether the part's own title begins at `at` a second time."""
        if at < len(self.blocks):
            self._split_title(at)
        count = self._title_lines(at)
        return bool(count) and self._is_own(part, at, count)

    def _split_title(self, at: int) -> bool:
        """Part a title from the document number behind it, and from the date behind that; whether there was one."""
        block = self.blocks[at]
        pieces = unhitched(block) if isinstance(block, Paragraph) else ()
        if pieces:
            self.blocks[at : at + 1] = pieces
        return bool(pieces)

    @staticmethod
    def _number_of_site(part: Part, boxed: Paragraph | None) -> None:
        """A document number that only a site's line or box gives: 文号：云办发〔2023〕9号."""
        if part.number is None:
            said = next((p for p in part.head if is_web_line(p.text) and labelled_number(p.text)), None)
            part.number = said or boxed
            part.head = [p for p in part.head if p is not part.number]

    # --- text and foot

    def _take(self, part: Part, block: Paragraph, at: int) -> int:
        role = foot_role(block.text)
        if role is None or (role[0] == "date" and not self._closes(part, at)):
            part.body.append(block)
            self._promise(part, [block], in_title=False)
            return at + 1
        name, _ = role
        if name == "date":
            self._sign(part)
            part.closed = True
        if name == "dated-signature":
            part.closed = True
        part.foot.append((name, block))
        at += 1
        if name == "attachments":
            at = self._list(part, at, "attachments")
        if name == "copied":
            at = self._copied(part, at)
        return at

    def _closes(self, part: Part, at: int) -> bool:
        """A date on a line of its own closes a notice; above any text it is something else."""
        return bool(part.body or part.foot)

    def _sign(self, part: Part) -> None:
        """The organs right above the date are the signature."""
        while part.body and isinstance(part.body[-1], Paragraph) and organs(part.body[-1].text):
            block = part.body.pop()
            assert isinstance(block, Paragraph)
            part.foot.append(("signature", block))

    def _list(self, part: Part, at: int, name: str) -> int:
        """The lines of an attachment list that go on below 附件：1.…"""
        while at < len(self.blocks):
            block = self.blocks[at]
            if isinstance(block, TableBlock) or not any(
                x.family.id == "digit" and x.number > 1 for x in labels_of(block.text)
            ):
                return at
            part.foot.append((name, block))
            at += 1
        return at

    def _copied(self, part: Part, at: int) -> int:
        """The lines of 抄送 that go on until the imprint."""
        while at < len(self.blocks) and at:
            block = self.blocks[at]
            if isinstance(block, TableBlock) or foot_role(block.text) or labels_of(block.text):
                return at
            following = self.blocks[at + 1 : at + 4]
            if not any(isinstance(b, Paragraph) and DATE.search(b.text) and foot_role(b.text) for b in following):
                return at
            part.foot.append(("copied", block))
            at += 1
        return at

    def _promise(self, part: Part, paragraphs: list[Paragraph], *, in_title: bool) -> None:
        """Remember the instruments that a notice's title or first sentences announce."""
        if in_title and paragraphs:
            self.promised = [p for p in self.promised if not same_title(p.text, part.title_text)]
            merged = _joined(paragraphs)
            if kind_of(part.title_text) not in ("通知", "决定", "函"):
                return
            found = [merged.part(a, b) for a, b in announced(merged.view.text, notice_title=True)]
        elif _announces(part) and len(part.body) <= 4 and not part.closed:
            found = [p.part(a, b) for p in paragraphs for a, b in announced(p.view.text)]
        else:
            return
        for promised in found:  # a later mention is the nearer one
            self.promised = [p for p in self.promised if not same_title(promised.text, p.text)] + [promised]


def _announces(part: Part) -> bool:
    """Whether a part is a notice, by its title or, where that is missing, by its recipients."""
    return kind_of(part.title_text) == "通知" or (not part.title_text and part.recipients is not None)


def _set_alike(first: Block, other: Block) -> bool:
    """Whether two lines can belong to one title: in a format that says how lines are set, both are centred or neither is."""
    if not isinstance(first, Paragraph) or not isinstance(other, Paragraph) or not first.lines[-1].hard:
        return True
    return (first.lines[0].align == "center") == (other.lines[0].align == "center")


def _headline(lines: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The title that the first lines of an attachment make, and the lines below it: those centred like the first belong to it."""
    end = 1
    while end < min(len(lines), 3) and lines[0].lines[0].align == lines[end].lines[0].align == "center":
        end += 1
    return lines[:end], lines[end:]


def _text(blocks: Sequence[Block]) -> str:
    return "".join(b.text for b in blocks if isinstance(b, Paragraph))


def _joined(paragraphs: Sequence[Paragraph]) -> Paragraph:
    """Title lines as one paragraph."""
    lines = tuple(line for p in paragraphs for line in p.lines)
    spans = [s for p in paragraphs for s in p.spans]
    return Paragraph(reading_view(paragraphs[0].view.source, spans), lines)


def _opening(text: str, title: str) -> int:
    """How much of `text` is the title that opens it, white space apart; 0 where it does not, or where nothing follows."""
    wanted, at = re.sub(r"\s", "", title), 0
    for i, c in enumerate(text):
        if c.isspace():
            continue
        if at == len(wanted):
            return i
        if c != wanted[at]:
            return 0
        at += 1
    return 0
