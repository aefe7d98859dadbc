"""What a notice says of itself: title, number, issuers, dates, recipients, attachments, each with its proof."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.evidence import Cited, Evidence, Proof, prove
from corpus.reading import read
from corpus.source_text import SourceText
from corpus.spans import Span
from extract.instruments import Attachment, DocumentMetadata, Instrument
from extract.letterhead import DATE, alone_number, foot_role, labelled_number, organs
from extract.paragraphs import Paragraph
from extract.parts import Part
from extract.passage import Passage
from extract.titles import kind_of, marked, same_title

_LIST = re.compile(r"[-－—\s]*(?:附\s*(?:件|表|录)?\s*[：:])?\s*")
_ORDINAL = re.compile(r"(?<![\d.])(?P<n>\d{1,2})\s*[.．、](?:(?!\d)|(?=(?:19|20)\d\d\s*年))\s*")
_RECIPIENT = re.compile(r"[^，,；;：:]+")


class HeadReader:
    """Reads the head and foot of one part. `node` is the instrument's id."""

    def __init__(self, source: SourceText, part: Part, node: str) -> None:
        self.source, self.part, self.node = source, part, node

    def cite(
        self, paragraphs: Sequence[Paragraph], reader: str, rule: str, span: tuple[int, int] | None = None
    ) -> Cited[Any]:
        """The reading of whole paragraphs, or of a stretch of the one, with its proof."""
        if span is not None:
            return self._passage(paragraphs[0]).cite(*span, reader=reader, rule=rule)
        spans = tuple(s for p in paragraphs for s in p.spans)
        evidence = Evidence.at(self.source, self.node, self.citation, spans)
        return Cited(
            read(reader, evidence.quote), Proof(how="normalised", reader=reader, rule=rule, evidence=(evidence,))
        )

    @property
    def citation(self) -> str:
        """The instrument in words."""
        name = re.sub(r"\s", "", self.part.title_text)
        return marked(name or self.source.document.file)

    def _passage(self, paragraph: Paragraph) -> Passage:
        return Passage(self.source, self.node, self.citation, paragraph.view)

    def title(self) -> Cited[str] | None:
        """Its own title, or the one by which the notice above announces it."""
        if self.part.titles:
            return self.cite(self.part.titles, "title", "title.own")
        return self.cite([self.part.announced_by], "title", "title.announced") if self.part.announced_by else None

    def number(self) -> Cited[str] | None:
        """发文字号."""
        text = self.part.number.view.text if self.part.number else ""
        match = alone_number(text) or labelled_number(text)
        return (
            self.cite([self.part.number], "document-number", "number.alone", match.span("number"))
            if self.part.number and match
            else None
        )

    def issuers(self) -> tuple[Cited[str], ...]:
        """发文机关: several signatures, else the masthead, else the signature, else the organ that opens the title."""
        signed = sorted((p for role, p in self.part.foot if role == "signature"), key=lambda p: p.start)
        signatures = [(p, span) for p in signed for span in organs(p.view.text)]
        if self.part.masthead and len(signatures) < 2:
            heads = [(p, organs(re.sub("文件$", "", p.view.text.rstrip()))) for p in self.part.masthead]
            if all(spans for _, spans in heads):
                named = [self.cite([p], "masthead", "issuer.masthead", span) for p, spans in heads for span in spans]
                entitled = tuple(self._title_issuers())
                joint = len(entitled) > len(named) and {c.value for c in named} < {c.value for c in entitled}
                return entitled if joint else tuple(named)  # a joint notice bears its first organ's masthead
            return (self.cite(self.part.masthead, "masthead", "issuer.masthead"),)
        if signatures:
            return tuple(self.cite([p], "masthead", "issuer.signature", span) for p, span in signatures)
        for role, paragraph in self.part.foot:
            match = foot_role(paragraph.view.text.strip())
            if role == "dated-signature" and match:
                start = paragraph.view.text.index(match[1]["by"])
                return (self.cite([paragraph], "masthead", "issuer.signature", (start, start + len(match[1]["by"]))),)
        return tuple(self._title_issuers())

    def _title_issuers(self) -> Iterator[Cited[str]]:
        """The organs that open the title: 云溪区应急管理局 / 关于……的通知, 临江市人民政府令."""
        for line in self.part.titles:
            opening = re.split("关于|令$", line.view.text.rstrip())[0]
            spans = organs(opening)
            for span in spans:
                yield self.cite([line], "masthead", "issuer.title", span)
            if not spans or opening != line.view.text.rstrip():
                return

    def issued_on(self) -> Cited[str] | None:
        """成文日期: the date below the signature."""
        for role, paragraph in self.part.foot:
            match = DATE.search(paragraph.view.text)
            if role in ("date", "dated-signature") and match:
                return self.cite([paragraph], "date", "date.signature", match.span())
        for paragraph in self.part.head:
            match = DATE.search(paragraph.view.text)
            if match:
                return self.cite([paragraph], "date", "date.head", match.span())
        return None

    def recipients(self) -> tuple[Cited[str], ...]:
        """主送机关: separated by ，; what is joined by 、 is one name's parts (各委、办、局)."""
        line = self.part.recipients
        if line is None:
            return ()
        return tuple(
            self.cite([line], "recipient", "recipient", m.span())
            for m in _RECIPIENT.finditer(line.view.text)
            if m.group().strip()
        )

    def listed(self) -> list[tuple[Cited[int] | None, Cited[str]]]:
        """The attachment list: numbers and titles."""
        out = []
        for role, paragraph in self.part.foot:
            for number, title in _listed(paragraph.view.text) if role == "attachments" else ():
                cited = self.cite([paragraph], "integer", "attachment.number", number) if number else None
                out.append((cited, self.cite([paragraph], "title", "attachment.title", title)))
        return out


