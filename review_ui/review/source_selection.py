"""Spans of the source as a browser sends them."""

from collections.abc import Sequence
from typing import Any

from corpus.errors import Blocked
from corpus.spans import Span

_MOST = 4000


def read_spans(value: Any, length: int) -> tuple[Span, ...]:
    """The spans that a browser sent, checked against the text's length. Raises `Blocked` (`selection.spans`)."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not 0 < len(value) <= _MOST:
        raise _unusable()
    found: list[Span] = []
    for pair in value:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise _unusable()
        start, end = pair
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
            raise _unusable()
        found.append((start, end))
    return tuple(found)


def _unusable() -> Blocked:
    return Blocked("selection.spans", "选中的内容与原文对不上，请刷新页面后重新选择")
