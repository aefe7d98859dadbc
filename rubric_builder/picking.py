"""A stretch of a document that a person selected, as evidence."""

from collections.abc import Iterable, Sequence

from corpus.errors import Blocked
from corpus.evidence import Evidence
from corpus.spans import Span, bridged, inside, united
from extract.notice import Notice

_LEADING = " \t\r\n\f\v\u3000\xa0，、；：。．,;:"
_TRAILING = " \t\r\n\f\v\u3000\xa0，、；：,;:"


def evidence_for(notice: Notice, spans: Iterable[Span]) -> Evidence:
    """Evidence for selected spans of the source text, in the smallest clause, cell or instrument that holds them all.

    White space and separators at the ends are left out, and so is what stands in no clause (a page's head and foot, that
    a selection over a page break takes along). Raises `Blocked` where nothing is left or several instruments are
    touched.
    """
    text = notice.source.text
    chosen = united(spans)
    if not chosen or any(not (0 <= a < b <= len(text)) for a, b in chosen):
        raise Blocked("pick.empty", "没有选中文字，请在左侧原文中选取作为依据的词句")
    held = _common(chosen, united(span for node in notice.nodes() for span in node.spans))
    held = _trimmed(bridged(held, text), text)
    if held:
        inner = [
            (_length(place.node.spans), -len(place.ancestors), node, place.citation, held)
            for node, place in notice.places.items()
            if inside(held, place.node.spans)
        ]
        if inner:
            *_, node, citation, found = min(inner)
            return Evidence.at(notice.source, node, citation, found)
    whole = _trimmed(chosen, text)
    if not whole:
        raise Blocked("pick.empty", "选中的只有空白和标点，请选取作为依据的词句")
    heads = [
        (_length(head.spans), node, head.citation) for node, head in notice.heads.items() if inside(whole, head.spans)
    ]
    if heads:
        _, node, citation = min(heads)
        return Evidence.at(notice.source, node, citation, whole)
    touched = [head for head in notice.heads.values() if _common(whole, head.spans)]
    if len(touched) > 1:
        raise Blocked("pick.several", "选中的文字跨了几份文件，请在同一份文件中选取")
    raise Blocked("pick.outside", "选中的文字不在任何条款或表格里（可能是页眉、页脚或页码），请重新选取")


def _common(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    return united((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d))


def _trimmed(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Without what surrounds the first and follows the last word."""
    out = list(spans)
    while out:
        start, end = out[0]
        start += len(text[start:end]) - len(text[start:end].lstrip(_LEADING))
        if start < end:
            out[0] = (start, end)
            break
        out.pop(0)
    while out:
        start, end = out[-1]
        end -= len(text[start:end]) - len(text[start:end].rstrip(_TRAILING))
        if start < end:
            out[-1] = (start, end)
            break
        out.pop()
    return tuple(out)


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)
