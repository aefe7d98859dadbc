"""The text of a document without pages drawn with a clause marked in it."""

from collections.abc import Sequence
from typing import Any

from corpus.errors import KaoheError
from corpus.spans import Span, united
from rubric_builder.page_picture import to_png, wrapped
from rubric_builder.picture_fonts import font

_WIDTH, _MARGIN, _SIZE, _PITCH = 1240, 90, 26, 44
_AROUND = 160  # characters shown before and after a quote
_MOST_LINES = 120
_MARKER = (255, 240, 150)
_INK = (200, 20, 20)


def text_picture(text: str, spans: Sequence[Span], *, caption: str = "") -> bytes:
    """A PNG of the stretches of `text` around the spans, the spans marked. `text` is the whole source text.

    Raises KaoheError where the machine has no Chinese type, ValueError where there are no spans.
    """
    quoted = united(spans)
    if not quoted:
        raise ValueError("no spans to mark")
    type_face = font(_SIZE)
    if type_face is None:
        raise KaoheError(
            "picture.font", "这台计算机没有可用的中文字体，不能把文字画成图片；请安装宋体或黑体后再试，文字出处不受影响"
        )
    lines = _lines(text, quoted, type_face)
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], None]
    return to_png(_drawn(text, lines, quoted, caption, type_face))


Stretch = list[tuple[int, str]] | None
"""A drawn line: the place of each character in the text, and the character; None is a gap (……)."""


def _lines(text: str, quoted: Sequence[Span], type_face: Any) -> list[Stretch]:
    windows = united((_line_start(text, a - _AROUND), _line_end(text, b + _AROUND)) for a, b in quoted)
    room = _WIDTH - 2 * _MARGIN
    lines: list[Stretch] = []
    for start, end in windows:
        if start > 0:
            lines.append(None)
        line: list[tuple[int, str]] = []
        at = 0.0
        for i in range(start, end):
            character = text[i]
            if character in "\n\r\f\v":
                if line:
                    lines.append(line)
                line, at = [], 0.0
                continue
            character = "\u3000" if character == "\t" else character if character.isprintable() else " "
            step = type_face.getlength(character)
            if line and at + step > room:
                lines.append(line)
                line, at = [], 0.0
            line.append((i, character))
            at += step
        if line:
            lines.append(line)
    if windows and windows[-1][1] < len(text.rstrip()):
        lines.append(None)
    return lines


def _line_start(text: str, at: int) -> int:
    """The start of the line that holds `at`, if near; else `at`."""
    at = max(at, 0)
    found = text.rfind("\n", max(at - 120, 0), at)
    return found + 1 if found >= 0 else 0 if at <= 120 else at


def _line_end(text: str, at: int) -> int:
    at = min(at, len(text))
    found = text.find("\n", at, at + 120)
    return found if found >= 0 else min(at, len(text))


def _drawn(text: str, lines: Sequence[Stretch], quoted: Sequence[Span], caption: str, type_face: Any) -> Any:
    from PIL import Image, ImageDraw

    head = wrapped(caption, type_face, _WIDTH - 2 * _MARGIN) if caption else []
    strip = 24 + _PITCH * len(head) if head else 0
    sheet = Image.new("RGB", (_WIDTH, strip + 2 * 50 + _PITCH * len(lines)), (255, 255, 255))
    brush = ImageDraw.Draw(sheet)
    if head:
        brush.rectangle((0, 0, _WIDTH, strip - 1), fill=(230, 230, 230))
        for n, said in enumerate(head):
            brush.text((_MARGIN, 12 + _PITCH * (n + 0.5)), said, font=type_face, fill=(0, 0, 0), anchor="lm")
    for n, line in enumerate(lines):
        middle = strip + 50 + _PITCH * (n + 0.5)
        if line is None:
            brush.text((_MARGIN, middle), "……", font=type_face, fill=(120, 120, 120), anchor="lm")
            continue
        x, marked = float(_MARGIN), False
        for i, character in line:
            step = type_face.getlength(character)
            if any(a <= i < b for a, b in quoted):
                brush.rectangle((x, middle - 19, x + step, middle + 19), fill=_MARKER)
                marked = True
            brush.text((x, middle), character, font=type_face, fill=(0, 0, 0), anchor="lm")
            x += step
        if marked:
            brush.rectangle((_MARGIN - 22, middle - _PITCH / 2, _MARGIN - 16, middle + _PITCH / 2), fill=_INK)
    return sheet