def _listed(text: str) -> Iterator[tuple[Span | None, Span]]:
    """Where a line of the attachment list has its numbers and titles; several may stand on one line, each with the next number."""
    opening = _LIST.match(text)
    at = opening.end() if opening else 0
    items: list[tuple[Span | None, int]] = [(None, at)]
    for match in _ORDINAL.finditer(text, at):
        last = items[-1][0]
        if match.start() == at:
            items = [(match.span("n"), match.end())]
        elif last and int(match["n"]) == int(text[slice(*last)]) + 1:
            items.append((match.span("n"), match.end()))
    ends = [number[0] for number, _ in items[1:] if number] + [len(text)]
    for (number, start), end in zip(items, ends, strict=True):
        title = text[start:end]
        if title.strip():
            yield number, (start + len(title) - len(title.lstrip()), start + len(title.rstrip()))


def read_instrument(reader: HeadReader, later_titles: Sequence[str], **tree: Any) -> Instrument:
    """The instrument of a part. `later_titles`: titles and markers of the instruments that follow in the file."""
    title = reader.title()
    attachments = []
    for number, name in reader.listed():
        present = any(
            same_title(name.value, later) or later == f"附件{number.value if number else ''}" for later in later_titles
        )
        attachments.append(prove(Attachment, number=number, title=name, present=present))
    issuers = reader.issuers()
    return prove(
        Instrument,
        id=reader.node,
        title=title,
        kind=kind_of(title.value) if title else None,
        document_number=reader.number(),
        issuers=_many(issuers),
        issued_on=reader.issued_on(),
        attachments=tuple(attachments),
        **tree,
    )


def read_metadata(
    source: SourceText, readers: Sequence[HeadReader], instruments: Sequence[Instrument]
) -> DocumentMetadata:
    """What the outermost notice says of itself; 抄送 and 印发 from wherever in the file they stand."""
    first = instruments[0] if instruments else None
    fields: dict[str, Any] = {}
    for reader in readers:
        for role, paragraph in reader.part.foot:
            if role == "copied":
                fields.setdefault("copied_to", []).append(reader.cite([paragraph], "text", "copied"))
            match = foot_role(paragraph.view.text.strip())
            if role == "printed" and match and "printed_on" not in fields:
                lead = paragraph.view.text.index(match[1].group())
                on, by = match[1].span("on"), match[1].span("by")
                fields["printed_on"] = reader.cite([paragraph], "date", "printed.on", (on[0] + lead, on[1] + lead))
                if by[0] < by[1]:
                    fields["printed_by"] = reader.cite([paragraph], "text", "printed.by", (by[0] + lead, by[1] + lead))
    fields["copied_to"] = _many(fields.get("copied_to", ()))
    recipients = _many(readers[0].recipients()) if readers else ()
    own = {name: _again(first, name) for name in ("title", "document_number", "issuers", "issued_on")}
    return prove(
        DocumentMetadata,
        sha256=source.document.sha256,
        file=source.document.file,
        kind=first.kind if first else None,
        **own,
        **{"recipients": recipients, **fields},
    )


def _many(cited: Sequence[Cited[str]]) -> "Cited[tuple[str, ...]] | tuple[()]":
    """Several readings as one field: each value from its own piece of evidence."""
    if not cited:
        return ()
    first = cited[0].proof
    evidence = tuple(e for c in cited for e in c.proof.evidence)
    proof = Proof(how=first.how, reader=f"each:{first.reader}", rule=first.rule, evidence=evidence)
    return Cited(tuple(c.value for c in cited), proof)


def _again(instrument: Instrument | None, name: str) -> Any:
    if instrument is None:
        return () if name == "issuers" else None
    value, proof = getattr(instrument, name), instrument.proof.get(name)
    return Cited(value, proof) if proof else value
